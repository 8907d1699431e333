"""Ratings that may have been given with the score in sight."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Until now every reviewer could look the score up before he rated.
    op.add_column(
        "review_ratings", sa.Column("could_have_seen", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    op.alter_column("review_ratings", "could_have_seen", server_default=sa.false())


def downgrade() -> None:
    op.drop_column("review_ratings", "could_have_seen")
