"""Where the numbers of a rollout come from."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rollout_numbers", sa.Column("source", sa.Text(), server_default="typed", nullable=False))
    op.add_column("rollout_numbers", sa.Column("scorer", sa.Text(), server_default="", nullable=False))
    op.add_column("rollout_numbers", sa.Column("remark", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    for name in ("remark", "scorer", "source"):
        op.drop_column("rollout_numbers", name)
