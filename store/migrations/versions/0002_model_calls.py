"""Calls to a model and their cost, answers, versions in force, trials, stop buttons and ceilings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ceilings",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("usd", sa.Numeric(precision=12, scale=6), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", "job_id", name=op.f("pk_ceilings")),
    )
    op.create_table(
        "model_answers",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("document_sha256", sa.Text(), nullable=False),
        sa.Column("rubric_version", sa.Text(), nullable=False),
        sa.Column("prompt_version", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("effort", sa.Text(), nullable=False),
        sa.Column("schema_version", sa.Text(), nullable=False),
        sa.Column("sample", sa.SmallInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_model_answers")),
    )
    op.create_index(op.f("ix_model_answers_customer_id"), "model_answers", ["customer_id"], unique=False)
    op.create_table(
        "model_batches",
        sa.Column("id", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("versions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("items", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ingested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_batches")),
    )
    op.create_index(
        "ix_model_batches_open",
        "model_batches",
        ["prepared_at"],
        unique=False,
        postgresql_where=sa.text("state <> 'deleted'"),
    )
    op.create_table(
        "model_calls",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("run_id", sa.UUID(as_uuid=False), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("sample", sa.SmallInteger(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("effort", sa.Text(), nullable=False),
        sa.Column("prompt_version", sa.Text(), nullable=False),
        sa.Column("schema_version", sa.Text(), nullable=False),
        sa.Column("request_sha256", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.Text(), nullable=False),
        sa.Column("input_tokens_estimate", sa.BigInteger(), nullable=False),
        sa.Column("ceiling_cost", sa.Numeric(precision=12, scale=6), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("stop_reason", sa.Text(), nullable=True),
        sa.Column("input_tokens", sa.BigInteger(), nullable=True),
        sa.Column("cache_write_5m_tokens", sa.BigInteger(), nullable=True),
        sa.Column("cache_write_1h_tokens", sa.BigInteger(), nullable=True),
        sa.Column("cache_read_tokens", sa.BigInteger(), nullable=True),
        sa.Column("output_tokens", sa.BigInteger(), nullable=True),
        sa.Column("cost", sa.Numeric(precision=12, scale=6), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_calls")),
    )
    op.create_index(
        op.f("ix_model_calls_customer_id_begun_at"), "model_calls", ["customer_id", "begun_at"], unique=False
    )
    op.create_index(op.f("ix_model_calls_customer_id_job_id"), "model_calls", ["customer_id", "job_id"], unique=False)
    op.create_index(op.f("ix_model_calls_run_id"), "model_calls", ["run_id"], unique=False)
    op.create_index(
        "ix_model_calls_batch_id",
        "model_calls",
        ["batch_id"],
        unique=False,
        postgresql_where=sa.text("batch_id <> ''"),
    )
    op.create_table(
        "scorer_versions",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_scorer_versions")),
    )
    op.create_table(
        "stops",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("pressed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("pressed_by", sa.Text(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stops")),
    )
    op.create_index("ix_stops_pressed", "stops", ["what"], unique=False, postgresql_where=sa.text("lifted_at IS NULL"))
    op.create_table(
        "canary_runs",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("compared_with", sa.Text(), nullable=True),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("mean_shift", sa.Float(), nullable=True),
        sa.Column("max_shift", sa.Float(), nullable=True),
        sa.Column("rank_correlation", sa.Float(), nullable=True),
        sa.Column("flips", sa.Integer(), nullable=True),
        sa.Column("blocks", sa.Boolean(), nullable=False),
        sa.Column("scores", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["scorer_versions.version"], name=op.f("fk_canary_runs_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canary_runs")),
    )
    op.create_index(op.f("ix_canary_runs_version_created_at"), "canary_runs", ["version", "created_at"], unique=False)
    op.create_table(
        "policy_simulations",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("result", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["scorer_versions.version"], name=op.f("fk_policy_simulations_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_simulations")),
    )
    op.create_table(
        "activations",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("simulation_id", sa.BigInteger(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> proposed_by", name="two_people"),
        sa.ForeignKeyConstraint(
            ["simulation_id"], ["policy_simulations.id"], name=op.f("fk_activations_simulation_id")
        ),
        sa.ForeignKeyConstraint(["version"], ["scorer_versions.version"], name=op.f("fk_activations_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activations")),
    )
    op.create_index(
        "ix_activations_in_force",
        "activations",
        ["customer_id", "family", "job_id", sa.literal_column("activated_at DESC")],
        unique=False,
    )
    op.create_table(
        "redaction_maps",
        sa.Column("run_id", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("mapping", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_redaction_maps_run_id")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_redaction_maps")),
    )
    op.add_column("requisitions", sa.Column("family", sa.Text(), server_default="", nullable=False))
    op.add_column("requisitions", sa.Column("when_model_fails", sa.Text(), server_default="wait", nullable=False))


def downgrade() -> None:
    op.drop_column("requisitions", "when_model_fails")
    op.drop_column("requisitions", "family")
    op.drop_table("redaction_maps")
    op.drop_index("ix_activations_in_force", table_name="activations")
    op.drop_table("activations")
    op.drop_table("policy_simulations")
    op.drop_index(op.f("ix_canary_runs_version_created_at"), table_name="canary_runs")
    op.drop_table("canary_runs")
    op.drop_index("ix_stops_pressed", table_name="stops", postgresql_where=sa.text("lifted_at IS NULL"))
    op.drop_table("stops")
    op.drop_table("scorer_versions")
    op.drop_index(
        "ix_model_calls_batch_id", table_name="model_calls", postgresql_where=sa.text("batch_id <> ''")
    )
    op.drop_index(op.f("ix_model_calls_run_id"), table_name="model_calls")
    op.drop_index(op.f("ix_model_calls_customer_id_job_id"), table_name="model_calls")
    op.drop_index(op.f("ix_model_calls_customer_id_begun_at"), table_name="model_calls")
    op.drop_table("model_calls")
    op.drop_index(
        "ix_model_batches_open", table_name="model_batches", postgresql_where=sa.text("state <> 'deleted'")
    )
    op.drop_table("model_batches")
    op.drop_index(op.f("ix_model_answers_customer_id"), table_name="model_answers")
    op.drop_table("model_answers")
    op.drop_table("ceilings")
