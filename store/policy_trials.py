"""Trials that somebody asked for on a page: one worker at a time carries one out, and says how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError

from scoring.errors import InvalidInputError
from store.engine import statement, transaction
from store.trials import PUT_CANARY, PUT_SIMULATION, CanaryRun, canary_values
from store.versions import Scope

SIMULATION, CANARY = "simulation", "canary"
COLUMNS = (
    "id, proposal_id, kind, state, queue, applications, done, total, error, simulation_id, canary_id, attempts, "
    "requested_at, requested_by, finished_at"
)


@dataclass(frozen=True, slots=True)
class PolicyTrial:
    """``state`` is waiting, running, done or failed; ``error`` says in one line why it failed. ``attempts`` is the
    number of the worker that has it, from 1; ``applications`` is how many it tries at most (0 for a canary run)."""

    id: int
    proposal_id: int
    kind: str
    state: str
    queue: str
    applications: int
    done: int
    total: int
    error: str
    simulation_id: int | None
    canary_id: int | None
    attempts: int
    requested_at: datetime
    requested_by: str
    finished_at: datetime | None

    @property
    def is_under_way(self) -> bool:
        return self.state in {"waiting", "running"}


@dataclass(frozen=True, slots=True)
class DailyShare:
    """How many applications one person may have tried within 24 hours in a queue; a canary run counts as ``canary``."""

    applications: int
    canary: int


REQUEST = sa.text(f"""
INSERT INTO policy_trials (proposal_id, kind, queue, applications, requested_by)
VALUES (:proposal_id, :kind, :queue, :applications, :actor)
ON CONFLICT (proposal_id, kind) WHERE state IN ('waiting', 'running') DO NOTHING
RETURNING {COLUMNS}
""")  # noqa: S608  constants of ours

# Two requests at the same time would both find room.
LOCK = sa.text("SELECT pg_advisory_xact_lock(hashtextextended('policy_trials:' || :actor, 0))")
ASKED = sa.text("""
SELECT sum(CASE WHEN state = 'failed' THEN done WHEN kind = 'canary' THEN :canary ELSE applications END)
FROM policy_trials
WHERE requested_by = :actor AND queue = :queue AND requested_at > clock_timestamp() - interval '24 hours'
""")

AUDIT = sa.text("""
INSERT INTO audit_events (trace_id, actor, action, customer_id, job_id, person_id, workflow_id,
                          versions, inputs, output)
SELECT 'policy', :actor, :action, activation.customer_id, activation.job_id, '', '',
       jsonb_build_object('scorer', activation.version), '{}', :output
FROM activations AS activation WHERE activation.id = :proposal_id
""").bindparams(sa.bindparam("output", type_=JSONB))

# From nobody, or from a worker whose lease has run out: it was lost.
CLAIM = sa.text(f"""
UPDATE policy_trials
SET state = 'running', attempts = attempts + 1, done = 0, total = 0,
    lease_until = clock_timestamp() + make_interval(secs => :lease)
WHERE id = :id AND (state = 'waiting' OR (state = 'running' AND lease_until < clock_timestamp()))
RETURNING {COLUMNS}
""")  # noqa: S608  constants of ours

HELD = "id = :id AND state = 'running' AND attempts = :attempts"

ADVANCE = sa.text(f"""
UPDATE policy_trials
SET done = :done, total = :total, lease_until = clock_timestamp() + make_interval(secs => :lease)
WHERE {HELD}
""")  # noqa: S608  constants of ours

FINISH = sa.text(f"""
UPDATE policy_trials
SET state = :state, error = :error, finished_at = clock_timestamp(), lease_until = NULL
WHERE {HELD}
RETURNING proposal_id
""")  # noqa: S608  constants of ours

# Rung again: what nobody came for within the patience, and what a lost worker held.
DUE = sa.text("""
UPDATE policy_trials SET rung_at = clock_timestamp()
WHERE id IN (
    SELECT id FROM policy_trials
    WHERE (state = 'waiting' AND rung_at < clock_timestamp() - make_interval(secs => :patience))
       OR (state = 'running' AND lease_until < clock_timestamp()
           AND rung_at < clock_timestamp() - interval '2 seconds')
    ORDER BY rung_at LIMIT 100 FOR UPDATE SKIP LOCKED)
