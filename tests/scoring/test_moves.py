"""No input whatsoever moves anybody down without a person: cards, modes and flags of every shape."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.moves import Direction, Move, Wait, planned_move, primary_gap
from scoring.run import RolloutMode

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
GAP = st.fixed_dictionaries({"verdict": st.sampled_from(["unmet", "unknown", "met", ""]), "text": st.text(max_size=40)})
CARDS = st.fixed_dictionaries(
    {},
    optional={
        "score": st.one_of(st.integers(-5, 120), st.floats(), ANYTHING),
        "tier": st.one_of(st.sampled_from(["strong", "possible", "limited", "review"]), ANYTHING),
        "abstained": st.one_of(st.none(), st.text(max_size=8), ANYTHING),
        "missing_requirements": st.one_of(st.lists(GAP, max_size=3), ANYTHING),
        "uncertainty": st.one_of(st.fixed_dictionaries({"crosses": st.lists(st.just(85), max_size=1)}), ANYTHING),
        "tags": st.one_of(st.lists(st.sampled_from(["AI_Review_Required", "AI_Strong_Match"])), ANYTHING),
        "review": ANYTHING,
        "hidden_text": ANYTHING,
        "provenance": st.one_of(st.fixed_dictionaries({"instead_of": st.just("")}), ANYTHING),
        "criteria": ANYTHING,
        "note": ANYTHING,
        "status": ANYTHING,
        "direction": ANYTHING,
    },
)
STRONG = {
    "score": 91,
    "tier": "strong",
    "abstained": None,
    "missing_requirements": [],
    "uncertainty": {"crosses": []},
    "tags": [],
    "provenance": {"instead_of": ""},
}
UNKNOWN = [{"verdict": "unknown", "text": "A licence"}]


@given(card=CARDS, mode=st.sampled_from(RolloutMode), high_stakes=st.booleans())
def test_whatever_the_card_says_only_a_way_up_is_automatic(
    card: dict[str, Any], mode: RolloutMode, high_stakes: bool
) -> None:
    move = planned_move(card, mode, high_stakes=high_stakes)

    if move is not None:
        assert mode is RolloutMode.GUIDED
        assert not (move.is_automatic and (move.direction is not Direction.UP or high_stakes))
        assert move.is_automatic or move.waits
        assert move.status != "disqualified" or Wait.REJECTION in move.waits


@given(direction=st.sampled_from([Direction.DOWN, Direction.NONE]), note=st.text())
def test_a_move_down_that_does_not_wait_cannot_be_made(direction: Direction, note: str) -> None:
    with pytest.raises(ValueError, match="waits for a person"):
        Move(direction, note)


@given(card=CARDS)
def test_what_goes_up_by_itself_has_a_score_and_nothing_open(card: dict[str, Any]) -> None:
    move = planned_move(STRONG | card, RolloutMode.GUIDED)

    if move is not None and move.is_automatic:
        shown = STRONG | card
        assert shown["tier"] == "strong"
        assert 0 <= shown["score"] <= 100
        assert not shown["abstained"]
        assert not shown["uncertainty"]["crosses"]


@pytest.mark.parametrize(
    ("change", "wait"),
    [
        ({"missing_requirements": UNKNOWN}, Wait.UNKNOWN_GATE),
        ({"missing_requirements": [{"verdict": "unmet", "text": "x"}]}, Wait.UNMET_GATE),
        ({"uncertainty": {"crosses": [85]}}, Wait.UNCERTAINTY_BAND),
        ({"uncertainty": None}, Wait.UNCERTAINTY_BAND),
        ({"tags": ["AI_Review_Required"]}, Wait.REVIEW_FLAG),
        ({"hidden_text": [{"reason": "white"}]}, Wait.REVIEW_FLAG),
        ({"provenance": {"instead_of": "claude"}}, Wait.STAND_IN),
        ({"provenance": {"simulated": True}}, Wait.STAND_IN),
    ],
)
def test_something_open_holds_a_strong_score(change: dict[str, Any], wait: Wait) -> None:
    move = planned_move(STRONG | change, RolloutMode.GUIDED)

    assert move is not None
    assert wait in move.waits


def test_a_strong_score_with_nothing_open_goes_up() -> None:
    move = planned_move(STRONG, RolloutMode.GUIDED)

    assert move is not None
    assert move.is_automatic
    assert planned_move(STRONG, RolloutMode.ASSIST) is None


def test_an_abstention_is_for_a_person_and_proposes_no_status() -> None:
    move = planned_move({**STRONG, "score": None, "tier": "review", "abstained": "encrypted"}, RolloutMode.GUIDED)

    assert move is not None
    assert (move.direction, move.status) == (Direction.NONE, "")
    assert Wait.NO_SCORE in move.waits


def test_the_note_of_a_proposed_rejection_cites_the_primary_gap() -> None:
    gaps = [{"verdict": "unknown", "text": "Travel"}, {"verdict": "unmet", "text": "A pilot's licence"}]

    move = planned_move({**STRONG, "score": 22, "tier": "limited", "missing_requirements": gaps}, RolloutMode.GUIDED)

    assert move is not None
    assert move.note == ("Primary gap: A pilot's licence. Score 22 of 100. Proposed by software, decided by a person.")


def test_without_an_open_gate_the_criterion_that_lost_most_is_the_primary_gap() -> None:
    criteria = [
        {"mode": "scored", "verdict": "met", "text": "SQL", "points": 0, "max_points": 60},
        {"mode": "scored", "verdict": "unmet", "text": "Python", "points": 0, "max_points": 30},
        {"mode": "scored", "verdict": "partly", "text": "Rust", "points": 5, "max_points": 20},
    ]

    assert primary_gap({"criteria": criteria}) == "Python"
    assert primary_gap({}) == ""
