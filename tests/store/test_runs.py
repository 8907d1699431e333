from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest

from scoring.errors import InvalidInputError
from scoring.requisition import Requisition, RequisitionId
from scoring.rubric import Criterion, CriterionId, CriterionKind, Mode, Option, Rubric, SourceQuote
from scoring.run import RolloutMode, RunId, RunState, Step
from store import AuditNote, Finding, Opening, Store, WriteState

Query = Callable[[str], list[Any]]
NOTE = AuditNote("tested")


@pytest.fixture
def run_id(store: Store) -> RunId:
    return store.inbox.open_run(Opening("1234", "501", "event-1", "status_changed", job_id="7", person_id="9")).run_id


def test_a_claimed_step_is_given_to_nobody_else(store: Store, run_id: RunId) -> None:
    held = store.runs.claim(run_id, Step.EXTRACT, 60)

    assert held is not None
    assert store.runs.claim(run_id, Step.EXTRACT, 60) is None


def test_a_step_is_not_claimed_out_of_turn(store: Store, run_id: RunId) -> None:
    assert store.runs.claim(run_id, Step.MATCH, 60) is None


def test_two_deliveries_of_a_step_record_one_finding(store: Store, run_id: RunId) -> None:
    together = Barrier(2)
    claims = [store.runs.claim(run_id, Step.EXTRACT, -1), store.runs.claim(run_id, Step.EXTRACT, 60)]

    def deliver(claimed: object) -> bool:
        together.wait()
        return store.runs.record(claimed.dossier, Finding({"by": claimed.dossier.token}, NOTE), 1) is not None

    with ThreadPoolExecutor(2) as pool:
        recorded = list(pool.map(deliver, claims))

    assert recorded == [False, True]
    assert store.reports.run(run_id).findings == {Step.EXTRACT: {"by": claims[1].dossier.token}}


def test_a_worker_that_lost_its_lease_can_neither_record_nor_postpone_nor_bury(store: Store, run_id: RunId) -> None:
    slow = store.runs.claim(run_id, Step.EXTRACT, -1).dossier
    store.runs.claim(run_id, Step.EXTRACT, 60)

    assert store.runs.record(slow, Finding({}, NOTE), 1) is None
    assert not store.runs.postpone(slow, 1, "late", counts=True, message_waits=False)
    assert not store.dead_letters.bury(slow, "bug", "late", "digest")
    assert store.reports.run(run_id).state is RunState.OPEN


def test_attempts_are_counted_before_the_work_and_worker_losses_by_expired_leases(store: Store, run_id: RunId) -> None:
    claims = [store.runs.claim(run_id, Step.EXTRACT, -1) for _ in range(4)]

    assert [claimed.dossier.attempts for claimed in claims] == [1, 2, 3, 4]
    assert [claimed.worker_losses for claimed in claims] == [0, 1, 2, 3]


def test_a_recorded_step_starts_the_next_one_with_a_clean_count(store: Store, run_id: RunId) -> None:
    store.runs.claim(run_id, Step.EXTRACT, -1)
    store.runs.record(store.runs.claim(run_id, Step.EXTRACT, 60).dossier, Finding({}, NOTE), 1)

    claimed = store.runs.claim(run_id, Step.MATCH, 60)

    assert (claimed.dossier.attempts, claimed.worker_losses) == (1, 0)


def test_a_postponed_step_is_not_due_before_its_time(store: Store, run_id: RunId) -> None:
    held = store.runs.claim(run_id, Step.EXTRACT, 60).dossier
    store.runs.postpone(held, 30, "later", counts=True, message_waits=False)

    assert store.runs.claim(run_id, Step.EXTRACT, 60) is None
    assert store.sweep.due(0) == ()


def test_a_wait_for_quota_costs_no_attempt(store: Store, run_id: RunId) -> None:
    held = store.runs.claim(run_id, Step.EXTRACT, 60).dossier
    store.runs.postpone(held, 0, "quota", counts=False, message_waits=False)

    assert store.runs.claim(run_id, Step.EXTRACT, 60).dossier.attempts == 1


