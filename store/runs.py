"""Claiming a step, and the fenced commits that end it: recorded, postponed or dead."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from scoring.rollout import Pilot, Rollout, mode_of
from scoring.run import Dossier, RolloutMode, RunId, RunState, Step, step_after
from store.engine import statement, transaction
from store.inbox import SERVICE
from store.rollout_scope import ROLLOUTS
from store.successors import open_successor


@dataclass(frozen=True, slots=True)
class AuditNote:
    """What an audit event says beyond who, when and about which ids. No candidate's words."""

    action: str
    versions: dict[str, Any] = field(default_factory=dict)
    inputs: dict[str, Any] = field(default_factory=dict)
    output: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScoreRecord:
    """The row of ``scores`` that the flag step writes with its finding."""

    job_id: str
    rubric_id: int
    score: Any
    confidence: float
    tier: str
    abstained: str | None
    strongest: str
    missing: list[dict[str, Any]]
    assessor: str
    model: str
    prompt_version: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a step found. ``final`` ends the run in that state after the last step."""

    payload: dict[str, Any]
    note: AuditNote
    score: ScoreRecord | None = None
    final: RunState | None = None


# Delays are promised in seconds by a worker's clock and judged by the database's: two seconds of tolerance.
CLAIM = sa.text(f"""
WITH claimed AS (
    UPDATE runs SET
        lease_token = :token,
        lease_until = now() + make_interval(secs => :lease),
        attempts = attempts + 1,
        worker_losses = worker_losses + CASE WHEN lease_token IS NULL THEN 0 ELSE 1 END
    WHERE id = :run_id AND state = 'open' AND next_step = :step
      AND (lease_token IS NULL OR lease_until < now())
      AND (next_attempt_at IS NULL OR next_attempt_at <= now() + interval '2 seconds')
    RETURNING *
)
SELECT claimed.id, claimed.attempts, claimed.worker_losses, claimed.as_of, claimed.trace_id,
       application.customer_id, application.workflow_id, application.job_id, application.person_id,
       COALESCE(requisition.mode, 'shadow') AS mode, COALESCE(requisition.high_stakes, false) AS high_stakes,
       {ROLLOUTS} AS rollouts,
       (SELECT icims_user_id FROM stage_outcomes AS outcome
        WHERE outcome.customer_id = application.customer_id AND outcome.workflow_id = application.workflow_id
        ORDER BY outcome.occurred_at DESC, outcome.id DESC LIMIT 1) AS recruiter_id,
       (SELECT jsonb_object_agg(step, payload) FROM findings WHERE run_id = claimed.id) AS findings
FROM claimed
JOIN applications AS application ON application.id = claimed.application_id
LEFT JOIN requisitions AS requisition
       ON requisition.customer_id = application.customer_id AND requisition.job_id = application.job_id
""").bindparams(  # noqa: S608  a constant of ours
    sa.bindparam("token", type_=sa.UUID(as_uuid=False)), sa.bindparam("run_id", type_=sa.UUID(as_uuid=False))
)

# Audit events take the application's ids as they stand now: the first step may have learned them only while working.
RECORD = sa.text("""
WITH recorded AS (
    UPDATE runs SET
        next_step = :next_step, state = :state, attempts = 0, worker_losses = 0, rings = 0, last_error = NULL,
        lease_token = NULL, lease_until = NULL, next_attempt_at = NULL, rung_at = now(),
        finished_at = CASE WHEN :state = 'open' THEN NULL ELSE now() END
    WHERE id = :run_id AND lease_token = :token AND next_step = :step AND state = 'open'
    RETURNING id, application_id, trace_id, rerun_requested
), found AS (
    INSERT INTO findings (run_id, step, payload, attempts, milliseconds)
    SELECT id, :step, :payload, :attempts, :milliseconds FROM recorded
), audited AS (
    INSERT INTO audit_events (trace_id, actor, action, customer_id, job_id, person_id, workflow_id, run_id,
                              versions, inputs, output)
    SELECT recorded.trace_id, :actor, :action, application.customer_id, application.job_id, application.person_id,
           application.workflow_id, recorded.id, :versions, :inputs, :output
    FROM recorded JOIN applications AS application ON application.id = recorded.application_id
)
SELECT application_id, rerun_requested FROM recorded
""").bindparams(
    sa.bindparam("token", type_=sa.UUID(as_uuid=False)),
    sa.bindparam("run_id", type_=sa.UUID(as_uuid=False)),
    *(sa.bindparam(name, type_=JSONB) for name in ("payload", "versions", "inputs", "output")),
)

SUPERSEDE = sa.text("UPDATE scores SET current = false WHERE application_id = :application_id AND current")

INSERT_SCORE = sa.text("""
INSERT INTO scores (run_id, application_id, requisition_id, rubric_id, score, confidence, tier, abstained, strongest,
                    missing, assessor, model, prompt_version, tags)
SELECT :run_id, :application_id, requisitions.id, :rubric_id, :score, :confidence, :tier, :abstained, :strongest,
       :missing, :assessor, :model, :prompt_version, :tags
FROM requisitions WHERE customer_id = :customer_id AND job_id = :job_id
""").bindparams(
    sa.bindparam("run_id", type_=sa.UUID(as_uuid=False)),
    sa.bindparam("missing", type_=JSONB),
    sa.bindparam("tags", type_=sa.ARRAY(sa.Text)),
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """``successor``: a run opened in the same transaction, because news arrived while this one was under way."""

    successor: RunId | None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A dossier to work on, held under its token until the lease ends. ``worker_losses`` in this step so far."""

    dossier: Dossier
    worker_losses: int


