"""Promoting a mode: proposed by one person, approved by another, on numbers that are on record, or by an override."""

from datetime import UTC, datetime

from scoring.errors import InvalidInputError
from scoring.promotion import shortfalls
from scoring.rollout import Pilot, below, is_higher
from scoring.run import RolloutMode
from store import Promotion, Scope, Store


def propose(
    store: Store, scope: Scope, mode: RolloutMode, pilot: Pilot | None, actor: str, reason: str, default: RolloutMode
) -> int:
    """The id of the proposal. Raises InvalidInputError for a mode that is no way up from the present one.

    ``default`` is the mode in which requisitions of this customer begin.
    """
    if not scope.customer_id:
        raise InvalidInputError("name the customer that the mode is for")
    if not reason.strip():
        raise InvalidInputError("a proposal needs a reason")
    present = mode_now(store, scope, default)
    if not is_higher(mode, present):
        raise InvalidInputError(f"{present} is in force there already; a step back is a demotion")
    return store.rollouts.propose(scope, mode, pilot, actor, reason)


def objections(store: Store, promotion: Promotion, default: RolloutMode) -> tuple[str, ...]:
    """What is missing for it now, a few words each; empty when nothing is."""
    missing = shortfalls(promotion.mode, store.rollouts.numbers(promotion.scope), datetime.now(UTC))
    before = below(promotion.mode)
    if is_higher(before, mode_now(store, promotion.scope, default)):
        missing = (f"{before} was not in force before", *missing)
    return missing


def approve(
    store: Store, rollout: int, actor: str, default: RolloutMode, *, override: str = "", is_admin: bool = False
) -> tuple[str, ...]:
    """Put it in force, as a second person; what was missing all the same.

    Raises InvalidInputError naming everything that is missing, unless an administrator overrides with a reason, which
    goes on record with what was missing.
    """
    promotion = store.rollouts.get(rollout)
    missing = objections(store, promotion, default)
    if missing and not override.strip():
        raise InvalidInputError(f"rollout {rollout} is not ready: {'; '.join(missing)}")
    if missing and not is_admin:
        raise InvalidInputError("only an administrator may approve it although something is missing")
    said = f"{override.strip()} (against: {'; '.join(missing)})" if missing else ""
    store.rollouts.approve(rollout, actor, said)
    return missing


def mode_now(store: Store, scope: Scope, default: RolloutMode) -> RolloutMode:
    """The mode for everybody in the scope who is in no pilot group."""
    if scope.job_id:
        stored = store.requisitions.find(scope.customer_id, scope.job_id)
        if stored is None:
            raise InvalidInputError(f"no requisition {scope.job_id} of customer {scope.customer_id}")
        return stored.mode
    return store.rollouts.mode_for_all(scope) or default
