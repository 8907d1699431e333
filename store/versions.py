"""Which version of scoring is in force where, who put it there, and the way back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError

from scoring.errors import InvalidInputError
from store.engine import statement, transaction


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a version applies: a requisition goes before its family, that before the customer, that before all."""

    customer_id: str = ""
    family: str = ""
    job_id: str = ""


@dataclass(frozen=True, slots=True)
class Activation:
    """``activated_at`` is None while the proposal waits for a second person."""

    id: int
    scope: Scope
    version: str
    reason: str
    simulation_id: int | None
    proposed_at: datetime
    proposed_by: str
    activated_at: datetime | None
    approved_by: str | None
    withdrawn_at: datetime | None


PUT_VERSION = sa.text("""
INSERT INTO scorer_versions (version, content, created_by) VALUES (:version, :content, :actor)
ON CONFLICT (version) DO NOTHING
""").bindparams(sa.bindparam("content", type_=JSONB))

IN_FORCE = sa.text("""
SELECT activation.version FROM activations AS activation
WHERE activation.activated_at IS NOT NULL AND activation.withdrawn_at IS NULL
  AND (activation.customer_id, activation.family, activation.job_id) IN (
      ('', '', ''), (:customer_id, '', ''), (:customer_id, :family, ''), (:customer_id, '', :job_id))
ORDER BY activation.job_id <> '' DESC, activation.family <> '' DESC, activation.customer_id <> '' DESC,
         activation.activated_at DESC, activation.id DESC
LIMIT 1
""")

# Only while nobody withdrew it, and only by somebody else; the table's own check says the same.
APPROVE = sa.text("""
UPDATE activations SET activated_at = clock_timestamp(), approved_by = :actor
WHERE id = :id AND activated_at IS NULL AND withdrawn_at IS NULL
RETURNING customer_id, job_id, version
""")

WITHDRAW = sa.text("""
UPDATE activations SET withdrawn_at = clock_timestamp(), withdrawn_by = :actor
WHERE id = :id AND activated_at IS NULL AND withdrawn_at IS NULL
RETURNING customer_id, job_id, version
""")

# The version before comes back into force by itself: it is the newest one that is not withdrawn.
ROLL_BACK = sa.text("""
UPDATE activations SET withdrawn_at = clock_timestamp(), withdrawn_by = :actor
WHERE id = (SELECT id FROM activations
            WHERE (customer_id, family, job_id) = (:customer_id, :family, :job_id)
              AND activated_at IS NOT NULL AND withdrawn_at IS NULL
            ORDER BY activated_at DESC, id DESC LIMIT 1)
RETURNING id, version
""")

AUDIT = sa.text("""
INSERT INTO audit_events (trace_id, actor, action, customer_id, job_id, person_id, workflow_id,
                          versions, inputs, output)
VALUES ('policy', :actor, :action, :customer_id, :job_id, '', '', :versions, '{}', :output)
""").bindparams(sa.bindparam("versions", type_=JSONB), sa.bindparam("output", type_=JSONB))


