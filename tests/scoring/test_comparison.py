from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.comparison import LIMITS, Comparison, Limits, Standing, compare, over_limits, spearman
from scoring.triage import tier_of


def standing(score: float | None, *, review: bool = False) -> Standing:
    value = None if score is None else Decimal(str(score))
    return Standing(value, tier_of(value), review)


def standings(*scores: float | None) -> dict[str, Standing]:
    return {str(number): standing(score) for number, score in enumerate(scores)}


def test_shifts_are_distances_and_the_sign_is_told_apart() -> None:
    compared = compare(standings(10, 20, 30), standings(14, 18, 30))

    assert (compared.mean_shift, compared.max_shift) == (2.0, 4.0)
    assert compared.mean_signed_shift == pytest.approx(2 / 3)
    assert compared.moves == ()


def test_who_changes_tier_is_named_with_scores_and_shift() -> None:
    compared = compare(standings(49.75, 90, 60), standings(50, 84.75, 61))

    assert [(move.key, move.before.tier, move.after.tier, move.shift) for move in compared.moves] == [
        ("0", "limited", "possible", Decimal("0.25")),
        ("1", "strong", "possible", Decimal("-5.25")),
    ]
    assert compared.flip_share == pytest.approx(2 / 3)


def test_a_score_that_is_lost_or_won_is_a_change_of_tier_without_a_shift() -> None:
    compared = compare(standings(60, None, None), standings(None, 40, None))

    assert [(move.key, move.shift) for move in compared.moves] == [("0", None), ("1", None)]
    assert (compared.applications, compared.scored, compared.max_shift) == (3, 0, 0.0)


def test_the_review_load_is_counted_both_ways() -> None:
    before = {"a": standing(10, review=True), "b": standing(90)}
    after = {"a": standing(10, review=True), "b": standing(90, review=True)}

    compared = compare(before, after)

    assert (compared.review_before, compared.review_after) == (1, 2)


def test_only_applications_that_both_know_are_compared() -> None:
    assert compare(standings(1, 2), standings(1)).applications == 1
    assert compare({}, {}).flip_share == 0.0


def test_tied_values_share_their_rank() -> None:
    # By hand: ranks 1, 2.5, 2.5, 4 and 1, 3, 2, 4.
    assert spearman([10, 20, 20, 30], [1, 3, 2, 4]) == pytest.approx(4.5 / (4.5 * 5) ** 0.5)


def test_without_an_order_there_is_no_correlation() -> None:
    assert spearman([5], [6]) is None
    assert spearman([5, 5, 5], [1, 2, 3]) is None


@given(st.lists(st.integers(0, 400), min_size=2, max_size=40, unique=True))
def test_the_same_order_correlates_fully_and_the_opposite_not_at_all(values: list[int]) -> None:
    assert spearman(values, [value / 4 + 7 for value in values]) == pytest.approx(1.0)
    assert spearman(values, [-value for value in values]) == pytest.approx(-1.0)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ((10, 20, 30), (14, 24, 34), "mean shift 4.00 > 3"),
        ((10, 20, 30, 40, 41, 42), (10, 20, 30, 40, 41, 58), "maximum shift 16.00 > 15"),
        ((10, 11, 12), (12, 11, 10), "rank correlation -1.000 < 0.95"),
        ((49, 20, 30), (50, 20, 30), "1 of 3 change tier > 10%"),
    ],
)
def test_each_limit_names_what_passed_it(before: tuple[float, ...], after: tuple[float, ...], words: str) -> None:
    assert any(words in line for line in over_limits(compare(standings(*before), standings(*after))))


def test_exactly_at_the_limits_nothing_is_over_them() -> None:
    at = Comparison(10, 10, 3.0, 3.0, 15.0, 0.95, (), 0, 0)

    assert over_limits(at) == ()
    assert over_limits(at, Limits(mean_shift=2.9)) != ()
    assert LIMITS.flip_share == 0.10
