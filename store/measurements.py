"""What the ledger knows about a scope that a promotion can be measured by: blind ratings, and scores of today."""

from dataclasses import asdict, dataclass
from decimal import Decimal

import sqlalchemy as sa

from store.engine import transaction
from store.versions import Scope

_OF_SCOPE = """
requisition.customer_id = :customer_id AND :family IN ('', requisition.family)
AND :job_id IN ('', requisition.job_id)
"""
# The newest rating of each application that was given before our score could be seen anywhere, beside the score of
# today. A person rated what was asked for then, so a score for another rubric is no pair.
RATED = sa.text(f"""
SELECT DISTINCT ON (now.application_id) application.workflow_id, requisition.job_id, now.score, rating.rating,
       rating.user_id, now.assessor, now.model, now.prompt_version,
       COALESCE(finding.payload->'card'->'provenance'->>'effort', '') AS effort
FROM review_ratings AS rating
JOIN reviews ON reviews.id = rating.review_id AND reviews.blind AND NOT rating.could_have_seen
JOIN scores AS seen ON seen.run_id = reviews.run_id
JOIN scores AS now ON now.application_id = seen.application_id AND now.current AND now.score IS NOT NULL
                  AND now.rubric_id = seen.rubric_id
JOIN requisitions AS requisition ON requisition.id = now.requisition_id
JOIN applications AS application ON application.id = now.application_id
LEFT JOIN findings AS finding ON finding.run_id = now.run_id AND finding.step = 'flag'
WHERE {_OF_SCOPE}
ORDER BY now.application_id, rating.rated_at DESC
""")  # noqa: S608  a constant of this module
SCORED = sa.text(f"""
SELECT application.workflow_id, scores.tier
FROM scores JOIN requisitions AS requisition ON requisition.id = scores.requisition_id
JOIN applications AS application ON application.id = scores.application_id
WHERE scores.current AND scores.score IS NOT NULL AND {_OF_SCOPE}
""")  # noqa: S608  a constant of this module


@dataclass(frozen=True, slots=True)
class RatedScore:
    """A score and what a person gave who had not seen it. The rest says who rated, and how the score was made."""

    workflow_id: str
    job_id: str
    score: Decimal
    rating: Decimal
    user_id: str
    assessor: str
    model: str
    prompt_version: str
    effort: str


class Measurements:
    """Each method is one read-only transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def rated_blind(self, scope: Scope) -> tuple[RatedScore, ...]:
        """Every application of the scope with a blind rating and a score for the same rubric, each once."""
        with transaction(self._engine) as connection:
            rows = connection.execute(RATED, asdict(scope)).all()
        return tuple(RatedScore(**{**row._mapping, "user_id": str(row.user_id)}) for row in rows)

    def tiers(self, scope: Scope) -> dict[str, str]:
        """The tier of each scored application of the scope, by its id in iCIMS."""
        with transaction(self._engine) as connection:
            rows = connection.execute(SCORED, asdict(scope)).all()
        return {row.workflow_id: row.tier for row in rows}