def test_the_sweep_finds_a_run_whose_postponement_is_over(store: Store, run_id: RunId, query: Query) -> None:
    held = store.runs.claim(run_id, Step.EXTRACT, 60).dossier
    store.runs.postpone(held, 30, "later", counts=True, message_waits=False)
    query("UPDATE runs SET next_attempt_at = now() - interval '1 s', rung_at = now() - interval '9 s'")

    assert store.sweep.due(600) == ((run_id, Step.EXTRACT),)


def test_the_sweep_finds_a_run_whose_worker_vanished(store: Store, run_id: RunId, query: Query) -> None:
    store.runs.claim(run_id, Step.EXTRACT, -1)
    query("UPDATE runs SET rung_at = now() - interval '3 seconds'")

    assert store.sweep.due(600) == ((run_id, Step.EXTRACT),)


def test_the_sweep_leaves_a_running_step_alone(store: Store, run_id: RunId, query: Query) -> None:
    store.runs.claim(run_id, Step.EXTRACT, 60)
    query("UPDATE runs SET rung_at = now() - interval '1 hour'")

    assert store.sweep.due(0) == ()


def test_the_sweep_loses_patience_later_and_later(store: Store, run_id: RunId, query: Query) -> None:
    query("UPDATE runs SET rung_at = now() - interval '150 seconds'")
    assert store.sweep.due(100) == ((run_id, Step.EXTRACT),)

    query("UPDATE runs SET rung_at = now() - interval '150 seconds'")

    assert store.sweep.due(100) == ()


def test_a_poisoned_run_quarantines_its_file_until_a_person_replays_it(store: Store, run_id: RunId) -> None:
    held = store.runs.claim(run_id, Step.EXTRACT, 60).dossier
    assert not store.runs.note_resume(held, "abc")
    store.dead_letters.bury(held, "poison", "extract ended 3 workers", "digest")
    letter = store.dead_letters.waiting()[0]
    other = store.inbox.open_run(Opening("1234", "502", "event-2", "status_changed")).run_id
    other_held = store.runs.claim(other, Step.EXTRACT, 60).dossier
    assert store.runs.note_resume(other_held, "abc")

    replayed = store.dead_letters.replay(letter.id, "user:op")

    assert replayed == (run_id, Step.EXTRACT)
    assert not store.runs.note_resume(other_held, "abc")
    assert store.dead_letters.waiting() == ()
    assert store.runs.claim(run_id, Step.EXTRACT, 60).dossier.attempts == 1


def test_a_discarded_run_stays_closed(store: Store, run_id: RunId) -> None:
    store.dead_letters.bury(store.runs.claim(run_id, Step.EXTRACT, 60).dossier, "permanent", "404", "digest")
    letter = store.dead_letters.waiting()[0]

    store.dead_letters.discard(letter.id, "user:op")

    assert store.reports.run(run_id).state is RunState.DISCARDED
    with pytest.raises(InvalidInputError, match="no waiting dead letter"):
        store.dead_letters.replay(letter.id, "user:op")


def test_a_dead_run_does_not_return_while_a_newer_run_is_open(store: Store, run_id: RunId) -> None:
    store.dead_letters.bury(store.runs.claim(run_id, Step.EXTRACT, 60).dossier, "permanent", "404", "digest")
    letter = store.dead_letters.waiting()[0]
    store.inbox.open_run(Opening("1234", "501", "event-2", "status_changed"))

    with pytest.raises(InvalidInputError, match="newer run"):
        store.dead_letters.replay(letter.id, "user:op")


def test_a_dead_run_does_not_return_to_overwrite_a_newer_score(store: Store, run_id: RunId) -> None:
    store.dead_letters.bury(store.runs.claim(run_id, Step.EXTRACT, 60).dossier, "permanent", "404", "digest")
    letter = store.dead_letters.waiting()[0]
    newer = store.inbox.open_run(Opening("1234", "501", "event-2", "status_changed")).run_id
    for step in Step:
        final = RunState.SCORED if step is Step.AUDIT else None
        store.runs.record(store.runs.claim(newer, step, 60).dossier, Finding({}, NOTE, final=final), 1)

    with pytest.raises(InvalidInputError, match="newer run"):
        store.dead_letters.replay(letter.id, "user:op")

    assert store.reports.run(run_id).state is RunState.DEAD
    assert store.dead_letters.waiting() == (letter,)
    assert store.dead_letters.discard(letter.id, "user:op") == run_id


