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
class StepHours:
    """By hour of the clock (UTC), the running one last: how many steps were done, and within how many milliseconds
    95 % of them (0.0 without any)."""

    step: Step
    done: tuple[int, ...]
    p95: tuple[float, ...]


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

# Hour 0 is the running one.
HOURLY = sa.text("""
SELECT step, floor(EXTRACT(epoch FROM date_trunc('hour', now(), 'UTC') - date_trunc('hour', recorded_at, 'UTC')) / 3600)
           AS ago,
       count(*) AS done, percentile_cont(0.95) WITHIN GROUP (ORDER BY milliseconds) AS p95
FROM findings
WHERE recorded_at >= date_trunc('hour', now(), 'UTC') - make_interval(hours => :hours - 1)
GROUP BY step, ago
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

    def step_hours(self, hours: int = 24) -> tuple[StepHours, ...]:
        """In the order of the steps, for every step."""
        with transaction(self._engine) as connection:
            rows = {(row.step, int(row.ago)): row for row in connection.execute(HOURLY, {"hours": hours})}
        oldest_first = range(hours - 1, -1, -1)
        found = {step: [rows.get((step, ago)) for ago in oldest_first] for step in ORDER}
        return tuple(
            StepHours(
                step,
                tuple(row.done if row else 0 for row in by_hour),
                tuple(float(row.p95) if row else 0.0 for row in by_hour),
            )
            for step, by_hour in found.items()
        )

    def doings(self) -> Doings:
        with transaction(self._engine) as connection:
            row = connection.execute(DOINGS).one()
        return Doings(**row._mapping)
