"""Trials of a proposal that somebody asked for on a page."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

UNFINISHED = sa.text("state IN ('waiting', 'running')")


def upgrade() -> None:
    op.create_table(
        "policy_trials",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("applications", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("total", sa.Integer(), server_default="0", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("simulation_id", sa.BigInteger(), nullable=True),
        sa.Column("canary_id", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rung_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["canary_id"], ["canary_runs.id"], name=op.f("fk_policy_trials_canary_id_canary_runs")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["activations.id"], name=op.f("fk_policy_trials_proposal_id_activations")
        ),
        sa.ForeignKeyConstraint(
            ["simulation_id"],
            ["policy_simulations.id"],
            name=op.f("fk_policy_trials_simulation_id_policy_simulations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_trials")),
    )
    op.create_index(op.f("ix_policy_trials_proposal_id_id"), "policy_trials", ["proposal_id", "id"], unique=False)
    op.create_index(
        "ix_policy_trials_unfinished", "policy_trials", ["rung_at"], unique=False, postgresql_where=UNFINISHED
    )
    op.create_index(
        "uq_policy_trials_under_way",
        "policy_trials",
        ["proposal_id", "kind"],
        unique=True,
        postgresql_where=UNFINISHED,
    )


def downgrade() -> None:
    op.drop_table("policy_trials")