class Runs:
    """Each method is one transaction, short enough to hold no connection while a step waits for a network."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def claim(self, run_id: RunId, step: Step, lease_seconds: float) -> Claimed | None:
        """Take the step if it is its turn, it is due and nobody holds it. Counts the attempt before any work."""
        token = str(uuid4())
        with statement(self._engine) as connection:
            row = connection.execute(
                CLAIM, {"run_id": run_id, "step": step, "token": token, "lease": lease_seconds}
            ).one_or_none()
        if row is None:
            return None
        dossier = Dossier(
            run_id=RunId(str(row.id)),
            step=step,
            token=token,
            attempts=row.attempts,
            customer_id=row.customer_id,
            workflow_id=row.workflow_id,
            job_id=row.job_id,
            person_id=row.person_id,
            mode=_mode(row),
            high_stakes=row.high_stakes,
            as_of=row.as_of,
            trace_id=row.trace_id,
            findings={Step(name): payload for name, payload in (row.findings or {}).items()},
        )
        return Claimed(dossier, row.worker_losses)

    def record(self, dossier: Dossier, finding: Finding, milliseconds: int) -> Recorded | None:
        """Finding, next step, audit event and score in one transaction; None when the token is no longer ours."""
        following = step_after(dossier.step)
        alone = finding.score is None and finding.final is None
        with (statement if alone else transaction)(self._engine) as connection:
            row = connection.execute(
                RECORD,
                {
                    "run_id": dossier.run_id,
                    "token": dossier.token,
                    "step": dossier.step,
                    "next_step": following,
                    "state": finding.final or RunState.OPEN,
                    "payload": finding.payload,
                    "attempts": dossier.attempts,
                    "milliseconds": milliseconds,
                    **audit_values(dossier, finding.note),
                },
            ).one_or_none()
            if row is None:
                return None
            if finding.score is not None:
                self._insert_score(connection, dossier, finding.score, row.application_id)
            news = row.rerun_requested and finding.final is not None
            successor = open_successor(connection, row.application_id, dossier.run_id) if news else None
        return Recorded(successor)

    def _insert_score(
        self, connection: sa.Connection, dossier: Dossier, score: ScoreRecord, application_id: int
    ) -> None:
        connection.execute(SUPERSEDE, {"application_id": application_id})
        values = {name: getattr(score, name) for name in ScoreRecord.__slots__}
        connection.execute(
            INSERT_SCORE,
            {
                **values,
                "run_id": dossier.run_id,
                "application_id": application_id,
                "customer_id": dossier.customer_id,
            },
        )

    def identify(self, dossier: Dossier, job_id: str, person_id: str) -> None:
        """Correct the application's requisition and candidate by what iCIMS says (an event may not name them)."""
        with transaction(self._engine) as connection:
            connection.execute(
                sa.text("""
                UPDATE applications SET job_id = :job_id, person_id = :person_id
                FROM runs
                WHERE applications.id = runs.application_id
                  AND runs.id = CAST(:run_id AS uuid) AND runs.lease_token = CAST(:token AS uuid)
                """),
                {"job_id": job_id, "person_id": person_id, "run_id": dossier.run_id, "token": dossier.token},
            )

    def note_resume(self, dossier: Dossier, sha256: str) -> bool:
        """Put on record which file is about to be opened; True when that file is quarantined."""
        with transaction(self._engine) as connection:
            connection.execute(
                sa.text("""
                UPDATE runs SET resume_sha256 = :sha256
                WHERE id = CAST(:run_id AS uuid) AND lease_token = CAST(:token AS uuid)
                """),
                {"sha256": sha256, "run_id": dossier.run_id, "token": dossier.token},
            )
            found = connection.execute(
                sa.text("SELECT 1 FROM quarantined_files WHERE sha256 = :sha256"), {"sha256": sha256}
            )
            return found.first() is not None

    def postpone(self, dossier: Dossier, delay: float, error: str, *, counts: bool, message_waits: bool) -> bool:
        """Give the step back until ``delay`` seconds from now.

        With ``counts`` false the attempt is not charged. ``message_waits`` says that a message will come back by itself
        after the delay, so that the sweep gives it its usual patience.
        """
        with transaction(self._engine) as connection:
            moved = connection.execute(
                sa.text("""
                UPDATE runs SET lease_token = NULL, lease_until = NULL, last_error = :error,
                    attempts = attempts - CASE WHEN :counts THEN 0 ELSE 1 END,
                    next_attempt_at = now() + make_interval(secs => :delay),
                    rung_at = now() + make_interval(secs => CASE WHEN :message_waits THEN :delay ELSE 0 END)
                WHERE id = CAST(:run_id AS uuid) AND lease_token = CAST(:token AS uuid) AND state = 'open'
                """),
                {
                    "run_id": dossier.run_id,
                    "token": dossier.token,
                    "error": error,
                    "delay": delay,
                    "counts": counts,
                    "message_waits": message_waits,
                },
            )
        return moved.rowcount == 1


def _mode(row: Any) -> RolloutMode:
    rollouts = (
        Rollout(RolloutMode(each["mode"]), None if each["pilot"] is None else Pilot.from_json(each["pilot"]))
        for each in row.rollouts or ()
    )
    return mode_of(rollouts, RolloutMode(row.mode), row.customer_id, row.workflow_id, row.recruiter_id or "")


def audit_values(dossier: Dossier, note: AuditNote) -> dict[str, Any]:
    """The columns of an audit event about this dossier that its application does not tell."""
    return {
        "actor": SERVICE,
        "action": note.action,
        "versions": note.versions,
        "inputs": {**note.inputs, "attempt": dossier.attempts, "mode": dossier.mode},
        "output": note.output,
    }
