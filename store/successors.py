"""The run that follows when news arrived while another run of the application was under way."""

from datetime import date
from uuid import uuid4

import sqlalchemy as sa

from scoring.run import RunId
from store.inbox import SERVICE

OPEN_SUCCESSOR = sa.text("""
WITH run AS (
    INSERT INTO runs (id, application_id, cause, trace_id, as_of)
    VALUES (:run_id, :application_id, 'news', CAST(:run_id AS text), :as_of)
    ON CONFLICT (application_id) WHERE state = 'open' DO NOTHING
    RETURNING id, application_id, trace_id
), audited AS (
    INSERT INTO audit_events (trace_id, actor, action, customer_id, job_id, person_id, workflow_id, run_id,
                              versions, inputs, output)
    SELECT run.trace_id, :actor, 'run.opened', application.customer_id, application.job_id, application.person_id,
           application.workflow_id, run.id, '{}', jsonb_build_object('after_run', CAST(:after_run AS text)),
           jsonb_build_object('cause', 'news')
    FROM run JOIN applications AS application ON application.id = run.application_id
)
SELECT id FROM run
""").bindparams(sa.bindparam("run_id", type_=sa.UUID(as_uuid=False)))


def open_successor(connection: sa.Connection, application_id: int, after_run: RunId) -> RunId | None:
    """Open it in the transaction that ends ``after_run``; None when another run is open already."""
    run_id = str(uuid4())
    values = {
        "run_id": run_id,
        "application_id": application_id,
        "as_of": date.today(),  # noqa: DTZ011  the calendar day of the installation
        "actor": SERVICE,
        "after_run": after_run,
    }
    opened = connection.execute(OPEN_SUCCESSOR, values).one_or_none()
    return None if opened is None else RunId(run_id)
