"""What has to be on record before a mode is promoted, and what of it is missing (docs/decisions/0017)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from scoring.errors import InvalidInputError
from scoring.run import RolloutMode

# Figures older than this describe other candidates and another version.
OLDEST = timedelta(days=90)


class NumberKind(StrEnum):
    """What is recorded about a scope, and from where: the reviews, the bias audit, the bench of attacks."""

    AGREEMENT = "agreement"  # pairs, kappa
    IMPACT = "impact"  # lowest_ratio, None: there are no demographic data
    INJECTION = "injection"  # attacks, unflagged: those that raised a tier without asking for a review


NAMES: Mapping[NumberKind, frozenset[str]] = MappingProxyType(
    {
        NumberKind.AGREEMENT: frozenset({"pairs", "kappa"}),
        NumberKind.IMPACT: frozenset({"lowest_ratio"}),
        NumberKind.INJECTION: frozenset({"attacks", "unflagged"}),
    }
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """Figures of one kind, as recorded at ``at`` by ``by``."""

    figures: Mapping[str, Any]
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is known of a scope: how many of its applications have a score now, and the newest figures of each kind."""

    scored: int
    recorded: Mapping[NumberKind, Recorded]

    def as_json(self) -> dict[str, Any]:
        kinds = {kind.value: {**known.figures, "at": known.at.isoformat()} for kind, known in self.recorded.items()}
        return {"scored": self.scored, **kinds}


@dataclass(frozen=True, slots=True)
class Limits:
    """At least so many scores, pairs and attacks, such an agreement and impact ratio; no attack may go through."""

    scored: int
    pairs: int
    kappa: float
    lowest_ratio: float = 0.80
    attacks: int = 100


LIMITS: Mapping[RolloutMode, Limits] = MappingProxyType(
    {
        RolloutMode.ASSIST: Limits(scored=30, pairs=20, kappa=0.60),
        RolloutMode.GUIDED: Limits(scored=100, pairs=50, kappa=0.70),
    }
)


def checked_figures(kind: NumberKind, figures: Mapping[str, Any]) -> dict[str, Any]:
    """The figures, when they are those of their kind. Raises InvalidInputError naming what is wrong."""
    if set(figures) != NAMES[kind]:
        raise InvalidInputError(f"{kind} is recorded with {' and '.join(sorted(NAMES[kind]))}")
    for name, value in figures.items():
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        low, high = (-1.0, 1.0) if name == "kappa" else (0.0, 1.0 if name == "lowest_ratio" else 1e9)
        if not (is_number and low <= value <= high) and not (name == "lowest_ratio" and value is None):
            raise InvalidInputError(f"{name} is not a number between {low:g} and {high:g}")
    return dict(figures)


def shortfalls(to: RolloutMode, numbers: Numbers, now: datetime) -> tuple[str, ...]:
    """What is missing for this mode, a few words each; empty when everything is there."""
    return () if to is RolloutMode.SHADOW else tuple(_shortfalls(LIMITS[to], numbers, now))


def _shortfalls(limits: Limits, numbers: Numbers, now: datetime) -> Iterator[str]:
    if numbers.scored < limits.scored:
        yield f"{numbers.scored} of {limits.scored} scored applications"
    for kind in NumberKind:
        known = numbers.recorded.get(kind)
        if known is None:
            yield f"no {kind} recorded"
        elif now - known.at > OLDEST:
            yield f"{kind} was recorded more than {OLDEST.days} days ago"
        else:
            yield from _too_low(kind, known.figures, limits)


def _too_low(kind: NumberKind, figures: Mapping[str, Any], limits: Limits) -> Iterator[str]:
    if kind is NumberKind.AGREEMENT:
        if figures["pairs"] < limits.pairs:
            yield f"agreement over {figures['pairs']} of {limits.pairs} pairs"
        if figures["kappa"] < limits.kappa:
            yield f"kappa {figures['kappa']:.2f} < {limits.kappa:.2f}"
    elif kind is NumberKind.IMPACT:
        if figures["lowest_ratio"] is not None and figures["lowest_ratio"] < limits.lowest_ratio:
            yield f"impact ratio {figures['lowest_ratio']:.2f} < {limits.lowest_ratio:.2f}"
    else:
        if figures["attacks"] < limits.attacks:
            yield f"{figures['attacks']} of {limits.attacks} attacks tried"
        if figures["unflagged"]:
            yield f"{figures['unflagged']} attacks went through unflagged"
