"""Extra reviews that ask for a rating before the score is shown: drawn at random, so that a pilot can gather pairs."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from scoring.errors import InvalidInputError
from scoring.review import ReviewKind
from scoring.review_rules import USUAL, ReviewRules
from store.engine import transaction
from store.review_audit import on_record

MOST_DRAWN = 100
# How the audit record says which ones these are: anybody can draw them again from the ledger.
RULE = "the smallest sha256 of draw:customer:application"

# Two people who draw at the same time get different applications.
LOCK = sa.text("""
SELECT id FROM requisitions WHERE customer_id = :customer_id AND job_id = :job_id FOR UPDATE
""")
# Who has rated or decided has seen more than the resume; what waits for a blind rating is asked for already.
DRAW = sa.text("""
WITH free AS (
    SELECT application.id, application.customer_id, application.job_id, application.workflow_id, scores.run_id
    FROM scores JOIN applications AS application ON application.id = scores.application_id
    WHERE scores.current AND scores.score IS NOT NULL AND scores.requisition_id = :requisition_id
      AND NOT EXISTS (
          SELECT FROM reviews WHERE reviews.application_id = application.id AND (
              (reviews.state = 'open' AND reviews.kind = :kind)
              OR EXISTS (SELECT FROM review_ratings WHERE review_id = reviews.id)
              OR EXISTS (SELECT FROM review_decisions WHERE review_id = reviews.id)))
), drawn AS (
    SELECT * FROM free
    ORDER BY sha256(convert_to('draw:' || customer_id || ':' || workflow_id, 'UTF8')), workflow_id
    LIMIT GREATEST(0, LEAST(:count, :most - (
        SELECT count(*) FROM reviews WHERE customer_id = :customer_id AND job_id = :job_id AND state = 'open'
          AND kind = :kind AND reasons = '["drawn"]')))
)
INSERT INTO reviews (customer_id, job_id, application_id, run_id, kind, reasons, blind, priority, assignee, due_at)
SELECT customer_id, job_id, id, run_id, :kind, '["drawn"]', true, :priority, CAST(:user_id AS uuid),
       now() + make_interval(days => :days)
FROM drawn
ON CONFLICT (application_id, kind) WHERE state = 'open' DO NOTHING
RETURNING *
""")
AUDIT = sa.text("""
INSERT INTO audit_events (trace_id, actor, action, customer_id, job_id, person_id, workflow_id, versions, inputs,
                          output)
VALUES ('reviews', :actor, 'review.drawn', :customer_id, :job_id, '', '', '{}', '{}', :output)
""").bindparams(sa.bindparam("output", type_=JSONB))


class ReviewDraws:
    """Each method is one transaction with its audit events."""

    def __init__(self, engine: sa.Engine, rules: Mapping[str, ReviewRules]) -> None:
        self._engine = engine
        self._rules = rules

    def draw(self, customer_id: str, job_id: str, user_id: str, actor: str, count: int) -> tuple[int, ...]:
        """Open up to ``count`` (1 to 100) blind reviews of scored applications that nobody has rated, for this user.

        Their ids, in the order in which the queue has them; fewer, or none, where no more are free, or where 100 wait
        already: each is held back from everybody who reviews there. Raises InvalidInputError for another count.
        """
        if not 1 <= count <= MOST_DRAWN:
            raise InvalidInputError(f"draw 1 to {MOST_DRAWN} applications")
        kind, place = ReviewKind.BLIND_SAMPLE, {"customer_id": customer_id, "job_id": job_id}
        days = self._rules.get(customer_id, USUAL).days_of(kind)
        with transaction(self._engine) as connection:
            requisition_id = connection.execute(LOCK, place).scalar_one_or_none()
            wanted = {**place, "requisition_id": requisition_id, "user_id": user_id, "count": count, "most": MOST_DRAWN}
            asked = {"kind": kind, "priority": kind.priority, "days": days}
            drawn = sorted(connection.execute(DRAW, {**wanted, **asked}).all(), key=lambda review: review.id)
            for review in drawn:
                on_record(connection, review, "review.opened", actor, {"kind": kind, "reasons": ["drawn"]})
            said = {"asked": count, "reviews": [review.id for review in drawn], "rule": RULE, "assignee": user_id}
            connection.execute(AUDIT, {**place, "actor": actor, "output": said})
        return tuple(review.id for review in drawn)
