"""What reviewers say: ratings before the score is shown, signed decisions, and taking one back before it is written."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from scoring.errors import InvalidInputError
from scoring.review import Case, Decision, ReviewKind, checked, followed
from scoring.review_rules import USUAL, ReviewRules
from scoring.triage import CUT_OFFS, CutOffs
from store.access_audit import actor_of
from store.blindness import COULD_HAVE_SEEN, HELD_BACK
from store.characters import storable
from store.engine import transaction
from store.review_audit import on_record

# One reviewer at a time: the row is locked from the look to the decision.
HELD = sa.text(f"""
SELECT reviews.*, scores.score, EXISTS (
           SELECT 1 FROM review_ratings WHERE review_id = reviews.id AND user_id = CAST(:user_id AS uuid)) AS rated,
       COALESCE(claimed_until > now() AND claimed_by <> CAST(:user_id AS uuid), false) AS with_somebody_else,
       {HELD_BACK.format(application_id="reviews.application_id")} AS held_back
FROM reviews LEFT JOIN scores ON scores.run_id = reviews.run_id
WHERE reviews.id = :review_id FOR UPDATE OF reviews
""")  # noqa: S608  a constant of ours
# One view of one application: it counts for each blind review of it, which would otherwise ask again.
RATE = sa.text(f"""
INSERT INTO review_ratings (review_id, user_id, rating, could_have_seen)
SELECT id, CAST(:user_id AS uuid), :rating, :shown OR {COULD_HAVE_SEEN} FROM reviews
WHERE id = :review_id OR (application_id = :application_id AND state = 'open' AND blind)
ON CONFLICT (review_id, user_id) DO NOTHING RETURNING review_id, could_have_seen
""").bindparams(sa.bindparam("application_id", type_=sa.BigInteger))  # noqa: S608  a constant of ours
DECIDE = sa.text("""
INSERT INTO review_decisions (review_id, run_id, user_id, verdict, adjusted, reason, score, score_shown, followed)
VALUES (:review_id, CAST(:run_id AS uuid), CAST(:user_id AS uuid), :verdict, :adjusted, :reason, :score, :score_shown,
        :followed)
RETURNING id
""")
INTEND = sa.text("""
INSERT INTO review_writes (decision_id, due_at) VALUES (:decision_id, now() + make_interval(secs => :grace))
""")
CLOSE = sa.text("UPDATE reviews SET state = 'decided', closed_at = now(), claimed_until = NULL WHERE id = :review_id")
LAST = sa.text("""
SELECT decision.id, decision.user_id, writing.state, writing.begun
FROM review_decisions AS decision JOIN review_writes AS writing ON writing.decision_id = decision.id
WHERE decision.review_id = :review_id ORDER BY decision.id DESC LIMIT 1 FOR UPDATE OF writing
""")
UNDO = sa.text("""
INSERT INTO review_decisions (review_id, run_id, user_id, verdict, reason, score, score_shown, undoes)
SELECT review_id, run_id, CAST(:user_id AS uuid), 'undo', '', score, score_shown, id
FROM review_decisions WHERE id = :id
""")
UNWRITE = sa.text("UPDATE review_writes SET state = 'undone', updated_at = now() WHERE decision_id = :id")
# The same kind may have been opened again meanwhile; then that review goes on, and this one stays closed.
REOPEN = sa.text("""
UPDATE reviews SET state = CASE WHEN EXISTS (
    SELECT 1 FROM reviews AS other
    WHERE other.application_id = reviews.application_id AND other.kind = reviews.kind AND other.state = 'open')
    THEN 'withdrawn' ELSE 'open' END, closed_at = NULL
