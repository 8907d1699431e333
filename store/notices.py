"""Notices to candidates on record: whose rules hold, when each notice was published, and what waits for it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from scoring.errors import InvalidInputError
from scoring.notice_period import NoticeWait
from scoring.run import RunId
from store.characters import storable
from store.engine import statement, transaction

LONGEST_PLACE = 500


@dataclass(frozen=True, slots=True)
class NoticeRecord:
    """Whose rules hold for a requisition, and since when its notice stands (the earliest publication that was not
    withdrawn). ``places_set_for`` is "requisition", "customer" or '' where nobody named any place."""

    places: tuple[str, ...]
    places_set_for: str
    published_on: date | None


@dataclass(frozen=True, slots=True)
class Publication:
    """``place`` is where the notice can be read, ``letter_sha256`` of what it said about the job then."""

    id: int
    customer_id: str
    job_id: str
    published_on: date
    place: str
    letter_sha256: str
    recorded_at: datetime
    recorded_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str | None


@dataclass(frozen=True, slots=True)
class Withheld:
    """An application whose newest result was kept in shadow for want of a notice."""

    run_id: RunId
    workflow_id: str
    job_id: str
    person_id: str


# A row of the requisition's own, even an empty one, stands before the customer's.
RECORD = sa.text("""
SELECT place.places, place.job_id AS set_for,
       (SELECT min(published_on) FROM notice_publications
        WHERE customer_id = :customer_id AND job_id = :job_id AND withdrawn_at IS NULL) AS published_on
FROM (VALUES (1)) AS one LEFT JOIN LATERAL (
    SELECT places, job_id FROM notice_places
    WHERE customer_id = :customer_id AND job_id IN ('', :job_id) ORDER BY job_id DESC LIMIT 1) AS place ON true
""")

SET_PLACES = sa.text("""
INSERT INTO notice_places (customer_id, job_id, places, set_by) VALUES (:customer_id, :job_id, :places, :actor)
ON CONFLICT (customer_id, job_id) DO UPDATE SET places = excluded.places, set_by = excluded.set_by, set_at = now()
""").bindparams(sa.bindparam("places", type_=sa.ARRAY(sa.Text)))

PUBLISH = sa.text("""
INSERT INTO notice_publications (customer_id, job_id, published_on, place, letter_sha256, recorded_by)
VALUES (:customer_id, :job_id, :published_on, :place, :letter_sha256, :actor) RETURNING id
""")

WITHDRAW = sa.text("""
UPDATE notice_publications SET withdrawn_at = now(), withdrawn_by = :actor
WHERE id = :id AND withdrawn_at IS NULL AND customer_id = :customer_id AND job_id = :job_id
RETURNING published_on
""")

PUBLICATIONS = sa.text("""
SELECT * FROM notice_publications WHERE customer_id = :customer_id AND job_id = :job_id ORDER BY id DESC LIMIT 100
""")

# Of jobs about whose notice somebody ever said anything: no other can have begun to be usable.
JOBS = sa.text("""
SELECT requisition.job_id FROM requisitions AS requisition
WHERE requisition.customer_id = :customer_id AND (
    EXISTS (SELECT FROM notice_publications AS publication WHERE publication.customer_id = requisition.customer_id
            AND publication.job_id = requisition.job_id)
    OR EXISTS (SELECT FROM notice_places AS place WHERE place.customer_id = requisition.customer_id
               AND place.job_id IN ('', requisition.job_id)))
ORDER BY requisition.id
""")

WITHHELD = sa.text("""
SELECT scores.run_id, application.workflow_id, application.job_id, application.person_id
FROM requisitions AS requisition
JOIN scores ON scores.requisition_id = requisition.id AND scores.current
JOIN findings AS written ON written.run_id = scores.run_id AND written.step = 'write_back'
     AND written.payload->>'withheld' = ANY(:waits)
JOIN applications AS application ON application.id = scores.application_id
WHERE requisition.customer_id = :customer_id AND requisition.job_id = :job_id
ORDER BY application.id LIMIT :limit
""").bindparams(sa.bindparam("waits", type_=sa.ARRAY(sa.Text)))

AUDIT = sa.text("""
INSERT INTO audit_events (trace_id, actor, action, customer_id, job_id, person_id, workflow_id,
                          versions, inputs, output)
