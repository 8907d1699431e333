"""What is in force at the places that a caller reaches."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.guard import signed_in
from app.site import site
from scoring.access import Grant, Permission
from scoring.scorer import ScorerVersion
from store import ListedPolicy, Scope
from tasks.policy import full_scope
from tasks.scorers import in_force

MOST_PLACES = 20


@dataclass(frozen=True, slots=True)
class InForce:
    """What scores at one place. ``activation`` is None where a wider place decides, or else the settings."""

    scope: Scope
    scorer: ScorerVersion
    origin: str
    activation: ListedPolicy | None


def places_in_force(granted: Sequence[Grant]) -> list[InForce]:
    """Of the places where something was activated, and of those that are granted themselves."""
    activated = site().store.policy_lists.in_force(granted, MOST_PLACES)
    own = dict.fromkeys(Scope(grant.customer_id, grant.family, grant.job_id) for grant in granted)
    known = {each.activation.scope for each in activated}
    shown = [in_force_at(scope) for scope in list(own)[:MOST_PLACES] if scope not in known]
    shown += [InForce(e.activation.scope, ScorerVersion.from_json(e.content), "activated", e) for e in activated]
    return sorted(shown, key=lambda one: (one.scope.customer_id, one.scope.family, one.scope.job_id))


def in_force_at(scope: Scope) -> InForce:
    """What scores at this place, and who decided that."""
    settings, store = site().settings, site().store
    exactly = store.policy_lists.in_force_at(scope)
    if exactly is not None:
        return InForce(scope, ScorerVersion.from_json(exactly.content), "activated", exactly)
    full = full_scope(store, scope)
    wider = store.versions.in_force(full) is not None
    return InForce(scope, in_force(settings, store, full), "wider" if wider else "settings", None)


def customers_of(permission: Permission) -> list[str]:
    """Where the caller has the permission, or inside of which he has it; '' comes first and is everywhere."""
    granted = signed_in().access.where(permission)
    everywhere = any(grant.covers("", "", "") for grant in granted)
    named = [known for known in site().tenants if any(grant.customer_id in {"", known} for grant in granted)]
    return ["", *named] if everywhere else named
