"""What all steps share, tested once, on a real ledger and without a worker."""

from collections.abc import Callable
from typing import Any

import pytest
from celery.exceptions import Ignore, Retry
from redis import Redis

from scoring.errors import PermanentError, QuotaExhaustedError, TransientError
from scoring.run import Dossier, RunId, RunState, Step
from store import AuditNote, Finding, Opening, Store
from tasks.deps import Deps
from tasks.extract import extract
from tasks.step import Performance, retry_delay, task_of

assert extract  # registers the task that the tests perform


@pytest.fixture
def run_id(store: Store) -> RunId:
    return store.inbox.open_run(Opening("1234", "501", "event-1", "status_changed", job_id="7", person_id="9")).run_id


@pytest.fixture
def perform(deps: Deps, run_id: RunId) -> Callable[[Any], None]:
    """Deliver the first step once, with this outcome of its work."""

    def deliver(outcome: Any) -> None:
        def work(_: Dossier, __: Deps) -> Finding:
            if isinstance(outcome, BaseException):
                raise outcome
            return outcome() if callable(outcome) else outcome

        task = task_of(Step.EXTRACT)
        task.push_request(args=[run_id], called_directly=False, retries=0)
        try:
            Performance(task, run_id, Step.EXTRACT, work, deps).go()
        finally:
            task.pop_request()

    return deliver


FOUND = Finding({"text": "read"}, AuditNote("resume.read"))


def test_a_finished_step_hands_over_to_the_next(perform, store: Store, run_id: RunId) -> None:
    perform(FOUND)

    view = store.reports.run(run_id)
    assert (view.next_step, view.findings) == (Step.MATCH, {Step.EXTRACT: {"text": "read"}})


def test_a_redelivered_step_does_nothing_and_ends_its_chain(perform, store: Store, run_id: RunId) -> None:
    perform(FOUND)

    with pytest.raises(Ignore):
        perform(AssertionError("worked twice"))


def test_a_passing_fault_brings_the_message_back_later(perform, store: Store, run_id: RunId) -> None:
    with pytest.raises(Retry) as retry:
        perform(TransientError("503"))

    assert 0 < retry.value.when <= 2
    assert store.reports.run(run_id).last_error == "503"


def test_the_servers_word_on_when_to_return_is_kept(perform, store: Store, run_id: RunId) -> None:
    with pytest.raises(Retry) as retry:
        perform(TransientError("429", retry_after=42))

    assert 42 <= retry.value.when <= 43


def test_a_long_wait_stands_in_the_ledger_and_not_in_redis(perform, store: Store, run_id: RunId, query) -> None:
    with pytest.raises(Ignore):
        perform(TransientError("503", retry_after=500))

    assert query("SELECT next_attempt_at > now() + interval '490 s', lease_token IS NULL FROM runs") == [(True, True)]


def test_waiting_for_the_daily_quota_costs_no_attempt(perform, store: Store, run_id: RunId, query) -> None:
    with pytest.raises(Ignore):
        perform(QuotaExhaustedError("calls used up", retry_after=9299))

    assert query("SELECT attempts, state FROM runs") == [(0, "open")]


def test_what_repeating_cannot_cure_goes_to_the_dead_letters(perform, store: Store, run_id: RunId) -> None:
    with pytest.raises(Ignore):
        perform(PermanentError("GET workflow gave 404"))

    [letter] = store.dead_letters.waiting()
    assert (letter.kind, letter.reason, letter.step) == ("permanent", "GET workflow gave 404", Step.EXTRACT)
    assert store.reports.run(run_id).state is RunState.DEAD


def test_a_bug_ends_its_run_without_telling_its_message(perform, store: Store) -> None:
    with pytest.raises(Ignore):
        perform(KeyError("Ida Sample"))

    [letter] = store.dead_letters.waiting()
    assert (letter.kind, letter.reason) == ("bug", "KeyError in extract")


