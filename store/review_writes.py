"""The way of decisions into iCIMS: claimed, fenced by a lease and by the stop buttons, and finished once."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from scoring.review import ReviewKind, Verdict
from scoring.run import RolloutMode, RunId
from store.engine import statement, transaction
from store.inbox import SERVICE
from store.review_audit import on_record
from store.write_backs import NOT_STOPPED

# Not while a run of the application is open: it may be writing to the same entry.
CLAIM = sa.text(f"""
UPDATE review_writes SET lease_token = CAST(:token AS uuid), lease_until = now() + make_interval(secs => :lease),
                         attempts = attempts + 1, updated_at = now()
WHERE decision_id = (
    SELECT writing.decision_id
    FROM review_writes AS writing JOIN review_decisions AS decision ON decision.id = writing.decision_id
    JOIN reviews ON reviews.id = decision.review_id
    WHERE writing.state = 'waiting' AND writing.due_at <= now() AND COALESCE(writing.lease_until, '-infinity') < now()
      AND NOT EXISTS (SELECT 1 FROM runs WHERE runs.application_id = reviews.application_id AND runs.state = 'open')
      AND {NOT_STOPPED.format(application_id="reviews.application_id")}
    ORDER BY writing.due_at LIMIT 1 FOR UPDATE OF writing SKIP LOCKED)
RETURNING decision_id, attempts
""")  # noqa: S608  a constant of this module
PENDING = sa.text("""
SELECT decision.id, decision.review_id, decision.verdict, decision.adjusted, decision.reason, decision.run_id,
       reviews.kind, reviews.customer_id, reviews.job_id, reviews.proposed_status, reviews.seen_status, users.login,
       application.workflow_id, written.entry_id, written.state AS written_state, flagged.payload,
       reached.payload->>'mode' AS mode
FROM review_decisions AS decision
JOIN reviews ON reviews.id = decision.review_id
JOIN users ON users.id = decision.user_id
LEFT JOIN applications AS application ON application.id = reviews.application_id
LEFT JOIN findings AS reached ON reached.run_id = decision.run_id AND reached.step = 'write_back'
LEFT JOIN write_backs AS written ON written.application_id = reviews.application_id
LEFT JOIN findings AS flagged ON flagged.run_id = COALESCE(written.run_id, decision.run_id) AND flagged.step = 'flag'
WHERE decision.id = :decision_id
""")
BEGIN = sa.text(f"""
UPDATE review_writes SET begun = true, updated_at = now()
WHERE decision_id = :decision_id AND lease_token = CAST(:token AS uuid) AND state = 'waiting'
  AND lease_until > now() + make_interval(secs => :margin)
  AND (SELECT {NOT_STOPPED.format(application_id="reviews.application_id")}
       FROM reviews JOIN review_decisions AS decision ON decision.review_id = reviews.id
       WHERE decision.id = :decision_id)
""")  # noqa: S608  a constant of this module
FINISH = sa.text("""
UPDATE review_writes SET state = :state, output = :output, last_error = :error, lease_token = NULL, lease_until = NULL,
                         updated_at = now()
WHERE decision_id = :decision_id AND lease_token = CAST(:token AS uuid) AND state = 'waiting'
""").bindparams(sa.bindparam("output", type_=JSONB), sa.bindparam("error", type_=sa.Text))
NOTES = sa.text("""
SELECT writing.output->>'notes' FROM review_writes AS writing
JOIN review_decisions AS decision ON decision.id = writing.decision_id
JOIN reviews ON reviews.id = decision.review_id JOIN runs ON runs.application_id = reviews.application_id
WHERE runs.id = CAST(:run_id AS uuid) AND writing.state = 'complete' AND writing.output ? 'notes'
ORDER BY decision.id DESC LIMIT 1
""")
CLOSE = sa.text("""
UPDATE reviews SET state = 'closed' FROM review_decisions AS decision
WHERE decision.id = :decision_id AND reviews.id = decision.review_id RETURNING reviews.*
""")
POSTPONE = sa.text("""
UPDATE review_writes SET lease_token = NULL, lease_until = NULL, due_at = now() + make_interval(secs => :delay),
                         attempts = attempts - CASE WHEN :counts THEN 0 ELSE 1 END, last_error = :error,
                         updated_at = now()