def test_text_that_postgresql_cannot_hold_is_kept_without_it(store: Store, run_id: RunId) -> None:
    held = store.runs.claim(run_id, Step.EXTRACT, 60).dossier
    payload = {"text": "a\x00b\ud83d c \U0001f600 \\u0000", "list": ["\udc00"], "number": 1.5}

    store.runs.record(held, Finding(payload, NOTE), 1)

    expected = {"text": "a\ufffdb\ufffd c \U0001f600 \\u0000", "list": ["\ufffd"], "number": 1.5}
    assert store.reports.run(run_id).findings == {Step.EXTRACT: expected}


def test_a_lost_lease_identifies_nothing(store: Store, run_id: RunId) -> None:
    slow = store.runs.claim(run_id, Step.EXTRACT, -1).dossier
    store.runs.claim(run_id, Step.EXTRACT, 60)

    store.runs.identify(slow, "8", "10")

    assert store.reports.run(run_id).job_id == "7"


def test_a_write_back_without_the_lease_changes_nothing(store: Store, run_id: RunId) -> None:
    slow = store.runs.claim(run_id, Step.EXTRACT, 60).dossier
    store.write_backs.intend(slow, 0)
    store.runs.postpone(slow, 0, "lost", counts=True, message_waits=False)

    assert store.write_backs.intend(slow, 0) is None
    assert not store.write_backs.move(slow, WriteState.POSTING)


def test_a_lease_that_ends_before_the_call_could_is_too_short(store: Store, run_id: RunId) -> None:
    held = store.runs.claim(run_id, Step.EXTRACT, 10).dossier

    assert store.write_backs.intend(held, margin=30) is None
    assert store.write_backs.intend(held, margin=5) is not None


def test_a_later_run_finds_the_entry_of_the_earlier_one(store: Store, run_id: RunId) -> None:
    held = store.runs.claim(run_id, Step.EXTRACT, 60).dossier
    store.write_backs.intend(held, 0)
    store.write_backs.move(held, WriteState.POSTED, entry_id="77")
    store.write_backs.move(held, WriteState.COMPLETE, written_sha256="digest")
    store.dead_letters.bury(held, "permanent", "later step", "digest")
    next_run = store.inbox.open_run(Opening("1234", "501", "event-2", "status_changed")).run_id

    known = store.write_backs.intend(store.runs.claim(next_run, Step.EXTRACT, 60).dossier, 0)

    assert (known.state, known.entry_id, known.written_sha256) == (WriteState.COMPLETE, "77", "digest")


def a_rubric(weight: int) -> Rubric:
    criterion = Criterion(
        CriterionId("s-python"),
        CriterionKind.SKILL,
        Mode.SCORED,
        "Python",
        weight,
        (Option(CriterionKind.SKILL, ("Python",)),),
        SourceQuote("qualifications", "Python"),
    )
    return Rubric("7", "Engineer", (criterion,))


def test_a_changed_requisition_makes_a_new_version_and_keeps_its_mode(store: Store) -> None:
    requisition = Requisition(RequisitionId("7"), "Engineer", qualifications="Python")
    store.requisitions.put("1234", requisition, a_rubric(3), RolloutMode.SHADOW)
    store.requisitions.set_mode("1234", "7", RolloutMode.ASSIST, "user:admin")
    first = store.requisitions.find("1234", "7")

    store.requisitions.put("1234", requisition, a_rubric(5), RolloutMode.SHADOW)

    second = store.requisitions.find("1234", "7")
    assert second.mode is RolloutMode.ASSIST
    assert second.rubric_version != first.rubric_version
    assert store.requisitions.rubric(first.rubric_id) == a_rubric(3)
    assert store.requisitions.requisition("1234", "7") == requisition


def test_a_schedule_slot_starts_once(store: Store) -> None:
    slot = datetime(2026, 11, 23, 2, tzinfo=UTC)

    started = [store.schedule.start_slot("rescore", slot), store.schedule.start_slot("rescore", slot)]

    assert started == [True, False]
    assert store.schedule.start_slot("rescore", slot + timedelta(days=1))
