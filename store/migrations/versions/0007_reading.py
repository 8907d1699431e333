"""What the pages filter and sort applications by."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

CURRENT = sa.text("current")

# Cards say their tags since they have any; scores of before are looked up once.
TAGS_OF_CARDS = """
UPDATE scores SET tags = ARRAY(SELECT jsonb_array_elements_text(findings.payload -> 'card' -> 'tags'))
FROM findings
WHERE findings.run_id = scores.run_id AND findings.step = 'flag'
  AND jsonb_typeof(findings.payload -> 'card' -> 'tags') = 'array'
"""


def upgrade() -> None:
    op.create_index(
        op.f("ix_findings_recorded_at"), "findings", ["recorded_at"], unique=False, postgresql_using="brin"
    )
    op.add_column("scores", sa.Column("tags", sa.ARRAY(sa.Text()), server_default="{}", nullable=False))
    op.execute(TAGS_OF_CARDS)
    op.drop_index("ix_scores_ranking", table_name="scores", postgresql_where=CURRENT)
    op.create_index(
        "ix_scores_best_first",
        "scores",
        ["requisition_id", sa.text("(- COALESCE(score, -1))"), "application_id"],
        unique=False,
        postgresql_where=CURRENT,
    )


def downgrade() -> None:
    op.drop_index("ix_scores_best_first", table_name="scores", postgresql_where=CURRENT)
    op.create_index(
        "ix_scores_ranking",
        "scores",
        ["requisition_id", sa.text("score DESC NULLS LAST"), "application_id"],
        unique=False,
        postgresql_where=CURRENT,
    )
    op.drop_column("scores", "tags")
    op.drop_index(op.f("ix_findings_recorded_at"), table_name="findings", postgresql_using="brin")
