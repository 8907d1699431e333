"""The tables of the ledger. Candidates' words stand in ``findings`` and ``scores`` only."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, UUID
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NOW = sa.text("now()")
OPEN = sa.text("state = 'open'")


class XID8(sa.types.UserDefinedType[str]):
    """PostgreSQL's 64-bit transaction id."""

    cache_ok = True

    def get_col_spec(self, **kw: Any) -> str:  # noqa: ARG002  SQLAlchemy's signature
        return "xid8"


# So that comparing the migrations with these tables recognises the column.
ischema_names["xid8"] = XID8


class Base(DeclarativeBase):
    type_annotation_map = {  # noqa: RUF012  SQLAlchemy's own name for it
        str: sa.Text,
        int: sa.BigInteger,
        datetime: sa.DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
    }
    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class RequisitionRow(Base):
    """The requisition as last fetched, its rollout mode, and the rubric in force."""

    __tablename__ = "requisitions"
    __table_args__ = (sa.UniqueConstraint("customer_id", "job_id"),)
    id: Mapped[int] = mapped_column(sa.Identity(), primary_key=True)
    customer_id: Mapped[str]
    job_id: Mapped[str]
    title: Mapped[str]
    mode: Mapped[str]
    content: Mapped[dict[str, Any]]
    content_sha256: Mapped[str]
    rubric_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("rubrics.id", use_alter=True, name="fk_requisitions_rubric_id")
    )
    fetched_at: Mapped[datetime] = mapped_column(server_default=NOW)
    mode_changed_at: Mapped[datetime | None]
    mode_changed_by: Mapped[str | None]
    family: Mapped[str] = mapped_column(server_default="")  # job family, for versions and modes in common
    when_model_fails: Mapped[str] = mapped_column(server_default="wait")  # wait | local
    high_stakes: Mapped[bool] = mapped_column(server_default=sa.false())  # every status move waits for a person


class RubricRow(Base):
    """One version of a requisition's rubric; never changed."""

    __tablename__ = "rubrics"
    __table_args__ = (sa.UniqueConstraint("requisition_id", "version"),)
    id: Mapped[int] = mapped_column(sa.Identity(), primary_key=True)
    requisition_id: Mapped[int] = mapped_column(sa.ForeignKey("requisitions.id"))
    version: Mapped[str]
    content_sha256: Mapped[str]
    content: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)


class ApplicationRow(Base):
    """One candidate applying to one requisition (iCIMS: an applicant workflow). Ids only."""

    __tablename__ = "applications"
    __table_args__ = (
        sa.UniqueConstraint("customer_id", "workflow_id"),
        sa.Index(None, "customer_id", "job_id"),
        sa.Index(None, "customer_id", "person_id"),
    )
    id: Mapped[int] = mapped_column(sa.Identity(), primary_key=True)
    customer_id: Mapped[str]
    workflow_id: Mapped[str]
    job_id: Mapped[str]
    person_id: Mapped[str]
    pooled: Mapped[bool] = mapped_column(server_default=sa.true())
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)


class RunRow(Base):
    """One passage of one application through the pipeline; the row is the outbox that Redis can lose nothing from."""

    __tablename__ = "runs"
    __table_args__ = (
        sa.Index("uq_runs_one_open_per_application", "application_id", unique=True, postgresql_where=OPEN),
        sa.Index("ix_runs_open_rung_at", "rung_at", postgresql_where=OPEN),
        sa.Index(None, "application_id", "opened_at"),
    )
    id: Mapped[str] = mapped_column(UUID(as_uuid=False), primary_key=True)
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("applications.id"))
    cause: Mapped[str]
    trace_id: Mapped[str]
    as_of: Mapped[date]
    state: Mapped[str] = mapped_column(server_default="open")
    next_step: Mapped[str | None] = mapped_column(server_default="extract")
    attempts: Mapped[int] = mapped_column(sa.SmallInteger, server_default="0")
    worker_losses: Mapped[int] = mapped_column(sa.SmallInteger, server_default="0")
    lease_token: Mapped[str | None] = mapped_column(UUID(as_uuid=False))
    lease_until: Mapped[datetime | None]
    next_attempt_at: Mapped[datetime | None]
    rung_at: Mapped[datetime] = mapped_column(server_default=NOW)
    rings: Mapped[int] = mapped_column(sa.SmallInteger, server_default="0")
    rerun_requested: Mapped[bool] = mapped_column(server_default=sa.false())
    resume_sha256: Mapped[str | None]
    last_error: Mapped[str | None]
    opened_at: Mapped[datetime] = mapped_column(server_default=NOW)
    finished_at: Mapped[datetime | None]


class InboxRow(Base):
    """An accepted event. The unique key is what makes a second delivery harmless."""

    __tablename__ = "inbox_events"
    __table_args__ = (sa.UniqueConstraint("customer_id", "dedup_key"),)
    id: Mapped[int] = mapped_column(sa.Identity(), primary_key=True)
    customer_id: Mapped[str]
    kind: Mapped[str]
    dedup_key: Mapped[str]
    workflow_id: Mapped[str]
    body_sha256: Mapped[str]
    run_id: Mapped[str | None] = mapped_column(sa.ForeignKey("runs.id"))
    received_at: Mapped[datetime] = mapped_column(server_default=NOW)