RETURNING id, queue
""")


class PolicyTrials:
    """Each method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def request(
        self, proposal_id: int, kind: str, queue: str, applications: int, actor: str, share: DailyShare | None = None
    ) -> PolicyTrial:
        """The trial that is under way from now on: a new one, or the one that somebody has asked for already.

        Raises InvalidInputError for a proposal that does not exist, and for more than the ``share`` of the actor.
        """
        values = {"proposal_id": proposal_id, "kind": kind, "queue": queue, "applications": applications}
        try:
            with transaction(self._engine) as connection:
                if share is not None:
                    connection.execute(LOCK, {"actor": actor})
                row = connection.execute(REQUEST, {**values, "actor": actor}).one_or_none()
                if row is not None:
                    if share is not None:
                        _check_share(connection, share, actor, queue)
                    said = {"proposal": proposal_id, "trial": row.id, "kind": kind, "applications": applications}
                    _audit(connection, "policy.trial_requested", actor, proposal_id, said)
                    return PolicyTrial(**row._mapping)
        except IntegrityError:
            raise InvalidInputError(f"no proposal {proposal_id}") from None
        found = [trial for trial in self.newest(proposal_id) if trial.kind == kind]
        # It may have ended between the two statements; then its result is what was asked for.
        return found[0]

    def get(self, trial_id: int) -> PolicyTrial | None:
        with statement(self._engine) as connection:
            row = connection.execute(
                sa.text(f"SELECT {COLUMNS} FROM policy_trials WHERE id = :id"),  # noqa: S608  constants of ours
                {"id": trial_id},
            ).one_or_none()
        return None if row is None else PolicyTrial(**row._mapping)

    def newest(self, proposal_id: int) -> tuple[PolicyTrial, ...]:
        """The newest trial of either kind of a proposal."""
        with statement(self._engine) as connection:
            rows = connection.execute(
                sa.text(
                    f"SELECT DISTINCT ON (kind) {COLUMNS} FROM policy_trials "  # noqa: S608  constants of ours
                    "WHERE proposal_id = :id ORDER BY kind, id DESC"
                ),
                {"id": proposal_id},
            ).all()
        return tuple(PolicyTrial(**row._mapping) for row in rows)

    def proposal_of(self, *, simulation_id: int | None = None, canary_id: int | None = None) -> int | None:
        """The proposal for which a page asked for that result; None where a command did."""
        with statement(self._engine) as connection:
            found: int | None = connection.execute(
                sa.text(
                    "SELECT max(proposal_id) FROM policy_trials "
                    "WHERE simulation_id = :simulation_id OR canary_id = :canary_id"
                ),
                {"simulation_id": simulation_id, "canary_id": canary_id},
            ).scalar_one()
        return found

    def due(self, patience_seconds: float) -> tuple[tuple[int, str], ...]:
        """Trials to ring for, with their queues; marks them as rung."""
        with transaction(self._engine) as connection:
            rows = connection.execute(DUE, {"patience": patience_seconds}).all()
        return tuple((row.id, row.queue) for row in rows)

    def claim(self, trial_id: int, lease_seconds: float) -> PolicyTrial | None:
        """The trial, held by the caller from now on; None where another holds it, or it is finished."""
        with statement(self._engine) as connection:
            row = connection.execute(CLAIM, {"id": trial_id, "lease": lease_seconds}).one_or_none()
        return None if row is None else PolicyTrial(**row._mapping)

    def advance(self, trial: PolicyTrial, done: int, total: int, lease_seconds: float) -> bool:
        """Say how far it is, and hold it longer. False where another has taken it over."""
        values = {"id": trial.id, "attempts": trial.attempts, "done": done, "total": total, "lease": lease_seconds}
        with statement(self._engine) as connection:
            return connection.execute(ADVANCE, values).rowcount == 1

    def fail(self, trial: PolicyTrial, error: str) -> bool:
        """End it with the reason. False where another has taken it over."""
        with transaction(self._engine) as connection:
            return self._finish(connection, trial, "failed", error)

    def keep_simulation(self, trial: PolicyTrial, scope: Scope, version: str, result: Mapping[str, Any]) -> int | None:
        """End it with its result; the simulation's id. None where another has taken it over: then nothing is kept."""
        values = {"customer_id": scope.customer_id, "job_id": scope.job_id, "version": version}
        with transaction(self._engine) as connection:
            if not self._finish(connection, trial, "done", ""):
                return None
            stated = {**values, "result": dict(result), "actor": trial.requested_by}
            kept: int = connection.execute(PUT_SIMULATION, stated).scalar_one()
            _point_at(connection, trial, "simulation_id", kept)
        return kept

    def keep_canary(self, trial: PolicyTrial, run: CanaryRun) -> int | None:
        """End it with its result; the run's id. None where another has taken it over: then nothing is kept."""
        with transaction(self._engine) as connection:
            if not self._finish(connection, trial, "done", ""):
                return None
            kept: int = connection.execute(PUT_CANARY, canary_values(run)).scalar_one()
            _point_at(connection, trial, "canary_id", kept)
        return kept

    def _finish(self, connection: sa.Connection, trial: PolicyTrial, state: str, error: str) -> bool:
        values = {"id": trial.id, "attempts": trial.attempts, "state": state, "error": error}
        proposal_id = connection.execute(FINISH, values).scalar_one_or_none()
        if proposal_id is None:
            return False
        said = {"proposal": proposal_id, "trial": trial.id, "kind": trial.kind, "state": state, "error": error}
        _audit(connection, "policy.trial_ended", "worker", proposal_id, said)
        return True


def _check_share(connection: sa.Connection, share: DailyShare, actor: str, queue: str) -> None:
    asked = connection.execute(ASKED, {"actor": actor, "queue": queue, "canary": share.canary}).scalar_one()
    if asked > share.applications:
        raise InvalidInputError(
            f"one person may have at most {share.applications} applications tried by the model within 24 hours; "
            "ask for fewer, or tomorrow"
        )


def _point_at(connection: sa.Connection, trial: PolicyTrial, column: str, result_id: int) -> None:
    connection.execute(
        sa.text(f"UPDATE policy_trials SET {column} = :result WHERE id = :id"),  # noqa: S608  one of two constants
        {"id": trial.id, "result": result_id},
    )


def _audit(connection: sa.Connection, action: str, actor: str, proposal_id: int, output: dict[str, Any]) -> None:
    connection.execute(AUDIT, {"action": action, "actor": actor, "proposal_id": proposal_id, "output": output})
