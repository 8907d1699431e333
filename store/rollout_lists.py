"""Rollouts as people look for them: what holds in a scope, what waits, and what has been, page by page."""

from collections.abc import Sequence
from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from scoring.access import Grant
from store.engine import statement
from store.rollouts import Promotion, promotion_of
from store.versions import Scope

# In force for a scope and for the wider ones around it, the narrowest first: the order in which the mode is found.
HOLDING = sa.text("""
SELECT * FROM rollouts
WHERE approved_at IS NOT NULL AND ended_at IS NULL AND customer_id = :customer_id
  AND family IN ('', :family) AND job_id IN ('', :job_id)
ORDER BY job_id <> '' DESC, family <> '' DESC, approved_at DESC, id DESC
LIMIT 50
""")
_WITHIN = """
LEFT JOIN requisitions AS requisition
       ON requisition.customer_id = rollout.customer_id AND requisition.job_id = rollout.job_id
WHERE rollout.customer_id = ANY(:customer_ids)
  AND EXISTS (SELECT FROM jsonb_to_recordset(:within) AS place (customer_id text, family text, job_id text)
              WHERE place.customer_id IN ('', rollout.customer_id)
                AND place.family IN ('', COALESCE(requisition.family, rollout.family))
                AND place.job_id IN ('', rollout.job_id))
"""
REACHED = sa.text(f"""
SELECT rollout.* FROM rollouts AS rollout {_WITHIN}
  AND CASE :state WHEN 'waiting' THEN rollout.approved_at IS NULL AND rollout.ended_at IS NULL
                  WHEN 'in force' THEN rollout.approved_at IS NOT NULL AND rollout.ended_at IS NULL
                  ELSE true END
ORDER BY rollout.id DESC LIMIT :limit OFFSET :offset
""").bindparams(sa.bindparam("within", type_=JSONB))  # noqa: S608  a constant of this module
OF_SCOPE = sa.text("""
SELECT * FROM rollouts
WHERE (customer_id, family, job_id) = (:customer_id, :family, :job_id)
  AND (NOT :waiting OR (approved_at IS NULL AND ended_at IS NULL))
ORDER BY id DESC LIMIT :limit OFFSET :offset
""")
FAMILIES = sa.text("""
SELECT DISTINCT family FROM requisitions WHERE customer_id = :customer_id AND family <> '' ORDER BY family LIMIT 200
""")


class RolloutLists:
    """Each method is one read-only statement."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def holding(self, scope: Scope) -> tuple[Promotion, ...]:
        """What is in force for it, the narrowest scope first and the newest first in each. ``family`` of a requisition
        is that of its job."""
        with statement(self._engine) as connection:
            return tuple(map(promotion_of, connection.execute(HOLDING, asdict(scope)).all()))

    def of_scope(
        self, scope: Scope, *, waiting: bool = False, limit: int = 50, offset: int = 0
    ) -> tuple[Promotion, ...]:
        """Of exactly this scope, newest first: everything that was, or only what waits for a second person."""
        values = {**asdict(scope), "waiting": waiting, "limit": limit, "offset": offset}
        with statement(self._engine) as connection:
            return tuple(map(promotion_of, connection.execute(OF_SCOPE, values).all()))

    def reached(
        self, customer_ids: Sequence[str], within: Sequence[Grant], state: str = "", limit: int = 50, offset: int = 0
    ) -> tuple[Promotion, ...]:
        """Of scopes that one of the grants covers, newest first. ``state`` is waiting, in force, or '' for all."""
        places = [asdict(grant) for grant in within]
        values = {"customer_ids": list(customer_ids), "within": places, "state": state}
        with statement(self._engine) as connection:
            rows = connection.execute(REACHED, {**values, "limit": limit, "offset": offset}).all()
        return tuple(map(promotion_of, rows))

    def families(self, customer_id: str) -> tuple[str, ...]:
        """Job families of the customer's requisitions, at most 200."""
        with statement(self._engine) as connection:
            return tuple(connection.execute(FAMILIES, {"customer_id": customer_id}).scalars())