class FindingRow(Base):
    """What one step learned, as JSON."""

    __tablename__ = "findings"
    __table_args__ = (sa.Index(None, "recorded_at", postgresql_using="brin"),)
    run_id: Mapped[str] = mapped_column(sa.ForeignKey("runs.id"), primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    payload: Mapped[dict[str, Any]]
    attempts: Mapped[int] = mapped_column(sa.SmallInteger)
    milliseconds: Mapped[int] = mapped_column(sa.Integer)
    recorded_at: Mapped[datetime] = mapped_column(server_default=NOW)


class ScoreRow(Base):
    """What the dashboard sorts by; one row per finished flag step. ``current`` marks the newest of an application."""

    __tablename__ = "scores"
    __table_args__ = (
        sa.Index(
            "ix_scores_best_first",
            "requisition_id",
            sa.text("(- COALESCE(score, -1))"),
            sa.text("application_id"),
            postgresql_where=sa.text("current"),
        ),
        sa.Index(None, "application_id"),
    )
    run_id: Mapped[str] = mapped_column(sa.ForeignKey("runs.id"), primary_key=True)
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("applications.id"))
    requisition_id: Mapped[int] = mapped_column(sa.ForeignKey("requisitions.id"))
    rubric_id: Mapped[int] = mapped_column(sa.ForeignKey("rubrics.id"))
    score: Mapped[Decimal | None] = mapped_column(sa.Numeric(5, 2))
    confidence: Mapped[float] = mapped_column(sa.Float)
    tier: Mapped[str]
    abstained: Mapped[str | None]
    strongest: Mapped[str]
    missing: Mapped[list[Any]]
    tags: Mapped[list[str]] = mapped_column(sa.ARRAY(sa.Text), server_default="{}")
    assessor: Mapped[str]
    model: Mapped[str]
    prompt_version: Mapped[str]
    current: Mapped[bool] = mapped_column(server_default=sa.true())
    scored_at: Mapped[datetime] = mapped_column(server_default=NOW)


class WriteBackRow(Base):
    """The intent to hold exactly one result in iCIMS for an application, and how far it got."""

    __tablename__ = "write_backs"
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("applications.id"), primary_key=True)
    run_id: Mapped[str] = mapped_column(sa.ForeignKey("runs.id"))
    state: Mapped[str]  # intended | posting | posted | complete
    entry_id: Mapped[str | None]
    posts: Mapped[int] = mapped_column(sa.SmallInteger, server_default="0")
    written_sha256: Mapped[str | None]
    result_sha256: Mapped[str | None]  # of the entry alone, for the nightly proof
    proved_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(server_default=NOW)


class DeadLetterRow(Base):
    """A run that no retry can help; a person replays or discards it."""

    __tablename__ = "dead_letters"
    __table_args__ = (
        sa.Index("ix_dead_letters_waiting", "created_at", postgresql_where=sa.text("resolution IS NULL")),
        sa.Index(None, "run_id"),
    )
    id: Mapped[int] = mapped_column(sa.Identity(), primary_key=True)
    run_id: Mapped[str] = mapped_column(sa.ForeignKey("runs.id"))
    step: Mapped[str]
    kind: Mapped[str]  # permanent | bug | attempts | poison
    reason: Mapped[str]
    error_digest: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    resolution: Mapped[str | None]  # replayed | discarded
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None]


class QuarantinedFileRow(Base):
    """A file that ended three workers; it is not opened again."""

    __tablename__ = "quarantined_files"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    run_id: Mapped[str] = mapped_column(sa.ForeignKey("runs.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)


class AuditRow(Base):
    """Insert-only (a trigger refuses the rest). Ids, digests, versions and outcomes; never a candidate's words."""

    __tablename__ = "audit_events"
    __table_args__ = (sa.Index(None, "run_id"), sa.Index(None, "customer_id", "workflow_id"))
    id: Mapped[int] = mapped_column(sa.Identity(), primary_key=True)
    xid: Mapped[str] = mapped_column(XID8, server_default=sa.text("pg_current_xact_id()"))  # for the sealer's order
    at: Mapped[datetime] = mapped_column(server_default=sa.text("clock_timestamp()"))
    trace_id: Mapped[str]
    actor: Mapped[str]
    action: Mapped[str]
    customer_id: Mapped[str]
    job_id: Mapped[str]
    person_id: Mapped[str]
    workflow_id: Mapped[str]
    run_id: Mapped[str | None] = mapped_column(UUID(as_uuid=False))
    versions: Mapped[dict[str, Any]]
    inputs: Mapped[dict[str, Any]]
    output: Mapped[dict[str, Any]]


class ScheduledSlotRow(Base):
    """One row per planned start of a beat job, so that two beats do no harm."""

    __tablename__ = "scheduled_slots"
    job_name: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[datetime] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(server_default=NOW)


class PollCursorRow(Base):
    """Up to when a tenant's applications have been reconciled."""

    __tablename__ = "poll_cursors"
    customer_id: Mapped[str] = mapped_column(primary_key=True)
    polled_until: Mapped[datetime]
