"""The review queue: what waits for a person, who has taken it, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from scoring.errors import InvalidInputError
from scoring.review import ReviewKind, chosen
from scoring.review_rules import USUAL, ReviewRules
from scoring.run import RunId
from store.engine import transaction
from store.inbox import SERVICE
from store.review_audit import on_record

# A run that was scored again takes over the open review of its kind, unless somebody is at it or has rated it blind.
OPEN_REVIEW = sa.text("""
WITH application AS (
    SELECT applications.* FROM runs JOIN applications ON applications.id = runs.application_id WHERE runs.id = :run_id
), scored AS (
    SELECT versions, inputs FROM audit_events WHERE run_id = :run_id AND action LIKE 'score.%' ORDER BY id DESC LIMIT 1
), opened AS (
    INSERT INTO reviews (customer_id, job_id, application_id, run_id, kind, reasons, blind, priority, proposed_status,
                         seen_status, due_at)
    SELECT customer_id, job_id, id, :run_id, :kind, :reasons, :blind, :priority, :proposed_status, :seen_status,
           now() + make_interval(days => :days)
    FROM application
    ON CONFLICT (application_id, kind) WHERE state = 'open' DO UPDATE SET
        run_id = excluded.run_id, reasons = excluded.reasons, proposed_status = excluded.proposed_status,
        seen_status = excluded.seen_status
    WHERE COALESCE(reviews.claimed_until, '-infinity') < now()
      AND NOT EXISTS (SELECT 1 FROM review_ratings WHERE review_id = reviews.id)
    RETURNING id, xmax = 0 AS is_new
), audited AS (
    INSERT INTO audit_events (trace_id, actor, action, customer_id, job_id, person_id, workflow_id, run_id, versions,
                              inputs, output)
    SELECT CAST(:run_id AS text), :actor, CASE WHEN is_new THEN 'review.opened' ELSE 'review.renewed' END,
           customer_id, job_id, person_id, workflow_id, :run_id, COALESCE(scored.versions, '{}'),
           COALESCE(scored.inputs, '{}'),
           jsonb_build_object('review', opened.id, 'kind', CAST(:kind AS text), 'reasons', CAST(:reasons AS jsonb))
    FROM opened CROSS JOIN application LEFT JOIN scored ON true
)
SELECT id FROM opened
UNION ALL
SELECT reviews.id FROM reviews JOIN application ON application.id = reviews.application_id
WHERE reviews.kind = :kind AND reviews.state = 'open' AND NOT EXISTS (SELECT 1 FROM opened)
""").bindparams(
    sa.bindparam("run_id", type_=sa.UUID(as_uuid=False)),
    sa.bindparam("reasons", type_=JSONB),
)

OPEN_KNOWN_ANSWER = sa.text("""
INSERT INTO reviews (customer_id, job_id, kind, reasons, blind, priority, case_text, expected, due_at)
SELECT :customer_id, :job_id, :kind, :reasons, true, :priority, :text, :expected,
       now() + make_interval(days => :days)
WHERE NOT EXISTS (
    SELECT 1 FROM reviews
    WHERE customer_id = :customer_id AND job_id = :job_id AND kind = :kind AND reasons = :reasons)
RETURNING *
""").bindparams(sa.bindparam("reasons", type_=JSONB))
CUSTOMER_OF = sa.text("""
SELECT applications.customer_id FROM runs JOIN applications ON applications.id = runs.application_id
WHERE runs.id = CAST(:run_id AS uuid)
""")
STANDING = sa.text("""
SELECT reviews.id, reviews.kind, reviews.reasons, reviews.state,
       COALESCE(claimed_until > now(), false)
       OR EXISTS (SELECT 1 FROM review_ratings WHERE review_id = reviews.id) AS in_hand
FROM reviews JOIN runs ON runs.application_id = reviews.application_id
WHERE runs.id = CAST(:run_id AS uuid) AND reviews.state <> 'withdrawn' ORDER BY reviews.id
""")
WITHDRAW = sa.text("""
UPDATE reviews SET state = 'withdrawn', closed_at = now()
WHERE id = :review_id AND state = 'open' AND COALESCE(claimed_until, '-infinity') < now() RETURNING *
""")
CLAIM = sa.text("""
UPDATE reviews SET claimed_by = CAST(:user_id AS uuid), claimed_until = now() + interval '15 minutes'
WHERE id = :review_id AND state = 'open'
  AND (claimed_by = CAST(:user_id AS uuid) OR COALESCE(claimed_until, '-infinity') < now())
