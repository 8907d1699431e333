"""Read models: requisitions page by page, what waits, and the history of an application."""

from collections.abc import Callable
from typing import Any

import pytest

from scoring.requisition import Requisition, RequisitionId
from scoring.rubric import draft_rubric
from scoring.run import RolloutMode, RunId, RunState, Step
from scoring.triage import tier_of
from store import AuditNote, Finding, Opening, ScoreRecord, Store

Query = Callable[[str], list[Any]]
NOTE = AuditNote("tested")


def put(store: Store, job_id: str, title: str = "Engineer", customer_id: str = "4560") -> int:
    requisition = Requisition(id=RequisitionId(job_id), title=title, qualifications="Two years of Python are required.")
    store.requisitions.put(customer_id, requisition, draft_rubric(requisition), RolloutMode.SHADOW)
    return store.requisitions.find(customer_id, job_id).rubric_id


def score(store: Store, workflow_id: str, job_id: str, rubric_id: int, points: int = 75) -> RunId:
    """Take an application through the steps up to its score."""
    opening = Opening("4560", workflow_id, f"new:{workflow_id}", "status_changed", job_id=job_id, person_id="9")
    run_id = store.inbox.open_run(opening).run_id
    record = ScoreRecord(
        job_id, rubric_id, points, 0.9, tier_of(points), None, "+5: Python", [], "local", "local-1", "rules-1"
    )
    for step in (Step.EXTRACT, Step.MATCH, Step.FLAG):
        claimed = store.runs.claim(run_id, step, 60)
        found = record if step is Step.FLAG else None
        store.runs.record(claimed.dossier, Finding({}, NOTE, score=found), 1)
    return run_id


def finish(store: Store, run_id: RunId) -> None:
    for step in (Step.WRITE_BACK, Step.AUDIT):
        final = RunState.SCORED if step is Step.AUDIT else None
        store.runs.record(store.runs.claim(run_id, step, 60).dossier, Finding({}, NOTE, final=final), 1)


def test_requisitions_are_listed_newest_first_and_page_by_page(store: Store) -> None:
    for number in range(5):
        put(store, str(number))

    first = store.reports.requisitions("4560", limit=2)
    second = store.reports.requisitions("4560", limit=2, offset=2)

    assert [summary.job_id for summary in (*first, *second)] == ["4", "3", "2", "1"]


def test_requisitions_of_several_tenants_share_a_list_and_of_others_are_not_in_it(store: Store) -> None:
    put(store, "1")
    put(store, "2", customer_id="77")
    put(store, "3", customer_id="88")

    assert [summary.job_id for summary in store.reports.requisitions("4560", "77")] == ["2", "1"]
    assert store.reports.requisitions() == ()


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("nurse", ["12"]),
        ("NURSE", ["12"]),
        ("11", ["11"]),
        ("1", []),
        ("50 %", ["13"]),
        ("_", []),
        ("", ["13", "12", "11"]),
    ],
)
def test_a_requisition_is_found_by_part_of_its_title_or_by_its_whole_id(store: Store, search: str, found: list) -> None:
    put(store, "11", "Welder")
    put(store, "12", "Registered Nurse")
    put(store, "13", "Driver (50 % remote)")

    assert [summary.job_id for summary in store.reports.requisitions("4560", search=search)] == found


def test_one_requisition_is_counted_alone(store: Store) -> None:
    rubric_id = put(store, "7")
    put(store, "8")
    for number in range(3):
        score(store, f"50{number}", "7", rubric_id)

    summary = store.reports.requisition("4560", "7")

    assert summary is not None
    assert (summary.applications, summary.states, summary.tiers) == (3, {"open": 3}, {"possible": 3})
    assert store.reports.requisition("4560", "8").applications == 0
    assert store.reports.requisition("4560", "9") is None


def test_a_ranking_can_show_one_tier_only(store: Store) -> None:
    rubric_id = put(store, "7")
    best, other = score(store, "501", "7", rubric_id, points=90), score(store, "502", "7", rubric_id)

    assert [entry.run_id for entry in store.reports.ranking("4560", "7")] == [best, other]
    assert [entry.run_id for entry in store.reports.ranking("4560", "7", tier="possible")] == [other]


def test_the_oldest_open_runs_come_first_and_say_why_they_wait(store: Store, query: Query) -> None:
    opened = [store.inbox.open_run(Opening("4560", str(n), f"e{n}", "status_changed")).run_id for n in range(3)]
    query("""UPDATE runs SET opened_at = now() - interval '1 hour'
             FROM applications WHERE applications.id = application_id AND workflow_id = '1'""")
    held = store.runs.claim(opened[1], Step.EXTRACT, 60).dossier
    tried = store.runs.claim(opened[0], Step.EXTRACT, 60).dossier
    store.runs.postpone(tried, 30, "iCIMS gave 503", counts=True, message_waits=True)

    oldest, *others = store.reports.waiting()

    assert (oldest.run_id, oldest.held, oldest.next_step) == (held.run_id, True, Step.EXTRACT)
    assert 3600 <= oldest.age_seconds < 3700
    [postponed] = [run for run in others if run.run_id == tried.run_id]
    assert (postponed.held, postponed.attempts, postponed.last_error) == (False, 1, "iCIMS gave 503")
    assert postponed.next_attempt_at is not None
    assert len(store.reports.waiting(limit=2)) == 2


def test_the_history_names_the_versions_of_every_scoring(store: Store) -> None:
    first = score(store, "501", "7", put(store, "7"))
    finish(store, first)
    second = store.inbox.open_run(Opening("4560", "501", "again", "restart", job_id="7", cause="restart")).run_id

    newest, oldest = store.histories.of_application("4560", "501")

    assert (newest.run_id, newest.state, newest.cause, newest.score) == (second, RunState.OPEN, "restart", None)
    assert (oldest.run_id, oldest.state, oldest.score, oldest.tier) == (first, RunState.SCORED, 75, "possible")
    assert oldest.rubric_version == store.requisitions.find("4560", "7").rubric_version
    assert (oldest.assessor, oldest.model, oldest.prompt_version) == ("local", "local-1", "rules-1")


def test_an_application_that_nobody_knows_has_no_history(store: Store) -> None:
    score(store, "501", "7", put(store, "7"))

    assert store.histories.of_application("4560", "502") == ()
    assert store.histories.of_application("4561", "501") == ()
