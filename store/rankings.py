"""The applications of a requisition as a list to filter, sort and walk: paged in the database, however long it is."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from scoring.errors import InvalidInputError
from scoring.run import RunId
from store.engine import transaction

BATCH = 500


class Order(StrEnum):
    """By what a list is sorted; equals stand in the order in which they applied."""

    SCORE = "score"  # best first, those without a score last
    CONFIDENCE = "confidence"  # surest first
    NEWEST = "newest"  # scored last, first


# Every key ascends, so that one comparison of rows finds where a page goes on; the first one has an index.
KEYS = {
    Order.SCORE: "- COALESCE(scores.score, -1)",
    Order.CONFIDENCE: "- CAST(scores.confidence AS numeric)",
    Order.NEWEST: "- EXTRACT(epoch FROM scores.scored_at)",
}


@dataclass(frozen=True, slots=True)
class RankedApplication:
    run_id: RunId
    workflow_id: str
    person_id: str
    score: Decimal | None
    confidence: float
    tier: str
    abstained: str | None
    strongest: str
    missing: tuple[dict[str, Any], ...]
    scored_at: datetime
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RankingFilter:
    """What is asked for; '' is everything. ``scored`` is "yes" or "no"; ``missing`` the id of a must-have that is not
    shown; ``text`` the whole id of an application, or part of its strongest reason or of what it lacks, in any case."""

    tier: str = ""
    scored: str = ""
    tag: str = ""
    missing: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page goes on: the key of its neighbour, and who that is."""

    key: Decimal
    application_id: int

    def __str__(self) -> str:
        return f"{self.key:f}~{self.application_id}"

    @classmethod
    def parse(cls, text: str) -> "Position":
        """Raises InvalidInputError for what no list has given out."""
        key, _, application_id = text.partition("~")
        digits = key.removeprefix("-").replace(".", "", 1)
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 30):
            raise InvalidInputError("this is no place in a list")
        if not (application_id.isascii() and application_id.isdigit() and len(application_id) <= 18):
            raise InvalidInputError("this is no place in a list")
        return cls(Decimal(key), int(application_id))


@dataclass(frozen=True, slots=True)
class RankingPage:
    """``total`` is how many the filter leaves, ``first`` the place of the first of this page among them, from 1.
    ``before`` and ``after`` are where the pages around it begin, None at the ends of the list."""

    applications: tuple[RankedApplication, ...]
    total: int
    first: int
    before: Position | None
    after: Position | None

    @property
    def last(self) -> int:
        return self.first + len(self.applications) - 1


FOUND = """
FROM scores
JOIN requisitions AS requisition ON requisition.id = scores.requisition_id
JOIN applications AS application ON application.id = scores.application_id
WHERE requisition.customer_id = :customer_id AND requisition.job_id = :job_id AND scores.current
  AND (:tier = '' OR scores.tier = :tier)
  AND (:scored = '' OR (scores.score IS NOT NULL) = (:scored = 'yes'))
  AND (:tag = '' OR :tag = ANY(scores.tags))
  AND (:missing = '' OR scores.missing @> :lacking)
  AND (:text = '' OR application.workflow_id = :text OR strpos(lower(scores.strongest), lower(:text)) > 0
       OR EXISTS (SELECT FROM jsonb_array_elements(scores.missing) AS entry
                  WHERE strpos(lower(entry ->> 'text'), lower(:text)) > 0))
"""

PAGE = """
SELECT {key} AS key, scores.application_id, scores.run_id, application.workflow_id, application.person_id,
       scores.score, scores.confidence, scores.tier, scores.abstained, scores.strongest, scores.missing, scores.tags,
       scores.scored_at
{found}
  AND (:key IS NULL OR ({key}, scores.application_id) {past} (CAST(:key AS numeric), :application_id))
ORDER BY {key} {direction}, scores.application_id {direction} LIMIT :limit
"""

COUNTS = """
SELECT count(*) AS total,
       count(*) FILTER (WHERE ({key}, scores.application_id) < (CAST(:key AS numeric), :application_id)) AS earlier
{found}
"""


class Rankings:
    """Each method is one read-only transaction, or one for each batch."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def page(
        self,
        customer_id: str,
        job_id: str,
        wanted: RankingFilter = RankingFilter(),
        order: Order = Order.SCORE,
        *,
        limit: int = 50,
        after: Position | None = None,
        before: Position | None = None,
        from_the_end: bool = False,
    ) -> RankingPage:
        """The page after a place, or before one, or the last one; the first one without either."""
        backwards = before is not None or from_the_end
        values = {"customer_id": customer_id, "job_id": job_id, **_values(wanted)}
        with transaction(self._engine) as connection:
            rows = _rows(connection, order, values, before or after, limit + 1, backwards=backwards)
            more, rows = len(rows) > limit, rows[:limit]
            if backwards:
                rows.reverse()
            ends = (_position(rows[0]), _position(rows[-1])) if rows else (None, None)
            start = asdict(ends[0]) if ends[0] else {"key": None, "application_id": None}
            counts = connection.execute(_counts(order), {**values, **start}).one()
        first, last = counts.earlier + 1, counts.earlier + len(rows)
        return RankingPage(
            applications=tuple(map(application_of, rows)),
            total=counts.total,
            first=first,
            before=ends[0] if (more if backwards else first > 1) else None,
            after=ends[1] if (last < counts.total if backwards else more) else None,
        )

    def every(
        self, customer_id: str, job_id: str, wanted: RankingFilter, order: Order = Order.SCORE
    ) -> Iterator[RankedApplication]:
        """The whole list, held in memory a batch at a time."""
        values = {"customer_id": customer_id, "job_id": job_id, **_values(wanted)}
        place: Position | None = None
        while True:
            with transaction(self._engine) as connection:
                rows = _rows(connection, order, values, place, BATCH, backwards=False)
            yield from map(application_of, rows)
            if len(rows) < BATCH:
                return
            place = _position(rows[-1])


def _values(wanted: RankingFilter) -> dict[str, Any]:
    return {**asdict(wanted), "lacking": [{"criterion_id": wanted.missing}]}


def _rows(
    connection: sa.Connection,
    order: Order,
    values: dict[str, Any],
    place: Position | None,
    limit: int,
    *,
    backwards: bool,
) -> list[Any]:
    past, direction = ("<", "DESC") if backwards else (">", "ASC")
    text = PAGE.format(key=KEYS[order], found=FOUND, past=past, direction=direction)
    start = asdict(place) if place else {"key": None, "application_id": None}
    return list(connection.execute(_bound(text), {**values, **start, "limit": limit}))


def _counts(order: Order) -> sa.TextClause:
    return _bound(COUNTS.format(key=KEYS[order], found=FOUND))


def _bound(text: str) -> sa.TextClause:
    return sa.text(text).bindparams(
        sa.bindparam("lacking", type_=JSONB),
        sa.bindparam("key", type_=sa.Numeric),
        sa.bindparam("application_id", type_=sa.BigInteger),
    )


def _position(row: Any) -> Position:
    return Position(row.key, row.application_id)


def application_of(row: Any) -> RankedApplication:
    return RankedApplication(
        run_id=RunId(str(row.run_id)),
        workflow_id=row.workflow_id,
        person_id=row.person_id,
        score=row.score,
        confidence=row.confidence,
        tier=row.tier,
        abstained=row.abstained,
        strongest=row.strongest,
        missing=tuple(row.missing),
        scored_at=row.scored_at,
        tags=tuple(row.tags),
    )
