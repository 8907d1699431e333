"""How reviews stand on record: ids, codes and numbers; a reviewer's reason stays with the decision."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

INSERT = sa.text("""
INSERT INTO audit_events (trace_id, actor, action, customer_id, job_id, person_id, workflow_id, run_id, versions,
                          inputs, output)
SELECT COALESCE(CAST(:run_id AS text), 'reviews'), :actor, :action, :customer_id, :job_id,
       COALESCE((SELECT person_id FROM applications WHERE id = :application_id), ''),
       COALESCE((SELECT workflow_id FROM applications WHERE id = :application_id), ''),
       CAST(:run_id AS uuid), '{}', '{}', :output
""").bindparams(
    sa.bindparam("output", type_=JSONB),
    sa.bindparam("application_id", type_=sa.BigInteger),
    sa.bindparam("run_id", type_=sa.Text),
)


def on_record(
    connection: sa.Connection, review: sa.Row[Any], action: str, actor: str, output: dict[str, Any] | None = None
) -> None:
    """An audit event about this review, in the transaction of what it describes."""
    values = {
        "run_id": None if review.run_id is None else str(review.run_id),
        "actor": actor,
        "action": action,
        "customer_id": review.customer_id,
        "job_id": review.job_id,
        "application_id": review.application_id,
        "output": {"review": review.id, **(output or {})},
    }
    connection.execute(INSERT, values)
