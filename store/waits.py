"""Runs that wait for something that only a person can change: why, and how they are told to look again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from scoring.run import RunId
from store.engine import statement, transaction

# A request id would make every reason another one.
WHY = sa.text("""
SELECT regexp_replace(last_error, ', request \\S+$', '') AS reason, next_step, count(*) AS runs,
       min(next_attempt_at) AS next_look
FROM runs WHERE state = 'open' AND next_attempt_at > now() AND last_error IS NOT NULL
GROUP BY 1, 2 ORDER BY count(*) DESC, 1 LIMIT :limit
""")

# Not those of extraction: they wait for the quota of the tracking system, which no person can lift.
WAKE = sa.text("""
UPDATE runs SET next_attempt_at = now(), rung_at = LEAST(rung_at, now() - interval '1 second')
WHERE state = 'open' AND lease_token IS NULL AND next_step IN ('match', 'write_back') AND next_attempt_at > now()
""")

ASSESSORS = sa.text("""
SELECT run_id, payload->>'assessor' AS assessor FROM findings WHERE step = 'extract' AND run_id = ANY(:run_ids)
""").bindparams(sa.bindparam("run_ids", type_=sa.ARRAY(sa.UUID(as_uuid=False))))


@dataclass(frozen=True, slots=True)
class Wait:
    """``runs`` runs that await ``step`` wait for the same ``reason``; the first looks again at ``next_look``."""

    reason: str
    step: str
    runs: int
    next_look: datetime


class Waits:
    """Each method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def reasons(self, limit: int = 20) -> tuple[Wait, ...]:
        """Why runs of all tenants wait, the most frequent reason first."""
        with statement(self._engine) as connection:
            rows = connection.execute(WHY, {"limit": limit}).all()
        return tuple(Wait(row.reason, row.next_step, row.runs, row.next_look) for row in rows)

    def wake(self) -> int:
        """Let every run that waits for the model, or to write, look again now; how many those are."""
        with transaction(self._engine) as connection:
            return int(connection.execute(WAKE).rowcount)

    def assessors(self, run_ids: Iterable[RunId]) -> dict[RunId, str]:
        """Who was to assess these runs when they were read: "local" or "claude". Unread runs are left out."""
        with statement(self._engine) as connection:
            rows = connection.execute(ASSESSORS, {"run_ids": list(run_ids)}).all()
        return {RunId(str(row.run_id)): row.assessor or "local" for row in rows}
