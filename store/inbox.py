"""Accepting events: the inbox row, the application and its run appear together or not at all."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from scoring.run import RunId
from store.engine import StoreUnavailableError, statement, transaction

SERVICE = "service:icims-scoring"


class Outcome(StrEnum):
    OPENED = "opened"
    ABSORBED = "absorbed"  # the application has an open run, which will see the news
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Opening:
    """A reason to score one application. ``dedup_key`` names the reason: the same key opens nothing twice.

    ``previous_dedup_key`` is another key under which the same reason may have been seen. ``as_of`` is the day that
    "present" means in the run; None is today.
    """

    customer_id: str
    workflow_id: str
    dedup_key: str
    kind: str
    job_id: str = ""
    person_id: str = ""
    body_sha256: str = ""
    cause: str = "event"
    trace_id: str = ""
    previous_dedup_key: str = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    outcome: Outcome
    run_id: RunId | None


# One statement is one transaction and one round trip. Two duplicates that pass NOT EXISTS together meet at the
# application's row: the second waits there, then fails at its inbox row, and nothing of its statement remains.
# An event is a hint: what iCIMS has told about an application is not overwritten by it.
OPEN_RUN = sa.text("""
WITH news AS (
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM inbox_events WHERE customer_id = :customer_id AND dedup_key IN (:dedup_key, :previous_dedup_key)
    )
), application AS (
    INSERT INTO applications (customer_id, workflow_id, job_id, person_id)
    SELECT :customer_id, :workflow_id, :job_id, :person_id FROM news
    ON CONFLICT (customer_id, workflow_id) DO UPDATE SET
        job_id = COALESCE(NULLIF(applications.job_id, ''), excluded.job_id),
        person_id = COALESCE(NULLIF(applications.person_id, ''), excluded.person_id)
    RETURNING id, job_id, person_id
), run AS (
    INSERT INTO runs (id, application_id, cause, trace_id, as_of)
    SELECT :run_id, id, :cause, :trace_id, :as_of FROM application
    ON CONFLICT (application_id) WHERE state = 'open' DO UPDATE SET
        rerun_requested = runs.rerun_requested OR runs.next_step <> 'extract' OR runs.lease_token IS NOT NULL
    RETURNING id, trace_id, id = :run_id AS opened
), noted AS (
    INSERT INTO inbox_events (customer_id, kind, dedup_key, workflow_id, body_sha256, run_id)
    SELECT :customer_id, :kind, :dedup_key, :workflow_id, :body_sha256, id FROM run
), audited AS (
    INSERT INTO audit_events (trace_id, actor, action, customer_id, job_id, person_id, workflow_id, run_id,
                              versions, inputs, output)
    SELECT run.trace_id, :actor, CASE WHEN run.opened THEN 'run.opened' ELSE 'event.absorbed' END, :customer_id,
           application.job_id, application.person_id, :workflow_id, run.id, '{}',
           jsonb_build_object('kind', CAST(:kind AS text), 'body_sha256', CAST(:body_sha256 AS text)),
           jsonb_build_object('cause', CAST(:cause AS text))
    FROM run, application
)
SELECT id, opened FROM run
""").bindparams(sa.bindparam("run_id", type_=sa.UUID(as_uuid=False)))

IGNORE = sa.text("""
INSERT INTO inbox_events (customer_id, kind, dedup_key, workflow_id, body_sha256)
VALUES (:customer_id, :kind, :dedup_key, :workflow_id, :body_sha256)
ON CONFLICT (customer_id, dedup_key) DO NOTHING
""")


class Inbox:
    """Each method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def open_run(self, opening: Opening) -> Accepted:
        """Open a run for the application, or join the one that is open; a key seen before changes nothing."""
        run_id = str(uuid4())
        values = {
            "run_id": run_id,
            "customer_id": opening.customer_id,
            "workflow_id": opening.workflow_id,
            "job_id": opening.job_id,
            "person_id": opening.person_id,
            "dedup_key": opening.dedup_key,
            "previous_dedup_key": opening.previous_dedup_key,
            "kind": opening.kind,
            "body_sha256": opening.body_sha256,
            "cause": opening.cause,
            "trace_id": opening.trace_id or run_id,
            "as_of": opening.as_of or date.today(),  # noqa: DTZ011  the calendar day of the installation
            "actor": SERVICE,
        }
        try:
            row = self._open(values)
        except StoreUnavailableError:
            # A connection that a restart of the server broke shows only when used. The key makes asking twice safe.
            row = self._open(values)
        if row is None:
            return Accepted(Outcome.DUPLICATE, None)
        return Accepted(Outcome.OPENED if row.opened else Outcome.ABSORBED, RunId(str(row.id)))

    def _open(self, values: dict[str, object]) -> sa.Row[Any] | None:
        try:
            with statement(self._engine) as connection:
                return connection.execute(OPEN_RUN, values).one_or_none()
        except IntegrityError:
            return None

    def applications_of(self, customer_id: str, person_id: str) -> tuple[tuple[str, str], ...]:
        """(workflow id, job id) of every application that we know of this candidate."""
        with transaction(self._engine) as connection:
            rows = connection.execute(
                sa.text("""
                SELECT workflow_id, job_id FROM applications
                WHERE customer_id = :customer_id AND person_id = :person_id ORDER BY id
                """),
                {"customer_id": customer_id, "person_id": person_id},
            ).all()
        return tuple((row.workflow_id, row.job_id) for row in rows)

    def note_ignored(self, customer_id: str, workflow_id: str, kind: str, dedup_key: str, body_sha256: str) -> None:
        """Keep a trace of an event that asks for nothing (our own write, a job post)."""
        with transaction(self._engine) as connection:
            connection.execute(
                IGNORE,
                {
                    "customer_id": customer_id,
                    "workflow_id": workflow_id,
                    "kind": kind,
                    "dedup_key": dedup_key,
                    "body_sha256": body_sha256,
                },
            )
