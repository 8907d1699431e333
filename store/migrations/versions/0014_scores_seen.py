"""Of which application somebody was shown the score."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KEY = ["customer_id", "job_id", "user_id"]


def upgrade() -> None:
    op.add_column("score_views", sa.Column("workflow_id", sa.Text(), server_default="", nullable=False))
    op.drop_constraint(op.f("pk_score_views"), "score_views", type_="primary")
    op.create_primary_key(op.f("pk_score_views"), "score_views", [*KEY, "workflow_id"])


def downgrade() -> None:
    # Who saw one score counts as one who looked at all of the requisition again.
    op.drop_constraint(op.f("pk_score_views"), "score_views", type_="primary")
    op.execute("""
        INSERT INTO score_views (customer_id, job_id, user_id, workflow_id, first_at)
        SELECT customer_id, job_id, user_id, '', min(first_at) FROM score_views AS seen
        WHERE NOT EXISTS (SELECT FROM score_views AS whole
                          WHERE (whole.customer_id, whole.job_id, whole.user_id, whole.workflow_id)
                                = (seen.customer_id, seen.job_id, seen.user_id, ''))
        GROUP BY customer_id, job_id, user_id
    """)
    op.execute("DELETE FROM score_views WHERE workflow_id <> ''")
    op.drop_column("score_views", "workflow_id")
    op.create_primary_key(op.f("pk_score_views"), "score_views", KEY)
