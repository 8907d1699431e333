"""The write-back intents: one row per application, so that iCIMS holds one result per application."""

from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from scoring.run import Dossier
from store.engine import statement, transaction


class WriteState(StrEnum):
    INTENDED = "intended"
    POSTING = "posting"  # a POST was begun; whether it arrived is only known by reading back
    POSTED = "posted"  # the entry exists and its id is known
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class WriteBack:
    state: WriteState
    entry_id: str | None
    written_sha256: str | None


# What an operator stopped altogether is not written to.
NOT_STOPPED = """NOT EXISTS (
    SELECT 1 FROM stops JOIN applications AS application
      ON stops.customer_id IN ('', application.customer_id) AND stops.job_id IN ('', application.job_id)
    WHERE stops.lifted_at IS NULL AND stops.what = 'all' AND application.id = {application_id})"""

# The run is still ours, for as long as a call may take.
HELD = """id = CAST(:run_id AS uuid) AND lease_token = CAST(:token AS uuid)
  AND state = 'open' AND lease_until > now() + make_interval(secs => :margin)"""

MAY_WRITE = sa.text(f"""
SELECT 1 FROM runs WHERE {HELD} AND {NOT_STOPPED.format(application_id="runs.application_id")}
""")  # noqa: S608  constants of this module

# The application's row stays when a later run scores again: that run updates the same entry.
INTEND = sa.text(f"""
INSERT INTO write_backs (application_id, run_id, state)
SELECT application_id, id, 'intended' FROM runs
WHERE {HELD}
  AND {NOT_STOPPED.format(application_id="runs.application_id")}
ON CONFLICT (application_id) DO UPDATE SET run_id = excluded.run_id, updated_at = now()
RETURNING state, entry_id, written_sha256
""")  # noqa: S608  a constant of this module

KNOWN = sa.text("""
SELECT written.state, written.entry_id, written.written_sha256
FROM write_backs AS written JOIN runs ON runs.application_id = written.application_id
WHERE runs.id = CAST(:run_id AS uuid)
""")

MOVE = sa.text(f"""
UPDATE write_backs SET state = :state, entry_id = COALESCE(:entry_id, entry_id), updated_at = now(),
                       posts = posts + CASE WHEN :state = 'posting' THEN 1 ELSE 0 END,
                       written_sha256 = COALESCE(:written_sha256, written_sha256),
                       result_sha256 = COALESCE(:result_sha256, result_sha256)
WHERE run_id = CAST(:run_id AS uuid) AND EXISTS (
    SELECT 1 FROM runs WHERE {HELD})
  AND (:state = 'complete' OR {NOT_STOPPED.format(application_id="write_backs.application_id")})
""")  # noqa: S608  a constant of this module

FORGET = sa.text("""
UPDATE write_backs SET state = 'posting', entry_id = NULL, written_sha256 = NULL, result_sha256 = NULL,
                       updated_at = now()
WHERE run_id = CAST(:run_id AS uuid) AND EXISTS (
    SELECT 1 FROM runs WHERE id = CAST(:run_id AS uuid) AND lease_token = CAST(:token AS uuid) AND state = 'open')
""")


class WriteBacks:
    """Each method is one fenced transaction: it changes nothing and answers None or False when the lease is lost, or
    when a stop button for everything is pressed; only that a write was completed is still noted then.

    ``margin`` is how many seconds the lease must still last, so that a slow call cannot outlive it.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def may_write(self, dossier: Dossier, margin: float) -> bool:
        """The fence before each single call: the lease lasts ``margin`` seconds more, and nobody stopped everything."""
        values = {"run_id": dossier.run_id, "token": dossier.token, "margin": margin}
        with statement(self._engine) as connection:
            return connection.execute(MAY_WRITE, values).first() is not None

    def known(self, dossier: Dossier) -> WriteBack | None:
        """How far any run of this application ever got with a result; None where none began."""
        with statement(self._engine) as connection:
            row = connection.execute(KNOWN, {"run_id": dossier.run_id}).one_or_none()
        return None if row is None else WriteBack(WriteState(row.state), row.entry_id, row.written_sha256)

    def intend(self, dossier: Dossier, margin: float) -> WriteBack | None:
        """Declare that this run is about to write, and learn how far an earlier attempt or run got."""
        with transaction(self._engine) as connection:
            row = connection.execute(
                INTEND, {"run_id": dossier.run_id, "token": dossier.token, "margin": margin}
            ).one_or_none()
        return None if row is None else WriteBack(WriteState(row.state), row.entry_id, row.written_sha256)

    def move(
        self,
        dossier: Dossier,
        state: WriteState,
        margin: float = 0.0,
        entry_id: str | None = None,
        written_sha256: str | None = None,
        result_sha256: str | None = None,
    ) -> bool:
        with transaction(self._engine) as connection:
            moved = connection.execute(
                MOVE,
                {
                    "run_id": dossier.run_id,
                    "token": dossier.token,
                    "margin": margin,
                    "state": state,
                    "entry_id": entry_id,
                    "written_sha256": written_sha256,
                    "result_sha256": result_sha256,
                },
            )
        return moved.rowcount == 1

    def forget_entry(self, dossier: Dossier) -> bool:
        """The entry we knew is gone from iCIMS: the next attempt looks for ours there before it opens another."""
        with transaction(self._engine) as connection:
            forgotten = connection.execute(FORGET, {"run_id": dossier.run_id, "token": dossier.token})
        return forgotten.rowcount == 1
