"""Where iCIMS holds something else than we wrote: found before a write or at night, settled by a person."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from scoring.errors import InvalidInputError
from store.engine import statement, transaction
from store.inbox import SERVICE


class DifferenceKind(StrEnum):
    FIELD_CHANGED = "field_changed"
    RESULT_CHANGED = "result_changed"
    RESULT_MISSING = "result_missing"
    RESULT_TWICE = "result_twice"
    APPLICATION_GONE = "application_gone"


@dataclass(frozen=True, slots=True)
class Seen:
    """One difference as it is found. ``theirs_sha256`` is the digest of what stands in the field instead of ours."""

    kind: DifferenceKind
    target: str = ""
    profile_id: str = ""
    field: str = ""
    theirs_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """``resolution`` is None, ours (written again), theirs (left to recruiters) or gone (equal again)."""

    id: int
    customer_id: str
    job_id: str
    workflow_id: str
    kind: DifferenceKind
    target: str
    field: str
    found_by: str
    found_at: datetime
    resolution: str | None


@dataclass(frozen=True, slots=True)
class WrittenApplication:
    """What the ledger says that iCIMS holds of an application. ``result_sha256`` None: written before it was kept."""

    application_id: int
    customer_id: str
    workflow_id: str
    job_id: str
    person_id: str
    entry_id: str
    result_sha256: str | None


NOTE = sa.text("""
WITH noted AS (
    INSERT INTO differences (application_id, kind, target, profile_id, field, theirs_sha256, found_by)
    SELECT :application_id, entry.kind, entry.target, entry.profile_id, entry.field, entry.theirs_sha256, :found_by
    FROM jsonb_to_recordset(:entries) AS entry (kind text, target text, profile_id text, field text, theirs_sha256 text)
    ON CONFLICT (application_id, kind, target, field) WHERE resolution IS NULL
    DO UPDATE SET theirs_sha256 = excluded.theirs_sha256
    RETURNING kind, field, xmax = 0 AS is_new
)
INSERT INTO audit_events (trace_id, actor, action, customer_id, job_id, person_id, workflow_id,
                          versions, inputs, output)
SELECT 'reconciliation', :actor, 'difference.found', customer_id, job_id, person_id, workflow_id, '{}', '{}',
       jsonb_build_object('kind', kind, 'field', field, 'by', CAST(:found_by AS text))
FROM noted JOIN applications ON applications.id = :application_id WHERE is_new
""").bindparams(sa.bindparam("entries", type_=JSONB))

# What is equal again needs nobody any more.
VANISH = sa.text("""
UPDATE differences SET resolution = 'gone', resolved_at = now(), resolved_by = :actor
WHERE application_id = :application_id AND resolution IS NULL
  AND NOT (kind || '/' || target || '/' || field = ANY(:still))
""")

LISTED = sa.text("""
SELECT differences.*, applications.customer_id, applications.job_id, applications.workflow_id
FROM differences JOIN applications ON applications.id = differences.application_id
WHERE (:customer_id = '' OR applications.customer_id = :customer_id) AND (:job_id = '' OR applications.job_id = :job_id)
  AND differences.resolution IS NULL AND differences.id > :after
ORDER BY differences.id LIMIT :limit
""")

SETTLE = sa.text("""
UPDATE differences SET resolution = :resolution, resolved_at = now(), resolved_by = :actor
FROM applications
WHERE differences.id = :id AND differences.resolution IS NULL AND applications.id = differences.application_id
RETURNING differences.*, applications.customer_id, applications.job_id, applications.workflow_id,
          applications.person_id
""")
# Theirs is known now, so the next write passes over it; an entry of ours is written anew.
TAKE_OURS = sa.text("""
UPDATE written_fields SET previous_sha256 = :theirs
WHERE (customer_id, target, profile_id, field) = (:customer_id, :target, :profile_id, :field)
""")
LEAVE_THEIRS = sa.text("""
UPDATE written_fields SET released = true
WHERE (customer_id, target, profile_id, field) = (:customer_id, :target, :profile_id, :field)
""")
WRITE_ANEW = sa.text("UPDATE write_backs SET written_sha256 = NULL WHERE application_id = :application_id")
ACCEPT_RESULT = sa.text("UPDATE write_backs SET result_sha256 = NULL WHERE application_id = :application_id")
AUDIT = sa.text("""
INSERT INTO audit_events (trace_id, actor, action, customer_id, job_id, person_id, workflow_id,
                          versions, inputs, output)
VALUES ('reconciliation', :actor, 'difference.settled', :customer_id, :job_id, :person_id, :workflow_id, '{}', '{}',
        :output)
