"""The requisition of an application with the rubric in force: fetched and drafted once per version."""

import structlog

from scoring.rubric import draft_rubric
from scoring.run import RolloutMode
from store import StoredRequisition
from tasks.deps import Deps, Tenant

log = structlog.get_logger(__name__)

# Job events make a changed requisition known at once; this bounds how long a missed one can go unseen.
MAX_AGE_SECONDS = 600.0


def requisition_in_force(
    deps: Deps, tenant: Tenant, job_id: str, max_age: float = MAX_AGE_SECONDS
) -> StoredRequisition:
    """The stored requisition, fetched again when it is older than ``max_age`` seconds and drafted when it changed."""
    customer_id = tenant.settings.customer_id
    stored = deps.store.requisitions.find(customer_id, job_id)
    if stored is not None and stored.age_seconds <= max_age:
        return stored
    fetched = tenant.client.requisition(job_id, tenant.mapping.requisition_fields, tenant.mapping.questions(job_id))
    if stored is not None and stored.content_sha256 == fetched.content_sha256:
        deps.store.requisitions.touch(customer_id, job_id)
        return stored
    rubric = draft_rubric(fetched)
    deps.store.requisitions.put(customer_id, fetched, rubric, RolloutMode(tenant.settings.default_mode))
    log.info("rubric_drafted", customer_id=customer_id, job_id=job_id, rubric_version=rubric.version)
    renewed = deps.store.requisitions.find(customer_id, job_id)
    assert renewed is not None
    return renewed