class Versions:
    """Each method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def put(self, version: str, content: Mapping[str, Any], actor: str) -> None:
        """Make a version known. Its content never changes; the same version twice is one."""
        with statement(self._engine) as connection:
            connection.execute(PUT_VERSION, {"version": version, "content": dict(content), "actor": actor})

    def content(self, version: str) -> dict[str, Any]:
        """Raises InvalidInputError for an unknown version."""
        with statement(self._engine) as connection:
            found = connection.execute(
                sa.text("SELECT content FROM scorer_versions WHERE version = :version"), {"version": version}
            ).scalar_one_or_none()
        if found is None:
            raise InvalidInputError(f"no version {version}")
        return dict(found)

    def in_force(self, scope: Scope) -> str | None:
        """The version that scores this requisition, or None where nothing was ever activated for it."""
        values = {"customer_id": scope.customer_id, "family": scope.family, "job_id": scope.job_id}
        with statement(self._engine) as connection:
            version: str | None = connection.execute(IN_FORCE, values).scalar_one_or_none()
        return version

    def all_in_force(self) -> tuple[str, ...]:
        """Every version that scores something, each once."""
        with statement(self._engine) as connection:
            found = connection.execute(
                sa.text("""
                SELECT DISTINCT version FROM (
                    SELECT DISTINCT ON (customer_id, family, job_id) version FROM activations
                    WHERE activated_at IS NOT NULL AND withdrawn_at IS NULL
                    ORDER BY customer_id, family, job_id, activated_at DESC, id DESC) AS newest
                ORDER BY version
                """)
            ).scalars()
            return tuple(found)

    def propose(self, scope: Scope, version: str, actor: str, reason: str, simulation_id: int | None = None) -> int:
        """The id of the proposal, which a second person activates."""
        values = {**_values(scope), "version": version, "actor": actor, "reason": reason, "simulation": simulation_id}
        with transaction(self._engine) as connection:
            try:
                proposal: int = connection.execute(
                    sa.text("""
                    INSERT INTO activations (customer_id, family, job_id, version, reason, simulation_id, proposed_by)
                    VALUES (:customer_id, :family, :job_id, :version, :reason, :simulation, :actor) RETURNING id
                    """),
                    values,
                ).scalar_one()
            except IntegrityError:
                raise InvalidInputError(f"no version {version}, or no simulation {simulation_id}") from None
            self._audit(connection, "policy.proposed", values, {"proposal": proposal, "reason": reason})
        return proposal

    def proposal(self, proposal: int) -> Activation:
        """Raises InvalidInputError for an id that no proposal has."""
        with statement(self._engine) as connection:
            row = connection.execute(
                sa.text("SELECT * FROM activations WHERE id = :id"), {"id": proposal}
            ).one_or_none()
        if row is None:
            raise InvalidInputError(f"no proposal {proposal}")
        return activation_of(row)

    def activate(self, proposal: int, actor: str, without_trial: str = "") -> str:
        """Put a proposal in force; its version. Raises InvalidInputError for one's own, or one that is not waiting.

        ``without_trial`` goes on the record: why it is activated although it was not tried, or did not pass.
        """
        with transaction(self._engine) as connection:
            try:
                row = connection.execute(APPROVE, {"id": proposal, "actor": actor}).one_or_none()
            except IntegrityError:
                raise InvalidInputError(f"proposal {proposal} has to be activated by a second person") from None
            if row is None:
                raise InvalidInputError(f"proposal {proposal} is not waiting")
            values = {"customer_id": row.customer_id, "job_id": row.job_id, "version": row.version, "actor": actor}
            output = {"proposal": proposal} | ({"without_trial": without_trial} if without_trial else {})
            self._audit(connection, "policy.activated", values, output)
        return str(row.version)

    def withdraw(self, proposal: int, actor: str, reason: str) -> None:
        """Take back what waits for a second person. Raises InvalidInputError for one that is not waiting."""
        with transaction(self._engine) as connection:
            row = connection.execute(WITHDRAW, {"id": proposal, "actor": actor}).one_or_none()
            if row is None:
                raise InvalidInputError(f"proposal {proposal} is not waiting")
            values = {"customer_id": row.customer_id, "job_id": row.job_id, "version": row.version, "actor": actor}
            self._audit(connection, "policy.withdrawn", values, {"proposal": proposal, "reason": reason})

    def roll_back(self, scope: Scope, actor: str, reason: str) -> tuple[str, str | None]:
        """Take the newest activation of exactly this scope out of force: one person is enough to go back.

        The version that was in force there, and the one that is now (None: the configured default).
        """
        values = {**_values(scope), "actor": actor}
        with transaction(self._engine) as connection:
            row = connection.execute(ROLL_BACK, values).one_or_none()
            if row is None:
                raise InvalidInputError("nothing was activated for exactly this scope")
            now: str | None = connection.execute(IN_FORCE, values).scalar_one_or_none()
            self._audit(
                connection,
                "policy.rolled_back",
                {**values, "version": row.version},
                {"activation": row.id, "reason": reason, "now": now},
            )
        return str(row.version), now

    def history(self, limit: int = 100) -> tuple[Activation, ...]:
        """Proposals and activations, newest first."""
        with transaction(self._engine) as connection:
            rows = connection.execute(
                sa.text("SELECT * FROM activations ORDER BY id DESC LIMIT :limit"), {"limit": limit}
            ).all()
        return tuple(activation_of(row) for row in rows)

    def _audit(self, connection: sa.Connection, action: str, values: Mapping[str, Any], output: dict[str, Any]) -> None:
        stamped = {**values, "action": action, "versions": {"scorer": values["version"]}, "output": output}
        connection.execute(AUDIT, stamped)


def activation_of(row: Any) -> Activation:
    """A row of the table as a value."""
    return Activation(
        id=row.id,
        scope=Scope(row.customer_id, row.family, row.job_id),
        version=row.version,
        reason=row.reason,
        simulation_id=row.simulation_id,
        proposed_at=row.proposed_at,
        proposed_by=row.proposed_by,
        activated_at=row.activated_at,
        approved_by=row.approved_by,
        withdrawn_at=row.withdrawn_at,
    )


def _values(scope: Scope) -> dict[str, str]:
    return {"customer_id": scope.customer_id, "family": scope.family, "job_id": scope.job_id}
