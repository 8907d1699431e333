"""Requirement contracts, and what candidates ask for."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NOW = sa.text("now()")

PROTECT_SIGNATURES = """
CREATE FUNCTION refuse_signature_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rubric_signatures is insert-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER rubric_signatures_insert_only BEFORE UPDATE OR DELETE ON rubric_signatures
    FOR EACH ROW EXECUTE FUNCTION refuse_signature_change();
CREATE TRIGGER rubric_signatures_no_truncate BEFORE TRUNCATE ON rubric_signatures
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_signature_change();
ALTER TABLE rubric_signatures ENABLE ALWAYS TRIGGER rubric_signatures_insert_only;
ALTER TABLE rubric_signatures ENABLE ALWAYS TRIGGER rubric_signatures_no_truncate;
"""


def upgrade() -> None:
    op.create_table(
        "rubric_signatures",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("requisition_id", sa.BigInteger(), nullable=False),
        sa.Column("rubric_id", sa.BigInteger(), nullable=False),
        sa.Column("rubric_sha256", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.Text(), nullable=False),
        sa.Column("user_id", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.ForeignKeyConstraint(
            ["requisition_id"], ["requisitions.id"], name=op.f("fk_rubric_signatures_requisition_id")
        ),
        sa.ForeignKeyConstraint(["rubric_id"], ["rubrics.id"], name=op.f("fk_rubric_signatures_rubric_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_rubric_signatures_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric_signatures")),
    )
    op.create_index(op.f("ix_rubric_signatures_rubric_id"), "rubric_signatures", ["rubric_id"], unique=False)
    op.execute(PROTECT_SIGNATURES)
    op.create_table(
        "rubric_proposals",
        sa.Column("requisition_id", sa.BigInteger(), nullable=False),
        sa.Column("rubric_id", sa.BigInteger(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.ForeignKeyConstraint(
            ["requisition_id"], ["requisitions.id"], name=op.f("fk_rubric_proposals_requisition_id")
        ),
        sa.ForeignKeyConstraint(["rubric_id"], ["rubrics.id"], name=op.f("fk_rubric_proposals_rubric_id")),
        sa.PrimaryKeyConstraint("requisition_id", name=op.f("pk_rubric_proposals")),
    )
    op.create_table(
        "rubric_comments",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("requisition_id", sa.BigInteger(), nullable=False),
        sa.Column("rubric_id", sa.BigInteger(), nullable=False),
        sa.Column("criterion_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.ForeignKeyConstraint(
            ["requisition_id"], ["requisitions.id"], name=op.f("fk_rubric_comments_requisition_id")
        ),
        sa.ForeignKeyConstraint(["rubric_id"], ["rubrics.id"], name=op.f("fk_rubric_comments_rubric_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_rubric_comments_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric_comments")),
    )
    op.create_index(op.f("ix_rubric_comments_requisition_id"), "rubric_comments", ["requisition_id"], unique=False)
    op.create_table(
        "candidate_requests",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("workflow_id", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("regulation", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_requests")),
    )
    op.create_index(
        op.f("ix_candidate_requests_customer_id_workflow_id"),
        "candidate_requests",
        ["customer_id", "workflow_id"],
        unique=False,
    )
    op.create_index(
        "ix_candidate_requests_open",
        "candidate_requests",
        ["due_on"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )


def downgrade() -> None:
    op.drop_table("candidate_requests")
    op.drop_table("rubric_comments")
    op.drop_table("rubric_proposals")
    op.drop_table("rubric_signatures")
    op.execute("DROP FUNCTION refuse_signature_change")
