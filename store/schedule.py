"""What the beat's jobs need: slots that start once, poll cursors, and the talent pool page by page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from store.engine import transaction


@dataclass(frozen=True, slots=True)
class Pooled:
    """A pooled application whose newest score, of ``run_id``, rests on another rubric than the one in force."""

    run_id: str
    customer_id: str
    workflow_id: str
    job_id: str
    person_id: str
    rubric_version: str


STALE = sa.text("""
SELECT application.id, scores.run_id, application.customer_id, application.workflow_id, application.job_id,
       application.person_id, rubrics.version
FROM applications AS application
JOIN requisitions AS requisition
  ON requisition.customer_id = application.customer_id AND requisition.job_id = application.job_id
JOIN rubrics ON rubrics.id = requisition.rubric_id
JOIN scores ON scores.application_id = application.id AND scores.current
WHERE application.pooled AND scores.rubric_id <> requisition.rubric_id AND application.id > :after
  AND NOT EXISTS (SELECT 1 FROM runs WHERE runs.application_id = application.id AND runs.state = 'open')
ORDER BY application.id LIMIT :limit
""")


class Schedule:
    """Each method is one transaction per page."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def start_slot(self, job_name: str, slot: datetime) -> bool:
        """True for exactly one caller per job and slot."""
        with transaction(self._engine) as connection:
            started = connection.execute(
                sa.text("""
                INSERT INTO scheduled_slots (job_name, slot) VALUES (:job_name, :slot) ON CONFLICT DO NOTHING
                """),
                {"job_name": job_name, "slot": slot},
            )
        return started.rowcount == 1

    def stale_pool(self, page: int = 500) -> Iterator[Pooled]:
        """Every pooled application that its requisition's rubric has left behind, in the order of their ids."""
        after = 0
        while True:
            with transaction(self._engine) as connection:
                rows = connection.execute(STALE, {"after": after, "limit": page}).all()
            for row in rows:
                yield Pooled(str(row.run_id), row.customer_id, row.workflow_id, row.job_id, row.person_id, row.version)
            if len(rows) < page:
                return
            after = rows[-1].id

    def unknown_workflows(self, customer_id: str, workflow_ids: list[str]) -> tuple[str, ...]:
        """Those of the given applicant workflows that no event ever named."""
        with transaction(self._engine) as connection:
            rows = connection.execute(
                sa.text("""
                SELECT given.id FROM unnest(CAST(:ids AS text[])) AS given(id)
                WHERE NOT EXISTS (SELECT 1 FROM applications
                                  WHERE customer_id = :customer_id AND workflow_id = given.id)
                """),
                {"customer_id": customer_id, "ids": workflow_ids},
            ).scalars()
            return tuple(rows)

    def polled_until(self, customer_id: str) -> datetime | None:
        with transaction(self._engine) as connection:
            until: datetime | None = connection.execute(
                sa.text("SELECT polled_until FROM poll_cursors WHERE customer_id = :customer_id"),
                {"customer_id": customer_id},
            ).scalar_one_or_none()
        return until

    def set_polled_until(self, customer_id: str, until: datetime) -> None:
        with transaction(self._engine) as connection:
            connection.execute(
                sa.text("""
                INSERT INTO poll_cursors (customer_id, polled_until) VALUES (:customer_id, :until)
                ON CONFLICT (customer_id) DO UPDATE SET polled_until = excluded.polled_until
                """),
                {"customer_id": customer_id, "until": until},
            )