""").bindparams(sa.bindparam("output", type_=JSONB))

# Those first that were never compared, then those whose comparison is oldest.
TO_PROVE = sa.text("""
SELECT application.id, application.customer_id, application.workflow_id, application.job_id, application.person_id,
       write_backs.entry_id, write_backs.result_sha256
FROM write_backs JOIN applications AS application ON application.id = write_backs.application_id
WHERE application.customer_id = :customer_id AND write_backs.state = 'complete' AND write_backs.entry_id IS NOT NULL
  AND (write_backs.proved_at IS NULL OR write_backs.proved_at <= now() - make_interval(hours => :hours))
  AND NOT EXISTS (SELECT FROM runs WHERE runs.application_id = application.id AND runs.state = 'open')
ORDER BY write_backs.proved_at NULLS FIRST, application.id LIMIT :limit
""")


class Differences:
    """Each method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def note(self, application_id: int, seen: Iterable[Seen], found_by: str) -> None:
        """Put on record what was found; what is known already stays as it is."""
        values = {"application_id": application_id, "entries": [asdict(one) for one in seen], "found_by": found_by}
        if values["entries"]:
            with statement(self._engine) as connection:
                connection.execute(NOTE, {**values, "actor": SERVICE})

    def application_of(self, run_id: str) -> int:
        with statement(self._engine) as connection:
            query = sa.text("SELECT application_id FROM runs WHERE id = CAST(:run_id AS uuid)")
            return int(connection.execute(query, {"run_id": run_id}).scalar_one())

    def proved(self, application_id: int, seen: Sequence[Seen]) -> None:
        """The application was compared: these differences are there, and no others any more."""
        self.note(application_id, seen, "proof")
        still = [f"{one.kind}/{one.target}/{one.field}" for one in seen]
        with transaction(self._engine) as connection:
            connection.execute(VANISH, {"application_id": application_id, "still": still, "actor": SERVICE})
            connection.execute(
                sa.text("UPDATE write_backs SET proved_at = now() WHERE application_id = :application_id"),
                {"application_id": application_id},
            )

    def to_prove(self, customer_id: str, limit: int, hours: int = 0) -> tuple[WrittenApplication, ...]:
        """Written applications that no run is at and that were not compared within ``hours``, the longest unproved
        first."""
        values = {"customer_id": customer_id, "limit": limit, "hours": hours}
        with statement(self._engine) as connection:
            rows = connection.execute(TO_PROVE, values).all()
        return tuple(WrittenApplication(*row) for row in rows)

    def unresolved(
        self, customer_id: str = "", job_id: str = "", *, after: int = 0, limit: int = 1000
    ) -> tuple[Difference, ...]:
        """What waits for a person, oldest first; '' is every customer or requisition. ``after`` is the last id seen."""
        values = {"customer_id": customer_id, "job_id": job_id, "after": after, "limit": limit}
        with statement(self._engine) as connection:
            rows = connection.execute(LISTED, values).all()
        return tuple(map(_difference, rows))

    def settle(self, difference: int, resolution: str, actor: str) -> Difference:
        """ours: the next write-back of the application puts our value there again. theirs: it stays, and we no longer
        write that field for this profile. Raises InvalidInputError for one that is not open."""
        if resolution not in {"ours", "theirs"}:
            raise InvalidInputError("a difference is settled as ours or theirs")
        with transaction(self._engine) as connection:
            values = {"id": difference, "resolution": resolution, "actor": actor}
            row = connection.execute(SETTLE, values).one_or_none()
            if row is None:
                raise InvalidInputError(f"difference {difference} is not open")
            place = {name: getattr(row, name) for name in ("customer_id", "target", "profile_id", "field")}
            application = {"application_id": row.application_id}
            if resolution == "ours":
                connection.execute(TAKE_OURS, {**place, "theirs": row.theirs_sha256})
                connection.execute(WRITE_ANEW, application)
            elif row.kind == DifferenceKind.FIELD_CHANGED:
                connection.execute(LEAVE_THEIRS, place)
            else:
                connection.execute(ACCEPT_RESULT, application)
            ids = {name: getattr(row, name) for name in ("customer_id", "job_id", "person_id", "workflow_id")}
            said = {"difference": difference, "kind": row.kind, "field": row.field, "resolution": resolution}
            connection.execute(AUDIT, {**ids, "actor": actor, "output": said})
        return _difference(row)


def _difference(row: Any) -> Difference:
    return Difference(
        id=row.id,
        customer_id=row.customer_id,
        job_id=row.job_id,
        workflow_id=row.workflow_id,
        kind=DifferenceKind(row.kind),
        target=row.target,
        field=row.field,
        found_by=row.found_by,
        found_at=row.found_at,
        resolution=row.resolution,
    )
