"""Two ways of scoring the same applications, side by side: how far scores move, and who changes tier."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from statistics import fmean

from scoring.triage import Tier


@dataclass(frozen=True, slots=True)
class Standing:
    """What one way of scoring says of an application. ``review`` is whether it asks a person to look first."""

    score: Decimal | None
    tier: Tier
    review: bool


@dataclass(frozen=True, slots=True)
class Move:
    """An application that changes tier. ``shift`` is None when one of the two ways gave no score."""

    key: str
    before: Standing
    after: Standing

    @property
    def shift(self) -> Decimal | None:
        return _shift(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Shifts in points, over the ``scored`` applications that have a score both ways: mean and maximum of the distance,
    and the mean with its sign. ``rank_correlation`` is Spearman's, None where it is not defined (fewer than two
    applications, or all of them equal). ``moves`` counts a lost or won score as well."""

    applications: int
    scored: int
    mean_shift: float
    mean_signed_shift: float
    max_shift: float
    rank_correlation: float | None
    moves: tuple[Move, ...]
    review_before: int
    review_after: int

    @property
    def flip_share(self) -> float:
        """Which share of the applications changes tier, 0 to 1."""
        return len(self.moves) / self.applications if self.applications else 0.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What a change may do to the canary set without a reason on the record (docs/decisions/0014)."""

    mean_shift: float = 3.0
    max_shift: float = 15.0
    rank_correlation: float = 0.95
    flip_share: float = 0.10


LIMITS = Limits()


def compare(before: Mapping[str, Standing], after: Mapping[str, Standing]) -> Comparison:
    """Compare over the applications that both know, in the order of ``before``."""
    keys = [key for key in before if key in after]
    shifts = [(key, _shift(before[key], after[key])) for key in keys]
    known = [(key, float(shift)) for key, shift in shifts if shift is not None]
    moves = [Move(key, before[key], after[key]) for key in keys if before[key].tier is not after[key].tier]
    return Comparison(
        applications=len(keys),
        scored=len(known),
        mean_shift=fmean(abs(shift) for _, shift in known) if known else 0.0,
        mean_signed_shift=fmean(shift for _, shift in known) if known else 0.0,
        max_shift=max((abs(shift) for _, shift in known), default=0.0),
        rank_correlation=spearman(
            [float(before[key].score or 0) for key, _ in known], [float(after[key].score or 0) for key, _ in known]
        ),
        moves=tuple(moves),
        review_before=sum(before[key].review for key in keys),
        review_after=sum(after[key].review for key in keys),
    )


def over_limits(compared: Comparison, limits: Limits = LIMITS) -> tuple[str, ...]:
    """What passes the limits, one line each; empty when nothing does."""
    return tuple(_over_limits(compared, limits))


def _over_limits(compared: Comparison, limits: Limits) -> Iterator[str]:
    if compared.mean_shift > limits.mean_shift:
        yield f"mean shift {compared.mean_shift:.2f} > {limits.mean_shift:g} points"
    if compared.max_shift > limits.max_shift:
        yield f"maximum shift {compared.max_shift:.2f} > {limits.max_shift:g} points"
    if compared.rank_correlation is not None and compared.rank_correlation < limits.rank_correlation:
        yield f"rank correlation {compared.rank_correlation:.3f} < {limits.rank_correlation:g}"
    if compared.flip_share > limits.flip_share:
        yield f"{len(compared.moves)} of {compared.applications} change tier > {limits.flip_share:.0%}"


def spearman(left: Sequence[float], right: Sequence[float]) -> float | None:
    """Spearman's rank correlation, tied values sharing their mean rank; None for fewer than two or constant values."""
    if len(left) < 2:
        return None
    x, y = _ranks(left), _ranks(right)
    middle = (len(left) + 1) / 2
    spread = sqrt(sum((a - middle) ** 2 for a in x) * sum((b - middle) ** 2 for b in y))
    if not spread:
        return None
    return sum((a - middle) * (b - middle) for a, b in zip(x, y, strict=True)) / spread


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=lambda place: values[place])
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in order[start : end + 1]:
            ranks[place] = (start + end) / 2 + 1
        start = end + 1
    return ranks


def _shift(before: Standing, after: Standing) -> Decimal | None:
    return None if before.score is None or after.score is None else after.score - before.score
