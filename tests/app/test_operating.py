"""What an operator sees of the services, and does about dead letters and stop buttons."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from redis import Redis
from showcase import CUSTOMER, RUBRIC, TEXT, Showcase
from signed_in import SignedIn

from claude.breaker import FAILURES_TO_OPEN, CircuitBreaker
from scoring.access import Grant, Role
from scoring.model_call import CallContext, CallIntent, CallResult
from scoring.requisition import Requisition, RequisitionId
from scoring.resume import Resume
from scoring.run import RolloutMode, RunState
from store import Store

Query = Callable[[str], list[Any]]


@pytest.fixture
def runs(web: str, store: Store) -> Showcase:
    """An installation to record runs in, with one requisition."""
    store.requisitions.put(CUSTOMER, Requisition(RequisitionId("77"), "Welder"), RUBRIC, RolloutMode.ASSIST)
    return Showcase(web, store)


@pytest.fixture
def recruiter(web: str, store: Store) -> Iterator[SignedIn]:
    """Of one requisition."""
    with SignedIn(web, store, Grant(Role.RECRUITER, CUSTOMER, "", "77")) as session:
        yield session


def test_a_dead_letter_is_replayed_at_a_press_and_the_page_says_who_did(
    everybody: SignedIn, runs: Showcase, store: Store, query: Query
) -> None:
    run_id = runs.died("4")
    [letter] = store.dead_letters.waiting()

    answer = everybody.submit(f"/operations/dead-letters/{letter.id}/replay", "/operations")

    assert answer.status_code == 303
    assert store.reports.run(run_id).state is RunState.OPEN
    assert store.dead_letters.waiting() == ()
    [(actor,)] = query("SELECT actor FROM audit_events WHERE action = 'dead_letter.replayed'")
    assert actor.startswith("user:")


def test_a_dead_letter_is_closed_without_a_score(everybody: SignedIn, runs: Showcase, store: Store) -> None:
    run_id = runs.died("4")
    [letter] = store.dead_letters.waiting()

    assert everybody.submit(f"/operations/dead-letters/{letter.id}/discard", "/operations").status_code == 303
    again = everybody.submit(f"/operations/dead-letters/{letter.id}/discard", "/operations")

    assert store.reports.run(run_id).state is RunState.DISCARDED
    assert again.status_code == 400


def test_a_letter_that_no_table_can_number_is_not_found(everybody: SignedIn) -> None:
    assert everybody.submit(f"/operations/dead-letters/{10**30}/replay").status_code == 404


def test_a_dead_letter_is_touched_by_nobody_without_the_form(everybody: SignedIn, runs: Showcase, store: Store) -> None:
    runs.died("4")
    [letter] = store.dead_letters.waiting()

    assert everybody.post(f"/operations/dead-letters/{letter.id}/discard").status_code == 403
    assert store.dead_letters.waiting() == (letter,)


def test_the_page_says_how_long_steps_take_and_when_icims_was_last_reached(
    everybody: SignedIn, runs: Showcase, redis: Redis
) -> None:
    before = everybody.get("/operations").text
    runs.scored("1", Resume(TEXT, "ab" * 32, "text/plain"))
    redis.lpush("icims:claude\x06\x163", "a message")
    after = everybody.get("/operations").text

    assert "Last resume fetched never" in before
    assert "Last resume fetched 20" in after
    assert "95 % within" in after
    assert "7 ms" in after
    assert "claude <b>1</b>" in after


def test_the_page_says_that_the_circuit_of_a_model_is_open(everybody: SignedIn, store: Store, redis: Redis) -> None:
    context = CallContext(CUSTOMER, "77")
    intent = CallIntent(context, "claude-haiku-5-5", "high", "p", "s", "0" * 64, 10, Decimal("0.2"))
    store.calls.finish(store.calls.begin(intent), CallResult("answered", Decimal("0.1")))
    breaker = CircuitBreaker(redis, "claude-haiku-5-5")
    closed = everybody.get("/operations").text
    for _ in range(FAILURES_TO_OPEN):
        breaker.failed()

    text = everybody.get("/operations").text

    assert "circuit <b>closed</b>" in closed
    assert f"circuit <b>open</b> for 15 s, {FAILURES_TO_OPEN} failures in a row" in text.replace("14 s", "15 s")


def test_a_stop_button_holds_until_somebody_lifts_it(everybody: SignedIn, store: Store) -> None:
    pressed = everybody.submit("/stops", "/stops", what="all", customer=CUSTOMER, job="", reason="a drill")

    assert pressed.status_code == 303
    assert store.stops.writing_is_stopped(CUSTOMER, "77")
    assert "a drill" in everybody.get("/stops").text
    [stop] = store.stops.pressed()
    everybody.submit(f"/stops/{stop.id}/lift", "/stops")
    assert not store.stops.writing_is_stopped(CUSTOMER, "77")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"what": "all", "customer": CUSTOMER, "job": "77", "reason": "mine"}, 303),
        ({"what": "all", "customer": CUSTOMER, "job": "77", "reason": " "}, 400),
        ({"what": "the world", "customer": CUSTOMER, "job": "77", "reason": "mine"}, 400),
        ({"what": "all", "customer": "", "job": "77", "reason": "mine"}, 400),
        ({"what": "all", "customer": CUSTOMER, "job": "", "reason": "not mine"}, 404),
        ({"what": "all", "customer": "", "job": "", "reason": "not mine"}, 404),
        ({"what": "all", "customer": CUSTOMER, "job": "78", "reason": "not mine"}, 404),
        ({"what": "all", "customer": "9", "job": "", "reason": "nobody's"}, 404),
    ],
)
def test_a_recruiter_stops_what_is_his_and_nothing_else(
    recruiter: SignedIn, runs: Showcase, store: Store, fields: dict[str, str], status: int
) -> None:
    assert recruiter.submit("/stops", "/stops", **fields).status_code == status
    assert len(store.stops.pressed()) == (1 if status == 303 else 0)


def test_a_recruiter_neither_sees_nor_lifts_the_button_of_others(
    recruiter: SignedIn, runs: Showcase, store: Store
) -> None:
    stop_id = store.stops.press("all", "user:other", "confidential drill", "")

    assert "confidential drill" not in recruiter.get("/stops").text
    assert recruiter.submit(f"/stops/{stop_id}/lift", "/stops").status_code == 404
    assert store.stops.pressed()
