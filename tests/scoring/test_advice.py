import pytest

from scoring.advice import advice_for
from scoring.resume import AbstentionReason
from scoring.score import NOTHING_TO_SCORE
from scoring.summary import NOTES_LIMIT

REASONS = [*AbstentionReason, NOTHING_TO_SCORE]


@pytest.mark.parametrize("reason", REASONS)
def test_the_advice_for_each_reason_fits_into_the_notes_of_icims(reason: str) -> None:
    advice = advice_for(reason)

    assert advice != advice_for("a reason that is not known")
    assert len(str(advice)) <= NOTES_LIMIT
    assert advice.found.endswith(".")
    assert advice.todo.endswith(".")


def test_no_two_reasons_are_explained_alike() -> None:
    found = [advice_for(reason).found for reason in REASONS]

    assert len(set(found)) == len(found)
