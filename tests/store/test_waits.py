"""Why runs wait, how they are woken, and that nothing is written while everything is stopped."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from scoring.errors import QuotaExhaustedError
from scoring.model_call import CallContext, CallIntent
from scoring.run import Dossier, RunId, Step
from store import AuditNote, DefaultCeilings, Finding, Opening, Store, WriteState

CUSTOMER = "1234"


def opened(store: Store, workflow: str, upto: Step) -> Dossier:
    """A run whose steps before ``upto`` are done, held for that one."""
    opening = Opening(CUSTOMER, workflow, f"event-{workflow}", "status_changed", job_id="7", person_id="9")
    run_id = store.inbox.open_run(opening).run_id
    assert run_id is not None
    for step in Step:
        dossier = store.runs.claim(run_id, step, 60).dossier
        if step is upto:
            return dossier
        store.runs.record(dossier, Finding({"assessor": "claude"}, AuditNote("tested")), 1)
    raise AssertionError


def intent(cost: str, job: str = "7") -> CallIntent:
    return CallIntent(CallContext(CUSTOMER, job), "model", "high", "p", "s", "0" * 64, 10, Decimal(cost))


def test_runs_that_wait_for_the_same_reason_are_counted_together(store: Store) -> None:
    for number in ("1", "2"):
        dossier = opened(store, number, Step.MATCH)
        store.runs.postpone(dossier, 900, f"model: HTTP 401, request req_{number}", counts=False, message_waits=False)

    [wait] = store.waits.reasons()

    assert (wait.reason, wait.step, wait.runs) == ("model: HTTP 401", "match", 2)


@pytest.mark.parametrize("message_waits", [True, False])
def test_a_woken_run_is_rung_for_at_once(store: Store, message_waits: bool) -> None:
    dossier = opened(store, "1", Step.MATCH)
    store.runs.postpone(dossier, 30, "the cost ceiling is reached", counts=False, message_waits=message_waits)
    before = store.sweep.due(600)

    woken = store.waits.wake()

    assert (before, woken) == ((), 1)
    assert store.sweep.due(600) == ((dossier.run_id, Step.MATCH),) or message_waits
    assert store.runs.claim(dossier.run_id, Step.MATCH, 60) is not None


def test_lifting_a_stop_and_raising_a_ceiling_wake_who_waited(store: Store, query: Callable[[str], Any]) -> None:
    dossier = opened(store, "1", Step.MATCH)
    stop = store.stops.press("model", "user:test", "drill")
    for end in (lambda: store.stops.lift(stop, "user:test"), lambda: ceiling(store)):
        store.runs.postpone(dossier, 900, "stopped", counts=False, message_waits=False)
        end()
        assert query("SELECT next_attempt_at <= now() FROM runs") == [(True,)]
        dossier = store.runs.claim(dossier.run_id, Step.MATCH, 60).dossier


def ceiling(store: Store) -> None:
    store.stops.set_ceiling(CUSTOMER, "7", Decimal(9), "user:test")


def test_who_assesses_is_known_of_runs_that_were_read(store: Store) -> None:
    read = opened(store, "1", Step.MATCH).run_id
    unread = opened(store, "2", Step.EXTRACT).run_id

    assert store.waits.assessors([read, unread, RunId("00000000-0000-4000-8000-000000000000")]) == {read: "claude"}


@pytest.mark.parametrize(("customer", "job"), [("", ""), (CUSTOMER, ""), (CUSTOMER, "7")])
def test_while_everything_is_stopped_no_write_begins_and_none_that_began_goes_on(
    store: Store, customer: str, job: str
) -> None:
    new, begun = opened(store, "1", Step.WRITE_BACK), opened(store, "2", Step.WRITE_BACK)
    assert store.write_backs.intend(begun, 1.0) is not None

    stop = store.stops.press("all", "user:test", "drill", customer, job)

    assert store.write_backs.intend(new, 1.0) is None
    assert not store.write_backs.move(begun, WriteState.POSTING, margin=1.0)
    assert not store.write_backs.move(begun, WriteState.POSTED, entry_id="1")
    assert store.write_backs.move(begun, WriteState.COMPLETE, written_sha256="a")
    assert store.stops.writing_is_stopped(CUSTOMER, "7")
    store.stops.lift(stop, "user:test")
    assert store.write_backs.intend(new, 1.0) is not None


@pytest.mark.parametrize(("customer", "job", "what"), [("99", "", "all"), (CUSTOMER, "8", "all"), ("", "", "model")])
def test_other_stop_buttons_do_not_keep_from_writing(store: Store, customer: str, job: str, what: str) -> None:
    dossier = opened(store, "1", Step.WRITE_BACK)

    store.stops.press(what, "user:test", "drill", customer, job)

    assert store.write_backs.intend(dossier, 1.0) is not None
    assert not store.stops.writing_is_stopped(CUSTOMER, "7")


@pytest.mark.parametrize(
    ("usual", "reached"),
    [
        (DefaultCeilings(daily_usd=Decimal("0.5")), "customer 1234 for today"),
        (DefaultCeilings(requisition_usd=Decimal("0.5")), "requisition 7"),
    ],
)
def test_a_usual_ceiling_holds_until_one_is_set(database_url: str, usual: DefaultCeilings, reached: str) -> None:
    store = Store(database_url, ceilings=usual)
    store.calls.begin(intent("0.4"))

    with pytest.raises(QuotaExhaustedError, match=reached) as refused:
        store.calls.begin(intent("0.2"))

    assert getattr(refused.value, "outcome", "") == "ceiling"
    store.stops.set_ceiling(CUSTOMER, "7" if "requisition" in reached else "", Decimal(5), "user:test")
    assert store.calls.begin(intent("0.2"))
    store.close()


def test_a_usual_ceiling_of_requisitions_is_none_of_calls_without_one(database_url: str) -> None:
    store = Store(database_url, ceilings=DefaultCeilings(requisition_usd=Decimal("0.1")))

    assert store.calls.begin(intent("0.2", job=""))
    store.close()
