"""The one status that we write by ourselves for an application: upward, once, and fenced like every write."""

from dataclasses import dataclass

import sqlalchemy as sa

from scoring.run import Dossier
from store.engine import statement
from store.write_backs import HELD, NOT_STOPPED


@dataclass(frozen=True, slots=True)
class UpwardMove:
    """``is_written`` is False while it is not known whether iCIMS took it."""

    run_id: str
    from_status: str
    to_status: str
    is_written: bool


BEGIN = sa.text(f"""
INSERT INTO upward_moves (application_id, run_id, state, from_status, to_status)
SELECT application_id, id, 'writing', :from_status, :to_status FROM runs
WHERE {HELD} AND {NOT_STOPPED.format(application_id="runs.application_id")}
ON CONFLICT (application_id) DO UPDATE SET moved_at = now() WHERE upward_moves.state = 'writing'
""")  # noqa: S608  constants of ours

FINISH = sa.text("""
UPDATE upward_moves SET state = 'written', transaction = :transaction, moved_at = now()
WHERE application_id = (SELECT application_id FROM runs WHERE id = CAST(:run_id AS uuid))
""")


class UpwardMoves:
    """Each method is one statement."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def of(self, customer_id: str, workflow_id: str) -> UpwardMove | None:
        """The move of this application, if it was ever begun."""
        with statement(self._engine) as connection:
            row = connection.execute(
                sa.text("""
                SELECT moves.* FROM upward_moves AS moves JOIN applications ON applications.id = moves.application_id
                WHERE applications.customer_id = :customer_id AND applications.workflow_id = :workflow_id
                """),
                {"customer_id": customer_id, "workflow_id": workflow_id},
            ).one_or_none()
        if row is None:
            return None
        return UpwardMove(str(row.run_id), row.from_status, row.to_status, is_written=row.state == "written")

    def begin(self, dossier: Dossier, from_status: str, to_status: str, margin: float) -> bool:
        """Declare that the status is about to be written. False when the lease is lost or too short, when a stop button
        for everything is pressed, or when the application was moved before."""
        values = {"run_id": dossier.run_id, "token": dossier.token, "margin": margin}
        with statement(self._engine) as connection:
            begun = connection.execute(BEGIN, {**values, "from_status": from_status, "to_status": to_status})
        return begun.rowcount == 1

    def finish(self, dossier: Dossier, transaction: str) -> None:
        """iCIMS took it: note that, whoever holds the run by now."""
        with statement(self._engine) as connection:
            connection.execute(FINISH, {"run_id": dossier.run_id, "transaction": transaction})
