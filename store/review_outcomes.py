"""What became of applications, and how people's decisions compare with scores: figures, never a rule."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from scoring.access import Grant
from store.blindness import HELD_BACK
from store.engine import statement, transaction

NOTE = sa.text("""
INSERT INTO stage_outcomes (customer_id, job_id, workflow_id, old_status, new_status, stage, icims_user_id, event_key,
                            occurred_at)
VALUES (:customer_id, :job_id, :workflow_id, :old_status, :new_status, :stage, :icims_user_id, :event_key, :occurred_at)
ON CONFLICT (customer_id, event_key) DO NOTHING
""")
STATUSES = sa.text("""
SELECT old_status FROM stage_outcomes WHERE customer_id = :customer_id
UNION SELECT new_status FROM stage_outcomes WHERE customer_id = :customer_id
""")
IN_FORCE = """
decision.verdict <> 'undo' AND NOT EXISTS (SELECT 1 FROM review_decisions AS undo WHERE undo.undoes = decision.id)
"""
# The newest view of a person per application: a rating given blind goes before one that was not, and before an adjusted
# score, which ours began. What the viewer has to rate himself is not among them.
VIEWS = sa.text(f"""
SELECT DISTINCT ON (scores.application_id) application.workflow_id, scores.run_id, scores.score, view.rating,
       view.blind, view.could_have_seen
FROM (
    SELECT review_id, rating, NOT could_have_seen AS blind, could_have_seen, rated_at AS at FROM review_ratings
    UNION ALL
    SELECT review_id, adjusted, false, false, decided_at FROM review_decisions AS decision
    WHERE adjusted IS NOT NULL AND {IN_FORCE}
) AS view
JOIN reviews ON reviews.id = view.review_id
JOIN scores ON scores.run_id = reviews.run_id AND scores.score IS NOT NULL
JOIN applications AS application ON application.id = scores.application_id
WHERE reviews.customer_id = :customer_id AND reviews.job_id = :job_id
  AND NOT {HELD_BACK.format(application_id="scores.application_id")}
ORDER BY scores.application_id, view.blind DESC, view.could_have_seen DESC, view.at DESC
""")  # noqa: S608  a constant of this module
# A decision goes before a stage in iCIMS; of either the newest counts.
OUTCOMES = sa.text(f"""
SELECT DISTINCT ON (application.id) application.workflow_id, scores.run_id, scores.score, outcome.kept
FROM (
    SELECT reviews.application_id, decision.verdict <> 'reject' AS kept, decision.decided_at AS at, 0 AS place
    FROM review_decisions AS decision JOIN reviews ON reviews.id = decision.review_id
    WHERE reviews.customer_id = :customer_id AND reviews.job_id = :job_id AND {IN_FORCE}
    UNION ALL
    SELECT applications.id, NOT stage = ANY(:rejected), occurred_at, 1
    FROM stage_outcomes JOIN applications USING (customer_id, workflow_id)
    WHERE stage_outcomes.customer_id = :customer_id AND stage_outcomes.job_id = :job_id
      AND stage = ANY(:rejected || :kept)
) AS outcome
JOIN applications AS application ON application.id = outcome.application_id
JOIN scores ON scores.application_id = application.id AND scores.current AND scores.score IS NOT NULL
ORDER BY application.id, outcome.place, outcome.at DESC
""").bindparams(  # noqa: S608  a constant of this module
    sa.bindparam("rejected", type_=sa.ARRAY(sa.Text)), sa.bindparam("kept", type_=sa.ARRAY(sa.Text))
)
RATINGS = sa.text("""
SELECT findings.run_id, criterion->>'id' AS criterion_id, (criterion->>'rating')::float AS rating
FROM findings, jsonb_array_elements(payload->'card'->'criteria') AS criterion
WHERE step = 'flag' AND run_id = ANY(:run_ids) AND criterion->>'mode' = 'scored' AND criterion->>'verdict' <> 'unknown'
""").bindparams(sa.bindparam("run_ids", type_=sa.ARRAY(sa.UUID(as_uuid=False))))
FIGURES = f"""
SELECT {{group}} AS team, count(*) AS decisions, count(*) FILTER (WHERE followed) AS followed,
       count(*) FILTER (WHERE NOT followed) AS overridden,
       count(*) FILTER (WHERE NOT followed AND verdict <> 'reject') AS kept_against,
       count(*) FILTER (WHERE NOT followed AND verdict = 'reject') AS rejected_against,
       count(*) FILTER (WHERE verdict = 'adjust') AS adjusted,
       count(*) FILTER (WHERE reviews.kind = 'known_answer') AS known,
       count(*) FILTER (WHERE reviews.kind = 'known_answer' AND verdict = expected) AS known_right
FROM review_decisions AS decision JOIN reviews ON reviews.id = decision.review_id
LEFT JOIN requisitions AS requisition
       ON requisition.customer_id = reviews.customer_id AND requisition.job_id = reviews.job_id
WHERE {IN_FORCE} AND reviews.customer_id = ANY(:customer_ids)
  AND (:user_id = '' OR decision.user_id::text = :user_id)
  AND EXISTS (SELECT FROM jsonb_to_recordset(:within) AS place (customer_id text, family text, job_id text)
              WHERE place.customer_id IN ('', reviews.customer_id)
                AND place.family IN ('', COALESCE(requisition.family, '')) AND place.job_id IN ('', reviews.job_id))