WHERE id = :review_id RETURNING state
""")


class ReviewDecisions:
    """Each method is one transaction with its audit event. Whether the user may decide is for the caller to check."""

    def __init__(self, engine: sa.Engine, rules: Mapping[str, ReviewRules]) -> None:
        self._engine = engine
        self._rules = rules

    def rate(self, review_id: int, user_id: str, rating: Decimal) -> None:
        """Commit the reviewer's own rating, before the score is shown. The first one stands.

        Raises InvalidInputError when the review is not open, or with somebody else.
        """
        with transaction(self._engine) as connection:
            review = _held(connection, review_id, user_id)
            values = {"review_id": review_id, "user_id": user_id, "rating": rating, "shown": _case(review).shows_score}
            rated = connection.execute(RATE, {**values, "application_id": review.application_id}).all()
            if rated:
                said = {"rating": str(rating), "reviews": sorted(row.review_id for row in rated)}
                seen = {"could_have_seen": any(row.could_have_seen for row in rated)}
                on_record(connection, review, "review.rated", actor_of(user_id), said | seen)

    def decide(
        self,
        review_id: int,
        user_id: str,
        decision: Decision,
        cut_offs: CutOffs = CUT_OFFS,
        grace_seconds: float | None = None,
    ) -> int:
        """Sign the decision; its id. It is written to iCIMS after ``grace_seconds``, until when it can be undone;
        None is what the customer set.

        Raises InvalidInputError for a decision that the rules do not allow, for a review that is not open, and for one
        that somebody else holds.
        """
        with transaction(self._engine) as connection:
            review = _held(connection, review_id, user_id)
            case = _case(review)
            decision = checked(case, decision)
            follows = followed(review.score, decision, cut_offs) if case.shows_score else None
            decision_id: int = connection.execute(
                DECIDE,
                {
                    "review_id": review_id,
                    "run_id": review.run_id,
                    "user_id": user_id,
                    "verdict": decision.verdict,
                    "adjusted": decision.adjusted,
                    "reason": storable(decision.reason),
                    "score": review.score,
                    "score_shown": case.shows_score and review.score is not None,
                    "followed": follows,
                },
            ).scalar_one()
            rules = self._rules.get(review.customer_id, USUAL)
            grace = rules.seconds_to_undo if grace_seconds is None else grace_seconds
            connection.execute(INTEND, {"decision_id": decision_id, "grace": grace})
            connection.execute(CLOSE, {"review_id": review_id})
            said = {"decision": decision_id, "verdict": decision.verdict, "kind": review.kind, "followed": follows}
            numbers = {"score": _text(review.score), "adjusted": _text(decision.adjusted)}
            on_record(connection, review, "review.decided", actor_of(user_id), said | numbers)
        return decision_id

    def undo(self, review_id: int, user_id: str) -> None:
        """Take the last decision back; the review is open again. Raises InvalidInputError when it is somebody else's
        decision, when there is none, and when its way into iCIMS has begun."""
        with transaction(self._engine) as connection:
            review = _found(connection, review_id, user_id)
            last = connection.execute(LAST, {"review_id": review_id}).one_or_none()
            if review is None or last is None or last.state == "undone":
                raise InvalidInputError("there is no decision to take back")
            if str(last.user_id) != user_id:
                raise InvalidInputError("only who decided can take it back")
            if last.begun or last.state != "waiting":
                raise InvalidInputError("the decision is written and cannot be taken back any more")
            connection.execute(UNDO, {"user_id": user_id, "id": last.id})
            connection.execute(UNWRITE, {"id": last.id})
            connection.execute(REOPEN, {"review_id": review_id})
            on_record(connection, review, "review.undone", actor_of(user_id), {"decision": last.id})


def _held(connection: sa.Connection, review_id: int, user_id: str) -> sa.Row[Any]:
    review = _found(connection, review_id, user_id)
    if review is None or review.state != "open":
        raise InvalidInputError("this review is not open any more")
    if review.with_somebody_else:
        raise InvalidInputError("somebody else is at this review")
    return review


def _found(connection: sa.Connection, review_id: int, user_id: str) -> sa.Row[Any] | None:
    values = {"review_id": review_id, "user_id": user_id, "viewer": user_id}
    return connection.execute(HELD, values).one_or_none()


def _case(review: sa.Row[Any]) -> Case:
    """A review is blind for as long as any of the same application is."""
    blind, rated = review.blind or review.held_back, review.rated and not review.held_back
    return Case(ReviewKind(review.kind), review.score, blind, rated)


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)
