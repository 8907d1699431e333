"""The review queue as people see it: page by page, within what they are granted, and one review in full."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from scoring.access import Grant
from scoring.review import Case, ReviewKind, Verdict
from scoring.run import RolloutMode, RunId
from store.blindness import HELD_BACK
from store.engine import transaction


@dataclass(frozen=True, slots=True)
class QueuedReview:
    """``kind`` of a known-answer case is that of a blind sample: who reviews must not be able to tell. Where the viewer
    has to rate first it is that too, without reasons: both tell too much of the score."""

    id: int
    kind: ReviewKind
    customer_id: str
    job_id: str
    title: str
    workflow_id: str
    reasons: tuple[str, ...]
    state: str
    blind: bool
    opened_at: datetime
    due_at: datetime
    overdue: bool
    assignee: str
    with_whom: str  # who is at it now, '' for nobody


@dataclass(frozen=True, slots=True)
class Said:
    """The decision in force. ``undoable``: its way into iCIMS has not begun; ``written`` is how far that got."""

    id: int
    user_id: str
    login: str
    verdict: Verdict
    adjusted: Decimal | None
    reason: str
    score_shown: bool
    decided_at: datetime
    undoable: bool
    written: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One review for one user: ``case`` says what that user may see, ``rating`` is that user's own."""

    queued: QueuedReview
    family: str
    mode: RolloutMode
    run_id: RunId | None
    case: Case
    rating: Decimal | None
    case_text: str
    expected: str
    rubric_id: int | None
    said: Said | None

    @property
    def is_known_answer(self) -> bool:
        return self.case.kind is ReviewKind.KNOWN_ANSWER


@dataclass(frozen=True, slots=True)
class Filter:
    """'' and None filter nothing. ``state`` is open or decided; ``overdue`` keeps what is late."""

    kind: str = ""
    customer_id: str = ""
    job_id: str = ""
    assignee: str = ""
    overdue: bool = False
    state: str = "open"


_COLUMNS = f"""
SELECT reviews.*, shown.*, requisition.title, COALESCE(requisition.family, '') AS family, requisition.rubric_id,
       COALESCE(requisition.mode, 'shadow') AS mode, COALESCE(application.workflow_id, '') AS workflow_id,
       reviews.due_at < now() AND reviews.state = 'open' AS overdue, COALESCE(assignee.login, '') AS assignee_login,
       CASE WHEN claimed_until > now() THEN COALESCE(claimant.login, '') ELSE '' END AS with_whom
FROM reviews
LEFT JOIN requisitions AS requisition
       ON requisition.customer_id = reviews.customer_id AND requisition.job_id = reviews.job_id
LEFT JOIN applications AS application ON application.id = reviews.application_id
LEFT JOIN users AS assignee ON assignee.id = reviews.assignee
LEFT JOIN users AS claimant ON claimant.id = reviews.claimed_by
CROSS JOIN LATERAL (SELECT {HELD_BACK.format(application_id="reviews.application_id")} AS held_back) AS sight
CROSS JOIN LATERAL (
    SELECT sight.held_back, CASE WHEN sight.held_back THEN {ReviewKind.BLIND_SAMPLE.priority} ELSE reviews.priority END
               AS shown_priority,
           CASE WHEN sight.held_back OR reviews.kind = 'known_answer' THEN 'blind_sample' ELSE reviews.kind END
               AS shown_kind) AS shown
"""  # noqa: S608  constants of ours
_WANTED = """
WHERE reviews.customer_id = ANY(:customer_ids)
  AND CASE WHEN :state = 'open' THEN reviews.state = 'open' ELSE reviews.state IN ('decided', 'closed') END
  AND (:kind = '' OR shown.shown_kind = :kind)
  AND (:customer_id = '' OR reviews.customer_id = :customer_id) AND (:job_id = '' OR reviews.job_id = :job_id)
  AND (:assignee = '' OR reviews.assignee::text = :assignee)
  AND (NOT :overdue OR reviews.due_at < now())
  AND EXISTS (SELECT FROM jsonb_to_recordset(:within) AS place (customer_id text, family text, job_id text)
              WHERE place.customer_id IN ('', reviews.customer_id)
                AND place.family IN ('', COALESCE(requisition.family, '')) AND place.job_id IN ('', reviews.job_id))
"""
LIST = sa.text(f"""{_COLUMNS} {_WANTED}
ORDER BY CASE WHEN reviews.state = 'open' THEN shown.shown_priority END, reviews.closed_at DESC NULLS LAST,
         reviews.due_at, reviews.id
LIMIT :limit OFFSET :offset
""").bindparams(sa.bindparam("within", type_=JSONB))
COUNT = sa.text(f"""
SELECT shown_kind AS kind, count(*) AS waiting, count(*) FILTER (WHERE overdue) AS late
FROM ({_COLUMNS} {_WANTED}) AS wanted GROUP BY 1
""").bindparams(sa.bindparam("within", type_=JSONB))  # noqa: S608
AROUND = sa.text(f"""
SELECT (array_agg(id ORDER BY shown_priority DESC, due_at DESC, id DESC) FILTER (WHERE place < here))[1] AS before,
       (array_agg(id ORDER BY shown_priority, due_at, id) FILTER (WHERE place > here))[1] AS after
FROM (SELECT wanted.id, wanted.shown_priority, wanted.due_at,
             ROW(wanted.shown_priority, wanted.due_at, wanted.id) AS place,
             ROW(this.shown_priority, this.due_at, this.id) AS here
      FROM ({_COLUMNS} {_WANTED}) AS wanted, ({_COLUMNS} WHERE reviews.id = :review_id) AS this) AS placed
""").bindparams(sa.bindparam("within", type_=JSONB))  # noqa: S608
ONE = sa.text(f"""
SELECT review.*, scores.score, COALESCE(scores.rubric_id, review.rubric_id) AS rated_rubric_id,
       (SELECT rating FROM review_ratings
        WHERE review_id = review.id AND user_id = CAST(:user_id AS uuid)) AS rating,
       decision.id AS decision_id, decision.user_id AS decided_by, decision.verdict, decision.adjusted,
       decision.reason, decision.score_shown, decision.decided_at, writing.state AS written, writing.begun,
       decider.login AS decider
FROM ({_COLUMNS} WHERE reviews.id = :review_id) AS review
LEFT JOIN scores ON scores.run_id = review.run_id
LEFT JOIN LATERAL (SELECT * FROM review_decisions WHERE review_id = review.id ORDER BY id DESC LIMIT 1) AS decision
       ON decision.verdict <> 'undo'
LEFT JOIN review_writes AS writing ON writing.decision_id = decision.id
LEFT JOIN users AS decider ON decider.id = decision.user_id
""")  # noqa: S608


