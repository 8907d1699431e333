"""What a person has to see to beside dead letters: decisions that iCIMS never got, and policy trials that failed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from scoring.errors import InvalidInputError
from store.engine import statement, transaction
from store.review_audit import on_record


@dataclass(frozen=True, slots=True)
class UnwrittenDecision:
    """A reviewer's decision whose way into iCIMS was given up; ``reason`` holds ids and codes only."""

    decision_id: int
    review_id: int
    customer_id: str
    workflow_id: str
    verdict: str
    attempts: int
    reason: str
    failed_at: datetime


@dataclass(frozen=True, slots=True)
class FailedTrial:
    """The newest trial of its kind of a proposal, where it failed."""

    proposal_id: int
    kind: str
    error: str
    failed_at: datetime


DECISIONS = sa.text("""
SELECT writing.decision_id, reviews.id AS review_id, reviews.customer_id, application.workflow_id, decision.verdict,
       writing.attempts, COALESCE(writing.last_error, '') AS reason, writing.updated_at AS failed_at
FROM review_writes AS writing
JOIN review_decisions AS decision ON decision.id = writing.decision_id
JOIN reviews ON reviews.id = decision.review_id
JOIN applications AS application ON application.id = reviews.application_id
WHERE writing.state = 'failed' ORDER BY writing.updated_at LIMIT :limit
""")
COUNT = sa.text("SELECT count(*) FROM review_writes WHERE state = 'failed'")

TRIALS = sa.text("""
SELECT proposal_id, kind, error, finished_at AS failed_at
FROM (SELECT DISTINCT ON (proposal_id, kind) * FROM policy_trials ORDER BY proposal_id, kind, id DESC) AS newest
WHERE state = 'failed' AND finished_at > now() - make_interval(days => :days) ORDER BY finished_at DESC LIMIT :limit
""")

# A newer decision about the same application says something else by now; writing this one would put it aside.
AGAIN = sa.text("""
UPDATE review_writes AS writing SET state = 'waiting', attempts = 0, due_at = now(), updated_at = now()
FROM review_decisions AS decision JOIN reviews ON reviews.id = decision.review_id
WHERE writing.decision_id = :decision_id AND writing.state = 'failed' AND decision.id = writing.decision_id
  AND NOT EXISTS (
      SELECT 1 FROM review_decisions AS later JOIN reviews AS other ON other.id = later.review_id
      WHERE other.application_id = reviews.application_id AND later.id > decision.id AND later.verdict <> 'undo')
RETURNING reviews.*
""")
LEAVE = sa.text("""
UPDATE review_writes AS writing SET state = 'withheld', updated_at = now()
FROM review_decisions AS decision JOIN reviews ON reviews.id = decision.review_id
WHERE writing.decision_id = :decision_id AND writing.state = 'failed' AND decision.id = writing.decision_id
RETURNING reviews.*
""")
FAILED = sa.text("SELECT 1 FROM review_writes WHERE decision_id = :decision_id AND state = 'failed'")


class Unwritten:
    """Each method is one transaction; each change stands on record with who made it."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def decisions(self, limit: int = 100) -> tuple[UnwrittenDecision, ...]:
        """Of all tenants, those first that were given up first."""
        with statement(self._engine) as connection:
            rows = connection.execute(DECISIONS, {"limit": limit}).all()
        return tuple(UnwrittenDecision(**row._mapping) for row in rows)

    def count(self) -> int:
        """How many decisions that is in all."""
        with statement(self._engine) as connection:
            return int(connection.execute(COUNT).scalar_one())

    def trials(self, days: int = 7, limit: int = 20) -> tuple[FailedTrial, ...]:
        """Of the last ``days`` days, the newest first."""
        with statement(self._engine) as connection:
            rows = connection.execute(TRIALS, {"days": days, "limit": limit}).all()
        return tuple(FailedTrial(**row._mapping) for row in rows)

    def write_again(self, decision_id: int, actor: str) -> None:
        """Let it be written as if for the first time. Raises InvalidInputError when it was not given up, or when a
        newer decision about the application has overtaken it."""
        self._change(AGAIN, decision_id, actor, "decision.replayed")

    def leave(self, decision_id: int, actor: str) -> None:
        """Keep it here: iCIMS is not told. Raises InvalidInputError when it was not given up."""
        self._change(LEAVE, decision_id, actor, "decision.left")

    def _change(self, change: sa.TextClause, decision_id: int, actor: str, action: str) -> None:
        values: dict[str, Any] = {"decision_id": decision_id}
        with transaction(self._engine) as connection:
            review = connection.execute(change, values).one_or_none()
            if review is not None:
                on_record(connection, review, action, actor, {"decision": decision_id})
                return
            overtaken = connection.execute(FAILED, values).first() is not None
        if overtaken:
            raise InvalidInputError(f"decision {decision_id}: a newer one about the application stands; close it")
        raise InvalidInputError(f"decision {decision_id} is not one that could not be written")
