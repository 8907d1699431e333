"""Scores that somebody must not see yet: of applications in an open blind review that he has not rated."""

from collections.abc import Sequence

import sqlalchemy as sa

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
# Whether somebody who rates this review may know the score all the same: it stands in iCIMS, or stood on our pages
# before the review was opened or while it was closed.
COULD_HAVE_SEEN = """
(EXISTS (SELECT FROM write_backs WHERE application_id = reviews.application_id AND state IN ('posted', 'complete'))
 OR EXISTS (SELECT FROM scores WHERE application_id = reviews.application_id
              AND scored_at < reviews.opened_at - interval '5 minutes')
 OR EXISTS (SELECT FROM review_decisions WHERE review_id = reviews.id))
"""
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