GROUP BY 1 ORDER BY 1
"""  # noqa: S608  constants of this module
GROUPS = {"team": "COALESCE(requisition.family, '')", "all": "''"}

# Names of stages, as the tenant's field mapping gives them, that say what people decided about an application.
REJECTED_STAGES = ("disqualified", "rejected")
KEPT_STAGES = ("review", "interview", "offer", "hired")


@dataclass(frozen=True, slots=True)
class StageOutcome:
    """A status that an application reached, by the hand of ``icims_user_id``. ``stage`` is our name of it or ''."""

    customer_id: str
    job_id: str
    workflow_id: str
    old_status: str
    new_status: str
    stage: str
    icims_user_id: str
    event_key: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class PersonsView:
    """A person's rating of an application beside its score. ``blind``: given before the score could be seen anywhere;
    ``could_have_seen``: we had not shown it, but it stood elsewhere. An adjusted score is neither."""

    workflow_id: str
    run_id: str
    score: Decimal
    rating: Decimal
    blind: bool
    could_have_seen: bool


@dataclass(frozen=True, slots=True)
class DecidedApplication:
    workflow_id: str
    run_id: str
    score: Decimal
    kept: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over decisions in force. Only where the score suggested something can it be followed or overridden.

    ``kept_against`` and ``rejected_against`` are the directions of the overridden; ``known_right`` of the ``known``
    known-answer cases were decided as they had to be.
    """

    team: str
    decisions: int
    followed: int
    overridden: int
    kept_against: int
    rejected_against: int
    adjusted: int
    known: int
    known_right: int

    @property
    def follow_rate(self) -> float | None:
        """From 0 to 1, or None where no score suggested anything; the override rate is the rest."""
        suggested = self.followed + self.overridden
        return self.followed / suggested if suggested else None

    def with_those_of(self, other: "Figures") -> "Figures":
        """Both together, under the name of this one."""
        counts = (field.name for field in fields(self) if field.name != "team")
        return Figures(self.team, **{name: getattr(self, name) + getattr(other, name) for name in counts})

    @property
    def override_rate(self) -> float | None:
        return None if self.follow_rate is None else 1 - self.follow_rate


class ReviewOutcomes:
    """Each method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def note(self, outcome: StageOutcome) -> None:
        """Keep it; the same event twice is kept once."""
        with statement(self._engine) as connection:
            connection.execute(NOTE, asdict(outcome))

    def statuses(self, customer_id: str) -> frozenset[str]:
        """Every status id from which or into which an application of the customer was seen to move."""
        with statement(self._engine) as connection:
            rows = connection.execute(STATUSES, {"customer_id": customer_id}).scalars()
            return frozenset(status for status in rows if status)

    def views(self, customer_id: str, job_id: str, viewer: str = "") -> tuple[PersonsView, ...]:
        """The newest view of a person per scored application of the requisition.

        ``viewer`` is the id of a user who may review there: what he has to rate blind is left out.
        """
        values = {"customer_id": customer_id, "job_id": job_id, "viewer": viewer}
        with transaction(self._engine) as connection:
            rows = connection.execute(VIEWS, values).all()
        return tuple(
            PersonsView(r.workflow_id, str(r.run_id), r.score, r.rating, r.blind, r.could_have_seen) for r in rows
        )

    def decided(self, customer_id: str, job_id: str) -> tuple[DecidedApplication, ...]:
        """Scored applications that people kept or rejected, here or in iCIMS."""
        values = {"rejected": list(REJECTED_STAGES), "kept": list(KEPT_STAGES)}
        with transaction(self._engine) as connection:
            rows = connection.execute(OUTCOMES, {"customer_id": customer_id, "job_id": job_id, **values}).all()
        return tuple(DecidedApplication(r.workflow_id, str(r.run_id), r.score, r.kept) for r in rows)

    def criterion_ratings(self, run_ids: Sequence[str]) -> dict[str, dict[str, float]]:
        """Our ratings by criterion and run, of scored criteria that could be told."""
        with transaction(self._engine) as connection:
            rows = connection.execute(RATINGS, {"run_ids": list(run_ids)}).all()
        found: dict[str, dict[str, float]] = {}
        for row in rows:
            found.setdefault(row.criterion_id, {})[str(row.run_id)] = row.rating
        return found

    def figures(
        self, customer_ids: Sequence[str], within: Sequence[Grant], by: str = "team", user_id: str = ""
    ) -> tuple[Figures, ...]:
        """``by`` "team" is one line for each job family, "all" one for everything. ``user_id`` '' is everybody."""
        query = sa.text(FIGURES.format(group=GROUPS[by])).bindparams(sa.bindparam("within", type_=JSONB))
        values = {
            "customer_ids": list(customer_ids),
            "within": [asdict(grant) for grant in within],
            "user_id": user_id,
        }
        with transaction(self._engine) as connection:
            rows = connection.execute(query, values).all()
        return tuple(Figures(**row._mapping) for row in rows)
