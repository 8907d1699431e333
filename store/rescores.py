"""Applications whose scores are made anew: which there are in a scope, and how far that has got."""

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from store.engine import statement
from store.versions import Scope

_IN_SCOPE = """
:customer_id IN ('', requisition.customer_id) AND :family IN ('', requisition.family)
AND :job_id IN ('', requisition.job_id)
"""
SCORED = sa.text(f"""
SELECT application.id, application.customer_id, application.job_id, application.workflow_id, application.person_id,
       rubrics.version AS rubric_version
FROM scores JOIN requisitions AS requisition ON requisition.id = scores.requisition_id
JOIN applications AS application ON application.id = scores.application_id
JOIN rubrics ON rubrics.id = requisition.rubric_id
WHERE scores.current AND application.id > :after AND {_IN_SCOPE}
ORDER BY application.id LIMIT :limit
""")  # noqa: S608  a constant of this module
PROGRESS = sa.text(f"""
SELECT count(*) AS applications, count(*) FILTER (WHERE runs.opened_at >= :since) AS done,
       count(*) FILTER (WHERE EXISTS (SELECT FROM runs AS open_run
                                      WHERE open_run.application_id = scores.application_id
                                        AND open_run.state = 'open')) AS under_way
FROM scores JOIN requisitions AS requisition ON requisition.id = scores.requisition_id
JOIN runs ON runs.id = scores.run_id
WHERE scores.current AND {_IN_SCOPE}
""")  # noqa: S608  a constant of this module


@dataclass(frozen=True, slots=True)
class ScoredApplication:
    """``id`` is ours, in the order of first arrival."""

    id: int
    customer_id: str
    job_id: str
    workflow_id: str
    person_id: str
    rubric_version: str


@dataclass(frozen=True, slots=True)
class RescoreProgress:
    """Of ``applications`` with a score, ``done`` got theirs from a run that was opened since; others are on their
    way."""

    applications: int
    done: int
    under_way: int


class Rescores:
    """Each method is one read-only statement."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def scored(self, scope: Scope, after: int, limit: int) -> tuple[ScoredApplication, ...]:
        """The next applications of the scope that have a score, or were left to a person, by ascending id."""
        with statement(self._engine) as connection:
            rows = connection.execute(SCORED, {**asdict(scope), "after": after, "limit": limit}).all()
        return tuple(ScoredApplication(*row) for row in rows)

    def progress(self, scope: Scope, since: datetime) -> RescoreProgress:
        """How many of them have a score that is newer than ``since``."""
        with statement(self._engine) as connection:
            row = connection.execute(PROGRESS, {**asdict(scope), "since": since}).one()
        return RescoreProgress(row.applications, row.done, row.under_way)
