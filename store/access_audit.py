"""The record of who signed in, was refused, or was granted what: user ids and codes, never a login or a name."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from store.engine import statement

INSERT = sa.text("""
INSERT INTO audit_events (trace_id, actor, action, customer_id, job_id, person_id, workflow_id,
                          versions, inputs, output)
VALUES ('access', :actor, :action, :customer_id, :job_id, '', '', '{}', '{}', :output)
""").bindparams(sa.bindparam("output", type_=JSONB))
NOBODY = "anonymous"


def actor_of(user_id: str) -> str:
    """How a user of ours stands on record."""
    return f"user:{user_id}"


def record(
    connection: sa.Connection,
    actor: str,
    action: str,
    output: dict[str, Any],
    *,
    customer_id: str = "",
    job_id: str = "",
) -> None:
    """Put it on record in the transaction of what it describes."""
    values = {"actor": actor, "action": action, "output": output, "customer_id": customer_id, "job_id": job_id}
    connection.execute(INSERT, values)


class AccessAudit:
    """For what changes nothing else: refusals, and what somebody took away."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def refused(self, actor: str, action: str, output: dict[str, Any], customer_id: str = "", job_id: str = "") -> None:
        with statement(self._engine) as connection:
            record(connection, actor, action, output, customer_id=customer_id, job_id=job_id)

    def noted(self, actor: str, action: str, output: dict[str, Any], customer_id: str, job_id: str) -> None:
        with statement(self._engine) as connection:
            record(connection, actor, action, output, customer_id=customer_id, job_id=job_id)
