"""The tables around a language model: calls and their cost, answers, versions in force, trials, stop buttons."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.orm import Mapped, mapped_column

from store.tables import NOW, Base

USD = sa.Numeric(12, 6)


class ModelCallRow(Base):
    """One call. Without ``outcome`` it is under way, or its worker was lost: then its ceiling counts as its cost."""

    __tablename__ = "model_calls"
    __table_args__ = (
        sa.Index(None, "customer_id", "begun_at"),
        sa.Index(None, "customer_id", "job_id"),
        sa.Index(None, "run_id"),
        sa.Index("ix_model_calls_batch_id", "batch_id", postgresql_where=sa.text("batch_id <> ''")),
    )
    id: Mapped[int] = mapped_column(sa.Identity(), primary_key=True)
    customer_id: Mapped[str]
    job_id: Mapped[str]
    run_id: Mapped[str | None] = mapped_column(UUID(as_uuid=False))
    purpose: Mapped[str]
    sample: Mapped[int] = mapped_column(sa.SmallInteger)
    model: Mapped[str]
    effort: Mapped[str]
    prompt_version: Mapped[str]
    schema_version: Mapped[str]
    request_sha256: Mapped[str]
    batch_id: Mapped[str]
    input_tokens_estimate: Mapped[int]
    ceiling_cost: Mapped[Decimal] = mapped_column(USD)
    begun_at: Mapped[datetime] = mapped_column(server_default=NOW)
    finished_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    stop_reason: Mapped[str | None]
    input_tokens: Mapped[int | None]
    cache_write_5m_tokens: Mapped[int | None]
    cache_write_1h_tokens: Mapped[int | None]
    cache_read_tokens: Mapped[int | None]
    output_tokens: Mapped[int | None]
    cost: Mapped[Decimal | None] = mapped_column(USD)
    request_id: Mapped[str | None]
    milliseconds: Mapped[int | None] = mapped_column(sa.Integer)


class ModelAnswerRow(Base):
    """An answer word for word. It quotes a redacted application: candidates' words, like findings."""

    __tablename__ = "model_answers"
    key: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(index=True)
    document_sha256: Mapped[str]
    rubric_version: Mapped[str]
    prompt_version: Mapped[str]
    model: Mapped[str]
    effort: Mapped[str]
    schema_version: Mapped[str]
    sample: Mapped[int] = mapped_column(sa.SmallInteger)
    text: Mapped[str]
    request_id: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)


class RedactionMapRow(Base):
    """Which placeholder stands for what in one run; it never leaves the database."""

    __tablename__ = "redaction_maps"
    run_id: Mapped[str] = mapped_column(sa.ForeignKey("runs.id"), primary_key=True)
    mapping: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)


class ScorerVersionRow(Base):
    """One way of scoring: assessor, model, effort, prompt, schema, rules, cut-offs. Never changed."""

    __tablename__ = "scorer_versions"
    version: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    created_by: Mapped[str]


class ActivationRow(Base):
    """A version proposed for a scope by one person and activated by another. The newest activated one is in force.

    ``customer_id``, ``family`` and ``job_id`` are '' where the scope is wider.
    """

    __tablename__ = "activations"
    __table_args__ = (
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> proposed_by", name="two_people"),
        sa.Index("ix_activations_in_force", "customer_id", "family", "job_id", sa.text("activated_at DESC")),
    )
    id: Mapped[int] = mapped_column(sa.Identity(), primary_key=True)
    customer_id: Mapped[str]
    family: Mapped[str]
    job_id: Mapped[str]
    version: Mapped[str] = mapped_column(sa.ForeignKey("scorer_versions.version"))
    reason: Mapped[str]
    simulation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("policy_simulations.id"))
    proposed_at: Mapped[datetime] = mapped_column(server_default=NOW)
    proposed_by: Mapped[str]
    activated_at: Mapped[datetime | None]
    approved_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]


class PolicySimulationRow(Base):
    """What a version would have changed over stored applications, before anybody activates it."""

    __tablename__ = "policy_simulations"
    id: Mapped[int] = mapped_column(sa.Identity(), primary_key=True)
    customer_id: Mapped[str]
    job_id: Mapped[str]
    version: Mapped[str] = mapped_column(sa.ForeignKey("scorer_versions.version"))
    result: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    created_by: Mapped[str]


class CanaryRunRow(Base):
    """The frozen canary set under one version, compared with the version in force before."""

    __tablename__ = "canary_runs"
    __table_args__ = (sa.Index(None, "version", "created_at"),)
    id: Mapped[int] = mapped_column(sa.Identity(), primary_key=True)
    version: Mapped[str] = mapped_column(sa.ForeignKey("scorer_versions.version"))
    compared_with: Mapped[str | None]
    cases: Mapped[int] = mapped_column(sa.Integer)
    mean_shift: Mapped[float | None] = mapped_column(sa.Float)
    max_shift: Mapped[float | None] = mapped_column(sa.Float)
    rank_correlation: Mapped[float | None] = mapped_column(sa.Float)
    flips: Mapped[int | None] = mapped_column(sa.Integer)
    blocks: Mapped[bool]
    scores: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)


class StopRow(Base):
    """A pressed stop button. ``what`` is "model" or "all"; '' as customer or job means every one."""

    __tablename__ = "stops"
    __table_args__ = (sa.Index("ix_stops_pressed", "what", postgresql_where=sa.text("lifted_at IS NULL")),)
    id: Mapped[int] = mapped_column(sa.Identity(), primary_key=True)
    what: Mapped[str]
    customer_id: Mapped[str]
    job_id: Mapped[str]
    reason: Mapped[str]
    pressed_at: Mapped[datetime] = mapped_column(server_default=NOW)
    pressed_by: Mapped[str]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[str | None]


class CeilingRow(Base):
    """The most that may be spent: a day for a tenant (job_id ''), in all for a requisition."""

    __tablename__ = "ceilings"
    customer_id: Mapped[str] = mapped_column(primary_key=True)
    job_id: Mapped[str] = mapped_column(primary_key=True)
    usd: Mapped[Decimal] = mapped_column(USD)
    set_at: Mapped[datetime] = mapped_column(server_default=NOW)
    set_by: Mapped[str]


class ModelBatchRow(Base):
    """A batch that is handed to the provider and has to be fetched, and deleted there, later."""

    __tablename__ = "model_batches"
    __table_args__ = (sa.Index("ix_model_batches_open", "prepared_at", postgresql_where=sa.text("state <> 'deleted'")),)
    id: Mapped[str] = mapped_column(UUID(as_uuid=False), primary_key=True)
    customer_id: Mapped[str]
    provider_id: Mapped[str]  # '' until it is known
    state: Mapped[str]  # prepared | submitted | ingested | deleted
    versions: Mapped[dict[str, Any]]  # what the answers depend on beside document and rubric
    as_of: Mapped[date]
    items: Mapped[dict[str, Any]]  # custom id -> hashes, and the application's ids
    prepared_at: Mapped[datetime] = mapped_column(server_default=NOW)
    submitted_at: Mapped[datetime | None]
    ingested_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
