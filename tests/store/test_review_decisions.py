"""The queue, ratings, decisions and their undo on a real ledger."""

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
import sqlalchemy as sa
from finished_runs import CUSTOMER, cases_of, finished_runs
from signed_in import a_user
from sqlalchemy.exc import DBAPIError

from scoring.access import EVERYWHERE, Grant, Role
from scoring.errors import InvalidInputError
from scoring.review import Decision, ReviewKind, Verdict
from scoring.review_rules import ReviewRules
from scoring.run import RunId
from store import ReviewFilter, ReviewOpening, ReviewView, Store
from store.review_outcomes import StageOutcome

REASON = "The certificate stands on page two."
ACCEPT = Decision(Verdict.ACCEPT, REASON)
JOB = "canary-python"


@dataclass
class Office:
    store: Store
    runs: list[RunId]
    ann: str
    bob: str

    def open(self, kind: ReviewKind, place: int = 0, *, blind: bool = False) -> int:
        review = self.store.reviews.open(ReviewOpening(self.runs[place], kind))
        self.do("UPDATE reviews SET blind = :blind WHERE id = :review", blind=blind, review=review)
        return review

    def view(self, review: int, user: str = "") -> ReviewView:
        view = self.store.review_queue.find(review, user or self.ann)
        assert view is not None
        return view

    def queue(self, wanted: ReviewFilter | None = None, within: tuple[Grant, ...] = EVERYWHERE) -> list[int]:
        page = self.store.review_queue.page([CUSTOMER], within, wanted or ReviewFilter(), 50)
        return [queued.id for queued in page]

    def do(self, statement: str, **values: object) -> None:
        with self.store._engine.begin() as connection:
            connection.execute(sa.text(statement), values)


@pytest.fixture
def office(store: Store) -> Office:
    runs = list(finished_runs(store, cases_of("python")).values())
    reviewer = Grant(Role.RECRUITER)
    return Office(store, runs, a_user(store, reviewer), a_user(store, reviewer))


def test_the_most_urgent_review_comes_first(office: Office) -> None:
    sample, rejection = office.open(ReviewKind.BLIND_SAMPLE), office.open(ReviewKind.PROPOSED_REJECTION, 1)

    assert office.queue() == [rejection, sample]
    assert office.queue(ReviewFilter(kind="blind_sample")) == [sample]
    assert office.store.review_queue.around(sample, [CUSTOMER], EVERYWHERE, ReviewFilter()) == (rejection, None)
    assert office.store.review_queue.counts([CUSTOMER], EVERYWHERE, ReviewFilter()) == {
        ReviewKind.PROPOSED_REJECTION: (1, 0),
        ReviewKind.BLIND_SAMPLE: (1, 0),
    }


def test_the_queue_holds_what_somebody_is_granted_and_nothing_else(office: Office) -> None:
    office.open(ReviewKind.CONFLICT)

    assert office.queue(within=(Grant(Role.RECRUITER, CUSTOMER, job_id="other"),)) == []
    assert office.queue(within=()) == []
    assert len(office.queue(within=(Grant(Role.RECRUITER, CUSTOMER, job_id=JOB),))) == 1


def test_what_is_late_and_what_is_mine_can_be_asked_for(office: Office) -> None:
    late, mine = office.open(ReviewKind.CONFLICT), office.open(ReviewKind.CONFLICT, 1)
    office.do("UPDATE reviews SET due_at = now() - interval '1 day' WHERE id = :late", late=late)
    office.store.reviews.assign(mine, office.ann, "user:test")

    assert office.queue(ReviewFilter(overdue=True)) == [late]
    assert office.queue(ReviewFilter(assignee=office.ann)) == [mine]


def test_one_reviewer_at_a_time_has_a_review(office: Office) -> None:
    review = office.open(ReviewKind.CONFLICT)

    assert office.store.reviews.claim(review, office.ann)
    assert not office.store.reviews.claim(review, office.bob)
    with pytest.raises(InvalidInputError, match="somebody else"):
        office.store.review_decisions.decide(review, office.bob, ACCEPT)
    office.store.reviews.release(review, office.ann)
    assert office.store.reviews.claim(review, office.bob)