VALUES ('notice', :actor, :action, :customer_id, :job_id, '', '', '{}', '{}', :output)
""").bindparams(sa.bindparam("output", type_=JSONB))


class Notices:
    """Each method is one transaction; what changes something leaves an audit event with it."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def of(self, customer_id: str, job_id: str) -> NoticeRecord:
        """What is on record for a requisition, known or not."""
        with statement(self._engine) as connection:
            row = connection.execute(RECORD, {"customer_id": customer_id, "job_id": job_id}).one()
        set_for = "" if row.set_for is None else "requisition" if row.set_for else "customer"
        return NoticeRecord(tuple(row.places or ()), set_for, row.published_on)

    def set_places(self, customer_id: str, job_id: str, places: Collection[str], actor: str) -> None:
        """Whose rules hold from now on for the requisition, or with '' for all that have none of their own."""
        values = {"customer_id": customer_id, "job_id": job_id, "places": sorted(places), "actor": actor}
        with transaction(self._engine) as connection:
            connection.execute(SET_PLACES, values)
            _audit(connection, "notice.places_set", values, {"places": values["places"]})

    def publish(
        self, customer_id: str, job_id: str, published_on: date, place: str, letter_sha256: str, actor: str
    ) -> int:
        """Put on record that the notice stands there since that day; the id.

        Raises InvalidInputError for a place that says nothing or has more than 500 characters.
        """
        place = storable(place.strip())
        if not 0 < len(place) <= LONGEST_PLACE:
            raise InvalidInputError(f"say where the notice can be read, in at most {LONGEST_PLACE} characters")
        values: dict[str, Any] = {
            "customer_id": customer_id, "job_id": job_id, "published_on": published_on, "place": place,
            "letter_sha256": letter_sha256, "actor": actor,
        }  # fmt: skip
        with transaction(self._engine) as connection:
            publication = int(connection.execute(PUBLISH, values).scalar_one())
            said = {"publication": publication, "published_on": str(published_on), "letter_sha256": letter_sha256}
            _audit(connection, "notice.published", values, said)
        return publication

    def withdraw(self, customer_id: str, job_id: str, publication: int, actor: str) -> None:
        """It was recorded by mistake, or does not stand there any more. Raises InvalidInputError when it is not one
        of that requisition that holds."""
        values = {"id": publication, "customer_id": customer_id, "job_id": job_id, "actor": actor}
        with transaction(self._engine) as connection:
            row = connection.execute(WITHDRAW, values).one_or_none()
            if row is None:
                raise InvalidInputError(f"publication {publication} is not on record for job {job_id}")
            said = {"publication": publication, "published_on": str(row.published_on)}
            _audit(connection, "notice.withdrawn", values, said)

    def publications(self, customer_id: str, job_id: str) -> tuple[Publication, ...]:
        """Newest first, with the withdrawn ones."""
        with statement(self._engine) as connection:
            rows = connection.execute(PUBLICATIONS, {"customer_id": customer_id, "job_id": job_id}).all()
        return tuple(Publication(*row) for row in rows)

    def jobs(self, customer_id: str) -> tuple[str, ...]:
        """Requisitions for which a place or a publication is on record."""
        with statement(self._engine) as connection:
            return tuple(connection.execute(JOBS, {"customer_id": customer_id}).scalars())

    def withheld(self, customer_id: str, job_id: str, limit: int = 1000) -> tuple[Withheld, ...]:
        """Applications whose newest result waits for the notice, oldest first."""
        values = {"customer_id": customer_id, "job_id": job_id, "waits": [*NoticeWait], "limit": limit}
        with statement(self._engine) as connection:
            rows = connection.execute(WITHHELD, values).all()
        return tuple(Withheld(RunId(str(row.run_id)), row.workflow_id, row.job_id, row.person_id) for row in rows)


def _audit(connection: sa.Connection, action: str, values: dict[str, Any], output: dict[str, Any]) -> None:
    place = {name: values[name] for name in ("customer_id", "job_id", "actor")}
    connection.execute(AUDIT, {**place, "action": action, "output": output})
