"""The tables of reviews: the queue, ratings, decisions and their way to iCIMS, and what became of applications."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.orm import Mapped, mapped_column

from store.tables import NOW, Base

ID = UUID(as_uuid=False)
OPEN = sa.text("state = 'open'")
POINTS = sa.Numeric(5, 2)


class ReviewRow(Base):
    """Something that waits for a person. A known-answer case has neither application nor run: it never leaves here."""

    __tablename__ = "reviews"
    __table_args__ = (
        sa.Index(
            "uq_reviews_one_open_per_application_and_kind",
            "application_id",
            "kind",
            unique=True,
            postgresql_where=OPEN,
        ),
        sa.Index("ix_reviews_queue", "customer_id", "priority", "due_at", "id", postgresql_where=OPEN),
        sa.Index(None, "customer_id", "job_id"),
        sa.Index(None, "application_id"),
    )
    id: Mapped[int] = mapped_column(sa.Identity(), primary_key=True)
    customer_id: Mapped[str]
    job_id: Mapped[str]
    application_id: Mapped[int | None] = mapped_column(sa.ForeignKey("applications.id"))
    run_id: Mapped[str | None] = mapped_column(sa.ForeignKey("runs.id"))
    kind: Mapped[str]
    reasons: Mapped[list[Any]]  # codes, never a candidate's words
    state: Mapped[str] = mapped_column(server_default="open")  # open | decided | closed | withdrawn
    blind: Mapped[bool] = mapped_column(server_default=sa.false())
    priority: Mapped[int] = mapped_column(sa.SmallInteger)
    proposed_status: Mapped[str] = mapped_column(server_default="")  # where a confirmed rejection leads
    seen_status: Mapped[str] = mapped_column(server_default="")  # where the application stood; '' is not looked at
    case_text: Mapped[str] = mapped_column(server_default="")  # of a known-answer case
    expected: Mapped[str] = mapped_column(server_default="")  # its known answer
    assignee: Mapped[str | None] = mapped_column(sa.ForeignKey("users.id"))
    claimed_by: Mapped[str | None] = mapped_column(sa.ForeignKey("users.id"))
    claimed_until: Mapped[datetime | None]
    due_at: Mapped[datetime]
    opened_at: Mapped[datetime] = mapped_column(server_default=NOW)
    closed_at: Mapped[datetime | None]


class ReviewRatingRow(Base):
    """A reviewer's own rating, given before we showed him anything of ours. Insert-only."""

    __tablename__ = "review_ratings"
    review_id: Mapped[int] = mapped_column(sa.ForeignKey("reviews.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id"), primary_key=True)
    rating: Mapped[Decimal] = mapped_column(POINTS)
    could_have_seen: Mapped[bool] = mapped_column(server_default=sa.false())  # our score, elsewhere
    rated_at: Mapped[datetime] = mapped_column(server_default=NOW)


class ScoreViewRow(Base):
    """Since when somebody has been shown scores of a requisition, or of one application: what he rates afterwards may
    be no blind view."""

    __tablename__ = "score_views"
    customer_id: Mapped[str] = mapped_column(primary_key=True)
    job_id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    workflow_id: Mapped[str] = mapped_column(primary_key=True, server_default="")  # '' is the whole requisition
    first_at: Mapped[datetime] = mapped_column(server_default=NOW)


class ReviewDecisionRow(Base):
    """A signed decision, or an undo that names the decision it takes back. Insert-only.

    ``score`` is untouched; ``score_shown`` says whether the reviewer had seen it.
    """

    __tablename__ = "review_decisions"
    __table_args__ = (sa.Index(None, "review_id"), sa.Index(None, "user_id", "decided_at"))
    id: Mapped[int] = mapped_column(sa.Identity(), primary_key=True)
    review_id: Mapped[int] = mapped_column(sa.ForeignKey("reviews.id"))
    run_id: Mapped[str | None] = mapped_column(ID)
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id"))
    verdict: Mapped[str]  # accept | reject | adjust | undo
    adjusted: Mapped[Decimal | None] = mapped_column(POINTS)
    reason: Mapped[str]
    score: Mapped[Decimal | None] = mapped_column(POINTS)
    score_shown: Mapped[bool]
    followed: Mapped[bool | None]
    undoes: Mapped[int | None] = mapped_column(sa.ForeignKey("review_decisions.id"), unique=True)
    decided_at: Mapped[datetime] = mapped_column(server_default=NOW)


class ReviewWriteRow(Base):
    """The intent to put a decision into iCIMS, and how far it got."""

    __tablename__ = "review_writes"
    __table_args__ = (sa.Index("ix_review_writes_due", "due_at", postgresql_where=sa.text("state = 'waiting'")),)
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("review_decisions.id"), primary_key=True)
    state: Mapped[str] = mapped_column(server_default="waiting")  # waiting | complete | withheld | undone | failed
    begun: Mapped[bool] = mapped_column(server_default=sa.false())  # from here on it cannot be undone
    attempts: Mapped[int] = mapped_column(sa.SmallInteger, server_default="0")
    lease_token: Mapped[str | None] = mapped_column(ID)
    lease_until: Mapped[datetime | None]
    due_at: Mapped[datetime]
    last_error: Mapped[str | None]
    output: Mapped[dict[str, Any]] = mapped_column(server_default=sa.text("'{}'"))
    updated_at: Mapped[datetime] = mapped_column(server_default=NOW)


class StageOutcomeRow(Base):
    """A status that an application reached in iCIMS, as its event said. Insert-only."""

    __tablename__ = "stage_outcomes"
    __table_args__ = (
        sa.UniqueConstraint("customer_id", "event_key"),
        sa.Index(None, "customer_id", "job_id"),
        sa.Index(None, "customer_id", "workflow_id"),
    )
    id: Mapped[int] = mapped_column(sa.Identity(), primary_key=True)
    customer_id: Mapped[str]
    job_id: Mapped[str]
    workflow_id: Mapped[str]
    old_status: Mapped[str]
    new_status: Mapped[str]
    stage: Mapped[str]  # our name of the new status by the tenant's map, '' where it has none
    icims_user_id: Mapped[str]
    event_key: Mapped[str]
    occurred_at: Mapped[datetime]
    noted_at: Mapped[datetime] = mapped_column(server_default=NOW)
