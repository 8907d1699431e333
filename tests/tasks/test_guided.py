"""Guided mode end to end: what moves by itself, what waits for a person, and what halts when somebody presses stop."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from writing_desk import CUSTOMER, Desk

from icims.simulator import FaultRule, Field, Kind
from scoring.errors import QuotaExhaustedError
from scoring.review import ReviewKind
from scoring.rollout import Pilot
from scoring.run import RolloutMode, Step
from store import Scope
from tasks.findings import Written, read_finding
from tasks.write_back import write_back

Query = Callable[[str], Any]
NEW, REVIEW, REJECTED = "D10100", "C12295", "C22001"
MAPPING = {"statuses": {"review": REVIEW, "disqualified": REJECTED}, "upward_from": [NEW]}
CERTAIN = {
    "abstained": None,
    "missing_requirements": [],
    "uncertainty": {"low": 0, "high": 100, "crosses": []},
    "tags": [],
    "review": [],
    "hidden_text": [],
}
STRONG = {**CERTAIN, "score": 93.5, "tier": "strong"}
LIMITED = {**CERTAIN, "score": 31, "tier": "limited"}


@pytest.fixture
def guided(desk: Desk) -> Iterator[Desk]:
    desk.mode = RolloutMode.GUIDED
    desk.map_fields(MAPPING)
    return desk


def written(desk: Desk, run_id: str) -> Written:
    view = desk.deps.store.reports.run(run_id)
    assert view is not None
    return read_finding(view.findings, Written)


def kinds(query: Query) -> list[str]:
    return [kind for (kind,) in query("SELECT kind FROM reviews WHERE state = 'open' AND kind <> 'blind_sample'")]


def test_a_strong_score_moves_an_application_up_to_review_once(guided: Desk, query: Query) -> None:
    run_id = guided.until_scored_as(query, STRONG)

    guided.perform(run_id, Step.WRITE_BACK)
    guided.perform(run_id, Step.AUDIT)
    guided.put("status", {"id": NEW, "value": "moved back by a recruiter"})
    again = guided.until_scored_as(query, STRONG)
    guided.perform(again, Step.WRITE_BACK)

    first, second = written(guided, run_id).move, written(guided, again).move
    assert first is not None
    assert (first.outcome, first.from_status, first.to_status) == ("written", NEW, REVIEW)
    assert first.transaction
    assert second is not None
    assert (second.outcome, second.waits) == ("waits", ("moved_before",))
    assert guided.status() == NEW


def test_a_limited_score_is_proposed_to_a_person_and_moves_nothing(guided: Desk, query: Query) -> None:
    gap = {
        "criterion_id": "g1",
        "text": "A nursing licence",
        "verdict": "unmet",
        "question": "",
        "kind": "certification",
    }
    run_id = guided.until_scored_as(query, {**LIMITED, "missing_requirements": [gap]})

    guided.perform(run_id, Step.WRITE_BACK)
    guided.perform(run_id, Step.AUDIT)

    move = written(guided, run_id).move
    assert move is not None
    assert (move.direction, move.outcome) == ("down", "waits")
    assert move.note.startswith("Primary gap: A nursing licence.")
    assert guided.status() == NEW
    [(kind, proposed, seen)] = query("SELECT kind, proposed_status, seen_status FROM reviews WHERE state = 'open'")
    assert (kind, proposed, seen) == (ReviewKind.PROPOSED_REJECTION, REJECTED, NEW)


def test_a_rejection_that_is_no_longer_proposed_is_withdrawn(guided: Desk, query: Query) -> None:
    first = guided.until_scored_as(query, LIMITED)
    guided.perform(first, Step.WRITE_BACK)
    guided.perform(first, Step.AUDIT)

    better = guided.until_scored_as(query, STRONG)
    guided.perform(better, Step.WRITE_BACK)

    assert "proposed_rejection" not in kinds(query)
    assert guided.status() == REVIEW


@pytest.mark.parametrize(
    ("card", "wait"),
    [
        (
            {"missing_requirements": [{"criterion_id": "g1", "text": "x", "verdict": "unknown", "kind": "skill"}]},
            "unknown_gate",
        ),
        ({"uncertainty": {"low": 80, "high": 95, "crosses": [85]}}, "uncertainty_band"),
        ({"tags": ["AI_Review_Required"]}, "review_flag"),
        ({"review": ["repeats the job"]}, "review_flag"),
    ],
)
def test_a_strong_score_with_something_open_waits(guided: Desk, query: Query, card: dict[str, Any], wait: str) -> None:
    run_id = guided.until_scored_as(query, {**STRONG, **card})

    guided.perform(run_id, Step.WRITE_BACK)

    move = written(guided, run_id).move
    assert move is not None
    assert move.outcome == "waits"
    assert wait in move.waits
    assert guided.status() == NEW


def test_in_a_high_stakes_role_nothing_moves_by_itself(guided: Desk, query: Query) -> None:
    run_id = guided.until_scored_as(query, STRONG)
    [job] = guided.simulated.profiles["jobs"]
    guided.deps.store.requisitions.set_high_stakes(CUSTOMER, str(job), "user:test", high_stakes=True)

    guided.perform(run_id, Step.WRITE_BACK)
    guided.perform(run_id, Step.AUDIT)

    move = written(guided, run_id).move
    assert move is not None
    assert move.waits == ("high_stakes",)
    assert guided.status() == NEW
    assert kinds(query) == ["review_flag"]


@pytest.mark.parametrize("status", ["C12298", "C99999"])
def test_nobody_is_taken_back_from_a_later_status_to_review(guided: Desk, query: Query, status: str) -> None:
    run_id = guided.until_scored_as(query, STRONG)
    guided.put("status", {"id": status, "value": "somewhere else"})

    guided.perform(run_id, Step.WRITE_BACK)

    move = written(guided, run_id).move
    assert move is not None
    assert move.waits == ("not_below",)
    assert guided.status() == status


def test_outside_of_the_pilot_group_the_lower_mode_holds(desk: Desk, query: Query) -> None:
    desk.map_fields(MAPPING)
    run_id = desk.until_scored_as(query, STRONG)
    rollouts = desk.deps.store.rollouts
    others = Pilot(applications=frozenset({"1"}))
    rollouts.approve(rollouts.propose(Scope(CUSTOMER), RolloutMode.GUIDED, others, "user:a", "try"), "user:b", "tested")

    desk.perform(run_id, Step.WRITE_BACK)

    kept = written(desk, run_id)
    assert (kept.mode, kept.move) == ("assist", None)
    assert kept.entry_id
    assert desk.status() == NEW


def test_a_stop_halts_a_worker_in_flight_before_its_next_call(guided: Desk, query: Query) -> None:
    guided.simulated.add_field("applicantworkflows", Field("field51001", Kind.DECIMAL, "AI match"))
    guided.map_fields({**MAPPING, "fields": {"AI_Match_Score": {"field": "field51001", "type": "number"}}})
    run_id = guided.until_scored_as(query, STRONG)
    guided.state.faults.put([FaultRule("slow", method="PATCH", path="assessmentresults", seconds=1.0)])
    held = guided.deps.store.runs.claim(run_id, Step.WRITE_BACK, 60)
    assert held is not None

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write_back, held.dossier, guided.deps)
        deadline = time.monotonic() + 10
        while query("SELECT count(*) FROM write_backs WHERE state = 'posted'") != [(1,)]:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        stop = guided.deps.store.stops.press("all", "user:test", "complaint", CUSTOMER)
        with pytest.raises(QuotaExhaustedError, match="stopped"):
            writing.result(20)
    calls = guided.calls("PATCH") + guided.calls("POST applicantworkflows")
    time.sleep(1.0)

    assert guided.status() == NEW
    assert guided.held("field51001") is None
    assert guided.calls("PATCH") + guided.calls("POST applicantworkflows") == calls
    guided.state.faults.put([])
    guided.deps.store.stops.lift(stop, "user:test")
    finding = write_back(held.dossier, guided.deps)
    assert finding.payload["move"]["outcome"] == "written"
    assert guided.status() == REVIEW
    assert len(guided.results()) == 1


def test_a_stop_everywhere_is_asked_again_right_before_the_status(guided: Desk, query: Query) -> None:
    run_id = guided.until_scored_as(query, STRONG)
    guided.perform(run_id, Step.WRITE_BACK)
    guided.perform(run_id, Step.AUDIT)
    query("DELETE FROM upward_moves")
    guided.put("status", {"id": NEW, "value": "New"})
    again = guided.until_scored_as(query, STRONG)
    guided.deps.store.stops.press("all", "user:test", "audit")

    held = guided.deps.store.runs.claim(again, Step.WRITE_BACK, 60)
    assert held is not None
    with pytest.raises(QuotaExhaustedError, match="stopped"):
        write_back(held.dossier, guided.deps)

    assert guided.status() == NEW
    assert query("SELECT count(*) FROM upward_moves") == [(0,)]


def test_shadow_writes_the_hidden_field_and_nothing_else(desk: Desk, query: Query) -> None:
    desk.mode = RolloutMode.SHADOW
    desk.simulated.add_field("applicantworkflows", Field("field51099", Kind.DECIMAL, "hidden score"))
    desk.map_fields({"shadow_field": "field51099"})
    run_id = desk.until_scored_as(query, STRONG)

    desk.perform(run_id, Step.WRITE_BACK)

    assert desk.held("field51099") == 93.5
    assert desk.results() == []
    assert desk.calls("PATCH") == 1
    assert written(desk, run_id).fields == ("field51099",)
