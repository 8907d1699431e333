"""The arithmetic of 6 RCNY 5-301, by hand; the figures of the rule's first example are 1,390/667 and 1,181/555."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import InvalidInputError
from scoring.fairness import RateTable, intersections, lowest_ratio_of, scoring_table, selection_table


def people(**groups: tuple[int, int]) -> tuple[dict[str, bool], dict[str, str]]:
    """Of each category that many applicants, of whom that many are selected."""
    selected = {f"{name}{n}": n < chosen for name, (count, chosen) in groups.items() for n in range(count)}
    return selected, {f"{name}{n}": name for name, (count, _) in groups.items() for n in range(count)}


def ratios(table: RateTable) -> dict[str, Fraction | None]:
    return {rate.category: rate.impact_ratio for rate in table.rates}


def test_the_ratio_is_the_rate_over_the_highest_rate() -> None:
    table = selection_table("sex", *people(male=(1390, 667), female=(1181, 555)))

    assert [round(float(rate.rate), 4) for rate in table.rates] == [0.4699, 0.4799]
    assert [round(float(rate.impact_ratio or 0), 4) for rate in table.rates] == [0.9793, 1.0]
    assert table.below_four_fifths == ()


def test_four_fifths_exactly_is_not_below_it() -> None:
    table = selection_table("sex", *people(a=(100, 50), b=(100, 40), c=(100, 39)))

    assert table.below_four_fifths == ("c",)
    assert table.lowest_ratio == Fraction(39, 50)


def test_unknown_applicants_are_counted_and_in_no_row() -> None:
    selected, categories = people(male=(4, 2), female=(4, 2))
    selected |= {"unknown1": True, "unknown2": False}

    table = selection_table("sex", selected, categories)

    assert table.unknown == 2
    assert sum(rate.applicants for rate in table.rates) == 8


def test_a_category_under_two_percent_keeps_its_counts_and_is_no_measure() -> None:
    table = selection_table("race", *people(x=(50, 25), y=(49, 20), z=(1, 1)))

    assert ratios(table) == {"x": Fraction(1), "y": Fraction(20, 49) / Fraction(1, 2), "z": None}
    tiny = next(rate for rate in table.rates if rate.category == "z")
    assert (tiny.applicants, tiny.selected, tiny.rate, tiny.small) == (1, 1, Fraction(1), True)


def test_exactly_two_percent_is_not_small() -> None:
    table = selection_table("race", *people(x=(98, 49), z=(2, 2)))

    assert ratios(table)["z"] == 1
    assert ratios(table)["x"] == Fraction(1, 2)


def test_where_nobody_is_selected_there_is_no_ratio() -> None:
    table = selection_table("sex", *people(male=(10, 0), female=(10, 0)))

    assert set(ratios(table).values()) == {None}
    assert table.lowest_ratio is None


def test_a_missing_outcome_is_refused_instead_of_guessed() -> None:
    with pytest.raises(InvalidInputError, match="1 applicants have a category and no outcome"):
        selection_table("sex", {"a": True}, {"a": "male", "b": "female"})


def test_a_score_selects_who_is_strictly_above_the_median_of_everybody() -> None:
    scores = {"a": Decimal(10), "b": Decimal(50), "c": Decimal(50), "d": Decimal(90), "unknown": Decimal(95)}

    table = scoring_table("sex", scores, {"a": "male", "b": "male", "c": "female", "d": "female"})

    assert (table.median, table.at_median, table.unknown) == (Decimal(50), 2, 1)
    assert [(rate.category, rate.selected) for rate in table.rates] == [("female", 1), ("male", 0)]


def test_the_median_of_an_even_number_lies_between_two_scores() -> None:
    table = scoring_table("sex", {"a": Decimal("10.25"), "b": Decimal("10.5")}, {"a": "male", "b": "female"})

    assert (table.median, table.at_median) == (Decimal("10.375"), 0)


def test_no_scores_make_an_empty_table() -> None:
    assert scoring_table("sex", {}, {}).rates == ()
    assert selection_table("sex", {}, {}).rates == ()


def test_an_intersection_needs_every_characteristic() -> None:
    sex, race = {"a": "Female", "b": "Male", "c": "Male"}, {"a": "Asian", "b": "White"}

    assert intersections(sex, race) == {"a": "Female, Asian", "b": "Male, White"}
    assert intersections() == {}


def test_the_lowest_ratio_over_tables_ignores_those_without_one() -> None:
    tables = [
        selection_table("sex", *people(m=(10, 5), f=(10, 4))),
        selection_table("race", *people(x=(10, 0), y=(10, 0))),
    ]

    assert lowest_ratio_of(tables) == Fraction(4, 5)
    assert lowest_ratio_of(tables[1:]) is None


@given(st.dictionaries(st.sampled_from("abcde"), st.tuples(st.integers(1, 30), st.integers(0, 30)), min_size=1))
def test_ratios_lie_between_0_and_1_and_the_best_category_has_1(groups: dict[str, tuple[int, int]]) -> None:
    counts = {name: (count, min(count, chosen)) for name, (count, chosen) in groups.items()}

    table = selection_table("race", *people(**counts), smallest=Fraction(0))

    found = [ratio for ratio in ratios(table).values() if ratio is not None]
    assert all(0 <= ratio <= 1 for ratio in found)
    assert (max(found) == 1) if any(chosen for _, chosen in counts.values()) else not found
