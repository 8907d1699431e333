"""Putting decisions into iCIMS: the note beside the untouched score, and the status move of a confirmed rejection."""

from typing import Any

import structlog

from icims.client import RetryBudget
from icims.fields import same_status
from scoring.decision_note import decision_note
from scoring.errors import PermanentError, QuotaExhaustedError, TransientError
from scoring.review import ReviewKind, Verdict
from scoring.run import RolloutMode
from store import PendingDecision, ReviewOpening
from tasks.celery import app
from tasks.deps import Deps, Tenant
from tasks.notice_gate import mode_under_notice
from tasks.step import retry_delay
from tasks.write_contents import contents_of

log = structlog.get_logger(__name__)

BUDGET = RetryBudget(retries=4, seconds=20.0)
LEASE_SECONDS = 240.0
MARGIN_SECONDS = 5.0
AT_ONCE = 200
# Our name, in the tenant's map of statuses, for where a rejected application goes.
REJECTED = "disqualified"


@app.task(name="scoring.write_decisions")
def write_decisions() -> None:
    """Write what is due. Two of these at once share the work."""
    for _ in range(AT_ONCE):
        if not write_next_decision(app.deps):
            return


def write_next_decision(deps: Deps) -> bool:
    """Write the decision that is due longest; False when none is."""
    pending = deps.store.review_writes.claim(LEASE_SECONDS)
    if pending is None:
        return False
    with structlog.contextvars.bound_contextvars(decision=pending.decision_id):
        _write(pending, deps)
    return True


def _write(pending: PendingDecision, deps: Deps) -> None:
    writes = deps.store.review_writes
    try:
        if why := _kept_here(pending, deps):
            writes.finish(pending, "withheld", {}, {"why": why})
            return
        output = _written(pending, deps, deps.tenant(pending.customer_id))
    except QuotaExhaustedError as error:
        writes.postpone(pending, error.retry_after or 3600.0, str(error), counts=False)
    except TransientError as error:
        _try_again(pending, deps, error)
    except PermanentError as error:
        _give_up(pending, deps, str(error))
    except Exception as error:  # a bug stops its decision, loudly, and no other
        log.exception("decision_failed", error=type(error).__name__)
        _give_up(pending, deps, type(error).__name__)
    else:
        note = {name: value for name, value in output.items() if name != "notes"}
        writes.finish(pending, "complete", output, note)
        log.info("decision_written", verdict=pending.verdict, attempts=pending.attempts)


def _kept_here(pending: PendingDecision, deps: Deps) -> str:
    """Why nothing of the decision is written, '' where it is: a mode may have come from before a place was named."""
    if not pending.workflow_id:
        return ReviewKind.KNOWN_ANSWER
    mode, withheld = mode_under_notice(deps, pending.customer_id, pending.job_id, pending.mode)
    return (withheld or RolloutMode.SHADOW) if mode is RolloutMode.SHADOW else ""


def _written(pending: PendingDecision, deps: Deps, tenant: Tenant) -> dict[str, Any]:
    """Every call says what shall be, so that a second time changes nothing."""
    output: dict[str, Any] = {}
    with tenant.client.budget(BUDGET, lambda: _look(pending, deps, 0.0)):
        if pending.entry_id is not None and pending.card is not None:
            output |= _note(pending, deps, tenant, pending.entry_id, pending.card)
        if pending.verdict is Verdict.REJECT and pending.mode is RolloutMode.GUIDED:
            output |= _move(pending, deps, tenant)
    return output


def _note(pending: PendingDecision, deps: Deps, tenant: Tenant, entry_id: str, card: dict[str, Any]) -> dict[str, Any]:
    notes = decision_note(card, pending.verdict, pending.adjusted, pending.reason, pending.login)
    url = f"{deps.settings.public_url}/applications/{pending.customer_id}/{pending.workflow_id}"
    result = contents_of(card, tenant.mapping, url, notes).result
    _fence(pending, deps, tenant)
    receipt = tenant.client.complete_result(pending.workflow_id, entry_id, result)
    return {"entry_id": entry_id, "notes": result.notes, "note_transaction": receipt.transaction}


def _move(pending: PendingDecision, deps: Deps, tenant: Tenant) -> dict[str, Any]:
    wanted = pending.proposed_status or tenant.mapping.status(REJECTED)
    if not wanted:
        return {"status": "no status is mapped"}
    now = tenant.client.applicant_workflow(pending.workflow_id).status_id
    if same_status(now, wanted):
        return {"status": wanted}
    if pending.seen_status and not same_status(now, pending.seen_status):
        # Somebody moved it meanwhile: a person has to say which of the two moves is meant.
        if pending.run_id is not None:
            deps.store.reviews.open(ReviewOpening(pending.run_id, ReviewKind.CONFLICT, ("status_moved",)))
        return {"status": "moved by somebody else"}
    _fence(pending, deps, tenant)
    receipt = tenant.client.patch_workflow(pending.workflow_id, {"status": {"id": wanted}})
    return {"status": wanted, "status_transaction": receipt.transaction}


def _fence(pending: PendingDecision, deps: Deps, tenant: Tenant) -> None:
    _look(pending, deps, tenant.client.access.deadline_seconds + MARGIN_SECONDS)


def _look(pending: PendingDecision, deps: Deps, margin: float) -> None:
    """Ask the ledger whether the lease lasts ``margin`` seconds more and nobody stopped it, before a call and again
    right before it leaves."""
    if deps.store.review_writes.begin(pending, margin):
        return
    if deps.store.stops.writing_is_stopped(pending.customer_id, pending.job_id):
        raise QuotaExhaustedError("writing to iCIMS is stopped by an operator", 60.0)
    raise TransientError("the lease ended, or the decision was taken back")


def _try_again(pending: PendingDecision, deps: Deps, error: TransientError) -> None:
    if pending.attempts >= deps.settings.max_attempts:
        _give_up(pending, deps, f"tried {pending.attempts} times: {error}")
        return
    delay = retry_delay(pending.attempts, error.retry_after, deps.settings.retry_ceiling_seconds)
    deps.store.review_writes.postpone(pending, delay, str(error), counts=True)
    log.warning("decision_postponed", seconds=round(delay, 1), error=str(error))


def _give_up(pending: PendingDecision, deps: Deps, reason: str) -> None:
    deps.store.review_writes.finish(pending, "failed", {}, {"reason": reason}, reason)
    log.error("decision_not_written", reason=reason)
