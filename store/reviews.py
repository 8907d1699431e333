"""The review queue: what waits for a person, who has taken it, and until when."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from scoring.review import BLIND_SHARE, ReviewKind, chosen
from scoring.run import RunId
from store.engine import transaction
from store.inbox import SERVICE

# A run that was scored again takes over the open review of its kind, unless somebody is at it or has rated it blind.
OPEN_REVIEW = sa.text("""
WITH application AS (
    SELECT applications.* FROM runs JOIN applications ON applications.id = runs.application_id WHERE runs.id = :run_id
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
           customer_id, job_id, person_id, workflow_id, :run_id, '{}', '{}',
           jsonb_build_object('review', opened.id, 'kind', CAST(:kind AS text), 'reasons', CAST(:reasons AS jsonb))
    FROM opened, application
)
SELECT id FROM opened
UNION ALL
SELECT reviews.id FROM reviews JOIN application ON application.id = reviews.application_id
WHERE reviews.kind = :kind AND reviews.state = 'open' AND NOT EXISTS (SELECT 1 FROM opened)
""").bindparams(
    sa.bindparam("run_id", type_=sa.UUID(as_uuid=False)),
    sa.bindparam("reasons", type_=JSONB),
)


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

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def open(self, opening: Opening) -> int:
        """The id of the one open review of this kind for the run's application, which now rests on this run.

        Whether it asks for a blind rating first is decided by a hash of the run.
        """
        blind = opening.kind is ReviewKind.BLIND_SAMPLE or chosen(BLIND_SHARE, "blind", opening.run_id)
        values = {
            "run_id": opening.run_id,
            "kind": opening.kind,
            "reasons": list(opening.reasons),
            "blind": blind,
            "priority": opening.kind.priority,
            "proposed_status": opening.proposed_status,
            "seen_status": opening.seen_status,
            "days": opening.kind.days,
            "actor": SERVICE,
        }
        with transaction(self._engine) as connection:
            review_id: int = connection.execute(OPEN_REVIEW, values).scalars().first() or 0
        return review_id
