"""Who was shown scores of a requisition, and since when."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "score_views",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", "job_id", "user_id", name=op.f("pk_score_views")),
    )
    # Who was here before may have looked at everything.
    op.execute("""
        INSERT INTO score_views (customer_id, job_id, user_id)
        SELECT customer_id, job_id, users.id::text FROM requisitions, users
    """)


def downgrade() -> None:
    op.drop_table("score_views")