class ReviewQueue:
    """Each method is one read-only transaction.

    ``viewer`` is the id of a user who may review: what he has to rate first is held back from him. '' is anybody else.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def page(
        self,
        customer_ids: Sequence[str],
        within: Sequence[Grant],
        wanted: Filter,
        limit: int,
        offset: int = 0,
        viewer: str = "",
    ) -> tuple[QueuedReview, ...]:
        """The most urgent first; decided ones the latest first."""
        values = _values(customer_ids, within, wanted, viewer) | {"limit": limit, "offset": offset}
        with transaction(self._engine) as connection:
            rows = connection.execute(LIST, values).all()
        return tuple(map(_queued, rows))

    def counts(
        self, customer_ids: Sequence[str], within: Sequence[Grant], wanted: Filter, viewer: str = ""
    ) -> dict[ReviewKind, tuple[int, int]]:
        """(all, late ones) by kind, the most urgent kind first."""
        with transaction(self._engine) as connection:
            rows = connection.execute(COUNT, _values(customer_ids, within, wanted, viewer)).all()
        counted = {ReviewKind(row.kind): (row.waiting, row.late) for row in rows}
        return {kind: counted[kind] for kind in ReviewKind if kind in counted}

    def around(
        self, review_id: int, customer_ids: Sequence[str], within: Sequence[Grant], wanted: Filter, viewer: str = ""
    ) -> tuple[int | None, int | None]:
        """The reviews before and after this one in the queue."""
        values = _values(customer_ids, within, wanted, viewer) | {"review_id": review_id}
        with transaction(self._engine) as connection:
            row = connection.execute(AROUND, values).one()
        return row.before, row.after

    def find(self, review_id: int, user_id: str, viewer: str = "") -> ReviewView | None:
        """The review as this user may see it."""
        values = {"review_id": review_id, "user_id": user_id, "viewer": viewer}
        with transaction(self._engine) as connection:
            row = connection.execute(ONE, values).one_or_none()
        if row is None:
            return None
        return ReviewView(
            queued=_queued(row),
            family=row.family,
            mode=RolloutMode(row.mode),
            run_id=None if row.run_id is None else RunId(str(row.run_id)),
            case=Case(
                ReviewKind(row.kind),
                row.score,
                row.blind or row.held_back,
                row.rating is not None and not row.held_back,
            ),
            rating=row.rating,
            case_text=row.case_text,
            expected=row.expected,
            rubric_id=row.rated_rubric_id,
            said=None if row.decision_id is None or row.held_back else _said(row),
        )


def _values(customer_ids: Sequence[str], within: Sequence[Grant], wanted: Filter, viewer: str) -> dict[str, Any]:
    places = {"customer_ids": list(customer_ids), "within": [asdict(grant) for grant in within]}
    return {**asdict(wanted), **places, "viewer": viewer}


def _queued(row: sa.Row[Any]) -> QueuedReview:
    return QueuedReview(
        id=row.id,
        kind=ReviewKind(row.shown_kind),
        customer_id=row.customer_id,
        job_id=row.job_id,
        title=row.title or "",
        workflow_id=row.workflow_id,
        reasons=() if row.held_back or row.kind == ReviewKind.KNOWN_ANSWER else tuple(row.reasons),
        state=row.state,
        blind=row.blind,
        opened_at=row.opened_at,
        due_at=row.due_at,
        overdue=row.overdue,
        assignee=row.assignee_login,
        with_whom=row.with_whom,
    )


def _said(row: sa.Row[Any]) -> Said:
    return Said(
        id=row.decision_id,
        user_id=str(row.decided_by),
        login=row.decider,
        verdict=Verdict(row.verdict),
        adjusted=row.adjusted,
        reason=row.reason,
        score_shown=row.score_shown,
        decided_at=row.decided_at,
        undoable=row.written == "waiting" and not row.begun,
        written=row.written,
    )
