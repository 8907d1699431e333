"""The tables of rollout modes, of moves up, and of what iCIMS should hold. Digests and ids, no candidate's words."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from store.tables import NOW, Base

IN_FORCE = sa.text("approved_at IS NOT NULL AND ended_at IS NULL")
UNRESOLVED = sa.text("resolution IS NULL")


class RolloutRow(Base):
    """A mode proposed, approved by a second person, or stepped back to by one (``demotion``), for a scope.

    '' as family or job is every one. ``pilot`` NULL is everybody in the scope.
    """

    __tablename__ = "rollouts"
    __table_args__ = (
        sa.CheckConstraint("demotion OR approved_by IS NULL OR approved_by <> proposed_by", name="two_people"),
        sa.CheckConstraint("NOT demotion OR mode <> 'guided'", name="no_way_up_alone"),
        sa.Index("ix_rollouts_in_force", "customer_id", "family", "job_id", postgresql_where=IN_FORCE),
    )
    id: Mapped[int] = mapped_column(sa.Identity(), primary_key=True)
    customer_id: Mapped[str]
    family: Mapped[str]
    job_id: Mapped[str]
    mode: Mapped[str]
    pilot: Mapped[dict[str, Any] | None]
    numbers: Mapped[dict[str, Any]]
    reason: Mapped[str]
    override: Mapped[str] = mapped_column(server_default="")
    demotion: Mapped[bool] = mapped_column(server_default=sa.false())
    proposed_at: Mapped[datetime] = mapped_column(server_default=NOW)
    proposed_by: Mapped[str]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]


class RolloutNumberRow(Base):
    """Figures that a promotion rests on. '' as customer, family or job is every one."""

    __tablename__ = "rollout_numbers"
    __table_args__ = (sa.Index(None, "kind", "recorded_at"),)
    id: Mapped[int] = mapped_column(sa.Identity(), primary_key=True)
    customer_id: Mapped[str]
    family: Mapped[str]
    job_id: Mapped[str]
    kind: Mapped[str]  # agreement | impact | injection
    figures: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime] = mapped_column(server_default=NOW)
    recorded_by: Mapped[str]
    source: Mapped[str] = mapped_column(server_default="typed")  # measured | typed
    scorer: Mapped[str] = mapped_column(server_default="")  # the version that they describe, '' where nobody said
    remark: Mapped[str] = mapped_column(server_default="")  # how they were measured; no candidate's words


class UpwardMoveRow(Base):
    """The one status that we wrote for an application by ourselves. The way down has no row here, and no code."""

    __tablename__ = "upward_moves"
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("applications.id"), primary_key=True)
    run_id: Mapped[str] = mapped_column(sa.ForeignKey("runs.id"))
    state: Mapped[str]  # writing | written
    from_status: Mapped[str]  # node ids of the tenant
    to_status: Mapped[str]
    transaction: Mapped[str | None]
    moved_at: Mapped[datetime] = mapped_column(server_default=NOW)


class WrittenFieldRow(Base):
    """The digest of what we last wrote into a field of iCIMS. ``released``: a person left the field to recruiters."""

    __tablename__ = "written_fields"
    customer_id: Mapped[str] = mapped_column(primary_key=True)
    target: Mapped[str] = mapped_column(primary_key=True)  # workflow | person
    profile_id: Mapped[str] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    previous_sha256: Mapped[str | None]  # iCIMS may still hold it when a write broke off
    released: Mapped[bool] = mapped_column(server_default=sa.false())
    run_id: Mapped[str] = mapped_column(sa.ForeignKey("runs.id"))
    written_at: Mapped[datetime] = mapped_column(server_default=NOW)


class DifferenceRow(Base):
    """Something that iCIMS holds otherwise than we wrote it, found before a write or by the nightly proof."""

    __tablename__ = "differences"
    __table_args__ = (
        sa.Index(
            "uq_differences_unresolved",
            "application_id",
            "kind",
            "target",
            "field",
            unique=True,
            postgresql_where=UNRESOLVED,
        ),
    )
    id: Mapped[int] = mapped_column(sa.Identity(), primary_key=True)
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("applications.id"))
    kind: Mapped[str]  # field_changed | result_changed | result_missing | result_twice | application_gone
    target: Mapped[str]  # workflow | person | ''
    profile_id: Mapped[str]
    field: Mapped[str]
    theirs_sha256: Mapped[str]
    found_by: Mapped[str]  # write_back | proof
    found_at: Mapped[datetime] = mapped_column(server_default=NOW)
    resolution: Mapped[str | None]  # ours | theirs | gone
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None]
