"""What people's decisions would suggest for cut-offs and weights: simple arithmetic to look at, never applied here.

A proposal goes the way of every change of scoring: simulated, then activated by two people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.comparison import spearman

# Below this many decisions of each outcome nothing is proposed: three in a row are an anecdote.
FEWEST = 10
# A weight is moved by no more than half, so that no single proposal turns a rubric around.
MOST_MOVED = 0.5


@dataclass(frozen=True, slots=True)
class CutOff:
    """``agreed`` of ``decided`` applications fall on the side where people put them, ``now`` at today's cut-off."""

    cut_off: float
    agreed: int
    now: int
    decided: int


@dataclass(frozen=True, slots=True)
class CriterionAgreement:
    """``correlation`` of a criterion's ratings with what people decided, from -1 to 1; None where it is not defined.

    ``proposed`` is a weight, or None where there is too little to say.
    """

    criterion_id: str
    applications: int
    correlation: float | None
    weight: int
    proposed: int | None


def best_cut_off(decided: Sequence[tuple[float, bool]], current: float) -> CutOff | None:
    """The cut-off at or above which most applications were kept and below which most were rejected.

    ``decided`` are scores with whether the application was kept. Of equally good ones the closest to ``current``. None
    with fewer than ten decisions of either outcome.
    """
    kept = sum(outcome for _, outcome in decided)
    if min(kept, len(decided) - kept) < FEWEST:
        return None
    candidates = {current, *(score for score, _ in decided if 0 < score <= 100)}
    agreed = {cut: sum((score >= cut) == outcome for score, outcome in decided) for cut in candidates}
    best = min(candidates, key=lambda cut: (-agreed[cut], abs(cut - current), cut))
    return CutOff(best, agreed[best], agreed[current], len(decided))


def criteria_agreement(
    ratings: Mapping[str, Sequence[tuple[float, float]]], weights: Mapping[str, int]
) -> tuple[CriterionAgreement, ...]:
    """For each criterion with a weight, how its ratings go together with people's views, in the order of ``weights``.

    ``ratings`` are pairs of (our rating, the person's view). A proposed weight is today's times 1 plus half of how far
    the correlation is above or below the mean of all criteria, at least half and at most one and a half times, rounded,
    and never 0.
    """
    correlations = {name: spearman(*_sides(ratings.get(name, ()))) for name in weights}
    enough = {
        name: value for name, value in correlations.items() if value is not None and len(ratings[name]) >= 2 * FEWEST
    }
    mean = sum(enough.values()) / len(enough) if len(enough) > 1 else None
    return tuple(
        CriterionAgreement(
            name,
            len(ratings.get(name, ())),
            correlations[name],
            weight,
            None if mean is None or name not in enough else _moved(weight, enough[name] - mean),
        )
        for name, weight in weights.items()
    )


def _moved(weight: int, above_mean: float) -> int:
    factor = 1 + max(-MOST_MOVED, min(MOST_MOVED, above_mean / 2))
    return max(1, round(weight * factor))


def _sides(pairs: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [ours for ours, _ in pairs], [theirs for _, theirs in pairs]
