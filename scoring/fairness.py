"""Selection rates and impact ratios, exactly as New York City's Local Law 144 computes them (6 RCNY 5-301)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Protocol

from scoring.errors import InvalidInputError

# The law lets an auditor leave categories under this share of the data out of the ratios; their counts stay.
SMALLEST_SHARE = Fraction(2, 100)
# The law sets no pass mark. This one is the four-fifths rule of 29 CFR 1607.4 D.
FOUR_FIFTHS = Fraction(4, 5)


@dataclass(frozen=True, slots=True)
class CategoryRate:
    """``rate`` is selected / applicants. ``impact_ratio`` is the rate over the highest rate; None for a category under
    2 % of the data (``small``), or when nobody at all was selected."""

    category: str
    applicants: int
    selected: int
    rate: Fraction
    impact_ratio: Fraction | None
    small: bool


@dataclass(frozen=True, slots=True)
class RateTable:
    """One characteristic: categories by name. ``unknown`` applicants are in no row, and must be stated.

    With scores, ``median`` is of all applicants, unknown ones included, and ``at_median`` of them lie exactly on it,
    which counts as not above.
    """

    characteristic: str
    rates: tuple[CategoryRate, ...]
    unknown: int
    median: Decimal | None = None
    at_median: int = 0

    @property
    def lowest_ratio(self) -> Fraction | None:
        """The smallest impact ratio of the table, None when there is none."""
        return min((rate.impact_ratio for rate in self.rates if rate.impact_ratio is not None), default=None)

    @property
    def below_four_fifths(self) -> tuple[str, ...]:
        """Categories whose impact ratio is under 0.80."""
        return tuple(r.category for r in self.rates if r.impact_ratio is not None and r.impact_ratio < FOUR_FIFTHS)


class ImpactAudit(Protocol):
    """The one who may read demographic data: gets outcomes by application, and gives back rates only."""

    def selection_tables(self, customer_id: str, selected: Mapping[str, bool]) -> tuple[RateTable, ...] | None:
        """A table for each characteristic, or None when there are no demographic data on these applications."""
        ...


def selection_table(
    characteristic: str,
    selected: Mapping[str, bool],
    categories: Mapping[str, str],
    *,
    smallest: Fraction = SMALLEST_SHARE,
) -> RateTable:
    """Rates of a selection. ``categories`` names the category of each applicant that stated one.

    Raises InvalidInputError for a category of somebody without an outcome: it is not guessed.
    """
    if not categories.keys() <= selected.keys():
        raise InvalidInputError(f"{len(categories.keys() - selected.keys())} applicants have a category and no outcome")
    applicants = Counter(categories.values())
    chosen = Counter(category for key, category in categories.items() if selected[key])
    unknown = len(selected) - len(categories)
    small = {category for category, count in applicants.items() if Fraction(count, len(selected)) < smallest}
    rates = {category: Fraction(chosen[category], count) for category, count in applicants.items()}
    # A category too small to be judged is no measure for the others either.
    highest = max((rate for category, rate in rates.items() if category not in small), default=Fraction(0))
    return RateTable(
        characteristic,
        tuple(
            CategoryRate(
                category=category,
                applicants=applicants[category],
                selected=chosen[category],
                rate=rate,
                impact_ratio=None if category in small or not highest else rate / highest,
                small=category in small,
            )
            for category, rate in sorted(rates.items())
        ),
        unknown,
    )


def scoring_table(
    characteristic: str,
    scores: Mapping[str, Decimal],
    categories: Mapping[str, str],
    *,
    smallest: Fraction = SMALLEST_SHARE,
) -> RateTable:
    """Rates of a score: selected is who lies strictly above the median of all applicants."""
    if not scores:
        return RateTable(characteristic, (), 0)
    middle = Decimal(median(scores.values()))
    above = {key: score > middle for key, score in scores.items()}
    table = selection_table(characteristic, above, categories, smallest=smallest)
    at_median = sum(score == middle for score in scores.values())
    return RateTable(characteristic, table.rates, table.unknown, middle, at_median)


def intersections(*characteristics: Mapping[str, str]) -> dict[str, str]:
    """Categories of the combination, for applicants that stated every one: "Female, Asian"."""
    if not characteristics:
        return {}
    known = set.intersection(*(set(categories) for categories in characteristics))
    return {key: ", ".join(categories[key] for categories in characteristics) for key in sorted(known)}


def lowest_ratio_of(tables: Sequence[RateTable]) -> Fraction | None:
    """The smallest impact ratio over several tables."""
    return min((table.lowest_ratio for table in tables if table.lowest_ratio is not None), default=None)
