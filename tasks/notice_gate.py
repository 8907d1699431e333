"""The gate of the notice to candidates: before it was published for long enough, no score leaves shadow."""

from datetime import UTC, datetime

import structlog

from scoring.notice_period import NoticeState, notice_state, parse_holidays
from scoring.run import RolloutMode
from settings import TenantSettings
from store import Opening, Store
from tasks import pipeline
from tasks.celery import app
from tasks.deps import Deps
from tasks.regulation_file import regulations

log = structlog.get_logger(__name__)


def notice_of_requisition(
    store: Store, tenant: TenantSettings | None, customer_id: str, job_id: str, now: datetime | None = None
) -> NoticeState:
    """What the rules of the places on record ask of the notice, and how far it is. Without a place nothing waits."""
    record = store.notices.of(customer_id, job_id)
    holidays = parse_holidays(tenant.holidays) if tenant else frozenset()
    return notice_state(regulations(), record.places, record.published_on, now or datetime.now(UTC), holidays)


def mode_under_notice(deps: Deps, customer_id: str, job_id: str, mode: RolloutMode) -> tuple[RolloutMode, str]:
    """The mode, or shadow with the name of what it waits for where the notice does not stand for long enough."""
    if mode is RolloutMode.SHADOW:
        return mode, ""
    tenant = deps.tenants.get(customer_id)
    state = notice_of_requisition(deps.store, tenant.settings if tenant else None, customer_id, job_id)
    return (mode, "") if state.wait is None else (RolloutMode.SHADOW, str(state.wait))


@app.task(name="scoring.release_notices")
def release_notices() -> None:
    """Open a run for every application that waited for a notice which stands for long enough now."""
    for customer_id in app.deps.tenants:
        released = release_after_notice(app.deps, customer_id)
        if released:
            log.info("notices_released", customer_id=customer_id, opened=released)


def release_after_notice(deps: Deps, customer_id: str) -> int:
    """The number of runs opened. Each run that waited is followed by one, however often this is called."""
    opened = 0
    tenant = deps.tenants[customer_id].settings
    for job_id in deps.store.notices.jobs(customer_id):
        if notice_of_requisition(deps.store, tenant, customer_id, job_id).wait is not None:
            continue
        for waiting in deps.store.notices.withheld(customer_id, job_id):
            opening = Opening(
                customer_id, waiting.workflow_id, f"notice:{waiting.run_id}", "notice",
                job_id=waiting.job_id, person_id=waiting.person_id, cause="notice",
            )  # fmt: skip
            accepted = deps.store.inbox.open_run(opening)
            if accepted.run_id is not None:
                pipeline.start(accepted.run_id)
                opened += 1
    return opened