def test_a_claim_that_ran_out_is_anybodys(office: Office) -> None:
    review = office.open(ReviewKind.CONFLICT)
    office.store.reviews.claim(review, office.ann)
    office.do("UPDATE reviews SET claimed_until = now() - interval '1 second'")

    assert office.store.reviews.claim(review, office.bob)


def test_a_decision_stands_beside_the_untouched_score(office: Office) -> None:
    review = office.open(ReviewKind.REVIEW_FLAG)
    score = office.view(review).case.score
    assert score is not None

    office.store.review_decisions.decide(review, office.ann, Decision(Verdict.ADJUST, REASON, score - 10))

    view = office.view(review)
    assert view.said is not None
    assert (view.said.verdict, view.said.adjusted, view.said.score_shown) == (Verdict.ADJUST, score - 10, True)
    assert (view.case.score, view.queued.state, view.said.undoable) == (score, "decided", True)
    assert office.queue() == []


def test_a_blind_review_takes_a_rating_before_it_shows_the_score(office: Office) -> None:
    review = office.open(ReviewKind.BLIND_SAMPLE, blind=True)

    with pytest.raises(InvalidInputError, match="own rating first"):
        office.store.review_decisions.decide(review, office.ann, ACCEPT)
    office.store.review_decisions.rate(review, office.ann, Decimal(70))
    office.store.review_decisions.rate(review, office.ann, Decimal(95))

    assert (office.view(review).rating, office.view(review).case.shows_score) == (Decimal(70), True)
    assert not office.view(review, office.bob).case.shows_score
    office.store.review_decisions.decide(review, office.ann, ACCEPT)
    (view,) = office.store.review_outcomes.views(CUSTOMER, JOB)
    assert (view.rating, view.blind) == (Decimal(70), True)


def test_a_decision_can_be_undone_until_it_is_on_its_way(office: Office) -> None:
    review = office.open(ReviewKind.REVIEW_FLAG)
    office.store.review_decisions.decide(review, office.ann, ACCEPT)

    with pytest.raises(InvalidInputError, match="only who decided"):
        office.store.review_decisions.undo(review, office.bob)
    office.store.review_decisions.undo(review, office.ann)

    assert office.view(review).said is None
    assert office.queue() == [review]
    assert office.store.review_writes.claim(60) is None
    with pytest.raises(InvalidInputError, match="no decision"):
        office.store.review_decisions.undo(review, office.ann)


def test_a_decision_that_is_on_its_way_cannot_be_undone(office: Office) -> None:
    review = office.open(ReviewKind.REVIEW_FLAG)
    office.store.review_decisions.decide(review, office.ann, ACCEPT, grace_seconds=0)
    pending = office.store.review_writes.claim(60)
    assert pending is not None

    assert office.store.review_writes.begin(pending, 5)

    with pytest.raises(InvalidInputError, match="cannot be taken back"):
        office.store.review_decisions.undo(review, office.ann)


def test_an_undone_decision_is_not_begun(office: Office) -> None:
    review = office.open(ReviewKind.REVIEW_FLAG)
    office.store.review_decisions.decide(review, office.ann, ACCEPT, grace_seconds=0)
    pending = office.store.review_writes.claim(60)
    assert pending is not None

    office.store.review_decisions.undo(review, office.ann)

    assert not office.store.review_writes.begin(pending, 5)
    assert not office.store.review_writes.finish(pending, "complete", {}, {})


def test_an_operators_stop_holds_a_decision_back(office: Office) -> None:
    review = office.open(ReviewKind.REVIEW_FLAG)
    office.store.review_decisions.decide(review, office.ann, ACCEPT, grace_seconds=0)
    stop = office.store.stops.press("all", "user:test", "a test", CUSTOMER)

    assert office.store.review_writes.claim(60) is None
    office.store.stops.lift(stop, "user:test")
    assert office.store.review_writes.claim(60) is not None


