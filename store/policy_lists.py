"""Policies for a page: what is in force, what waits and what was, of those places only that somebody is granted."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from scoring.access import Grant
from store.blindness import HELD_BACK
from store.engine import statement
from store.versions import Activation, Scope, activation_of


@dataclass(frozen=True, slots=True)
class ListedPolicy:
    """``content`` is that of the version; the logins are '' for somebody who is no user here (a command's user)."""

    activation: Activation
    content: dict[str, Any]
    proposer: str
    approver: str


@dataclass(frozen=True, slots=True)
class KeptMoves:
    """A page of the applications that change tier in a simulation, of ``total``. ``judged_blind`` are those of the page
    that are in an open blind review, by customer, requisition and application."""

    moves: tuple[dict[str, Any], ...]
    total: int
    judged_blind: tuple[tuple[str, str, str], ...] = ()


SELECT = """
SELECT activation.*, version.content, proposer.login AS proposer, approver.login AS approver
FROM {source} AS activation
JOIN scorer_versions AS version ON version.version = activation.version
LEFT JOIN requisitions AS requisition ON activation.job_id <> ''
      AND requisition.customer_id = activation.customer_id AND requisition.job_id = activation.job_id
LEFT JOIN users AS proposer ON 'user:' || proposer.id = activation.proposed_by
LEFT JOIN users AS approver ON 'user:' || approver.id = activation.approved_by
WHERE EXISTS (SELECT FROM jsonb_to_recordset(:within) AS place (customer_id text, family text, job_id text)
              WHERE place.customer_id IN ('', activation.customer_id)
                AND place.family IN ('', COALESCE(requisition.family, activation.family))
                AND place.job_id IN ('', activation.job_id))
"""

NEWEST_OF_EACH = """(
    SELECT DISTINCT ON (customer_id, family, job_id) * FROM activations
    WHERE activated_at IS NOT NULL AND withdrawn_at IS NULL
    ORDER BY customer_id, family, job_id, activated_at DESC, id DESC)"""

WITHIN = sa.bindparam("within", type_=JSONB)
IN_FORCE = sa.text(f"""
{SELECT.format(source=NEWEST_OF_EACH)}
ORDER BY activation.customer_id, activation.family, activation.job_id LIMIT :limit OFFSET :offset
""").bindparams(WITHIN)
WAITING = sa.text(f"""
{SELECT.format(source="activations")}
  AND activation.activated_at IS NULL AND activation.withdrawn_at IS NULL
ORDER BY activation.id DESC LIMIT :limit OFFSET :offset
""").bindparams(WITHIN)
HISTORY = sa.text(f"""
{SELECT.format(source="activations")}
  AND (activation.activated_at IS NOT NULL OR activation.withdrawn_at IS NOT NULL)
ORDER BY activation.id DESC LIMIT :limit OFFSET :offset
""").bindparams(WITHIN)
IN_FORCE_AT = sa.text(f"""
{SELECT.format(source="activations")}
  AND (activation.customer_id, activation.family, activation.job_id) = (:customer_id, :family, :job_id)
  AND activation.activated_at IS NOT NULL AND activation.withdrawn_at IS NULL
ORDER BY activation.activated_at DESC, activation.id DESC LIMIT 1
""").bindparams(WITHIN)
EVERYWHERE = [{"customer_id": "", "family": "", "job_id": ""}]
ONE = sa.text(f"{SELECT.format(source='activations')} AND activation.id = :id").bindparams(WITHIN)

# Not those about which the viewer has to say his own view first, where he may review: a tier would tell it to him.
MOVES = sa.text(f"""
SELECT move.value AS move, count(*) OVER () AS total,
       EXISTS (SELECT FROM reviews WHERE application_id = application.id AND state = 'open' AND blind) AS judged_blind
FROM policy_simulations, jsonb_array_elements(result -> 'moves') WITH ORDINALITY AS move (value, place)
LEFT JOIN requisitions AS requisition
       ON requisition.customer_id = move.value ->> 'customer' AND requisition.job_id = move.value ->> 'requisition'
LEFT JOIN applications AS application
       ON application.customer_id = move.value ->> 'customer' AND application.workflow_id = move.value ->> 'application'
WHERE policy_simulations.id = :id AND (:from_tier = '' OR move.value ->> 'from' = :from_tier)
  AND (:to_tier = '' OR move.value ->> 'to' = :to_tier)
  AND EXISTS (SELECT FROM jsonb_to_recordset(:within) AS place (customer_id text, family text, job_id text)
              WHERE place.customer_id IN ('', move.value ->> 'customer')
                AND place.family IN ('', requisition.family) AND place.job_id IN ('', move.value ->> 'requisition'))
  AND NOT (EXISTS (SELECT FROM jsonb_to_recordset(:reviewed) AS place (customer_id text, family text, job_id text)
                   WHERE place.customer_id IN ('', move.value ->> 'customer')
                     AND place.family IN ('', requisition.family)
                     AND place.job_id IN ('', move.value ->> 'requisition'))
           AND {HELD_BACK.format(application_id="application.id")})
ORDER BY move.place LIMIT :limit OFFSET :offset
""").bindparams(WITHIN, sa.bindparam("reviewed", type_=JSONB))  # noqa: S608  a constant of ours
FAMILIES = sa.text("""
SELECT DISTINCT customer_id, family FROM requisitions
WHERE family <> '' AND customer_id = ANY(:customer_ids) ORDER BY customer_id, family
""")
SIMULATION = sa.text("SELECT version, result - 'moves' AS result, created_at FROM policy_simulations WHERE id = :id")


class PolicyLists:
    """Each method is one statement. Lists take the grants of the caller; the roles of the grants do not matter."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def in_force(self, within: Sequence[Grant], limit: int, offset: int = 0) -> tuple[ListedPolicy, ...]:
        """The newest activation of every scope that has one, the wider scopes first."""
        return self._listed(IN_FORCE, within, limit, offset)

    def in_force_at(self, scope: Scope) -> ListedPolicy | None:
        """The newest activation of exactly this scope, None where nothing was activated for it."""
        with statement(self._engine) as connection:
            row = connection.execute(IN_FORCE_AT, {**asdict(scope), "within": EVERYWHERE}).one_or_none()
        return None if row is None else _listed(row)

    def waiting(self, within: Sequence[Grant], limit: int, offset: int = 0) -> tuple[ListedPolicy, ...]:
        """Proposals that wait for a second person, newest first."""
        return self._listed(WAITING, within, limit, offset)

    def history(self, within: Sequence[Grant], limit: int, offset: int = 0) -> tuple[ListedPolicy, ...]:
        """What was activated or rolled back, newest first."""
        return self._listed(HISTORY, within, limit, offset)

    def proposal(self, proposal_id: int, within: Sequence[Grant]) -> ListedPolicy | None:
        """None where there is none, or where no grant covers its scope."""
        values = {"within": [asdict(grant) for grant in within], "id": proposal_id}
        with statement(self._engine) as connection:
            row = connection.execute(ONE, values).one_or_none()
        return None if row is None else _listed(row)

    def simulation(self, simulation_id: int) -> tuple[str, dict[str, Any], datetime] | None:
        """Version, result and time of a simulation; the result without its list of moves."""
        with statement(self._engine) as connection:
            row = connection.execute(SIMULATION, {"id": simulation_id}).one_or_none()
        return None if row is None else (row.version, dict(row.result), row.created_at)

    def moves(
        self,
        simulation_id: int,
        within: Sequence[Grant],
        limit: int,
        offset: int = 0,
        *,
        from_tier: str = "",
        to_tier: str = "",
        viewer: str = "",
        reviewed: Sequence[Grant] = (),
    ) -> KeptMoves:
        """Who changes tier; '' is every tier. Beyond the end there are none, and ``total`` is 0.

        ``viewer`` is the id of a user who may review where one of ``reviewed`` says so: what he has to rate blind there
        is left out. '' sees everything.
        """
        values = {"id": simulation_id, "limit": limit, "offset": offset, "from_tier": from_tier, "to_tier": to_tier}
        places = {"within": [asdict(grant) for grant in within], "reviewed": [asdict(grant) for grant in reviewed]}
        with statement(self._engine) as connection:
            rows = connection.execute(MOVES, {**values, **places, "viewer": viewer}).all()
        moves = tuple(row.move for row in rows)
        blind = tuple(_place_of(row.move) for row in rows if row.judged_blind)
        return KeptMoves(moves, rows[0].total if rows else 0, blind)

    def families(self, customer_ids: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """The job families of these customers, each with its customer."""
        with statement(self._engine) as connection:
            rows = connection.execute(FAMILIES, {"customer_ids": list(customer_ids)}).all()
        return tuple((row.customer_id, row.family) for row in rows)

    def _listed(
        self, query: sa.TextClause, within: Sequence[Grant], limit: int, offset: int
    ) -> tuple[ListedPolicy, ...]:
        values = {"within": [asdict(grant) for grant in within], "limit": limit, "offset": offset}
        with statement(self._engine) as connection:
            rows = connection.execute(query, values).all()
        return tuple(map(_listed, rows))


def _place_of(move: dict[str, Any]) -> tuple[str, str, str]:
    return move["customer"], move["requisition"], move["application"]


def _listed(row: Any) -> ListedPolicy:
    return ListedPolicy(activation_of(row), dict(row.content), row.proposer or "", row.approver or "")
