"""Everything that happened to one application, in one list: runs, writes, people's views and decisions, stages."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from store.engine import statement


class Happening(StrEnum):
    RUN = "run"  # state, cause, score, tier, abstained, rubric, assessor, model, prompt
    WRITE = "write"  # what the write-back step kept: mode, entry_id, fields, receipts, conflicts, move
    RATING = "rating"  # rating, login, could_have_seen
    DECISION = "decision"  # verdict, adjusted, score, reason, login, score_shown, written, transactions
    STAGE = "stage"  # old, new, stage, by


@dataclass(frozen=True, slots=True)
class Moment:
    """``run_id`` is '' where it belongs to no run; ``details`` as its kind says."""

    at: datetime
    kind: Happening
    run_id: str
    details: dict[str, Any]


OF_APPLICATION = sa.text("""
WITH this AS (
    SELECT * FROM applications WHERE customer_id = :customer_id AND workflow_id = :workflow_id
), said AS (
    SELECT reviews.id AS review_id, reviews.run_id FROM this JOIN reviews ON reviews.application_id = this.id
)
SELECT runs.opened_at AS at, 'run' AS kind, runs.id::text AS run_id, jsonb_build_object(
           'state', runs.state, 'cause', runs.cause, 'score', scores.score, 'tier', scores.tier, 'abstained',
           scores.abstained, 'rubric', rubrics.version, 'assessor', scores.assessor, 'model', scores.model, 'prompt',
           scores.prompt_version) AS details
FROM this JOIN runs ON runs.application_id = this.id
LEFT JOIN scores ON scores.run_id = runs.id LEFT JOIN rubrics ON rubrics.id = scores.rubric_id
UNION ALL
SELECT findings.recorded_at, 'write', runs.id::text, findings.payload
FROM this JOIN runs ON runs.application_id = this.id
JOIN findings ON findings.run_id = runs.id AND findings.step = 'write_back'
UNION ALL
SELECT given.rated_at, 'rating', COALESCE(said.run_id::text, ''), jsonb_build_object(
           'rating', given.rating, 'login', users.login, 'could_have_seen', given.could_have_seen)
FROM said JOIN review_ratings AS given ON given.review_id = said.review_id JOIN users ON users.id = given.user_id
UNION ALL
SELECT decision.decided_at, 'decision', COALESCE(decision.run_id::text, ''), jsonb_build_object(
           'verdict', decision.verdict, 'adjusted', decision.adjusted, 'score', decision.score, 'reason',
           decision.reason, 'login', users.login, 'score_shown', decision.score_shown, 'written', writing.state,
           'transactions', array_remove(
               ARRAY[writing.output->>'note_transaction', writing.output->>'status_transaction'], NULL))
FROM said JOIN review_decisions AS decision ON decision.review_id = said.review_id
JOIN users ON users.id = decision.user_id LEFT JOIN review_writes AS writing ON writing.decision_id = decision.id
UNION ALL
SELECT occurred_at, 'stage', '', jsonb_build_object(
           'old', old_status, 'new', new_status, 'stage', stage, 'by', icims_user_id)
FROM this JOIN stage_outcomes USING (customer_id, workflow_id)
ORDER BY at DESC LIMIT :limit
""")


class Timelines:
    """Each method is one statement."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def of_application(self, customer_id: str, workflow_id: str, limit: int = 100) -> tuple[Moment, ...]:
        """What happened to the application, the latest first."""
        values = {"customer_id": customer_id, "workflow_id": workflow_id, "limit": limit}
        with statement(self._engine) as connection:
            rows = connection.execute(OF_APPLICATION, values).all()
        return tuple(Moment(row.at, Happening(row.kind), row.run_id, row.details) for row in rows)
