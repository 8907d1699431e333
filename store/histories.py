"""Every scoring of one application, with the versions that it rests on."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa

from scoring.run import RunId, RunState
from store.engine import transaction


@dataclass(frozen=True, slots=True)
class PastRun:
    """``tier`` and what follows are None until the run has a score card; ``score`` also when it abstained."""

    run_id: RunId
    state: RunState
    cause: str
    opened_at: datetime
    finished_at: datetime | None
    score: Decimal | None
    tier: str | None
    abstained: str | None
    rubric_version: str | None
    assessor: str | None
    model: str | None
    prompt_version: str | None


OF_APPLICATION = sa.text("""
SELECT runs.id, runs.state, runs.cause, runs.opened_at, runs.finished_at, scores.score, scores.tier, scores.abstained,
       rubrics.version, scores.assessor, scores.model, scores.prompt_version
FROM applications AS application
JOIN runs ON runs.application_id = application.id
LEFT JOIN scores ON scores.run_id = runs.id
LEFT JOIN rubrics ON rubrics.id = scores.rubric_id
WHERE application.customer_id = :customer_id AND application.workflow_id = :workflow_id
ORDER BY runs.opened_at DESC LIMIT :limit
""")


class Histories:
    """Each method is one read-only transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def of_application(self, customer_id: str, workflow_id: str, limit: int = 50) -> tuple[PastRun, ...]:
        """The runs of an application, newest first."""
        values = {"customer_id": customer_id, "workflow_id": workflow_id, "limit": limit}
        with transaction(self._engine) as connection:
            rows = connection.execute(OF_APPLICATION, values).all()
        return tuple(
            PastRun(
                run_id=RunId(str(row.id)),
                state=RunState(row.state),
                cause=row.cause,
                opened_at=row.opened_at,
                finished_at=row.finished_at,
                score=row.score,
                tier=row.tier,
                abstained=row.abstained,
                rubric_version=row.version,
                assessor=row.assessor,
                model=row.model,
                prompt_version=row.prompt_version,
            )
            for row in rows
        )
