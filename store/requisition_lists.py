"""Requisitions with their counts, of those places only that somebody is granted."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from scoring.access import Grant
from scoring.run import RolloutMode
from store.rollout_scope import MODE_FOR_ALL


@dataclass(frozen=True, slots=True)
class RequisitionSummary:
    """``states`` counts the newest run of each application by state, ``tiers`` the current scores by tier."""

    customer_id: str
    job_id: str
    title: str
    mode: RolloutMode
    rubric_version: str
    applications: int
    states: dict[str, int]
    tiers: dict[str, int]


# Newest first; the counts are asked for the requisitions of one page only.
REQUISITIONS = sa.text(f"""
SELECT requisition.id, requisition.customer_id, requisition.job_id, requisition.title, {MODE_FOR_ALL} AS mode,
       rubrics.version
FROM requisitions AS requisition LEFT JOIN rubrics ON rubrics.id = requisition.rubric_id
WHERE requisition.customer_id = ANY(:customer_ids)
  AND (:search = '' OR requisition.job_id = :search OR strpos(lower(requisition.title), lower(:search)) > 0)
  AND (:job_id = '' OR requisition.job_id = :job_id)
  AND EXISTS (SELECT FROM jsonb_to_recordset(:within) AS place (customer_id text, family text, job_id text)
              WHERE place.customer_id IN ('', requisition.customer_id) AND place.family IN ('', requisition.family)
                AND place.job_id IN ('', requisition.job_id))
ORDER BY requisition.id DESC LIMIT :limit OFFSET :offset
""").bindparams(sa.bindparam("within", type_=JSONB))  # noqa: S608  a constant of ours

# One pass over the runs of a requisition: asking for the newest one of each application in turn takes twice as long.
STATES = sa.text("""
SELECT requisition.id, newest.state, count(*) AS n
FROM requisitions AS requisition
JOIN LATERAL (
    SELECT DISTINCT ON (runs.application_id) runs.state
    FROM applications AS application JOIN runs ON runs.application_id = application.id
    WHERE application.customer_id = requisition.customer_id AND application.job_id = requisition.job_id
    ORDER BY runs.application_id, runs.opened_at DESC) AS newest ON true
WHERE requisition.id = ANY(:ids)
GROUP BY requisition.id, newest.state
""")

TIERS = sa.text("""
SELECT requisition_id, tier, count(*) AS n FROM scores WHERE requisition_id = ANY(:ids) AND current
GROUP BY requisition_id, tier
""")


def summaries(
    connection: sa.Connection,
    customer_ids: Sequence[str],
    within: Sequence[Grant],
    *,
    search: str = "",
    job_id: str = "",
    limit: int = 1,
    offset: int = 0,
) -> tuple[RequisitionSummary, ...]:
    """Those of the customers that one of the grants covers, newest first; the roles of the grants do not matter."""
    values = {"customer_ids": list(customer_ids), "within": [asdict(grant) for grant in within]}
    narrowing = {"search": search, "job_id": job_id, "limit": limit, "offset": offset}
    listed = connection.execute(REQUISITIONS, values | narrowing).all()
    ids = {"ids": [row.id for row in listed]}
    states = _grouped(connection.execute(STATES, ids).all()) if listed else {}
    tiers = _grouped(connection.execute(TIERS, ids).all()) if listed else {}
    return tuple(
        RequisitionSummary(
            customer_id=row.customer_id,
            job_id=row.job_id,
            title=row.title,
            mode=RolloutMode(row.mode),
            rubric_version=row.version or "",
            applications=sum(states.get(row.id, {}).values()),
            states=states.get(row.id, {}),
            tiers=tiers.get(row.id, {}),
        )
        for row in listed
    )


def _grouped(rows: Any) -> dict[int, dict[str, int]]:
    grouped: dict[int, dict[str, int]] = {}
    for key, name, count in rows:
        grouped.setdefault(key, {})[name] = count
    return grouped
