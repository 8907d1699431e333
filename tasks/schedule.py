"""What beat starts: sweep, reconciliation poll and nightly rescoring. Each is safe to miss and to run twice."""

from datetime import UTC, datetime, timedelta

import structlog

from scoring.errors import ScoringError
from scoring.run import Step
from store import Opening
from tasks import pipeline, trial_jobs
from tasks.batches import open_rescore, without_batches
from tasks.celery import app
from tasks.deps import Deps, Tenant
from tasks.queues import queue_lengths
from tasks.requisitions import requisition_in_force
from telemetry import metrics

log = structlog.get_logger(__name__)

# With no message anywhere in Redis, nobody is coming for a waiting run: it was lost.
SILENT_PATIENCE_SECONDS = 5.0
# Search results may be 15 minutes stale (icims-api.md 6.1): each poll looks further back than the last one ended.
POLL_OVERLAP = timedelta(minutes=30)
FIRST_POLL = timedelta(days=1)


@app.task(name="scoring.sweep")
def sweep() -> None:
    """Ring again for every run, and every trial of a policy, that fell asleep."""
    deps = app.deps
    if not deps.settings.sweep_enabled:
        return
    patience = SILENT_PATIENCE_SECONDS if _broker_is_silent(deps) else deps.settings.ring_patience_seconds
    trial_jobs.ring_due(deps, patience)
    due = deps.store.sweep.due(patience)
    read = [run_id for run_id, step in due if step is Step.MATCH]
    assessors = deps.store.waits.assessors(read) if read else {}
    for run_id, step in due:
        pipeline.start(run_id, step, assessor=assessors.get(run_id, "local"))
    metrics.sweep_rings.inc(len(due))
    if due:
        log.info("sweep_rang", rung=len(due))


def _broker_is_silent(deps: Deps) -> bool:
    """Whether Redis holds no message but this very task's, which is unacknowledged."""
    lengths = queue_lengths(deps.redis)
    if lengths is None:
        return False
    unacknowledged = lengths.pop("unacknowledged")
    return sum(lengths.values()) == 0 and unacknowledged <= 1


@app.task(name="scoring.reconcile")
def reconcile() -> None:
    """Open a run for every application whose event never came."""
    for tenant in app.deps.tenants.values():
        try:
            reconcile_tenant(app.deps, tenant, datetime.now(UTC))
        except ScoringError as error:
            log.warning("reconciliation_failed", customer_id=tenant.settings.customer_id, error=str(error))


def reconcile_tenant(deps: Deps, tenant: Tenant, now: datetime) -> int:
    """The number of runs opened. The cursor moves only when the whole poll went well."""
    customer_id = tenant.settings.customer_id
    since = (deps.store.schedule.polled_until(customer_id) or now - FIRST_POLL) - POLL_OVERLAP
    opened = 0
    updated = list(tenant.client.updated_workflows(since))
    for workflow_id in deps.store.schedule.unknown_workflows(customer_id, updated):
        accepted = deps.store.inbox.open_run(
            Opening(customer_id, workflow_id, f"reconcile:{workflow_id}", "reconciliation", cause="reconciliation")
        )
        if accepted.run_id is not None:
            pipeline.start(accepted.run_id)
            opened += 1
    deps.store.schedule.set_polled_until(customer_id, now)
    if opened:
        log.info("applications_reconciled", customer_id=customer_id, opened=opened, found=len(updated))
    return opened


@app.task(name="scoring.rescore_talent_pool")
def rescore_talent_pool() -> None:
    """Open an ordinary run for every pooled application whose rubric has a new version."""
    night = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    if app.deps.store.schedule.start_slot("rescore_talent_pool", night):
        rescore_pool(app.deps)


def rescore_pool(deps: Deps) -> int:
    """The number of runs opened. The key says what a run is for, so a second call opens nothing. Runs that wait for a
    batch are opened when it is back."""
    for tenant in deps.tenants.values():
        _refresh_requisitions(deps, tenant)
    opened = 0
    for pooled in without_batches(deps, deps.store.schedule.stale_pool()):
        opened += open_rescore(deps, pooled)
    log.info("talent_pool_rescored", opened=opened)
    return opened


def _refresh_requisitions(deps: Deps, tenant: Tenant) -> None:
    for stored in deps.store.requisitions.all(tenant.settings.customer_id):
        try:
            requisition_in_force(deps, tenant, stored.job_id, max_age=0.0)
        except ScoringError as error:
            log.warning("requisition_not_refreshed", job_id=stored.job_id, error=str(error))
