"""Read models: what pages, the command line and metrics show. Nothing here changes a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from scoring.access import EVERYWHERE, Grant
from scoring.run import RunId, RunState, Step
from store.engine import transaction
from store.ranked_applications import BEST_FIRST, RANKED, RankedApplication, application_of
from store.requisition_lists import RequisitionSummary, summaries


@dataclass(frozen=True, slots=True)
class RunView:
    """A run with all that its steps found, for the run page."""

    run_id: RunId
    customer_id: str
    workflow_id: str
    job_id: str
    person_id: str
    state: RunState
    next_step: Step | None
    attempts: int
    last_error: str | None
    cause: str
    trace_id: str
    opened_at: datetime
    finished_at: datetime | None
    findings: dict[Step, dict[str, Any]]
    timings: tuple[tuple[Step, int, int, datetime], ...]  # step, attempts, milliseconds, recorded at


@dataclass(frozen=True, slots=True)
class WaitingRun:
    """An open run. ``held``: a worker is on it now; else ``next_attempt_at``, when set, is how long it has to wait."""

    run_id: RunId
    workflow_id: str
    next_step: Step
    age_seconds: float
    attempts: int
    last_error: str | None
    next_attempt_at: datetime | None
    held: bool


@dataclass(frozen=True, slots=True)
class Health:
    """``oldest_open_seconds`` is the age of the longest open run that is due, 0.0 without one."""

    by_state: dict[str, int]
    open_by_step: dict[str, int]
    oldest_open_seconds: float
    dead_letters: int
    leases_expired: int


RANKING = sa.text(f"""
SELECT ranked.* FROM {RANKED}
WHERE (:tier = '' OR ranked.tier = :tier)
ORDER BY {BEST_FIRST}, ranked.application_id
LIMIT :limit OFFSET :offset
""")  # noqa: S608  constants of ours

WAITING = sa.text("""
SELECT runs.id, application.workflow_id, runs.next_step, EXTRACT(epoch FROM now() - runs.opened_at) AS age,
       runs.attempts, runs.last_error, runs.next_attempt_at, COALESCE(runs.lease_until > now(), false) AS held
FROM runs JOIN applications AS application ON application.id = runs.application_id
WHERE runs.state = 'open' ORDER BY runs.opened_at LIMIT :limit
""")

RUN = sa.text("""
SELECT runs.*, application.customer_id, application.workflow_id, application.job_id, application.person_id
FROM runs JOIN applications AS application ON application.id = runs.application_id
WHERE runs.id = CAST(:run_id AS uuid)
""")

HEALTH = sa.text("""
SELECT (SELECT count(*) FROM dead_letters WHERE resolution IS NULL) AS dead_letters,
       count(*) FILTER (WHERE lease_token IS NOT NULL AND lease_until < now()) AS leases_expired,
       COALESCE(EXTRACT(epoch FROM now() - min(opened_at)
                FILTER (WHERE COALESCE(next_attempt_at, '-infinity') <= now())), 0) AS oldest
