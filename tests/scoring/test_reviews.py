from decimal import Decimal
from fractions import Fraction

import pytest

from scoring.errors import InvalidInputError
from scoring.review import (
    Case,
    Decision,
    ReviewKind,
    Verdict,
    checked,
    chosen,
    followed,
    rating_of,
    recommended,
    wanted_reviews,
)
from scoring.run import RolloutMode

REASON = "The certificate is on page two."
CASE = Case(ReviewKind.REVIEW_FLAG, Decimal(60), blind=False, rated=False)


def a_card(**changes: object) -> dict[str, object]:
    card: dict[str, object] = {
        "score": 60.0,
        "abstained": None,
        "confidence": 0.9,
        "missing_requirements": [],
        "hidden_text": [],
        "review": [],
        "uncertainty": {"low": 55.0, "high": 65.0, "crosses": []},
    }
    return card | changes


@pytest.mark.parametrize("adjusted", [Decimal(30), Decimal(90), Decimal("60.25")])
def test_a_score_may_be_adjusted_by_thirty_points(adjusted: Decimal) -> None:
    assert checked(CASE, Decision(Verdict.ADJUST, REASON, adjusted)).adjusted == adjusted


@pytest.mark.parametrize(
    "decision",
    [
        pytest.param(Decision(Verdict.ADJUST, REASON, Decimal("90.25")), id="too-far-up"),
        pytest.param(Decision(Verdict.ADJUST, REASON, Decimal("29.75")), id="too-far-down"),
        pytest.param(Decision(Verdict.ADJUST, REASON, Decimal(60)), id="not-at-all"),
        pytest.param(Decision(Verdict.ADJUST, REASON), id="to-nothing"),
        pytest.param(Decision(Verdict.ADJUST, REASON, Decimal("NaN")), id="to-no-number"),
        pytest.param(Decision(Verdict.ACCEPT, REASON, Decimal(70)), id="accepted-and-adjusted"),
        pytest.param(Decision(Verdict.ACCEPT, "  fine \n " + " " * 40), id="no-reason"),
        pytest.param(Decision(Verdict.REJECT, "x" * 2001), id="an-endless-reason"),
    ],
)
def test_a_decision_that_may_not_be_taken_is_refused(decision: Decision) -> None:
    with pytest.raises(InvalidInputError):
        checked(CASE, decision)


def test_a_blind_review_asks_for_a_rating_first_and_shows_nothing_before() -> None:
    before = Case(ReviewKind.BLIND_SAMPLE, Decimal(60), blind=True, rated=False)
    after = Case(ReviewKind.BLIND_SAMPLE, Decimal(60), blind=True, rated=True)

    assert (before.shows_score, after.shows_score) == (False, True)
    assert checked(after, Decision(Verdict.ACCEPT, REASON)).verdict is Verdict.ACCEPT
    with pytest.raises(InvalidInputError, match="own rating first"):
        checked(before, Decision(Verdict.ACCEPT, REASON))


def test_without_a_score_there_is_nothing_to_adjust() -> None:
    case = Case(ReviewKind.ABSTAINED, None, blind=False, rated=False)

    with pytest.raises(InvalidInputError, match="no score"):
        checked(case, Decision(Verdict.ADJUST, REASON, Decimal(50)))


def test_a_known_answer_case_never_shows_a_score() -> None:
    assert not Case(ReviewKind.KNOWN_ANSWER, None, blind=True, rated=True).shows_score


@pytest.mark.parametrize("given", ["", "good", "-0.25", "100.25", "50.1", "NaN", "Infinity", None])
def test_what_is_no_rating_is_refused(given: object) -> None:
    with pytest.raises(InvalidInputError):
        rating_of(given)


@pytest.mark.parametrize(
    ("score", "decision", "follows"),
    [
        pytest.param(90, Decision(Verdict.ACCEPT, REASON), True, id="strong-accepted"),
        pytest.param(90, Decision(Verdict.REJECT, REASON), False, id="strong-rejected"),
        pytest.param(40, Decision(Verdict.REJECT, REASON), True, id="limited-rejected"),
        pytest.param(40, Decision(Verdict.ACCEPT, REASON), False, id="limited-accepted"),
        pytest.param(40, Decision(Verdict.ADJUST, REASON, Decimal(45)), True, id="limited-adjusted-within"),
        pytest.param(40, Decision(Verdict.ADJUST, REASON, Decimal(60)), False, id="limited-adjusted-out"),
        pytest.param(60, Decision(Verdict.REJECT, REASON), None, id="between-nothing-is-suggested"),
    ],
)
def test_a_decision_follows_the_score_or_overrides_it(score: int, decision: Decision, follows: bool | None) -> None:
    assert followed(Decimal(score), decision) is follows
    assert recommended(None) is None


def test_a_random_share_is_about_that_large_and_always_the_same() -> None:
    members = [chosen(Fraction(1, 10), "blind", str(number)) for number in range(5000)]

    assert 400 < sum(members) < 600
    assert members == [chosen(Fraction(1, 10), "blind", str(number)) for number in range(5000)]


def test_what_could_not_be_read_waits_for_a_person_in_every_mode() -> None:
    card = a_card(score=None, abstained="scan")

    assert wanted_reviews(card, RolloutMode.SHADOW) == ((ReviewKind.ABSTAINED, ("scan",)),)


def test_must_haves_in_doubt_and_scores_at_a_cut_off_hold_up_guided_mode_only() -> None:
    missing = [{"criterion_id": "g1", "verdict": "unknown"}]
    card = a_card(missing_requirements=missing, uncertainty={"low": 48.0, "high": 52.0, "crosses": [50.0]})

    assert wanted_reviews(card, RolloutMode.ASSIST) == ()
    assert wanted_reviews(card, RolloutMode.GUIDED) == (
        (ReviewKind.UNKNOWN_GATE, ("unknown:g1",)),
        (ReviewKind.UNCERTAINTY_BAND, ("cut_off:50.0",)),
    )


def test_what_is_unusual_is_flagged_in_every_mode_without_its_words() -> None:
    card = a_card(review=["repeats the words of the job"], hidden_text=[{"reason": "tiny"}], confidence=0.3)

    assert wanted_reviews(card, RolloutMode.SHADOW) == (
        (ReviewKind.REVIEW_FLAG, ("warning:1", "hidden_text", "low_confidence")),
    )
