"""Scores that somebody must not see yet: of applications in an open blind review that he has not rated."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from store.engine import statement

# Both name nobody for the viewer '': such a viewer does not review, and sees everything.
HELD_BACK = """
(:viewer <> '' AND EXISTS (
    SELECT FROM reviews AS blind
    WHERE blind.application_id = {application_id} AND blind.state = 'open' AND blind.blind
      AND NOT EXISTS (SELECT FROM review_ratings AS given
                      WHERE given.review_id = blind.id AND given.user_id::text = :viewer)))
"""
# The same for a whole requisition, looked up once however long its list is.
HELD_BACK_OF_REQUISITION = """
SELECT DISTINCT blind.application_id FROM reviews AS blind
WHERE :viewer <> '' AND blind.customer_id = :customer_id AND blind.job_id = :job_id AND blind.state = 'open'
  AND blind.blind AND blind.application_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM review_ratings AS given
                  WHERE given.review_id = blind.id AND given.user_id::text = :viewer)
"""
# Whether somebody who rates this review may know the score all the same: it stands in iCIMS, or he was shown this very
# one, or he had looked at the scores of the requisition, among which it stood, before the review was opened, or the
# review was closed in between.
COULD_HAVE_SEEN = """
(EXISTS (SELECT FROM write_backs WHERE application_id = reviews.application_id AND state IN ('posted', 'complete'))
 OR EXISTS (SELECT FROM scores JOIN score_views AS looked
                    ON looked.customer_id = reviews.customer_id AND looked.job_id = reviews.job_id
            WHERE application_id = reviews.application_id AND looked.user_id = CAST(:user_id AS text)
              AND looked.workflow_id = '' AND looked.first_at < reviews.opened_at
              AND scored_at < reviews.opened_at - interval '5 minutes')
 OR EXISTS (SELECT FROM applications JOIN score_views AS looked
                    ON looked.customer_id = reviews.customer_id AND looked.job_id = reviews.job_id
                   AND looked.workflow_id = applications.workflow_id
            WHERE applications.id = reviews.application_id AND looked.user_id = CAST(:user_id AS text))
 OR EXISTS (SELECT FROM review_decisions WHERE review_id = reviews.id))
"""
LOOKED = sa.text("""
INSERT INTO score_views (customer_id, job_id, user_id, workflow_id)
SELECT shown.customer_id, shown.job_id, :user_id, shown.workflow_id
FROM jsonb_to_recordset(:shown) AS shown (customer_id text, job_id text, workflow_id text)
WHERE shown.workflow_id = '' OR EXISTS (
    SELECT FROM applications JOIN scores ON scores.application_id = applications.id
    WHERE applications.customer_id = shown.customer_id AND applications.workflow_id = shown.workflow_id
      AND scores.score IS NOT NULL)
ORDER BY 1, 2, 4 ON CONFLICT DO NOTHING
""").bindparams(sa.bindparam("shown", type_=JSONB))
OF_RUNS = sa.text(f"""
SELECT runs.id::text, {HELD_BACK.format(application_id="runs.application_id")} AS held_back
FROM runs WHERE runs.id = ANY(:run_ids) AND EXISTS (
    SELECT FROM reviews WHERE reviews.application_id = runs.application_id AND state = 'open' AND blind)
""").bindparams(sa.bindparam("run_ids", type_=sa.ARRAY(sa.UUID(as_uuid=False))))  # noqa: S608  a constant of ours


class Blindness:
    """Each method is one statement."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def of_runs(self, run_ids: Sequence[str], viewer: str) -> dict[str, bool]:
        """The runs whose application is in an open blind review, and whether that hides its score from the viewer.

        ``viewer`` is the id of a user who may review there, or '' for anybody else.
        """
        with statement(self._engine) as connection:
            rows = connection.execute(OF_RUNS, {"run_ids": list(run_ids), "viewer": viewer}).all()
        return {str(run_id): held_back for run_id, held_back in rows}

    def looked(self, user_id: str, shown: Collection[tuple[str, str, str]]) -> None:
        """Keep that somebody is shown scores, each by customer, requisition and application; '' as the last is all of
        the requisition. The first time is what counts; an application without a score shows nothing."""
        if not shown:
            return
        rows = [dict(zip(("customer_id", "job_id", "workflow_id"), each, strict=True)) for each in set(shown)]
        with statement(self._engine) as connection:
            connection.execute(LOOKED, {"user_id": user_id, "shown": rows})

    def has_looked(self, customer_id: str, job_id: str, user_id: str) -> bool:
        """Whether somebody was ever shown the scores of the requisition, not of single applications."""
        with statement(self._engine) as connection:
            found = sa.text("""
                SELECT EXISTS (SELECT FROM score_views WHERE (customer_id, job_id, user_id, workflow_id)
                                                             = (:customer_id, :job_id, :user_id, ''))
            """)
            values = {"customer_id": customer_id, "job_id": job_id, "user_id": user_id}
            return bool(connection.execute(found, values).scalar_one())
