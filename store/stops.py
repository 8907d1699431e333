"""Stop buttons and cost ceilings: what a person presses and sets, on the record."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from scoring.errors import InvalidInputError
from store.engine import transaction
from store.waits import WAKE

AUDIT = sa.text("""
INSERT INTO audit_events (trace_id, actor, action, customer_id, job_id, person_id, workflow_id,
                          versions, inputs, output)
VALUES ('stops', :actor, :action, :customer_id, :job_id, '', '', '{}', '{}', :output)
""").bindparams(sa.bindparam("output", type_=JSONB))


@dataclass(frozen=True, slots=True)
class Stop:
    """A pressed button. ``what`` is "model" (no more calls) or "all" (nothing is written any more either)."""

    id: int
    what: str
    customer_id: str
    job_id: str
    reason: str
    pressed_at: datetime
    pressed_by: str


@dataclass(frozen=True, slots=True)
class Ceiling:
    """USD a day for a customer (``job_id`` ''), USD in all for a requisition."""

    customer_id: str
    job_id: str
    usd: Decimal


class Stops:
    """Each method is one transaction with its audit event."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def press(self, what: str, actor: str, reason: str, customer_id: str = "", job_id: str = "") -> int:
        """Stop at once; the id of the button. '' as customer or requisition means every one."""
        if what not in {"model", "all"}:
            raise InvalidInputError("what is stopped is model or all")
        values = {"what": what, "customer_id": customer_id, "job_id": job_id, "reason": reason, "actor": actor}
        with transaction(self._engine) as connection:
            stop_id: int = connection.execute(
                sa.text("""
                INSERT INTO stops (what, customer_id, job_id, reason, pressed_by)
                VALUES (:what, :customer_id, :job_id, :reason, :actor) RETURNING id
                """),
                values,
            ).scalar_one()
            self._audit(connection, "stop.pressed", values, {"stop": stop_id, "what": what, "reason": reason})
        return stop_id

    def lift(self, stop_id: int, actor: str) -> None:
        """Go on: waiting runs look again at once. Raises InvalidInputError when that button is not pressed."""
        with transaction(self._engine) as connection:
            row = connection.execute(
                sa.text("""
                UPDATE stops SET lifted_at = now(), lifted_by = :actor WHERE id = :id AND lifted_at IS NULL
                RETURNING customer_id, job_id, what
                """),
                {"id": stop_id, "actor": actor},
            ).one_or_none()
            if row is None:
                raise InvalidInputError(f"stop {stop_id} is not pressed")
            values = {"customer_id": row.customer_id, "job_id": row.job_id, "actor": actor}
            connection.execute(WAKE)
            self._audit(connection, "stop.lifted", values, {"stop": stop_id, "what": row.what})

    def writing_is_stopped(self, customer_id: str, job_id: str) -> bool:
        """Whether a button for everything is pressed that covers this requisition."""
        return any(
            stop.what == "all" and stop.customer_id in {"", customer_id} and stop.job_id in {"", job_id}
            for stop in self.pressed()
        )

    def pressed(self) -> tuple[Stop, ...]:
        """Every button that is pressed, oldest first."""
        with transaction(self._engine) as connection:
            rows = connection.execute(sa.text("SELECT * FROM stops WHERE lifted_at IS NULL ORDER BY id")).all()
        return tuple(Stop(r.id, r.what, r.customer_id, r.job_id, r.reason, r.pressed_at, r.pressed_by) for r in rows)

    def set_ceiling(self, customer_id: str, job_id: str, usd: Decimal, actor: str) -> None:
        """The most that may be spent: a day for the customer where ``job_id`` is '', in all for a requisition.

        Waiting runs look again at once.
        """
        if usd < 0:
            raise InvalidInputError("a ceiling is not negative")
        values = {"customer_id": customer_id, "job_id": job_id, "usd": usd, "actor": actor}
        with transaction(self._engine) as connection:
            connection.execute(
                sa.text("""
                INSERT INTO ceilings (customer_id, job_id, usd, set_by) VALUES (:customer_id, :job_id, :usd, :actor)
                ON CONFLICT (customer_id, job_id) DO UPDATE
                SET usd = excluded.usd, set_at = now(), set_by = excluded.set_by
                """),
                values,
            )
            connection.execute(WAKE)
            self._audit(connection, "ceiling.set", values, {"usd": str(usd)})

    def ceilings(self) -> tuple[Ceiling, ...]:
        with transaction(self._engine) as connection:
            rows = connection.execute(
                sa.text("SELECT customer_id, job_id, usd FROM ceilings ORDER BY customer_id, job_id")
            ).all()
        return tuple(Ceiling(row.customer_id, row.job_id, row.usd) for row in rows)

    def _audit(self, connection: sa.Connection, action: str, values: dict[str, Any], output: dict[str, Any]) -> None:
        connection.execute(AUDIT, {**values, "action": action, "output": output})
