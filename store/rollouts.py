"""Which mode holds where: proposals, approvals by a second person, steps back by one, and the numbers behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError

from scoring.errors import InvalidInputError
from scoring.promotion import NumberKind, Numbers, Recorded, Source, checked_figures
from scoring.rollout import ORDER, Pilot, is_higher
from scoring.run import RolloutMode
from store.engine import statement, transaction
from store.versions import Scope


@dataclass(frozen=True, slots=True)
class Promotion:
    """A proposed, approved or ended rollout. ``pilot`` None is everybody in the scope. ``numbers`` are as they stood
    when it was proposed; ``override`` says why it was approved although some were missing."""

    id: int
    scope: Scope
    mode: RolloutMode
    pilot: Pilot | None
    numbers: Mapping[str, Any]
    reason: str
    override: str
    demotion: bool
    proposed_at: datetime
    proposed_by: str
    approved_at: datetime | None
    approved_by: str | None
    ended_at: datetime | None
    ended_by: str | None

    @property
    def state(self) -> str:
        """waiting, in force, or ended."""
        if self.ended_at is not None:
            return "ended"
        return "in force" if self.approved_at is not None else "waiting"


INSERT = sa.text("""
INSERT INTO rollouts (customer_id, family, job_id, mode, pilot, numbers, reason, demotion, proposed_by, approved_at,
                      approved_by)
VALUES (:customer_id, :family, :job_id, :mode, :pilot, :numbers, :reason, :demotion, :actor,
        CASE WHEN :demotion THEN clock_timestamp() END, CASE WHEN :demotion THEN :actor END)
RETURNING id
""").bindparams(sa.bindparam("pilot", type_=JSONB(none_as_null=True)), sa.bindparam("numbers", type_=JSONB))

APPROVE = sa.text("""
UPDATE rollouts SET approved_at = clock_timestamp(), approved_by = :actor, override = :override
WHERE id = :id AND approved_at IS NULL AND ended_at IS NULL
RETURNING customer_id, family, job_id, mode
""")

WITHDRAW = sa.text("""
UPDATE rollouts SET ended_at = clock_timestamp(), ended_by = :actor
WHERE id = :id AND approved_at IS NULL AND ended_at IS NULL
RETURNING customer_id, family, job_id, mode
""")

# Of this scope and everything inside of it; what waits for approval is withdrawn with it.
END_ABOVE = sa.text("""
UPDATE rollouts SET ended_at = clock_timestamp(), ended_by = :actor
WHERE ended_at IS NULL AND mode = ANY(:modes) AND customer_id = :customer_id
  AND (:job_id = '' OR job_id = :job_id)
  AND (:family = '' OR family = :family OR (job_id <> '' AND EXISTS (
      SELECT FROM requisitions WHERE requisitions.customer_id = rollouts.customer_id
        AND requisitions.job_id = rollouts.job_id AND requisitions.family = :family)))
""")

# The scores of today of this scope; the newest figures of each kind and source that were recorded for it or for a wider
# one, the newest last.
SCORED = sa.text("""
SELECT count(*) FROM scores JOIN requisitions AS requisition ON requisition.id = scores.requisition_id
WHERE scores.current AND scores.score IS NOT NULL AND requisition.customer_id = :customer_id
  AND :family IN ('', requisition.family) AND :job_id IN ('', requisition.job_id)
""")
NEWEST = sa.text("""
SELECT * FROM (
    SELECT DISTINCT ON (kind, source) * FROM rollout_numbers
    WHERE customer_id IN ('', :customer_id) AND job_id IN ('', :job_id)
      AND family IN ('', :family, (SELECT requisitions.family FROM requisitions
                                   WHERE requisitions.customer_id = :customer_id AND requisitions.job_id = :job_id))
    ORDER BY kind, source, recorded_at DESC, id DESC) AS newest
ORDER BY recorded_at, id
""")

AUDIT = sa.text("""
INSERT INTO audit_events (trace_id, actor, action, customer_id, job_id, person_id, workflow_id,
                          versions, inputs, output)