WHERE decision_id = :decision_id AND lease_token = CAST(:token AS uuid) AND state = 'waiting'
""")


@dataclass(frozen=True, slots=True)
class Pending:
    """A decision on its way, held under ``token``. ``card`` is what iCIMS was last told; ``entry_id`` is where.

    ``mode`` is how far the score was allowed to reach that was decided on. A known-answer case has no ``workflow_id``.
    """

    decision_id: int
    token: str
    attempts: int
    kind: ReviewKind
    customer_id: str
    job_id: str
    workflow_id: str
    run_id: RunId | None
    mode: RolloutMode
    verdict: Verdict
    adjusted: Decimal | None
    reason: str
    login: str
    proposed_status: str
    seen_status: str
    entry_id: str | None
    card: dict[str, Any] | None


class ReviewWrites:
    """Each method is one transaction; it changes nothing and answers False when the lease is lost."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def claim(self, lease_seconds: float) -> Pending | None:
        """The decision that is due longest; none whose application an operator stopped, or that a run is at."""
        token = str(uuid4())
        with transaction(self._engine) as connection:
            claimed = connection.execute(CLAIM, {"token": token, "lease": lease_seconds}).one_or_none()
            if claimed is None:
                return None
            row = connection.execute(PENDING, {"decision_id": claimed.decision_id}).one()
        return Pending(
            decision_id=row.id,
            token=token,
            attempts=claimed.attempts,
            kind=ReviewKind(row.kind),
            customer_id=row.customer_id,
            job_id=row.job_id,
            workflow_id=row.workflow_id or "",
            run_id=None if row.run_id is None else RunId(str(row.run_id)),
            mode=RolloutMode(row.mode or RolloutMode.SHADOW),
            verdict=Verdict(row.verdict),
            adjusted=row.adjusted,
            reason=row.reason,
            login=row.login,
            proposed_status=row.proposed_status,
            seen_status=row.seen_status,
            entry_id=row.entry_id if row.written_state == "complete" else None,
            card=row.payload and row.payload["card"],
        )

    def begin(self, pending: Pending, margin: float) -> bool:
        """Before each call that changes something: True while the lease lasts ``margin`` seconds longer and no stop
        button covers it. From the first time on the decision cannot be undone."""
        values = {"decision_id": pending.decision_id, "token": pending.token, "margin": margin}
        with transaction(self._engine) as connection:
            return bool(connection.execute(BEGIN, values).rowcount)

    def finish(
        self, pending: Pending, state: str, output: dict[str, Any], note: dict[str, Any], error: str = ""
    ) -> bool:
        """End it as complete, withheld or failed; ``note`` goes on record, ``output`` stays with the decision."""
        values = {
            "decision_id": pending.decision_id,
            "token": pending.token,
            "state": state,
            "output": output,
            "error": error or None,
        }
        with transaction(self._engine) as connection:
            if not connection.execute(FINISH, values).rowcount:
                return False
            review = connection.execute(CLOSE, {"decision_id": pending.decision_id}).one()
            said = {"decision": pending.decision_id, "verdict": pending.verdict, **note}
            on_record(connection, review, f"decision.{state}", SERVICE, said)
        return True

    def notes_of(self, run_id: RunId) -> str:
        """What iCIMS was told of the newest decision about the application of this run, '' without one. A later score
        leaves it standing."""
        with statement(self._engine) as connection:
            return connection.execute(NOTES, {"run_id": run_id}).scalar_one_or_none() or ""

    def postpone(self, pending: Pending, delay: float, error: str, *, counts: bool) -> bool:
        """Give it back until ``delay`` seconds from now; with ``counts`` false the attempt is not charged."""
        values = {
            "decision_id": pending.decision_id,
            "token": pending.token,
            "delay": delay,
            "error": error,
            "counts": counts,
        }
        with transaction(self._engine) as connection:
            return bool(connection.execute(POSTPONE, values).rowcount)