def test_a_finding_that_cannot_be_written_down_is_a_bug_and_no_lost_worker(perform, store: Store, query) -> None:
    with pytest.raises(Ignore):
        perform(Finding({"text": object()}, AuditNote("resume.read")))

    [letter] = store.dead_letters.waiting()
    assert letter.kind == "bug"
    assert query("SELECT lease_token FROM runs") == [(None,)]


@pytest.mark.parametrize(
    ("outcome", "ending"), [(TransientError("503"), Retry), (PermanentError("404"), Ignore)], ids=["retry", "dead"]
)
def test_a_step_is_given_back_although_the_database_restarts(
    store: Store, run_id: RunId, deps: Deps, query, outcome: Exception, ending: type[Exception]
) -> None:
    def work(_: Dossier, __: Deps) -> Finding:
        # What a restart does to the connections of a worker.
        query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        raise outcome

    task = task_of(Step.EXTRACT)
    task.push_request(args=[run_id], called_directly=False, retries=0)
    try:
        with pytest.raises(ending):
            Performance(task, run_id, Step.EXTRACT, work, deps).go()
    finally:
        task.pop_request()

    assert query("SELECT lease_token FROM runs") == [(None,)]


def test_news_for_a_run_that_dies_is_rung_for(perform, store: Store, redis: Redis) -> None:
    def news() -> Finding:
        store.inbox.open_run(Opening("1234", "501", "event-2", "candidate_updated"))
        raise PermanentError("404")

    with pytest.raises(Ignore):
        perform(news)

    [newest, _] = store.reports.runs_of("1234", "501")
    [message] = redis.lrange("icims:icims\x06\x169", 0, -1)
    assert newest.encode() in message


def test_a_step_runs_out_of_attempts(perform, store: Store, query) -> None:
    for _ in range(2):
        with pytest.raises(Retry):
            perform(TransientError("503"))
        query("UPDATE runs SET next_attempt_at = NULL")

    with pytest.raises(Ignore):
        perform(TransientError("503"))

    [letter] = store.dead_letters.waiting()
    assert (letter.kind, letter.reason) == ("attempts", "extract failed 3 times: 503")


def test_a_step_that_ended_three_workers_is_not_tried_a_fourth_time(
    perform, store: Store, run_id: RunId, query
) -> None:
    for _ in range(3):
        held = store.runs.claim(run_id, Step.EXTRACT, 60).dossier
        store.runs.note_resume(held, "abc")
        query("UPDATE runs SET lease_until = now() - interval '1 s', attempts = 0")

    with pytest.raises(Ignore):
        perform(AssertionError("opened a fourth time"))

    [letter] = store.dead_letters.waiting()
    assert letter.kind == "poison"
    assert query("SELECT sha256 FROM quarantined_files") == [("abc",)]


def test_work_that_outlived_its_lease_is_not_recorded(store: Store, run_id: RunId, deps: Deps, query) -> None:
    def slow(_: Dossier, __: Deps) -> Finding:
        query("UPDATE runs SET lease_until = now() - interval '1 s'")
        store.runs.claim(run_id, Step.EXTRACT, 60)
        return FOUND

    with pytest.raises(Ignore):
        Performance(task_of(Step.EXTRACT), run_id, Step.EXTRACT, slow, deps).go()

    assert store.reports.run(run_id).findings == {}


def test_delays_double_up_to_the_ceiling() -> None:
    delays = [retry_delay(attempt, None, ceiling=60) for attempt in range(1, 12)]

    assert all(2.0**n / 2 <= delay <= min(2.0**n, 60) for n, delay in enumerate(delays[:5], start=1))
    assert max(delays) <= 60


def test_a_server_is_not_asked_again_before_the_time_that_it_named() -> None:
    assert 500 <= retry_delay(1, 500.0, ceiling=60) <= 501


def test_a_failure_of_our_own_bookkeeping_ends_the_delivery_and_keeps_quiet(deps: Deps, run_id: RunId, capfd) -> None:
    with pytest.raises(Ignore):
        task_of(Step.EXTRACT).run("Ida Sample is no run id")

    assert "Ida Sample" not in capfd.readouterr().err
