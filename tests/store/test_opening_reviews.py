import sqlalchemy as sa
from finished_runs import cases_of, finished_runs

from scoring.review import ReviewKind
from store import ReviewOpening, Store


def read(store: Store, statement: str) -> list[tuple[object, ...]]:
    with store._engine.begin() as connection:
        return [tuple(row) for row in connection.execute(sa.text(statement))]


def test_a_review_is_opened_once_for_an_application_and_kind(store: Store) -> None:
    run_id = finished_runs(store, cases_of("python")[:1])["python-strong-1"]

    first = store.reviews.open(ReviewOpening(run_id, ReviewKind.ABSTAINED, ("scan",)))
    again = store.reviews.open(ReviewOpening(run_id, ReviewKind.ABSTAINED, ("too_short",)))
    other = store.reviews.open(ReviewOpening(run_id, ReviewKind.PROPOSED_REJECTION, proposed_status="D1"))

    assert first == again != other
    assert read(store, "SELECT id, reasons FROM reviews ORDER BY id") == [(first, ["too_short"]), (other, [])]


def test_opening_a_review_is_on_record(store: Store) -> None:
    run_id = finished_runs(store, cases_of("python")[:1])["python-strong-1"]

    review = store.reviews.open(ReviewOpening(run_id, ReviewKind.CONFLICT))

    (event,) = read(store, "SELECT action, output FROM audit_events WHERE action LIKE 'review.%'")
    assert event == ("review.opened", {"review": review, "kind": "conflict", "reasons": []})


def test_what_people_said_cannot_be_rewritten(store: Store) -> None:
    kept = read(store, "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%_insert_only'")

    assert {("review_decisions",), ("review_ratings",), ("stage_outcomes",)} <= set(kept)
