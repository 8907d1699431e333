"""Trials of a version before it is in force: policy simulations, and runs of the frozen canary set."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from scoring.run import RunId
from store.engine import statement
from store.versions import Scope


@dataclass(frozen=True, slots=True)
class CanaryRun:
    """``scores`` maps each case to its score, or None where it was abstained. The four figures compare with the version
    ``compared_with`` and are None without one; shifts are in points, ``flips`` counts changes of tier."""

    version: str
    compared_with: str | None
    cases: int
    mean_shift: float | None
    max_shift: float | None
    rank_correlation: float | None
    flips: int | None
    blocks: bool
    scores: Mapping[str, float | None]


PUT_SIMULATION = sa.text("""
INSERT INTO policy_simulations (customer_id, job_id, version, result, created_by)
VALUES (:customer_id, :job_id, :version, :result, :actor) RETURNING id
""").bindparams(sa.bindparam("result", type_=JSONB))

PUT_CANARY = sa.text("""
INSERT INTO canary_runs (version, compared_with, cases, mean_shift, max_shift, rank_correlation, flips, blocks, scores)
VALUES (:version, :compared_with, :cases, :mean_shift, :max_shift, :rank_correlation, :flips, :blocks, :scores)
RETURNING id
""").bindparams(sa.bindparam("scores", type_=JSONB))


NEWEST_RUNS = sa.text("""
SELECT scores.run_id FROM scores
JOIN runs ON runs.id = scores.run_id AND runs.state IN ('scored', 'abstained')
JOIN applications AS application ON application.id = scores.application_id
JOIN requisitions AS requisition ON requisition.id = scores.requisition_id
WHERE scores.current
  AND (:customer_id = '' OR application.customer_id = :customer_id)
  AND (:family = '' OR requisition.family = :family)
  AND (:job_id = '' OR application.job_id = :job_id)
ORDER BY scores.scored_at DESC, scores.run_id LIMIT :limit
""")

# One over more than the scope says something about it; one over less does not.
NEWEST_SIMULATION = sa.text("""
SELECT id, result, created_at FROM policy_simulations
WHERE version = :version AND customer_id IN ('', :customer_id) AND job_id IN ('', :job_id)
  AND COALESCE(result -> 'scope' ->> 'family', '') IN ('', :family)
ORDER BY id DESC LIMIT 1
""")


@dataclass(frozen=True, slots=True)
class KeptSimulation:
    """A policy simulation with the JSON object that it found."""

    id: int
    result: dict[str, Any]
    created_at: datetime


class Trials:
    """Each method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def put_simulation(self, customer_id: str, job_id: str, version: str, result: Mapping[str, Any], actor: str) -> int:
        """The id under which the simulation's result is kept."""
        values = {"customer_id": customer_id, "job_id": job_id, "version": version, "actor": actor}
        with statement(self._engine) as connection:
            simulation: int = connection.execute(PUT_SIMULATION, {**values, "result": dict(result)}).scalar_one()
        return simulation

    def simulation(self, simulation_id: int) -> tuple[str, dict[str, Any], datetime] | None:
        """Version, result and time of a simulation."""
        with statement(self._engine) as connection:
            row = connection.execute(
                sa.text("SELECT version, result, created_at FROM policy_simulations WHERE id = :id"),
                {"id": simulation_id},
            ).one_or_none()
        return None if row is None else (row.version, dict(row.result), row.created_at)

    def newest_runs(self, scope: Scope, limit: int) -> tuple[RunId, ...]:
        """The runs behind the current scores of a scope, newest first: what a version can be tried on."""
        with statement(self._engine) as connection:
            found = connection.execute(NEWEST_RUNS, {**asdict(scope), "limit": limit}).scalars()
            return tuple(RunId(str(run_id)) for run_id in found)

    def newest_simulation(self, version: str, scope: Scope) -> KeptSimulation | None:
        """The newest simulation of a version over at least this scope."""
        with statement(self._engine) as connection:
            row = connection.execute(NEWEST_SIMULATION, {**asdict(scope), "version": version}).one_or_none()
        return None if row is None else KeptSimulation(row.id, dict(row.result), row.created_at)

    def put_canary(self, run: CanaryRun) -> int:
        with statement(self._engine) as connection:
            canary: int = connection.execute(PUT_CANARY, canary_values(run)).scalar_one()
        return canary

    def newest_canary(self, version: str, before: int = 2**63 - 1) -> CanaryRun | None:
        """The newest run of the canary set under that version, or None when it never ran; ``before`` an id."""
        with statement(self._engine) as connection:
            row = connection.execute(
                sa.text("SELECT * FROM canary_runs WHERE version = :version AND id < :before ORDER BY id DESC LIMIT 1"),
                {"version": version, "before": before},
            ).one_or_none()
        return None if row is None else _canary_run(row)

    def newest_canary_id(self, version: str) -> int | None:
        """The id of the newest run of the canary set under that version."""
        with statement(self._engine) as connection:
            found: int | None = connection.execute(
                sa.text("SELECT max(id) FROM canary_runs WHERE version = :version"), {"version": version}
            ).scalar_one()
        return found

    def canary(self, canary_id: int) -> tuple[CanaryRun, datetime] | None:
        """A run of the canary set, and when it was."""
        with statement(self._engine) as connection:
            row = connection.execute(
                sa.text("SELECT * FROM canary_runs WHERE id = :id"), {"id": canary_id}
            ).one_or_none()
        return None if row is None else (_canary_run(row), row.created_at)


def canary_values(run: CanaryRun) -> dict[str, Any]:
    """What PUT_CANARY needs."""
    return {**asdict(run), "scores": dict(run.scores)}


def _canary_run(row: Any) -> CanaryRun:
    return CanaryRun(
        version=row.version,
        compared_with=row.compared_with,
        cases=row.cases,
        mean_shift=row.mean_shift,
        max_shift=row.max_shift,
        rank_correlation=row.rank_correlation,
        flips=row.flips,
        blocks=row.blocks,
        scores=row.scores,
    )
