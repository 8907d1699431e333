"""What an operator sees of the services, and does about dead letters and stop buttons."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from redis import Redis
from showcase import CUSTOMER, RUBRIC, TEXT, Showcase
from signed_in import SignedIn, a_user

from app.operations import ROUNDS
from claude.breaker import FAILURES_TO_OPEN, CircuitBreaker
from icims.client_quota import DailyQuota
from scoring.access import Grant, Role
from scoring.model_call import CallContext, CallIntent, CallResult
from scoring.requisition import Requisition, RequisitionId
from scoring.resume import Resume
from scoring.review import Decision, ReviewKind, Verdict
from scoring.run import RolloutMode, RunState, Step
from store import ReviewOpening, Store

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
    page = everybody.get("/stops").text
    assert "a drill" in page
    [stop] = store.stops.pressed()
    assert stop.pressed_by.startswith("user:")
    assert stop.pressed_by not in page
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


def test_a_button_for_a_requisition_that_is_not_known_is_refused(
    everybody: SignedIn, runs: Showcase, store: Store
) -> None:
    mistyped = everybody.submit("/stops", "/stops", what="all", customer=CUSTOMER, job="7l", reason="a drill")

    assert mistyped.status_code == 400
    assert "no requisition of this job id" in mistyped.text
    assert store.stops.pressed() == ()


def test_a_recruiter_neither_sees_nor_lifts_the_button_of_others(
    recruiter: SignedIn, runs: Showcase, store: Store
) -> None:
    stop_id = store.stops.press("all", "user:other", "confidential drill", "")

    assert "confidential drill" not in recruiter.get("/stops").text
    assert recruiter.submit(f"/stops/{stop_id}/lift", "/stops").status_code == 404
    assert store.stops.pressed()


@pytest.fixture
def unwritten(runs: Showcase, store: Store, query: Query) -> int:
    """A decision whose way into iCIMS was given up."""
    run_id = runs.scored("1", Resume(TEXT, "ab" * 32, "text/plain"))
    review = store.reviews.open(ReviewOpening(run_id, ReviewKind.PROPOSED_REJECTION))
    query("UPDATE reviews SET blind = false")
    decision = Decision(Verdict.REJECT, "The certificate that the job needs has run out.")
    store.review_decisions.decide(review, a_user(store), decision, grace_seconds=0)
    pending = store.review_writes.claim(60)
    assert pending is not None
    store.review_writes.finish(pending, "failed", {}, {"reason": "gave 400"}, "PATCH applicantworkflows/1 gave 400")
    return pending.decision_id


@pytest.mark.parametrize(("press", "state"), [("replay", "waiting"), ("close", "withheld")])
def test_a_decision_that_icims_never_got_is_listed_and_mended(
    everybody: SignedIn, unwritten: int, query: Query, press: str, state: str
) -> None:
    page = everybody.get("/operations").text

    answer = everybody.submit(f"/operations/decisions/{unwritten}/{press}", "/operations")

    assert "PATCH applicantworkflows/1 gave 400" in page
    assert "<b>1</b> decisions not written" in page
    assert answer.status_code == 303
    assert query("SELECT state FROM review_writes") == [(state,)]
    assert "gave 400" not in everybody.get("/operations").text


def test_the_changing_part_asks_for_itself_until_it_was_shown_for_a_quarter_of_an_hour(everybody: SignedIn) -> None:
    page = everybody.get("/operations").text
    next_round = everybody.get("/operations/live?rounds=7").text
    last = everybody.get(f"/operations/live?rounds={ROUNDS}").text

    assert 'hx-get="/operations/live?rounds=1"' in page
    assert 'hx-get="/operations/live?rounds=8"' in next_round
    assert "<html" not in next_round
    assert "hx-get" not in last
    assert "Go on" in last


def test_the_hours_of_the_day_are_drawn_from_what_was_done(
    everybody: SignedIn, runs: Showcase, store: Store, query: Query
) -> None:
    runs.scored("1", Resume(TEXT, "ab" * 32, "text/plain"))
    query("UPDATE findings SET recorded_at = now() - interval '3 hours', milliseconds = 400 WHERE step = 'match'")

    by_step = {found.step: found for found in store.workings.step_hours()}
    page = everybody.get("/operations").text

    assert by_step[Step.MATCH].done == (*(0,) * 20, 1, 0, 0, 0)
    assert by_step[Step.MATCH].p95 == (*(0.0,) * 20, 400.0, 0.0, 0.0, 0.0)
    assert by_step[Step.AUDIT].done == (*(0,) * 23, 1)
    assert "1 in all, 1 in the busiest hour, 1 in the running one." in page
    assert "<title>400 ms, 3 h ago</title>" in page


def test_the_page_says_how_many_calls_icims_still_allows_today(everybody: SignedIn, redis: Redis) -> None:
    DailyQuota(CUSTOMER, redis).learn({"x-ratelimit-remaining": "9312"})

    assert "<b>9,312</b> calls left today" in everybody.get("/operations").text
