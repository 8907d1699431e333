"""Promoting a mode: proposed by one person, approved by another, on numbers that are on record, or by an override."""

from datetime import UTC, datetime

from scoring.errors import InvalidInputError
from scoring.promotion import Requirement, requirements, shortfalls
from scoring.rollout import Pilot, below, is_higher
from scoring.run import RolloutMode
from scoring.scorer import ScorerVersion
from settings import Settings
from store import Promotion, Scope, Store
from tasks.scorers import in_force


def propose(
    settings: Settings, store: Store, scope: Scope, mode: RolloutMode, pilot: Pilot | None, actor: str, reason: str
) -> int:
    """The id of the proposal. Raises InvalidInputError for a mode that is no way up from the present one."""
    if not scope.customer_id:
        raise InvalidInputError("name the customer that the mode is for")
    if not reason.strip():
        raise InvalidInputError("a proposal needs a reason")
    present = mode_now(settings, store, scope)
    if not is_higher(mode, present):
        raise InvalidInputError(f"{present} is in force there already; a step back is a demotion")
    return store.rollouts.propose(scope, mode, pilot, actor, reason)


def needs(settings: Settings, store: Store, scope: Scope, mode: RolloutMode) -> tuple[Requirement, ...]:
    """Everything that the mode needs in this scope beside what there is, under the scorer in force."""
    version = scorer_of(settings, store, scope).version
    return requirements(mode, store.rollouts.numbers(scope), datetime.now(UTC), version)


def objections(settings: Settings, store: Store, promotion: Promotion) -> tuple[str, ...]:
    """What is missing for it now, a few words each; empty when nothing is."""
    version = scorer_of(settings, store, promotion.scope).version
    missing = shortfalls(promotion.mode, store.rollouts.numbers(promotion.scope), datetime.now(UTC), version)
    before = below(promotion.mode)
    if is_higher(before, mode_now(settings, store, promotion.scope)):
        missing = (f"{before} was not in force before", *missing)
    return missing


def approve(
    settings: Settings, store: Store, rollout: int, actor: str, *, override: str = "", is_admin: bool = False
) -> tuple[str, ...]:
    """Put it in force, as a second person; what was missing all the same.

    Raises InvalidInputError naming everything that is missing, unless an administrator overrides with a reason, which
    goes on record with what was missing.
    """
    promotion = store.rollouts.get(rollout)
    missing = objections(settings, store, promotion)
    if missing and not override.strip():
        raise InvalidInputError(f"rollout {rollout} is not ready: {'; '.join(missing)}")
    if missing and not is_admin:
        raise InvalidInputError("only an administrator may approve it although something is missing")
    said = f"{override.strip()} (against: {'; '.join(missing)})" if missing else ""
    store.rollouts.approve(rollout, actor, said)
    return missing


def mode_now(settings: Settings, store: Store, scope: Scope) -> RolloutMode:
    """The mode for everybody in the scope who is in no pilot group."""
    if scope.job_id:
        stored = store.requisitions.find(scope.customer_id, scope.job_id)
        if stored is None:
            raise InvalidInputError(f"no requisition {scope.job_id} of customer {scope.customer_id}")
        return stored.mode
    return store.rollouts.mode_for_all(scope) or _default(settings, scope)


def scorer_of(settings: Settings, store: Store, scope: Scope) -> ScorerVersion:
    """The version in force there; a requisition has that of its family where it has none of its own."""
    stored = store.requisitions.find(scope.customer_id, scope.job_id) if scope.job_id else None
    family = scope.family if stored is None else stored.family
    return in_force(settings, store, Scope(scope.customer_id, family, scope.job_id))


def _default(settings: Settings, scope: Scope) -> RolloutMode:
    """The mode in which requisitions of this customer begin."""
    modes = [tenant.default_mode for tenant in settings.tenants() if tenant.customer_id == scope.customer_id]
    return RolloutMode(modes[0]) if modes else RolloutMode.SHADOW
