"""How the pipeline works at the moment: how long steps take, and when either service last did what it should."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from scoring.run import ORDER, Step
from store.engine import transaction


@dataclass(frozen=True, slots=True)
class StepTimes:
    """Milliseconds that finished steps took, without waiting; ``done`` of them in the time that was asked for."""

    step: Step
    done: int
    p50: float
    p95: float
    tried_again: int


@dataclass(frozen=True, slots=True)
class Doings:
    """When something last went well, None for never; ``model_outcome`` is how the newest finished call ended."""

    fetched_at: datetime | None
    written_at: datetime | None
    polled_until: datetime | None
    model_called_at: datetime | None
    model_outcome: str | None
    failing_icims: int
    failing_model: int


TIMES = sa.text("""
SELECT step, count(*) AS done, percentile_cont(0.5) WITHIN GROUP (ORDER BY milliseconds) AS p50,
       percentile_cont(0.95) WITHIN GROUP (ORDER BY milliseconds) AS p95,
       count(*) FILTER (WHERE attempts > 1) AS tried_again
FROM findings WHERE recorded_at >= now() - make_interval(hours => :hours) GROUP BY step
""")

DOINGS = sa.text("""
SELECT (SELECT max(recorded_at) FROM findings WHERE step = 'extract' AND recorded_at >= now() - interval '7 days')
           AS fetched_at,
       (SELECT max(updated_at) FROM write_backs WHERE state = 'complete') AS written_at,
       (SELECT min(polled_until) FROM poll_cursors) AS polled_until,
       call.finished_at AS model_called_at, call.outcome AS model_outcome,
       failing.icims AS failing_icims, failing.model AS failing_model
FROM (SELECT count(*) FILTER (WHERE next_step IN ('extract', 'write_back')) AS icims,
             count(*) FILTER (WHERE next_step = 'match') AS model
      FROM runs WHERE state = 'open' AND last_error IS NOT NULL) AS failing
LEFT JOIN LATERAL (SELECT finished_at, outcome FROM model_calls WHERE outcome IS NOT NULL
                   ORDER BY id DESC LIMIT 1) AS call ON true
""")


class Workings:
    """Each method is one read-only transaction over all tenants."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def step_times(self, hours: int = 24) -> tuple[StepTimes, ...]:
        """In the order of the steps; a step that none finished in is left out."""
        with transaction(self._engine) as connection:
            rows = {row.step: row for row in connection.execute(TIMES, {"hours": hours})}
        return tuple(
            StepTimes(step, row.done, float(row.p50), float(row.p95), row.tried_again)
            for step in ORDER
            if (row := rows.get(step)) is not None
        )

    def doings(self) -> Doings:
        with transaction(self._engine) as connection:
            row = connection.execute(DOINGS).one()
        return Doings(**row._mapping)
