import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import date
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError

from scoring.run import Step
from store import AuditNote, Finding, Opening, Outcome, Store
from store.inbox import OPEN_RUN, SERVICE

Query = Callable[[str], list[Any]]
EVENT = Opening("1234", "501", "event-1", "status_changed", job_id="7", person_id="9")
VALUES = {
    **asdict(EVENT),
    "run_id": str(uuid4()),
    "trace_id": "trace-of-the-test",
    "as_of": date(2026, 11, 23),
    "actor": SERVICE,
}


def test_an_event_opens_one_run_however_often_it_arrives(store: Store) -> None:
    first = store.inbox.open_run(EVENT)

    again = store.inbox.open_run(EVENT)

    assert first.outcome is Outcome.OPENED
    assert again.outcome is Outcome.DUPLICATE
    assert store.reports.runs_of("1234", "501") == (first.run_id,)


def test_fifty_simultaneous_copies_of_an_event_open_one_run(store: Store, query: Query) -> None:
    together = Barrier(8)

    def deliver(_: int) -> Outcome:
        together.wait()
        return store.inbox.open_run(EVENT).outcome

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(deliver, range(48)))

    assert outcomes.count(Outcome.OPENED) == 1
    assert query("SELECT count(*) FROM runs") == [(1,)]
    assert query("SELECT count(*) FROM inbox_events") == [(1,)]


def test_a_copy_that_waited_for_the_first_one_asks_for_no_second_run(store: Store, database_url: str) -> None:
    engine = sa.create_engine(sa.make_url(database_url).set(drivername="postgresql+psycopg2"), poolclass=sa.NullPool)
    with ThreadPoolExecutor(1) as pool, engine.begin() as first:
        run_id = first.execute(OPEN_RUN, VALUES).one().id
        copy = pool.submit(store.inbox.open_run, replace(EVENT, dedup_key=VALUES["dedup_key"]))
        _wait_until_somebody_waits(engine)
        first.execute(sa.text("UPDATE runs SET lease_token = id, next_step = 'match'"))
        first.commit()
        outcome = copy.result(10).outcome
    with engine.connect() as connection:
        rerun = connection.execute(sa.text("SELECT id, rerun_requested FROM runs")).all()
    engine.dispose()

    assert outcome is Outcome.DUPLICATE
    assert rerun == [(run_id, False)]


def _wait_until_somebody_waits(engine: sa.Engine) -> None:
    waiting = sa.text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for _ in range(500):
            if connection.execute(waiting).scalar_one():
                return
            time.sleep(0.01)
    pytest.fail("the copy did not wait")


def test_another_event_of_the_same_application_joins_its_open_run(store: Store) -> None:
    first = store.inbox.open_run(EVENT)

    second = store.inbox.open_run(replace(EVENT, dedup_key="event-2"))

    assert second.outcome is Outcome.ABSORBED
    assert second.run_id == first.run_id


def test_news_during_a_run_opens_its_successor_when_the_run_ends(store: Store) -> None:
    run_id = store.inbox.open_run(EVENT).run_id
    successor = None
    for step in Step:
        claimed = store.runs.claim(run_id, step, 60)
        if step is Step.MATCH:
            store.inbox.open_run(replace(EVENT, dedup_key="event-2"))
        final = "scored" if step is Step.AUDIT else None
        successor = store.runs.record(claimed.dossier, Finding({}, AuditNote("x"), final=final), 1).successor

    assert successor is not None
    assert store.reports.run(successor).cause == "news"
    assert store.reports.run(run_id).state == "scored"


def test_a_rerun_is_not_opened_for_news_that_came_before_the_first_step(store: Store) -> None:
    run_id = store.inbox.open_run(EVENT).run_id
    store.inbox.open_run(replace(EVENT, dedup_key="event-2"))

    for step in Step:
        claimed = store.runs.claim(run_id, step, 60)
        final = "scored" if step is Step.AUDIT else None
        recorded = store.runs.record(claimed.dossier, Finding({}, AuditNote("x"), final=final), 1)

    assert recorded.successor is None


def test_ids_learned_later_complete_the_application(store: Store) -> None:
    run_id = store.inbox.open_run(replace(EVENT, job_id="", person_id="")).run_id

    store.inbox.open_run(replace(EVENT, dedup_key="event-2"))

    view = store.reports.run(run_id)
    assert (view.job_id, view.person_id) == ("7", "9")


def test_what_icims_has_told_is_not_overwritten_by_the_ids_of_an_event(store: Store) -> None:
    run_id = store.inbox.open_run(EVENT).run_id
    store.runs.identify(store.runs.claim(run_id, Step.EXTRACT, 60).dossier, "8", "10")

    store.inbox.open_run(replace(EVENT, dedup_key="event-2", job_id="66", person_id="77"))

    view = store.reports.run(run_id)
    assert (view.job_id, view.person_id) == ("8", "10")


def test_news_for_a_run_that_dies_opens_its_successor(store: Store) -> None:
    run_id = store.inbox.open_run(EVENT).run_id
    held = store.runs.claim(run_id, Step.EXTRACT, 60).dossier
    store.inbox.open_run(replace(EVENT, dedup_key="event-2"))

    successor = store.dead_letters.bury(held, "permanent", "404", "digest").successor

    assert successor is not None
    assert store.reports.run(successor).cause == "news"
    assert store.reports.run(run_id).state == "dead"


def test_an_opened_run_and_its_audit_event_appear_together(store: Store, query: Query) -> None:
    run_id = store.inbox.open_run(EVENT).run_id

    audited = query("SELECT action, run_id::text, workflow_id, actor FROM audit_events")

    assert audited == [("run.opened", run_id, "501", "service:icims-scoring")]


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_events SET actor = 'x'", "DELETE FROM audit_events", "TRUNCATE audit_events"]
)
def test_the_audit_table_refuses_changes(store: Store, query: Query, statement: str) -> None:
    store.inbox.open_run(EVENT)

    with pytest.raises(ProgrammingError, match="insert-only"):
        query(statement)
