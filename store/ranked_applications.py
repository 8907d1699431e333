"""An application as a line of its requisition's list, and the list as a part of statements."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from scoring.run import RunId
from store.blindness import HELD_BACK_OF_REQUISITION


@dataclass(frozen=True, slots=True)
class RankedApplication:
    """``stage`` is where it stands in iCIMS as far as the ledger knows: our name of the status, its node id, or ''.

    ``in_blind_review``: the viewer has to rate it before he sees what we think. Then there is no score, no tier, no
    reason and nothing missing here, and ``abstained`` is None.
    """

    run_id: RunId
    workflow_id: str
    person_id: str
    score: Decimal | None
    confidence: float
    tier: str
    abstained: str | None
    strongest: str
    missing: tuple[dict[str, Any], ...]
    scored_at: datetime
    tags: tuple[str, ...] = ()
    stage: str = ""
    in_blind_review: bool = False


# The newest status of each application of a requisition: moved by people, by us upward, or by a confirmed rejection.
STAGES = """
SELECT DISTINCT ON (moved.workflow_id) moved.workflow_id, moved.stage
FROM (
    SELECT workflow_id, COALESCE(NULLIF(stage, ''), new_status) AS stage, occurred_at AS at, id AS place
    FROM stage_outcomes WHERE customer_id = :customer_id AND job_id = :job_id
    UNION ALL
    SELECT application.workflow_id, 'review', moves.moved_at, 0
    FROM upward_moves AS moves JOIN applications AS application ON application.id = moves.application_id
    WHERE moves.state = 'written' AND application.customer_id = :customer_id AND application.job_id = :job_id
    UNION ALL
    SELECT application.workflow_id, 'disqualified', writing.updated_at, 0
    FROM reviews JOIN applications AS application ON application.id = reviews.application_id
    JOIN review_decisions AS decision ON decision.review_id = reviews.id
    JOIN review_writes AS writing ON writing.decision_id = decision.id
    WHERE reviews.customer_id = :customer_id AND reviews.job_id = :job_id AND writing.output ? 'status_transaction'
) AS moved
ORDER BY moved.workflow_id, moved.at DESC, moved.place DESC
"""
# What the viewer may not see yet is gone before anything is filtered or sorted by it.
RANKED = f"""
(SELECT scores.run_id, scores.application_id, scores.scored_at, application.workflow_id, application.person_id,
        COALESCE(standing.stage, '') AS stage, held.application_id IS NOT NULL AS in_blind_review,
        CASE WHEN held.application_id IS NULL THEN scores.score END AS score,
        CASE WHEN held.application_id IS NULL THEN scores.confidence ELSE 0 END AS confidence,
        CASE WHEN held.application_id IS NULL THEN scores.tier ELSE '' END AS tier,
        CASE WHEN held.application_id IS NULL THEN scores.abstained END AS abstained,
        CASE WHEN held.application_id IS NULL THEN scores.strongest ELSE '' END AS strongest,
        CASE WHEN held.application_id IS NULL THEN scores.missing ELSE '[]' END AS missing,
        CASE WHEN held.application_id IS NULL THEN scores.tags ELSE '{{}}' END AS tags
 FROM scores
 JOIN requisitions AS requisition ON requisition.id = scores.requisition_id
 JOIN applications AS application ON application.id = scores.application_id
 LEFT JOIN ({HELD_BACK_OF_REQUISITION}) AS held ON held.application_id = scores.application_id
 LEFT JOIN ({STAGES}) AS standing ON standing.workflow_id = application.workflow_id
 WHERE requisition.customer_id = :customer_id AND requisition.job_id = :job_id AND scores.current) AS ranked
"""  # noqa: S608  constants of ours
# Behind every score, before what has none.
BEST_FIRST = "CASE WHEN ranked.in_blind_review THEN 0.5 ELSE - COALESCE(ranked.score, -1) END"


def application_of(row: Any) -> RankedApplication:
    """The line that a row of ``RANKED`` is."""
    return RankedApplication(
        run_id=RunId(str(row.run_id)),
        workflow_id=row.workflow_id,
        person_id=row.person_id,
        score=row.score,
        confidence=row.confidence,
        tier=row.tier,
        abstained=row.abstained,
        strongest=row.strongest,
        missing=tuple(row.missing),
        scored_at=row.scored_at,
        tags=tuple(row.tags),
        stage=row.stage,
        in_blind_review=row.in_blind_review,
    )
