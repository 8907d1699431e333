"""Promotion of rollout modes, pilot groups, proposed moves and what iCIMS was found to hold."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NOW = sa.text("now()")


def upgrade() -> None:
    op.create_table(
        "rollout_numbers",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("figures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollout_numbers")),
    )
    op.create_index(
        op.f("ix_rollout_numbers_kind_recorded_at"), "rollout_numbers", ["kind", "recorded_at"], unique=False
    )
    op.create_table(
        "rollouts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("pilot", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("numbers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("override", sa.Text(), server_default="", nullable=False),
        sa.Column("demotion", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.CheckConstraint("NOT demotion OR mode <> 'guided'", name="no_way_up_alone"),
        sa.CheckConstraint("demotion OR approved_by IS NULL OR approved_by <> proposed_by", name="two_people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollouts")),
    )
    op.create_index(
        "ix_rollouts_in_force",
        "rollouts",
        ["customer_id", "family", "job_id"],
        unique=False,
        postgresql_where=sa.text("approved_at IS NOT NULL AND ended_at IS NULL"),
    )
    op.create_table(
        "differences",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("profile_id", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("theirs_sha256", sa.Text(), nullable=False),
        sa.Column("found_by", sa.Text(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name=op.f("fk_differences_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_differences")),
    )
    op.create_index(
        "uq_differences_unresolved",
        "differences",
        ["application_id", "kind", "target", "field"],
        unique=True,
        postgresql_where=sa.text("resolution IS NULL"),
    )
    op.create_table(
        "upward_moves",
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("run_id", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("from_status", sa.Text(), nullable=False),
        sa.Column("to_status", sa.Text(), nullable=False),
        sa.Column("transaction", sa.Text(), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name=op.f("fk_upward_moves_application_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_upward_moves_run_id")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_upward_moves")),
    )
    op.create_table(
        "written_fields",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("profile_id", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("previous_sha256", sa.Text(), nullable=True),
        sa.Column("released", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("run_id", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_written_fields_run_id")),
        sa.PrimaryKeyConstraint("customer_id", "target", "profile_id", "field", name=op.f("pk_written_fields")),
    )
    op.add_column(
        "requisitions", sa.Column("high_stakes", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column("write_backs", sa.Column("result_sha256", sa.Text(), nullable=True))
    op.add_column("write_backs", sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("write_backs", "proved_at")
    op.drop_column("write_backs", "result_sha256")
    op.drop_column("requisitions", "high_stakes")
    op.drop_table("written_fields")
    op.drop_table("upward_moves")
    op.drop_index("uq_differences_unresolved", table_name="differences", postgresql_where=sa.text("resolution IS NULL"))
    op.drop_table("differences")
    op.drop_index(
        "ix_rollouts_in_force",
        table_name="rollouts",
        postgresql_where=sa.text("approved_at IS NOT NULL AND ended_at IS NULL"),
    )
    op.drop_table("rollouts")
    op.drop_index(op.f("ix_rollout_numbers_kind_recorded_at"), table_name="rollout_numbers")
    op.drop_table("rollout_numbers")
