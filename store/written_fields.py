"""What we last wrote into each field of iCIMS, as digests: whatever else stands there is somebody else's."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from scoring.run import Dossier
from store.engine import statement


@dataclass(frozen=True, slots=True)
class WrittenField:
    """``previous_sha256`` may still stand there when a write broke off. A ``released`` field was left to recruiters."""

    target: str
    profile_id: str
    field: str
    sha256: str
    previous_sha256: str | None
    released: bool


# Told before the call: a crash after it must not make our own value look like somebody else's.
INTEND = sa.text("""
INSERT INTO written_fields (customer_id, target, profile_id, field, sha256, previous_sha256, run_id)
SELECT :customer_id, entry.target, entry.profile_id, entry.field, entry.sha256, entry.standing, :run_id
FROM jsonb_to_recordset(:entries) AS entry (target text, profile_id text, field text, sha256 text, standing text)
ORDER BY 1, 2, 3, 4
ON CONFLICT (customer_id, target, profile_id, field) DO UPDATE SET
    previous_sha256 = CASE WHEN excluded.previous_sha256 IS NOT NULL THEN excluded.previous_sha256
                           WHEN written_fields.sha256 = excluded.sha256 THEN written_fields.previous_sha256
                           ELSE written_fields.sha256 END,
    sha256 = excluded.sha256, run_id = excluded.run_id, written_at = now()
""").bindparams(sa.bindparam("entries", type_=JSONB), sa.bindparam("run_id", type_=sa.UUID(as_uuid=False)))

# The person's fields may have been written for another application since: those are that one's.
BY_APPLICATION = sa.text("""
SELECT field.* FROM written_fields AS field JOIN runs ON runs.id = field.run_id
JOIN applications AS application ON application.id = runs.application_id
WHERE field.customer_id = :customer_id AND application.customer_id = :customer_id
  AND application.workflow_id = :workflow_id
  AND (field.target, field.profile_id) IN (('workflow', :workflow_id), ('person', :person_id))
ORDER BY field.target, field.field
""")

OF = sa.text("""
SELECT * FROM written_fields
WHERE customer_id = :customer_id AND (target, profile_id) IN (('workflow', :workflow_id), ('person', :person_id))
ORDER BY target, field
""")


class WrittenFields:
    """Each method is one statement."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def of(self, customer_id: str, workflow_id: str, person_id: str) -> tuple[WrittenField, ...]:
        """The fields of this application and its candidate that we ever wrote."""
        return self._found(OF, customer_id, workflow_id, person_id)

    def by_application(self, dossier: Dossier) -> tuple[WrittenField, ...]:
        """The fields that a run of this application wrote last."""
        return self._found(BY_APPLICATION, dossier.customer_id, dossier.workflow_id, dossier.person_id)

    def _found(
        self, query: sa.TextClause, customer_id: str, workflow_id: str, person_id: str
    ) -> tuple[WrittenField, ...]:
        values = {"customer_id": customer_id, "workflow_id": workflow_id, "person_id": person_id}
        with statement(self._engine) as connection:
            rows = connection.execute(query, values).all()
        return tuple(
            WrittenField(row.target, row.profile_id, row.field, row.sha256, row.previous_sha256, row.released)
            for row in rows
        )

    def intend(
        self, dossier: Dossier, digests: Mapping[tuple[str, str], str], standing: Mapping[tuple[str, str], str]
    ) -> None:
        """These digests are about to be written, by (target, field). ``standing`` are those of ours that were found
        there: they may be older than what was written last, as not every write leaves."""
        profiles = {"workflow": dossier.workflow_id, "person": dossier.person_id}
        entries = [
            {
                "target": target,
                "profile_id": profiles[target],
                "field": field,
                "sha256": sha256,
                "standing": standing.get((target, field)),
            }
            for (target, field), sha256 in digests.items()
        ]
        if entries:
            values = {"customer_id": dossier.customer_id, "run_id": dossier.run_id, "entries": entries}
            with statement(self._engine) as connection:
                connection.execute(INTEND, values)
