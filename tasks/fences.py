"""The fence before every call that changes something in iCIMS: is the run still ours, and did nobody press stop?"""

from collections.abc import Callable

from scoring.errors import QuotaExhaustedError, TransientError
from scoring.run import Dossier
from tasks.deps import Deps, Tenant

# What a lease must outlast a call by: waiting for a place among the calls in flight, and our own bookkeeping.
MARGIN_SECONDS = 5.0
# Lifting the stop button wakes the runs that wait for it; this is for a wake-up that got lost.
LOOK_AGAIN_SECONDS = 900.0


def margin_of(tenant: Tenant) -> float:
    """How many seconds the lease must still last before a call."""
    return tenant.client.access.deadline_seconds + MARGIN_SECONDS


def fence(dossier: Dossier, deps: Deps, tenant: Tenant) -> None:
    """Ask the ledger right before a call. Raises QuotaExhaustedError when everything is stopped, TransientError when
    the lease is too short."""
    if not deps.store.write_backs.may_write(dossier, margin_of(tenant)):
        raise not_now(dossier, deps, "the lease ended during the write-back")


def last_look(dossier: Dossier, deps: Deps) -> Callable[[], None]:
    """The same question for the client, right before a change leaves: since the fence it may have waited for a place
    among the calls in flight, or to be repeated after a failure."""

    def look() -> None:
        if not deps.store.write_backs.may_write(dossier, 0.0):
            raise not_now(dossier, deps, "the lease ended before the call left")

    return look


def not_now(dossier: Dossier, deps: Deps, otherwise: str) -> TransientError:
    """Why the ledger refused: a person stopped everything, or what it is ``otherwise``."""
    if deps.store.stops.writing_is_stopped(dossier.customer_id, dossier.job_id):
        return QuotaExhaustedError("writing to iCIMS is stopped by an operator", LOOK_AGAIN_SECONDS)
    return TransientError(otherwise)
