"""Notices to candidates on record, and requests that candidates file themselves."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None

NOW = sa.text("now()")


def upgrade() -> None:
    op.create_table(
        "notice_places",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("places", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", "job_id", name=op.f("pk_notice_places")),
    )
    op.create_table(
        "notice_publications",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("letter_sha256", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_publications")),
    )
    op.create_index(
        op.f("ix_notice_publications_customer_id_job_id"),
        "notice_publications",
        ["customer_id", "job_id"],
        unique=False,
    )
    op.add_column("candidate_requests", sa.Column("claimant", sa.Text(), server_default="", nullable=False))
    op.add_column("candidate_requests", sa.Column("reply_sha256", sa.Text(), nullable=True))
    op.add_column("candidate_requests", sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("candidate_requests", sa.Column("verified_by", sa.Text(), nullable=True))
    op.add_column("candidate_requests", sa.Column("released", JSONB(), nullable=True))
    op.create_unique_constraint(op.f("uq_candidate_requests_reply_sha256"), "candidate_requests", ["reply_sha256"])


def downgrade() -> None:
    op.drop_constraint(op.f("uq_candidate_requests_reply_sha256"), "candidate_requests", type_="unique")
    for column in ("released", "verified_by", "verified_at", "reply_sha256", "claimant"):
        op.drop_column("candidate_requests", column)
    op.drop_table("notice_publications")
    op.drop_table("notice_places")