VALUES ('rollout', :actor, :action, :customer_id, :job_id, '', '', '{}', '{}', :output)
""").bindparams(sa.bindparam("output", type_=JSONB))


class Rollouts:
    """Each method is one transaction with its audit event."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def propose(self, scope: Scope, mode: RolloutMode, pilot: Pilot | None, actor: str, reason: str) -> int:
        """The id of the proposal, which a second person approves. Keeps the numbers as they stand now."""
        numbers = self.numbers(scope).as_json()
        values = {**_values(scope), "mode": mode, "pilot": pilot and pilot.as_json(), "numbers": numbers}
        with transaction(self._engine) as connection:
            stated = {**values, "reason": reason, "actor": actor, "demotion": False}
            proposal: int = connection.execute(INSERT, stated).scalar_one()
            said = {"rollout": proposal, "mode": mode, "reason": reason, "family": scope.family, "numbers": numbers}
            _audit(connection, "rollout.proposed", actor, scope, said)
        return proposal

    def approve(self, rollout: int, actor: str, override: str = "") -> Promotion:
        """Put a proposal in force. Raises InvalidInputError for one's own, or one that is not waiting."""
        with transaction(self._engine) as connection:
            try:
                row = connection.execute(APPROVE, {"id": rollout, "actor": actor, "override": override}).one_or_none()
            except IntegrityError:
                raise InvalidInputError(f"rollout {rollout} has to be approved by a second person") from None
            if row is None:
                raise InvalidInputError(f"rollout {rollout} is not waiting")
            scope = Scope(row.customer_id, row.family, row.job_id)
            said = {"rollout": rollout, "mode": row.mode, "family": row.family, "override": override}
            _audit(connection, "rollout.approved", actor, scope, said)
        return self.get(rollout)

    def withdraw(self, rollout: int, actor: str, reason: str) -> None:
        """Take back what waits for a second person. Raises InvalidInputError for one that is not waiting."""
        with transaction(self._engine) as connection:
            row = connection.execute(WITHDRAW, {"id": rollout, "actor": actor}).one_or_none()
            if row is None:
                raise InvalidInputError(f"rollout {rollout} is not waiting")
            scope = Scope(row.customer_id, row.family, row.job_id)
            said = {"rollout": rollout, "mode": row.mode, "family": row.family, "reason": reason}
            _audit(connection, "rollout.withdrawn", actor, scope, said)

    def demote(self, scope: Scope, mode: RolloutMode, actor: str, reason: str) -> int:
        """Step back at once, by one person: in this scope and everything inside of it nothing reaches further.

        The number of rollouts that it ended. Raises InvalidInputError for guided, which is no step back.
        """
        if mode is RolloutMode.GUIDED:
            raise InvalidInputError("a step back leads to shadow or assist")
        above = [each for each in ORDER if is_higher(each, mode)]
        values = {**_values(scope), "actor": actor}
        with transaction(self._engine) as connection:
            ended: int = connection.execute(END_ABOVE, {**values, "modes": above}).rowcount
            stated: dict[str, Any] = {"mode": mode, "pilot": None, "numbers": {}, "reason": reason, "demotion": True}
            rollout = connection.execute(INSERT, {**values, **stated}).scalar_one()
            said = {"rollout": rollout, "mode": mode, "reason": reason, "family": scope.family, "ended": ended}
            _audit(connection, "rollout.demoted", actor, scope, said)
        return ended

    def set_pilot(self, rollout: int, pilot: Pilot, actor: str) -> None:
        """Change for whom it holds: freely while it waits, only to fewer once it is in force (InvalidInputError).

        Whoever changes what waits proposes it from then on, so that somebody else has to approve it.
        """
        found = self.get(rollout)
        if found.state == "ended":
            raise InvalidInputError(f"rollout {rollout} has ended")
        if found.state == "in force" and (found.demotion or not pilot.is_within(found.pilot)):
            raise InvalidInputError("a group that is in force only becomes smaller; propose the wider one")
        with transaction(self._engine) as connection:
            # Somebody may have approved it meanwhile, for the group that was shown.
            changed = connection.execute(
                sa.text("""
                UPDATE rollouts SET pilot = :pilot,
                    proposed_by = CASE WHEN approved_at IS NULL THEN :actor ELSE proposed_by END
                WHERE id = :id AND ended_at IS NULL AND (approved_at IS NOT NULL) = :approved
                """).bindparams(sa.bindparam("pilot", type_=JSONB)),
                {"id": rollout, "pilot": pilot.as_json(), "approved": found.approved_at is not None, "actor": actor},
            )
            if changed.rowcount != 1:
                raise InvalidInputError(f"rollout {rollout} was changed meanwhile")
            said = {"rollout": rollout, "before": found.pilot and found.pilot.as_json(), "after": pilot.as_json()}
            _audit(connection, "rollout.pilot_changed", actor, found.scope, said)

    def get(self, rollout: int) -> Promotion:
        """Raises InvalidInputError for an id that no rollout has."""
        with statement(self._engine) as connection:
            row = connection.execute(sa.text("SELECT * FROM rollouts WHERE id = :id"), {"id": rollout}).one_or_none()
        if row is None:
            raise InvalidInputError(f"no rollout {rollout}")
        return promotion_of(row)

    def listed(self, customer_id: str, *, ended: bool = False, limit: int = 100) -> tuple[Promotion, ...]:
        """What waits and what is in force for the customer, newest first; with ``ended`` the history too."""
        with statement(self._engine) as connection:
            rows = connection.execute(
                sa.text("""
                SELECT * FROM rollouts WHERE customer_id = :customer_id AND (:ended OR ended_at IS NULL)
                ORDER BY id DESC LIMIT :limit
                """),
                {"customer_id": customer_id, "ended": ended, "limit": limit},
            ).all()
        return tuple(map(promotion_of, rows))

    def mode_for_all(self, scope: Scope) -> RolloutMode | None:
        """The mode in force for everybody in a customer or family, None where nothing was ever approved for it."""
        with statement(self._engine) as connection:
            found = connection.execute(
                sa.text("""
                SELECT mode FROM rollouts
                WHERE approved_at IS NOT NULL AND ended_at IS NULL AND pilot IS NULL AND customer_id = :customer_id
                  AND family IN ('', :family) AND job_id = ''
                ORDER BY family <> '' DESC, approved_at DESC, id DESC LIMIT 1
                """),
                _values(scope),
            ).scalar_one_or_none()
        return None if found is None else RolloutMode(found)

    def record(
        self,
        scope: Scope,
        kind: NumberKind,
        figures: Mapping[str, Any],
        actor: str,
        *,
        source: Source = Source.TYPED,
        scorer: str = "",
        remark: str = "",
    ) -> None:
        """Put figures on record that a promotion may rest on. Raises InvalidInputError for others than their kind's.

        ``scorer`` is the version that they describe.
        """
        checked = checked_figures(kind, figures)
        whence = {"source": source, "scorer": scorer, "remark": remark}
        values = {**_values(scope), "kind": kind, "figures": checked, "actor": actor, **whence}
        with transaction(self._engine) as connection:
            connection.execute(
                sa.text("""
                INSERT INTO rollout_numbers (customer_id, family, job_id, kind, figures, recorded_by, source, scorer,
                                             remark)
                VALUES (:customer_id, :family, :job_id, :kind, :figures, :actor, :source, :scorer, :remark)
                """).bindparams(sa.bindparam("figures", type_=JSONB)),
                values,
            )
            said = {"kind": kind, "family": scope.family, **checked, **whence}
            _audit(connection, "rollout.recorded", actor, scope, said)

    def numbers(self, scope: Scope) -> Numbers:
        """What is on record about a scope now."""
        with transaction(self._engine) as connection:
            scored: int = connection.execute(SCORED, _values(scope)).scalar_one()
            rows = connection.execute(NEWEST, _values(scope)).all()
        known = [(NumberKind(row.kind), _recorded(row)) for row in rows]
        measured = {kind: recorded for kind, recorded in known if recorded.source is Source.MEASURED}
        return Numbers(scored, dict(known), measured)


def _audit(connection: sa.Connection, action: str, actor: str, scope: Scope, output: dict[str, Any]) -> None:
    place = {"customer_id": scope.customer_id, "job_id": scope.job_id}
    connection.execute(AUDIT, {**place, "action": action, "actor": actor, "output": output})


def _recorded(row: Any) -> Recorded:
    return Recorded(row.figures, row.recorded_at, row.recorded_by, Source(row.source), row.scorer, row.remark)


def promotion_of(row: Any) -> Promotion:
    return Promotion(
        id=row.id,
        scope=Scope(row.customer_id, row.family, row.job_id),
        mode=RolloutMode(row.mode),
        pilot=None if row.pilot is None else Pilot.from_json(row.pilot),
        numbers=row.numbers,
        reason=row.reason,
        override=row.override,
        demotion=row.demotion,
        proposed_at=row.proposed_at,
        proposed_by=row.proposed_by,
        approved_at=row.approved_at,
        approved_by=row.approved_by,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
    )


def _values(scope: Scope) -> dict[str, str]:
    return {"customer_id": scope.customer_id, "family": scope.family, "job_id": scope.job_id}
