"""How the simulated service behaves until it is told otherwise."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from claude.simulator.errors import invalid
from claude.simulator.json_values import read_values

BEHAVIOURS = (
    "honest",
    "obedient",
    "hostile",
    "inventing",
    "omitting",
    "duplicating",
    "out_of_range",
    "wrong_case",
    "noisy",
    "repaired",
    "leaking",
    "unknowing",
)
ATTACK_STYLES = (
    "quoting",
    "inventing",
    "unrelated",
    "scattered",
    "closest",
    "mixed",
    "withholding",
    "dictated",
    "extra_keys",
    "prose",
    "other_ids",
)
LIFECYCLES = ("active", "deprecated", "retired")


@dataclass(frozen=True, slots=True)
class Options:
    """Limits of 0 mean none. Times are in seconds, money in USD."""

    latency_seconds: float = 0.0  # from request to answer
    jitter_seconds: float = 0.0  # up to this much more, evenly spread
    requests_per_minute: int = 0
    input_tokens_per_minute: int = 0  # tokens read from the cache are free
    output_tokens_per_minute: int = 0
    burst_seconds: float = 60.0  # how much of a limit may be used at once
    retry_after_header: bool = True  # whether a 429 of the limits above says how long to wait
    behaviour: str = "honest"
    attack_style: str = ""  # of obedient and hostile answers; '' picks one by the document
    seed: int = 0
    thinking_tokens: int = 0  # added to the output tokens of every answer
    keys: tuple[str, ...] = ()  # the accepted keys; none accepts any
    spend_cap_usd: float = 0.0  # 429 without retry-after from then on
    own_spend_limit_usd: float = 0.0  # 400 from then on
    cache_minimum_tokens: int = -1  # -1: as published for each model
    batch_seconds: float = 0.0  # how long a batch takes, by the settable clock
    lifecycle: dict[str, str] = field(default_factory=dict)  # model: active, deprecated or retired

    def as_json(self) -> dict[str, Any]:
        """Without the keys themselves."""
        return {**asdict(self), "keys": len(self.keys)}

    def changed(self, given: Any) -> "Options":
        """These options with the given JSON applied. Raises ApiError with a reason that teaches."""
        options = replace(self, **read_values(Options, given, "the options"))
        if options.behaviour not in BEHAVIOURS:
            raise invalid(f"behaviour must be one of: {', '.join(BEHAVIOURS)}")
        if options.attack_style not in ("", *ATTACK_STYLES):
            raise invalid(f"attack_style must be empty or one of: {', '.join(ATTACK_STYLES)}")
        if options.latency_seconds < 0 or options.jitter_seconds < 0 or options.burst_seconds <= 0:
            raise invalid("latency and jitter are not negative, burst_seconds is above 0")
        if set(options.lifecycle.values()) - set(LIFECYCLES):
            raise invalid(f"a lifecycle is one of: {', '.join(LIFECYCLES)}")
        return options


def accepts(options: Options, headers: Mapping[str, str]) -> bool | None:
    """Whether the key of a request is accepted; None when it has none."""
    bearer = headers.get("authorization", "")
    key = headers.get("x-api-key", "") or (bearer[7:] if bearer.lower().startswith("bearer ") else "")
    if not key:
        return None
    return not options.keys or key in options.keys