@pytest.mark.parametrize("change", ["UPDATE review_decisions SET verdict = 'reject'", "DELETE FROM review_decisions"])
def test_what_was_decided_cannot_be_rewritten(office: Office, change: str) -> None:
    review = office.open(ReviewKind.REVIEW_FLAG)
    office.store.review_decisions.decide(review, office.ann, ACCEPT)

    with pytest.raises(DBAPIError, match="insert-only"):
        office.do(change)


def test_a_known_answer_case_looks_like_a_blind_sample_and_counts_who_was_right(office: Office) -> None:
    text = "Work experience\nFlorist"
    review = office.store.reviews.open_known_answer(CUSTOMER, JOB, text, Verdict.REJECT, "run-1")
    again = office.store.reviews.open_known_answer(CUSTOMER, JOB, text, Verdict.REJECT, "run-1")

    queued = office.view(review).queued
    assert (again, queued.kind, queued.reasons, queued.workflow_id) == (0, ReviewKind.BLIND_SAMPLE, (), "")
    office.store.review_decisions.rate(review, office.ann, Decimal(5))
    office.store.review_decisions.decide(review, office.ann, Decision(Verdict.REJECT, REASON))
    (figures,) = office.store.review_outcomes.figures([CUSTOMER], EVERYWHERE, "all", office.ann)
    assert (figures.decisions, figures.known, figures.known_right, figures.follow_rate) == (1, 1, 1, None)


def test_follow_rate_and_override_rate_are_counted_over_what_was_suggested(office: Office) -> None:
    office.do("UPDATE scores SET score = 95")
    for place, verdict in enumerate([Verdict.ACCEPT, Verdict.ACCEPT, Verdict.REJECT]):
        review = office.open(ReviewKind.REVIEW_FLAG, place)
        office.store.review_decisions.decide(review, office.ann, Decision(verdict, REASON))

    (figures,) = office.store.review_outcomes.figures([CUSTOMER], EVERYWHERE)

    assert (figures.followed, figures.overridden, figures.rejected_against) == (2, 1, 1)
    assert (figures.follow_rate, figures.override_rate) == (pytest.approx(2 / 3), pytest.approx(1 / 3))


def test_a_stage_reached_in_icims_is_kept_once_and_goes_behind_a_decision(office: Office) -> None:
    moved = StageOutcome(
        CUSTOMER, JOB, "1", "D1", "D9", "disqualified", "31", "event-1", datetime(2026, 11, 23, tzinfo=UTC)
    )
    office.store.review_outcomes.note(moved)
    office.store.review_outcomes.note(moved)

    (before,) = office.store.review_outcomes.decided(CUSTOMER, JOB)
    review = office.open(ReviewKind.CONFLICT)
    office.store.review_decisions.decide(review, office.ann, ACCEPT)
    (after,) = office.store.review_outcomes.decided(CUSTOMER, JOB)

    assert (before.workflow_id, before.kept, after.kept) == ("1", False, True)


def test_what_a_customer_set_about_its_reviews_holds(office: Office, database_url: str) -> None:
    rules = ReviewRules(Fraction(1), Fraction(0), {ReviewKind.CONFLICT: 30}, minutes_to_undo=60)
    with closing(Store(database_url, review_rules={CUSTOMER: rules})) as strict:
        review = strict.reviews.open(ReviewOpening(office.runs[0], ReviewKind.CONFLICT))
        view = office.view(review)
        strict.review_decisions.rate(review, office.ann, Decimal(50))
        decision = strict.review_decisions.decide(review, office.ann, ACCEPT)

    waits = "SELECT due_at - now() > interval '59 minutes' FROM review_writes WHERE decision_id = :decision"
    with office.store._engine.begin() as connection:
        assert connection.execute(sa.text(waits), {"decision": decision}).scalar_one()
    assert view.case.blind
    assert (view.queued.due_at - datetime.now(UTC)).days == 29
