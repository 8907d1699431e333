"""Blind reviews that somebody draws: random, reproducible, each application once, on record."""

import hashlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from finished_runs import CUSTOMER, cases_of, finished_runs
from signed_in import a_user

from scoring.errors import InvalidInputError
from scoring.review import Decision, ReviewKind, Verdict
from store import ReviewOpening, Store, review_draws

Query = Callable[[str], list[Any]]
JOB = "canary-nurse"


@pytest.fixture
def ann(store: Store) -> str:
    finished_runs(store, cases_of("nurse"))
    return a_user(store)


def drawn(store: Store, user: str, count: int) -> list[str]:
    """The applications."""
    found = [
        store.review_queue.find(review, user)
        for review in store.review_draws.draw(CUSTOMER, JOB, user, f"user:{user}", count)
    ]
    return [view.queued.workflow_id for view in found if view is not None]


def free(query: Query) -> list[str]:
    """Scored applications in the order in which they are drawn, computed anew."""
    rows = query("SELECT workflow_id FROM scores JOIN applications a ON a.id = application_id WHERE score IS NOT NULL")
    return sorted((row[0] for row in rows), key=lambda key: hashlib.sha256(f"draw:{CUSTOMER}:{key}".encode()).digest())


def test_what_is_drawn_can_be_computed_from_the_ledger(store: Store, ann: str, query: Query) -> None:
    expected = free(query)

    first, second = drawn(store, ann, 2), drawn(store, ann, 3)

    assert set(first) == set(expected[:2])
    assert set(second) == set(expected[2:5])


def test_a_drawn_review_is_blind_and_ones_own(store: Store, ann: str, query: Query) -> None:
    [review] = store.review_draws.draw(CUSTOMER, JOB, ann, f"user:{ann}", 1)

    assert query(f"SELECT kind, blind, assignee::text, state FROM reviews WHERE id = {review}") == [  # noqa: S608
        ("blind_sample", True, ann, "open")
    ]
    [(output,)] = query("SELECT output FROM audit_events WHERE action = 'review.drawn'")
    assert (output["asked"], output["reviews"], output["assignee"]) == (1, [review], ann)
    assert query("SELECT count(*) FROM audit_events WHERE action = 'review.opened'") == [(1,)]


def test_what_somebody_rated_or_decided_is_not_drawn(store: Store, ann: str, query: Query) -> None:
    rated, decided, *others = free(query)
    for workflow, rates in ((rated, True), (decided, False)):
        run = store.reports.runs_of(CUSTOMER, workflow)[0]
        review = store.reviews.open(ReviewOpening(run, ReviewKind.CONFLICT))
        query(f"UPDATE reviews SET blind = {rates} WHERE id = {review}")  # noqa: S608  our own words
        if rates:
            store.review_decisions.rate(review, ann, Decimal(50))
        else:
            store.review_decisions.decide(review, ann, Decision(Verdict.ACCEPT, "long enough a reason"))

    assert set(drawn(store, ann, 100)) == set(others)
    assert drawn(store, ann, 100) == []


def test_no_more_wait_at_once_than_may_be_drawn_at_once(
    store: Store, ann: str, query: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review_draws, "MOST_DRAWN", 3)
    first = store.review_draws.draw(CUSTOMER, JOB, ann, f"user:{ann}", 2)

    later = [len(drawn(store, a_user(store), 3)) for _ in range(2)]
    query(f"UPDATE reviews SET state = 'decided' WHERE id = {first[0]}")  # noqa: S608  our own words

    assert (len(first), later) == (2, [1, 0])
    assert len(drawn(store, ann, 3)) == 1


@pytest.mark.parametrize("count", [0, 101])
def test_a_draw_has_its_limits(store: Store, ann: str, count: int) -> None:
    with pytest.raises(InvalidInputError, match="1 to 100"):
        drawn(store, ann, count)
