"""Everything that Claude needs in one process: its client, limits and memory, shared by all threads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from redis import Redis

from claude.asking import PATIENCE_SECONDS, Asker
from claude.assessor import ClaudeAssessor
from claude.breaker import CircuitBreaker
from claude.limits import Pace, RateLimiter
from claude.messages import ClaudeAccess, MessagesClient
from claude.model_profile import ModelProfile, model_profile
from claude.warming import CacheWarmer
from scoring.model_call import CallContext
from scoring.redaction import Identity
from scoring.triage import CUT_OFFS, CutOffs
from settings import Settings
from store import Store


@dataclass(frozen=True, slots=True)
class Scorer:
    """Who assesses, and how. ``version`` is that of the registry, '' for what the settings say."""

    assessor: str  # local | claude
    model: str = ""
    effort: str = ""
    max_samples: int = 0
    version: str = ""
    cut_offs: CutOffs = CUT_OFFS


def scorer_of(settings: Settings, content: dict[str, Any] | None = None, version: str = "") -> Scorer:
    """What an activated version says; what it leaves open, and everything without one, is as the settings say."""
    content = content or {}
    same_model = content.get("model", settings.claude_model) == settings.claude_model
    return Scorer(
        assessor=str(content.get("assessor", settings.assessor)),
        model=str(content.get("model", settings.claude_model)),
        effort=str(content.get("effort", settings.claude_effort if same_model else "")),
        max_samples=int(content.get("max_samples", settings.claude_max_samples)),
        version=version,
        cut_offs=_cut_offs(content.get("cut_offs")),
    )


def _cut_offs(stored: Sequence[float] | None) -> CutOffs:
    if stored is None:
        return CUT_OFFS
    possible_from, strong_from = (Decimal(str(cut)) for cut in stored)
    return possible_from, strong_from


def profile_of(settings: Settings, scorer: Scorer) -> ModelProfile:
    """Raises InvalidInputError for a model that is not to be asked."""
    profile = model_profile(scorer.model, scorer.effort or None)
    return replace(profile, timeout_seconds=settings.claude_timeout_seconds, max_samples=scorer.max_samples)


@dataclass
class ClaudeDesk:
    """Thread-safe. Connections are opened when first used and closed by ``close``."""

    settings: Settings
    store: Store
    redis: Redis

    @cached_property
    def messages(self) -> MessagesClient:
        settings = self.settings
        return MessagesClient(
            ClaudeAccess(settings.anthropic_api_key, settings.anthropic_base_url, settings.claude_timeout_seconds)
        )

    def asker(self, profile: ModelProfile) -> Asker:
        settings = self.settings
        pace = Pace(
            settings.claude_requests_per_minute,
            settings.claude_input_tokens_per_minute,
            settings.claude_output_tokens_per_minute,
        )
        return Asker(
            messages=self.messages,
            limiter=RateLimiter(self.redis, profile.model, pace),
            breaker=CircuitBreaker(self.redis, profile.model),
            ledger=self.store.calls,
            profile=profile,
            # A quarter: settings.CLAUDE_LEASE_FACTOR counts on it.
            patience=min(PATIENCE_SECONDS, settings.claude_timeout_seconds / 4),
        )

    def assessor(self, scorer: Scorer, context: CallContext, identity: Identity, not_after: float) -> ClaudeAssessor:
        """The assessor of one application; ``not_after`` by time.monotonic()."""
        return ClaudeAssessor(
            asker=self.asker(profile_of(self.settings, scorer)),
            answers=self.store.answers,
            redactions=self.store.redactions,
            context=context,
            identity=identity,
            warmer=CacheWarmer(self.redis),
            not_after=not_after,
        )

    def forget_failures(self, model: str) -> None:
        """Look at once whether the model answers again."""
        CircuitBreaker(self.redis, model).answered()

    def close(self) -> None:
        if "messages" in self.__dict__:
            self.messages.close()