""")
RELEASE = sa.text("""
UPDATE reviews SET claimed_until = NULL WHERE id = :review_id AND claimed_by = CAST(:user_id AS uuid)
""")
ASSIGN = sa.text("""
UPDATE reviews SET assignee = CAST(:user_id AS uuid) WHERE id = :review_id AND state = 'open' RETURNING *
""")


@dataclass(frozen=True, slots=True)
class Standing:
    """A review of an application. ``in_hand``: somebody is at it, or has rated it already."""

    id: int
    kind: ReviewKind
    reasons: tuple[str, ...]
    state: str
    in_hand: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """Why an application waits for a person. ``reasons`` are codes, never a candidate's words.

    ``proposed_status`` is the node id of the status that a confirmed rejection leads to; nothing is moved without
    one. ``seen_status`` is where the application stood in iCIMS: if it has left there, nothing is moved.
    """

    run_id: RunId
    kind: ReviewKind
    reasons: tuple[str, ...] = ()
    proposed_status: str = ""
    seen_status: str = ""


class Reviews:
    """Each method is one transaction with its audit event."""

    def __init__(self, engine: sa.Engine, rules: Mapping[str, ReviewRules]) -> None:
        self._engine = engine
        self._rules = rules

    def rules(self, customer_id: str) -> ReviewRules:
        """What the customer set; what is usual where it set nothing."""
        return self._rules.get(customer_id, USUAL)

    def open(self, opening: Opening) -> int:
        """The id of the one open review of this kind for the run's application, which now rests on this run.

        Whether it asks for a blind rating first is decided by a hash of the run.
        """
        values = {
            "run_id": opening.run_id,
            "kind": opening.kind,
            "reasons": list(opening.reasons),
            "priority": opening.kind.priority,
            "proposed_status": opening.proposed_status,
            "seen_status": opening.seen_status,
            "actor": SERVICE,
        }
        with transaction(self._engine) as connection:
            rules = self.rules(connection.execute(CUSTOMER_OF, {"run_id": opening.run_id}).scalar_one_or_none() or "")
            blind = opening.kind is ReviewKind.BLIND_SAMPLE or chosen(rules.blind_share, "blind", opening.run_id)
            asked = {**values, "blind": blind, "days": rules.days_of(opening.kind)}
            review_id: int = connection.execute(OPEN_REVIEW, asked).scalars().first() or 0
        return review_id

    def open_known_answer(self, customer_id: str, job_id: str, text: str, expected: str, trace_id: str) -> int:
        """Mix in a case whose answer is known; its id. Once for each ``trace_id``; afterwards 0."""
        kind = ReviewKind.KNOWN_ANSWER
        values = {
            "customer_id": customer_id,
            "job_id": job_id,
            "kind": kind,
            "priority": ReviewKind.BLIND_SAMPLE.priority,
            "text": text,
            "expected": expected,
            "reasons": [f"for:{trace_id}"],
            "days": self.rules(customer_id).days_of(kind),
        }
        with transaction(self._engine) as connection:
            review = connection.execute(OPEN_KNOWN_ANSWER, values).one_or_none()
            if review is None:
                return 0
            on_record(connection, review, "review.seeded", SERVICE)
        return int(review.id)

    def standing(self, run_id: RunId) -> tuple[Standing, ...]:
        """Every review of the application of this run that was not withdrawn, oldest first."""
        with transaction(self._engine) as connection:
            rows = connection.execute(STANDING, {"run_id": run_id}).all()
        return tuple(Standing(row.id, ReviewKind(row.kind), tuple(row.reasons), row.state, row.in_hand) for row in rows)

    def withdraw(self, review_id: int) -> bool:
        """Close an open review that nobody is at: what it was opened for is no longer so."""
        with transaction(self._engine) as connection:
            review = connection.execute(WITHDRAW, {"review_id": review_id}).one_or_none()
            if review is not None:
                on_record(connection, review, "review.withdrawn", SERVICE)
        return review is not None

    def claim(self, review_id: int, user_id: str) -> bool:
        """Take it for a quarter of an hour, or for another one; False when somebody else has it or it is not open."""
        with transaction(self._engine) as connection:
            return bool(connection.execute(CLAIM, {"review_id": review_id, "user_id": user_id}).rowcount)

    def release(self, review_id: int, user_id: str) -> None:
        """Give it back before the time is over."""
        with transaction(self._engine) as connection:
            connection.execute(RELEASE, {"review_id": review_id, "user_id": user_id})

    def assign(self, review_id: int, user_id: str | None, actor: str) -> None:
        """Say whose it is; None is nobody's. Raises InvalidInputError for one that is not open."""
        with transaction(self._engine) as connection:
            review = connection.execute(ASSIGN, {"review_id": review_id, "user_id": user_id}).one_or_none()
            if review is None:
                raise InvalidInputError("this review is not open any more")
            on_record(connection, review, "review.assigned", actor, {"user": user_id})
