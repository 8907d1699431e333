import json
from base64 import b64decode
from collections.abc import Callable
from typing import Any

import pytest
from redis import Redis

from scoring.run import RunId, Step
from store import Opening, Store
from tasks import pipeline, schedule
from tasks.celery import app
from tasks.deps import Deps

Query = Callable[[str], list[Any]]
WORKFLOW = "application-501"  # letters and digits alone can stand in a random id


@pytest.fixture
def run_id(store: Store) -> RunId:
    return store.inbox.open_run(
        Opening("1234", WORKFLOW, "event-1", "status_changed", job_id="7", person_id="9")
    ).run_id


def messages(redis: Redis) -> list[str]:
    """The names of all lists that hold messages."""
    return sorted(key.decode() for key in redis.keys("icims:*") if redis.type(key) == b"list")


@pytest.mark.parametrize("step", list(Step))
def test_a_waiting_message_of_any_step_breaks_the_silence(deps: Deps, run_id: RunId, step: Step) -> None:
    assert schedule._broker_is_silent(deps)

    pipeline.start(run_id, step)

    assert not schedule._broker_is_silent(deps)


def test_a_ring_is_one_message_that_holds_ids_only(deps: Deps, redis: Redis, run_id: RunId) -> None:
    pipeline.start(run_id)

    [name] = messages(redis)
    [message] = redis.lrange(name, 0, -1)
    assert run_id.encode() in message
    assert run_id.encode() in (body := b64decode(json.loads(message)["body"]))
    assert WORKFLOW.encode() not in body
    assert WORKFLOW.encode() not in message


def test_a_lost_message_is_rung_again_within_seconds(deps: Deps, redis: Redis, run_id: RunId, query: Query) -> None:
    pipeline.start(run_id)
    redis.flushdb()
    query("UPDATE runs SET rung_at = now() - interval '6 seconds'")

    schedule.sweep()

    assert len(messages(redis)) == 1


def test_a_long_queue_is_not_made_longer(deps: Deps, redis: Redis, run_id: RunId, query: Query) -> None:
    pipeline.start(run_id)
    query("UPDATE runs SET rung_at = now() - interval '60 seconds'")

    schedule.sweep()

    [name] = messages(redis)
    assert redis.llen(name) == 1


def test_the_sweep_continues_where_the_run_stopped(deps: Deps, redis: Redis, run_id: RunId, query: Query) -> None:
    query("UPDATE runs SET next_step = 'write_back', rung_at = now() - interval '6 seconds'")

    schedule.sweep()

    [name] = messages(redis)
    [message] = redis.lrange(name, 0, -1)
    assert b'"task": "scoring.write_back"' in message


def test_the_nightly_job_starts_once_a_slot(deps: Deps, query: Query) -> None:
    schedule.rescore_talent_pool()
    schedule.rescore_talent_pool()

    assert query("SELECT job_name FROM scheduled_slots") == [("rescore_talent_pool",)]


def test_later_steps_go_first() -> None:
    priorities = [app.conf.task_routes[f"scoring.{step}"]["priority"] for step in Step]

    assert priorities == sorted(priorities, reverse=True)
    assert set(priorities) <= set(app.conf.broker_transport_options["priority_steps"])
