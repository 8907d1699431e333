"""The tables of the requirement contract and of what candidates ask for."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from store.tables import NOW, Base


class RubricSignatureRow(Base):
    """Insert-only (a trigger refuses the rest): who signed which rubric for which wording of the job."""

    __tablename__ = "rubric_signatures"
    __table_args__ = (sa.Index(None, "rubric_id"),)
    id: Mapped[int] = mapped_column(sa.Identity(), primary_key=True)
    requisition_id: Mapped[int] = mapped_column(sa.ForeignKey("requisitions.id"))
    rubric_id: Mapped[int] = mapped_column(sa.ForeignKey("rubrics.id"))
    rubric_sha256: Mapped[str]
    content_sha256: Mapped[str]
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id"))
    statement: Mapped[str]
    signed_at: Mapped[datetime] = mapped_column(server_default=NOW)


class RubricProposalRow(Base):
    """The rubric that waits for a signature, where it is not the one in force. ``origin`` is "edited" or "job"."""

    __tablename__ = "rubric_proposals"
    requisition_id: Mapped[int] = mapped_column(sa.ForeignKey("requisitions.id"), primary_key=True)
    rubric_id: Mapped[int] = mapped_column(sa.ForeignKey("rubrics.id"))
    origin: Mapped[str]
    content_sha256: Mapped[str]
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime] = mapped_column(server_default=NOW)


class RubricCommentRow(Base):
    """What somebody who may not sign, or has not yet, says about a rubric. ``criterion_id`` '' is all of it."""

    __tablename__ = "rubric_comments"
    __table_args__ = (sa.Index(None, "requisition_id"),)
    id: Mapped[int] = mapped_column(sa.Identity(), primary_key=True)
    requisition_id: Mapped[int] = mapped_column(sa.ForeignKey("requisitions.id"))
    rubric_id: Mapped[int] = mapped_column(sa.ForeignKey("rubrics.id"))
    criterion_id: Mapped[str]
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id"))
    words: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(server_default=NOW)


class CandidateRequestRow(Base):
    """A candidate asks: to be left out of scoring, for a person, a correction or the reasons. ``details`` are the
    candidate's words and stand nowhere else.

    One that the candidate filed has no application until a person has checked who asks: ``claimant`` says who it is
    said to be, ``reply_sha256`` finds it by the candidate's own link, ``released`` is the letter that this link shows.
    """

    __tablename__ = "candidate_requests"
    __table_args__ = (
        sa.UniqueConstraint("reply_sha256"),
        sa.Index(None, "customer_id", "workflow_id"),
        sa.Index("ix_candidate_requests_open", "due_on", postgresql_where=sa.text("state = 'open'")),
    )
    id: Mapped[int] = mapped_column(sa.Identity(), primary_key=True)
    customer_id: Mapped[str]
    workflow_id: Mapped[str]
    job_id: Mapped[str]
    kind: Mapped[str]  # opt_out | human_review | correction | explanation
    state: Mapped[str] = mapped_column(server_default="open")  # open | done | declined | withdrawn
    details: Mapped[str]
    regulation: Mapped[str]
    received_on: Mapped[date]
    due_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(server_default=NOW)
    recorded_by: Mapped[str]
    answer: Mapped[str] = mapped_column(server_default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    claimant: Mapped[str] = mapped_column(server_default="")
    reply_sha256: Mapped[str | None]
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[str | None]
    released: Mapped[dict[str, Any] | None]
