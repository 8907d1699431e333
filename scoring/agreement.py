"""How far scores and people agree: kappa, rank correlation, pairs in the same order, and where they differ most."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh
from statistics import fmean

from scoring.comparison import spearman


@dataclass(frozen=True, slots=True)
class Judged:
    """An application with both views, each from 0 to 100."""

    key: str
    score: float
    human: float


@dataclass(frozen=True, slots=True)
class Pairs:
    """Of all pairs that the person ordered: in the same order, in the opposite one, tied by the score."""

    concordant: int
    discordant: int
    tied: int

    @property
    def share(self) -> float | None:
        """The share of pairs in the same order, a tie counting half: 0.5 is chance. None without a pair."""
        ordered = self.concordant + self.discordant + self.tied
        return (self.concordant + self.tied / 2) / ordered if ordered else None


@dataclass(frozen=True, slots=True)
class Surprise:
    """An application and its place by either view, 1 is the best; tied ones share their mean place."""

    judged: Judged
    place_by_score: float
    place_by_person: float

    @property
    def distance(self) -> float:
        return abs(self.place_by_score - self.place_by_person)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Figures over ``applications``; None where a figure is not defined for them."""

    applications: int
    kappa: float | None
    spearman: float | None
    spearman_low: float | None
    spearman_high: float | None
    pairs: Pairs
    mean_distance: float | None
    surprises: tuple[Surprise, ...]


def agreement(judged: Sequence[Judged], cut_offs: tuple[float, float], surprises: int = 5) -> Agreement:
    """Kappa is over the three bands that the cut-offs make."""
    scores, people = [one.score for one in judged], [one.human for one in judged]
    kappa = weighted_kappa([_band(s, cut_offs) for s in scores], [_band(p, cut_offs) for p in people], 3)
    correlation = spearman(scores, people)
    low, high = _interval(correlation, len(judged))
    return Agreement(
        applications=len(judged),
        kappa=kappa,
        spearman=correlation,
        spearman_low=low,
        spearman_high=high,
        pairs=pairs(judged),
        mean_distance=fmean(abs(one.score - one.human) for one in judged) if judged else None,
        surprises=biggest_surprises(judged, surprises),
    )


def weighted_kappa(left: Sequence[int], right: Sequence[int], categories: int) -> float | None:
    """Cohen's kappa with quadratic weights (Cohen 1968): 1 is full agreement, 0 is what chance would give.

    Ratings are 0 to ``categories`` - 1. None without a rating, and where chance leaves no disagreement to expect.
    """
    if not left:
        return None
    observed = sum((a - b) ** 2 for a, b in zip(left, right, strict=True)) / len(left)
    shares = [[side.count(category) / len(side) for category in range(categories)] for side in (left, right)]
    expected = sum(shares[0][a] * shares[1][b] * (a - b) ** 2 for a in range(categories) for b in range(categories))
    return None if not expected else 1 - observed / expected


def pairs(judged: Sequence[Judged]) -> Pairs:
    """Every pair of applications that the person did not put level."""
    concordant = discordant = tied = 0
    for place, one in enumerate(judged):
        for other in judged[place + 1 :]:
            by_score, by_person = one.score - other.score, one.human - other.human
            if by_person and not by_score:
                tied += 1
            elif by_score * by_person > 0:
                concordant += 1
            elif by_person:
                discordant += 1
    return Pairs(concordant, discordant, tied)


def biggest_surprises(judged: Sequence[Judged], limit: int) -> tuple[Surprise, ...]:
    """The applications whose places differ most, the largest difference first; none that have the same place."""
    by_score, by_person = _places([one.score for one in judged]), _places([one.human for one in judged])
    found = [Surprise(*entry) for entry in zip(judged, by_score, by_person, strict=True)]
    apart = [surprise for surprise in found if surprise.distance]
    return tuple(sorted(apart, key=lambda surprise: (-surprise.distance, surprise.judged.key))[:limit])


def _places(values: Sequence[float]) -> list[float]:
    ordered = sorted(values, reverse=True)
    first = {value: place for place, value in reversed(list(enumerate(ordered, start=1)))}
    return [first[value] + (ordered.count(value) - 1) / 2 for value in values]


def _band(value: float, cut_offs: tuple[float, float]) -> int:
    return sum(value >= cut for cut in cut_offs)


def _interval(correlation: float | None, count: int) -> tuple[float | None, float | None]:
    """95 % by Fisher's transformation with the standard error of Bonett and Wright (2000)."""
    if correlation is None or count < 4 or abs(correlation) >= 1:
        return None, None
    reach = 1.959964 * sqrt((1 + correlation**2 / 2) / (count - 3))
    return tanh(atanh(correlation) - reach), tanh(atanh(correlation) + reach)
