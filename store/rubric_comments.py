"""What people say about a rubric before it is signed."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from scoring.errors import InvalidInputError
from store.access_audit import actor_of
from store.contracts import locked_requisition, newest_rubric, on_record
from store.engine import transaction

MOST_WORDS = 2000

COMMENT = sa.text("""
INSERT INTO rubric_comments (requisition_id, rubric_id, criterion_id, user_id, words)
VALUES (:requisition_id, :rubric_id, :criterion_id, CAST(:user_id AS uuid), :words) RETURNING id
""")

COMMENTS = sa.text("""
SELECT comment.*, users.login FROM rubric_comments AS comment
JOIN users ON users.id = comment.user_id
JOIN requisitions AS requisition ON requisition.id = comment.requisition_id
WHERE requisition.customer_id = :customer_id AND requisition.job_id = :job_id ORDER BY comment.id DESC LIMIT :limit
""")


@dataclass(frozen=True, slots=True)
class Comment:
    id: int
    rubric_id: int
    criterion_id: str
    user_id: str
    login: str
    words: str
    written_at: datetime


class RubricComments:
    """Each method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def add(self, customer_id: str, job_id: str, criterion_id: str, user_id: str, words: str) -> None:
        """Raises InvalidInputError for no words, or more than 2,000 characters."""
        words = words.strip()
        if not 0 < len(words) <= MOST_WORDS:
            raise InvalidInputError(f"a comment has 1 to {MOST_WORDS} characters")
        with transaction(self._engine) as connection:
            found = locked_requisition(connection, customer_id, job_id)
            values = {"requisition_id": found.id, "rubric_id": newest_rubric(connection, found), "user_id": user_id}
            comment = connection.execute(COMMENT, {**values, "criterion_id": criterion_id, "words": words}).scalar_one()
            output = {"comment": comment, "criterion": criterion_id}
            on_record(connection, customer_id, job_id, "rubric.commented", {}, output, actor_of(user_id))

    def of(self, customer_id: str, job_id: str, limit: int = 100) -> tuple[Comment, ...]:
        """Newest first."""
        values = {"customer_id": customer_id, "job_id": job_id, "limit": limit}
        with transaction(self._engine) as connection:
            rows = connection.execute(COMMENTS, values).all()
        return tuple(
            Comment(row.id, row.rubric_id, row.criterion_id, str(row.user_id), row.login, row.words, row.written_at)
            for row in rows
        )
