"""Reviews: the queue, decisions, blind and known-answer cases, outcomes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NOW = sa.text("now()")
# What a person said stands as it was said; taking it back is another row.
INSERT_ONLY = ("review_ratings", "review_decisions", "stage_outcomes")
REFUSE = """
CREATE FUNCTION refuse_review_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is insert-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$
"""


def upgrade() -> None:
    op.create_table(
        "stage_outcomes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("workflow_id", sa.Text(), nullable=False),
        sa.Column("old_status", sa.Text(), nullable=False),
        sa.Column("new_status", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("icims_user_id", sa.Text(), nullable=False),
        sa.Column("event_key", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_outcomes")),
        sa.UniqueConstraint("customer_id", "event_key", name=op.f("uq_stage_outcomes_customer_id_event_key")),
    )
    op.create_index(
        op.f("ix_stage_outcomes_customer_id_job_id"), "stage_outcomes", ["customer_id", "job_id"], unique=False
    )
    op.create_index(
        op.f("ix_stage_outcomes_customer_id_workflow_id"),
        "stage_outcomes",
        ["customer_id", "workflow_id"],
        unique=False,
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=True),
        sa.Column("run_id", sa.UUID(as_uuid=False), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reasons", JSONB(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("blind", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("proposed_status", sa.Text(), server_default="", nullable=False),
        sa.Column("seen_status", sa.Text(), server_default="", nullable=False),
        sa.Column("case_text", sa.Text(), server_default="", nullable=False),
        sa.Column("expected", sa.Text(), server_default="", nullable=False),
        sa.Column("assignee", sa.UUID(as_uuid=False), nullable=True),
        sa.Column("claimed_by", sa.UUID(as_uuid=False), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name=op.f("fk_reviews_application_id")),
        sa.ForeignKeyConstraint(["assignee"], ["users.id"], name=op.f("fk_reviews_assignee")),
        sa.ForeignKeyConstraint(["claimed_by"], ["users.id"], name=op.f("fk_reviews_claimed_by")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_reviews_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_application_id"), "reviews", ["application_id"], unique=False)
    op.create_index(op.f("ix_reviews_customer_id_job_id"), "reviews", ["customer_id", "job_id"], unique=False)
    op.create_index(
        "ix_reviews_queue",
        "reviews",
        ["customer_id", "priority", "due_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "uq_reviews_one_open_per_application_and_kind",
        "reviews",
        ["application_id", "kind"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "review_decisions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("review_id", sa.BigInteger(), nullable=False),
        sa.Column("run_id", sa.UUID(as_uuid=False), nullable=True),
        sa.Column("user_id", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("adjusted", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("score", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("score_shown", sa.Boolean(), nullable=False),
        sa.Column("followed", sa.Boolean(), nullable=True),
        sa.Column("undoes", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_review_decisions_review_id")),
        sa.ForeignKeyConstraint(["undoes"], ["review_decisions.id"], name=op.f("fk_review_decisions_undoes")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_review_decisions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_decisions")),
        sa.UniqueConstraint("undoes", name=op.f("uq_review_decisions_undoes")),
    )
    op.create_index(op.f("ix_review_decisions_review_id"), "review_decisions", ["review_id"], unique=False)
    op.create_index(
        op.f("ix_review_decisions_user_id_decided_at"), "review_decisions", ["user_id", "decided_at"], unique=False
    )
    op.create_table(
        "review_ratings",
        sa.Column("review_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("rating", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_review_ratings_review_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_review_ratings_user_id")),
        sa.PrimaryKeyConstraint("review_id", "user_id", name=op.f("pk_review_ratings")),
    )
    op.create_table(
        "review_writes",
        sa.Column("decision_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("begun", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("lease_token", sa.UUID(as_uuid=False), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("output", JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["review_decisions.id"], name=op.f("fk_review_writes_decision_id")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_review_writes")),
    )
    op.create_index(
        "ix_review_writes_due", "review_writes", ["due_at"], unique=False, postgresql_where=sa.text("state = 'waiting'")
    )
    op.execute(REFUSE)
    for table in INSERT_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_review_change()"
        )


def downgrade() -> None:
    op.drop_table("review_writes")
    op.drop_table("review_ratings")
    op.drop_table("review_decisions")
    op.drop_table("reviews")
    op.drop_table("stage_outcomes")
    op.execute("DROP FUNCTION refuse_review_change")
