"""Runs that no retry can help: on the record, replayed or discarded by a person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError

from scoring.errors import InvalidInputError
from scoring.run import Dossier, RunId, Step
from store.engine import transaction
from store.inbox import SERVICE
from store.runs import Recorded
from store.successors import open_successor


@dataclass(frozen=True, slots=True)
class DeadLetter:
    id: int
    run_id: RunId
    workflow_id: str
    step: Step
    kind: str
    reason: str
    created_at: datetime


BURY = sa.text("""
WITH dead AS (
    UPDATE runs SET state = 'dead', lease_token = NULL, lease_until = NULL, next_attempt_at = NULL,
                    last_error = :reason, finished_at = now()
    WHERE id = :run_id AND lease_token = :token AND state = 'open'
    RETURNING id, application_id, trace_id, resume_sha256, rerun_requested
), letter AS (
    INSERT INTO dead_letters (run_id, step, kind, reason, error_digest)
    SELECT id, :step, :kind, :reason, :error_digest FROM dead
), quarantined AS (
    INSERT INTO quarantined_files (sha256, run_id)
    SELECT resume_sha256, id FROM dead WHERE :kind = 'poison' AND resume_sha256 IS NOT NULL
    ON CONFLICT DO NOTHING
), audited AS (
    INSERT INTO audit_events (trace_id, actor, action, customer_id, job_id, person_id, workflow_id, run_id,
                              versions, inputs, output)
    SELECT dead.trace_id, :actor, 'run.dead', application.customer_id, application.job_id, application.person_id,
           application.workflow_id, dead.id, '{}',
           jsonb_build_object('step', CAST(:step AS text), 'attempt', CAST(:attempts AS integer)),
           jsonb_build_object('kind', CAST(:kind AS text), 'reason', CAST(:reason AS text))
    FROM dead JOIN applications AS application ON application.id = dead.application_id
)
SELECT application_id, rerun_requested FROM dead
""").bindparams(
    sa.bindparam("run_id", type_=sa.UUID(as_uuid=False)), sa.bindparam("token", type_=sa.UUID(as_uuid=False))
)

# Replaying a poisoned run lifts the quarantine of its file: a person has looked. A run that a newer one has overtaken
# is not replayed: it would put an old resume's score over a new one's.
RESOLVE = sa.text("""
WITH run AS (
    UPDATE runs SET state = CASE WHEN :resolution = 'replayed' THEN 'open' ELSE 'discarded' END,
                    attempts = 0, worker_losses = 0, rings = 0, next_attempt_at = NULL, rung_at = now(),
                    finished_at = CASE WHEN :resolution = 'replayed' THEN NULL ELSE now() END
    FROM dead_letters
    WHERE dead_letters.id = :id AND dead_letters.resolution IS NULL
      AND runs.id = dead_letters.run_id AND runs.state = 'dead'
      AND (:resolution <> 'replayed' OR NOT EXISTS (
          SELECT 1 FROM runs AS newer
          WHERE newer.application_id = runs.application_id AND newer.opened_at > runs.opened_at))
    RETURNING runs.id, runs.trace_id, runs.application_id, runs.next_step, runs.resume_sha256
), letter AS (
    UPDATE dead_letters SET resolution = :resolution, resolved_at = now(), resolved_by = :actor
    FROM run WHERE dead_letters.id = :id
), freed AS (
    DELETE FROM quarantined_files USING run
    WHERE :resolution = 'replayed' AND quarantined_files.sha256 = run.resume_sha256
), audited AS (
    INSERT INTO audit_events (trace_id, actor, action, customer_id, job_id, person_id, workflow_id, run_id,
                              versions, inputs, output)
    SELECT run.trace_id, :actor, 'dead_letter.' || :resolution, application.customer_id, application.job_id,
           application.person_id, application.workflow_id, run.id, '{}', '{}', :output
    FROM run JOIN applications AS application ON application.id = run.application_id
)
SELECT id, next_step FROM run
""").bindparams(sa.bindparam("output", type_=JSONB))


class DeadLetters:
    """Each method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def bury(self, dossier: Dossier, kind: str, reason: str, error_digest: str) -> Recorded | None:
        """End the run here; None when the token is no longer ours. ``kind`` "poison" also quarantines the file that
        was being read. News that the run has not seen opens its successor."""
        with transaction(self._engine) as connection:
            row = connection.execute(
                BURY,
                {
                    "run_id": dossier.run_id,
                    "token": dossier.token,
                    "step": dossier.step,
                    "kind": kind,
                    "reason": reason,
                    "error_digest": error_digest,
                    "actor": SERVICE,
                    "attempts": dossier.attempts,
                },
            ).one_or_none()
            if row is None:
                return None
            if not row.rerun_requested:
                return Recorded(None)
            return Recorded(open_successor(connection, row.application_id, dossier.run_id))

    def waiting(self, limit: int = 200) -> tuple[DeadLetter, ...]:
        """Unresolved dead letters, oldest first."""
        with transaction(self._engine) as connection:
            rows = connection.execute(
                sa.text("""
                SELECT letter.id, letter.run_id, application.workflow_id, letter.step, letter.kind, letter.reason,
                       letter.created_at
                FROM dead_letters AS letter
                JOIN runs ON runs.id = letter.run_id
                JOIN applications AS application ON application.id = runs.application_id
                WHERE letter.resolution IS NULL ORDER BY letter.created_at LIMIT :limit
                """),
                {"limit": limit},
            ).all()
        return tuple(
            DeadLetter(r.id, RunId(str(r.run_id)), r.workflow_id, Step(r.step), r.kind, r.reason, r.created_at)
            for r in rows
        )

    def replay(self, letter_id: int, actor: str) -> tuple[RunId, Step]:
        """Open the run again at the step where it died. Raises InvalidInputError when there is no such letter, or
        when a newer run of the application has overtaken it."""
        row = self._resolve(letter_id, "replayed", actor)
        return RunId(str(row.id)), Step(row.next_step)

    def discard(self, letter_id: int, actor: str) -> RunId:
        """Close the run without a score: somebody decided that it needs none."""
        return RunId(str(self._resolve(letter_id, "discarded", actor).id))

    def _resolve(self, letter_id: int, resolution: str, actor: str) -> sa.Row[Any]:
        values = {"id": letter_id, "resolution": resolution, "actor": actor, "output": {"dead_letter": letter_id}}
        try:
            with transaction(self._engine) as connection:
                row = connection.execute(RESOLVE, values).one_or_none()
                waits = sa.text("SELECT 1 FROM dead_letters WHERE id = :id AND resolution IS NULL")
                overtaken = row is None and connection.execute(waits, values).first() is not None
        except IntegrityError:
            overtaken, row = True, None
        if overtaken:
            raise InvalidInputError(f"dead letter {letter_id}: its application has a newer run; discard it")
        if row is None:
            raise InvalidInputError(f"no waiting dead letter {letter_id}")
        return row
