"""What a tenant may set about its reviews, and what no queue could work with."""

from fractions import Fraction

import pytest

from scoring.errors import InvalidInputError
from scoring.review import ReviewKind
from scoring.review_rules import USUAL, ReviewRules, pairs_of, review_days


def test_what_is_not_set_is_as_usual() -> None:
    rules = ReviewRules(days=review_days("conflict=1, abstained = 14"))

    assert (rules.days_of(ReviewKind.CONFLICT), rules.days_of(ReviewKind.ABSTAINED)) == (1, 14)
    assert rules.days_of(ReviewKind.BLIND_SAMPLE) == ReviewKind.BLIND_SAMPLE.days == 5
    assert (USUAL.blind_share, USUAL.known_answer_share, USUAL.seconds_to_undo) == (
        Fraction(1, 10),
        Fraction(1, 50),
        300,
    )
    assert review_days("") == {}


@pytest.mark.parametrize("text", ["conflict", "conflict=", "=3", "conflict=1, conflict=2", "hurry=3", "conflict=one"])
def test_days_that_cannot_be_read_are_refused_by_name(text: str) -> None:
    with pytest.raises(InvalidInputError, match="review_days") as refused:
        review_days(text)

    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("days", [0, 61])
def test_days_that_nobody_would_wait_for_are_refused(days: int) -> None:
    with pytest.raises(InvalidInputError, match="review_days"):
        ReviewRules(days={ReviewKind.CONFLICT: days})


def test_a_family_has_one_team() -> None:
    assert pairs_of("welding=Works, fitting=Works", "teams") == [("welding", "Works"), ("fitting", "Works")]
    with pytest.raises(InvalidInputError, match="teams"):
        pairs_of("welding=Works, welding=Office", "teams")
