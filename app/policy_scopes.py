"""The scope that a person names on a page: a place that exists, and that his grants cover."""

from collections.abc import Mapping

from werkzeug.exceptions import NotFound

from app.guard import check_reach, signed_in
from app.site import site
from scoring.access import Permission
from scoring.errors import InvalidInputError
from store import Scope
from tasks.policy import full_scope

PLACE_LIMIT = 200


def named_scope(given: Mapping[str, str]) -> Scope:
    """From ``customer``, ``family`` and ``job``; without any of them everything.

    Raises NotFound for a place beyond the caller's grants for this route, and InvalidInputError for one that is not
    there.
    """
    customer, family, job = (given.get(name, "").strip()[:PLACE_LIMIT] for name in ("customer", "family", "job"))
    if (family or job) and not customer:
        raise InvalidInputError("name the customer of the job family or requisition")
    if family and job:
        raise InvalidInputError("name a job family or a requisition, not both")
    if customer and customer not in site().tenants:
        raise NotFound
    scope = Scope(customer, family, job)
    check_scope(scope)
    if job and site().store.requisitions.find(customer, job) is None:
        raise InvalidInputError(f"no requisition {job} of customer {customer} is known here")
    if family and (customer, family) not in site().store.policy_lists.families([customer]):
        raise InvalidInputError(f"no requisition of customer {customer} is of the family {family}")
    return scope


def check_scope(scope: Scope) -> None:
    """Raises NotFound unless the caller may use the current route for the whole of this scope."""
    full = full_scope(site().store, scope)
    check_reach(full.customer_id, full.family, full.job_id)


def may_set(scope: Scope) -> bool:
    """Whether the caller may propose, try, activate and roll back there."""
    full = full_scope(site().store, scope)
    return signed_in().access.reaches(Permission.SET_POLICY, full.customer_id, full.family, full.job_id)


def within(scope: Scope) -> dict[str, str]:
    """The scope as the arguments of a link; what is '' is left out."""
    named = {"customer": scope.customer_id, "family": scope.family, "job": scope.job_id}
    return {name: value for name, value in named.items() if value}
