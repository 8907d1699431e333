"""Scoring again what was scored before: ordinary runs for every scored application of a scope, in slices."""

import structlog
from celery import signature

from scoring.errors import InvalidInputError, TransientError
from store import Activation, Opening, Outcome, Scope, Store
from store.rescores import ScoredApplication
from tasks import pipeline
from tasks.celery import app

log = structlog.get_logger(__name__)

PAGE = 500
# Opened within a few seconds, far below the time limit of a task; then the next message goes on from there.
PAGES_OF_A_SLICE = 4


def reason_of(proposal: int) -> str:
    """The word for the record under which an activation is scored again: the same word runs once."""
    return f"policy-{proposal}"


def request_rescore(store: Store, proposal: Activation) -> None:
    """Have everything in the scope of an activation scored again by the workers.

    Raises InvalidInputError where it is not what is in force there, or where a stop button covers all of it, and
    TransientError where no worker can be told.
    """
    newest = store.policy_lists.in_force_at(proposal.scope)
    if newest is None or newest.activation.id != proposal.id:
        raise InvalidInputError(f"proposal {proposal.id} is not what is in force there")
    if store.stops.writing_is_stopped(proposal.scope.customer_id, proposal.scope.job_id):
        raise InvalidInputError("a stop button is pressed there; lift it first")
    if not ring(proposal.id, 0):
        raise TransientError("no worker can be told at the moment; try again in a minute")


def ring(proposal: int, after: int) -> bool:
    """Whether a message was sent."""
    try:
        signature("scoring.rescore", args=(proposal, after), immutable=True, app=app).apply_async(retry=False)
    except Exception as error:  # noqa: BLE001  whatever keeps the bell from ringing, nothing was begun
        log.warning("ring_deferred", proposal=proposal, error=type(error).__name__)
        return False
    return True


@app.task(name="scoring.rescore")
def rescore(proposal: int, after: int) -> None:
    """A slice of the applications in the scope of an activation; safe to run twice. Nothing begins where it was rolled
    back meanwhile."""
    store = app.deps.store
    activation = store.versions.proposal(proposal)
    if activation.activated_at is None or activation.withdrawn_at is not None:
        log.info("rescore_skipped", proposal=proposal)
        return
    for _ in range(PAGES_OF_A_SLICE):
        page = store.rescores.scored(activation.scope, after, PAGE)
        opened = open_runs(store, page, reason_of(proposal))
        log.info("rescore_opened", proposal=proposal, opened=opened, applications=len(page))
        if len(page) < PAGE:
            return
        after = page[-1].id
    if not ring(proposal, after):
        raise TransientError("the next slice could not be announced")


def rescore_scope(store: Store, scope: Scope, reason: str) -> int:
    """Open a run for every scored application of the scope now; how many were opened. The same reason opens none
    twice."""
    opened, after = 0, 0
    while page := store.rescores.scored(scope, after, PAGE):
        opened += open_runs(store, page, reason)
        after = page[-1].id
    return opened


def open_runs(store: Store, applications: tuple[ScoredApplication, ...], reason: str) -> int:
    """How many were opened: none where a stop button covers the requisition."""
    places = {(one.customer_id, one.job_id) for one in applications}
    stopped = {place for place in places if store.stops.writing_is_stopped(*place)}
    opened = 0
    for one in applications:
        if (one.customer_id, one.job_id) in stopped:
            continue
        opening = Opening(
            customer_id=one.customer_id,
            workflow_id=one.workflow_id,
            dedup_key=f"rescore:{one.workflow_id}:{one.rubric_version}:{reason}",
            kind="rescore",
            job_id=one.job_id,
            person_id=one.person_id,
            cause="rescore",
        )
        accepted = store.inbox.open_run(opening)
        if accepted.outcome is Outcome.OPENED and accepted.run_id is not None:
            pipeline.start(accepted.run_id)
            opened += 1
    return opened
