"""Which model answers, how, and at what price: everything about a model that a score depends on."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from claude.answer_schema import schema_version
from claude.prompt import combined_version
from scoring.errors import InvalidInputError
from scoring.model_call import AnswerVersions

API_VERSION = "2026-10-21"
EFFORTS = ("low", "medium", "high", "xhigh", "max")
_MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Price:
    """USD per million tokens. Above ``step_tokens`` of prompt (cached tokens counted) everything costs ``step_factor``
    times as much; 0 means that there is no such step. A batch costs ``batch_factor`` of it."""

    input: Decimal
    output: Decimal
    cache_write_5m: Decimal
    cache_write_1h: Decimal
    cache_read: Decimal
    batch_factor: Decimal = Decimal("0.5")
    step_tokens: int = 0
    step_factor: Decimal = Decimal(1)

    def cost(
        self,
        input_tokens: int,
        output_tokens: int,
        *,
        cache_write_5m: int = 0,
        cache_write_1h: int = 0,
        cache_read: int = 0,
        batch: bool = False,
    ) -> Decimal:
        """USD of one call. ``input_tokens`` are those neither written to nor read from the cache, as usage counts."""
        prompt = input_tokens + cache_write_5m + cache_write_1h + cache_read
        whole = (
            self.input * input_tokens
            + self.output * output_tokens
            + self.cache_write_5m * cache_write_5m
            + self.cache_write_1h * cache_write_1h
            + self.cache_read * cache_read
        ) / _MILLION
        if self.step_tokens and prompt > self.step_tokens:
            whole *= self.step_factor
        return whole * self.batch_factor if batch else whole


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What is published about a model. ``cache_minimum`` is the shortest prefix in tokens that is cached; where none is
    published for a model (its line says so) it is that of the model before it."""

    price: Price
    default_effort: str
    cache_minimum: int
    context_tokens: int = 1_000_000
    max_output_tokens: int = 128_000
    released: str = ""  # ISO date, where known


def _price(base: str, output: str, read: str, *, step_tokens: int = 0, step_factor: str = "1") -> Price:
    """Cache writes cost 1.25 (5 min) and 2 times (1 h) the input price for every model."""
    whole = Decimal(base)
    return Price(
        whole,
        Decimal(output),
        whole * Decimal("1.25"),
        whole * 2,
        Decimal(read),
        step_tokens=step_tokens,
        step_factor=Decimal(step_factor),
    )


# Prices as of 2026-11: platform.claude.com/docs/en/about-claude/pricing and .../docs/en/models/<model>/overview.
# Reading the cache of Sonnet 5.5 costs half of what it did at its release, since 2026-10-07.
# Cache minima of the 5.5 models are not published; those of Haiku 4.5, Sonnet 5 and Opus 5 stand in.
MODELS: Mapping[str, ModelFacts] = {
    "claude-haiku-5-5": ModelFacts(
        _price("0.10", "0.50", "0.01", step_tokens=100_000, step_factor="5"), "medium", 4_096, released="2026-10-07"
    ),
    "claude-sonnet-5-5": ModelFacts(_price("2", "10", "0.10"), "high", 1_024),
    "claude-opus-5-5": ModelFacts(_price("4", "20", "0.20"), "medium", 512, released="2026-09-22"),
    "claude-sonnet-5": ModelFacts(_price("2", "10", "0.20"), "high", 1_024),
    "claude-opus-5": ModelFacts(_price("5", "25", "0.50"), "high", 512, released="2026-07-24"),
    "claude-opus-4-8": ModelFacts(_price("5", "25", "0.50"), "high", 1_024),
    "claude-opus-4-7": ModelFacts(_price("5", "25", "0.50"), "high", 2_048),
    "claude-opus-4-6": ModelFacts(_price("5", "25", "0.50"), "high", 4_096),
    "claude-sonnet-4-6": ModelFacts(_price("3", "15", "0.30"), "high", 1_024),
}
# Their inputs are kept for 30 days, without exception: not for resumes.
_RETAINING = ("claude-fable", "claude-mythos")


@dataclass(frozen=True, slots=True)
class ModelProfile:
    """A model with everything that can change its answers. ``timeout_seconds`` bounds one call."""

    model: str
    effort: str
    max_tokens: int
    timeout_seconds: float
    prompt_version: str
    schema_version: str
    price: Price
    max_samples: int = 3

    @property
    def version(self) -> str:
        """12 hex digits over all that an answer depends on; not over prices and limits of time."""
        content = [API_VERSION, self.model, self.effort, self.max_tokens, self.prompt_version, self.schema_version]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:12]

    @property
    def answer_versions(self) -> AnswerVersions:
        return AnswerVersions(self.prompt_version, self.model, self.effort, self.schema_version)


def model_profile(model: str, effort: str | None = None) -> ModelProfile:
    """The profile of a model with the current prompts; ``effort`` None takes the model's own default.

    Raises InvalidInputError for a model that we do not know, that is an alias or a model before 4.6, or that keeps what
    it is sent.
    """
    if model.startswith(_RETAINING):
        raise InvalidInputError(f"{model} keeps its inputs for 30 days: resumes are not sent to it")
    facts = MODELS.get(model)
    if facts is None:
        raise InvalidInputError(
            f"unknown model {model[:60]!r}; from 4.6 on these are fixed snapshots: {', '.join(MODELS)}"
        )
    if effort is not None and effort not in EFFORTS:
        raise InvalidInputError(f"effort must be one of: {', '.join(EFFORTS)}")
    return ModelProfile(
        model=model,
        effort=effort or facts.default_effort,
        max_tokens=16_000,
        timeout_seconds=120.0,
        prompt_version=combined_version("assess", "examples", "repair"),
        schema_version=schema_version(),
        price=facts.price,
    )