FROM runs WHERE state = 'open'
""")


class Reports:
    """Each method is one read-only transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def requisitions(
        self,
        *customer_ids: str,
        search: str = "",
        limit: int = 10_000,
        offset: int = 0,
        within: Sequence[Grant] = EVERYWHERE,
    ) -> tuple[RequisitionSummary, ...]:
        """Requisitions of the tenants, newest first, of those that one of the grants covers.

        ``search`` is part of a title in any case, or a whole job id.
        """
        with transaction(self._engine) as connection:
            return summaries(connection, customer_ids, within, search=search, limit=limit, offset=offset)

    def requisition(self, customer_id: str, job_id: str) -> RequisitionSummary | None:
        """One requisition, or None before its first fetch; no other requisition's applications are counted."""
        with transaction(self._engine) as connection:
            found = summaries(connection, (customer_id,), EVERYWHERE, job_id=job_id)
        return found[0] if found else None

    def ranking(
        self, customer_id: str, job_id: str, limit: int = 50, offset: int = 0, tier: str = "", viewer: str = ""
    ) -> tuple[RankedApplication, ...]:
        """Current scores of a requisition (with ``tier``, those of that tier), best first; abstained ones last.

        ``viewer`` is the id of a user who may review there: what he has to rate blind is held back from him.
        """
        values = {"customer_id": customer_id, "job_id": job_id, "tier": tier, "limit": limit, "offset": offset}
        values |= {"viewer": viewer}
        with transaction(self._engine) as connection:
            rows = connection.execute(RANKING, values).all()
        return tuple(map(application_of, rows))

    def run(self, run_id: str) -> RunView | None:
        """The run with its findings, or None when there is none of that id."""
        with transaction(self._engine) as connection:
            row = connection.execute(RUN, {"run_id": run_id}).one_or_none()
            if row is None:
                return None
            steps = connection.execute(
                sa.text("SELECT * FROM findings WHERE run_id = CAST(:run_id AS uuid) ORDER BY recorded_at"),
                {"run_id": run_id},
            ).all()
        return RunView(
            run_id=RunId(str(row.id)),
            customer_id=row.customer_id,
            workflow_id=row.workflow_id,
            job_id=row.job_id,
            person_id=row.person_id,
            state=RunState(row.state),
            next_step=None if row.next_step is None else Step(row.next_step),
            attempts=row.attempts,
            last_error=row.last_error,
            cause=row.cause,
            trace_id=row.trace_id,
            opened_at=row.opened_at,
            finished_at=row.finished_at,
            findings={Step(step.step): step.payload for step in steps},
            timings=tuple((Step(s.step), s.attempts, s.milliseconds, s.recorded_at) for s in steps),
        )

    def runs_of(self, customer_id: str, workflow_id: str) -> tuple[RunId, ...]:
        """Every run of an application, newest first."""
        with transaction(self._engine) as connection:
            ids = connection.execute(
                sa.text("""
                SELECT runs.id FROM runs JOIN applications AS application ON application.id = runs.application_id
                WHERE application.customer_id = :customer_id AND application.workflow_id = :workflow_id
                ORDER BY runs.opened_at DESC
                """),
                {"customer_id": customer_id, "workflow_id": workflow_id},
            ).scalars()
            return tuple(RunId(str(run_id)) for run_id in ids)

    def health(self) -> Health:
        """Counts over all tenants; cheap enough to be asked every few seconds."""
        with transaction(self._engine) as connection:
            by_state = connection.execute(sa.text("SELECT state, count(*) AS n FROM runs GROUP BY state")).all()
            by_step = connection.execute(
                sa.text("SELECT next_step, count(*) AS n FROM runs WHERE state = 'open' GROUP BY next_step")
            ).all()
            row = connection.execute(HEALTH).one()
        return Health(
            by_state={r.state: r.n for r in by_state},
            open_by_step={r.next_step: r.n for r in by_step},
            oldest_open_seconds=float(row.oldest),
            dead_letters=row.dead_letters,
            leases_expired=row.leases_expired,
        )

    def waiting(self, limit: int = 20) -> tuple[WaitingRun, ...]:
        """Open runs of all tenants, oldest first."""
        with transaction(self._engine) as connection:
            rows = connection.execute(WAITING, {"limit": limit}).all()
        return tuple(
            WaitingRun(RunId(str(run_id)), workflow_id, Step(step), float(age), *rest)
            for run_id, workflow_id, step, age, *rest in rows
        )

    def migration(self) -> str | None:
        """The revision that the database is at; None for an empty database."""
        with transaction(self._engine) as connection:
            if connection.execute(sa.text("SELECT to_regclass('alembic_version')")).scalar_one() is None:
                return None
            revision: str | None = connection.execute(
                sa.text("SELECT version_num FROM alembic_version")
            ).scalar_one_or_none()
        return revision
