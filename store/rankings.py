"""The applications of a requisition as a list to filter, sort and walk: paged in the database, however long it is."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from scoring.errors import InvalidInputError
from store.engine import transaction
from store.ranked_applications import BEST_FIRST, RANKED, STAGES, RankedApplication, application_of

BATCH = 500


class Order(StrEnum):
    """By what a list is sorted; equals stand in the order in which they applied."""

    SCORE = "score"  # best first, those without a score last
    CONFIDENCE = "confidence"  # surest first
    NEWEST = "newest"  # scored last, first


# Every key ascends, so that one comparison of rows finds where a page goes on.
KEYS = {
    Order.SCORE: BEST_FIRST,
    Order.CONFIDENCE: "CASE WHEN ranked.in_blind_review THEN 0.5 ELSE - CAST(ranked.confidence AS numeric) END",
    Order.NEWEST: "- EXTRACT(epoch FROM ranked.scored_at)",
}


@dataclass(frozen=True, slots=True)
class RankingFilter:
    """What is asked for; '' is everything. ``scored`` is "yes" or "no"; ``missing`` the id of a must-have that is not
    shown; ``text`` the whole id of an application, or part of its strongest reason or of what it lacks, in any case;
    ``stage`` is one of ``Rankings.stages``. Only ``text`` by id and ``stage`` find what the viewer may not see yet."""

    tier: str = ""
    scored: str = ""
    tag: str = ""
    missing: str = ""
    text: str = ""
    stage: str = ""


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


FOUND = f"""
FROM {RANKED}
WHERE (:tier = '' OR ranked.tier = :tier)
  AND (:scored = '' OR NOT ranked.in_blind_review AND (ranked.score IS NOT NULL) = (:scored = 'yes'))
  AND (:tag = '' OR :tag = ANY(ranked.tags))
  AND (:missing = '' OR ranked.missing @> :lacking)
  AND (:stage = '' OR ranked.stage = :stage)
  AND (:text = '' OR ranked.workflow_id = :text OR strpos(lower(ranked.strongest), lower(:text)) > 0
       OR EXISTS (SELECT FROM jsonb_array_elements(ranked.missing) AS entry
                  WHERE strpos(lower(entry ->> 'text'), lower(:text)) > 0))
"""
PAGE = """
SELECT {key} AS key, ranked.* {found}
  AND (:key IS NULL OR ({key}, ranked.application_id) {past} (CAST(:key AS numeric), :application_id))
ORDER BY {key} {direction}, ranked.application_id {direction} LIMIT :limit
"""
COUNTS = """
SELECT count(*) AS total,
       count(*) FILTER (WHERE ({key}, ranked.application_id) < (CAST(:key AS numeric), :application_id)) AS earlier
{found}
"""
STANDING = sa.text(f"""
SELECT standing.stage, count(*) AS n FROM ({STAGES}) AS standing
JOIN applications AS application
  ON application.customer_id = :customer_id AND application.workflow_id = standing.workflow_id
JOIN scores ON scores.application_id = application.id AND scores.current
GROUP BY standing.stage ORDER BY n DESC, standing.stage
""")  # noqa: S608  constants of ours


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
        viewer: str = "",
    ) -> RankingPage:
        """The page after a place, or before one, or the last one; the first one without either.

        ``viewer`` is the id of a user who may review there: what he has to rate blind is held back from him.
        """
        backwards = before is not None or from_the_end
        values = {"customer_id": customer_id, "job_id": job_id, "viewer": viewer, **_values(wanted)}
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
        self, customer_id: str, job_id: str, wanted: RankingFilter, order: Order = Order.SCORE, viewer: str = ""
    ) -> Iterator[RankedApplication]:
        """The whole list, held in memory a batch at a time."""
        values = {"customer_id": customer_id, "job_id": job_id, "viewer": viewer, **_values(wanted)}
        place: Position | None = None
        while True:
            with transaction(self._engine) as connection:
                rows = _rows(connection, order, values, place, BATCH, backwards=False)
            yield from map(application_of, rows)
            if len(rows) < BATCH:
                return
            place = _position(rows[-1])

    def stages(self, customer_id: str, job_id: str) -> dict[str, int]:
        """Where scored applications of the requisition stand in iCIMS, as far as is known, the most frequent first."""
        with transaction(self._engine) as connection:
            rows = connection.execute(STANDING, {"customer_id": customer_id, "job_id": job_id}).all()
        return {row.stage: row.n for row in rows}


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
