"""Finding the runs whose message was lost, whose worker vanished or whose waiting time is over."""

import sqlalchemy as sa

from scoring.run import RunId, Step
from store.engine import transaction

# A run is overdue when its lease has passed, when its postponement has ended since it was last rung, or when nobody
# has come for it within the patience. The patience doubles with each ring, so a long queue is not rung ever longer.
DUE = sa.text("""
UPDATE runs SET rung_at = now(), rings = rings + 1
WHERE id IN (
    SELECT id FROM runs
    WHERE state = 'open' AND CASE
        WHEN lease_token IS NOT NULL THEN lease_until < now() AND rung_at < now() - interval '2 seconds'
        WHEN next_attempt_at IS NOT NULL AND rung_at < next_attempt_at THEN next_attempt_at <= now()
        ELSE rung_at < now() - make_interval(secs => :patience * power(2, LEAST(rings, 5)))
    END
    ORDER BY rung_at LIMIT :limit
    FOR UPDATE SKIP LOCKED
)
RETURNING id, next_step
""")


class Sweep:
    """Safe to run twice and at the same time: a run is handed out once per ring."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def due(self, patience_seconds: float, limit: int = 1000) -> tuple[tuple[RunId, Step], ...]:
        """Runs to ring for, with the step they await. Marks them as rung."""
        with transaction(self._engine) as connection:
            rows = connection.execute(DUE, {"patience": patience_seconds, "limit": limit}).all()
        return tuple((RunId(str(row.id)), Step(row.next_step)) for row in rows)
