"""Signed rubrics for measurements: without a signature scores stay in shadow and nothing is written."""

from collections.abc import Iterable, Mapping
from contextlib import closing

from icims.client import RetryBudget
from settings import Settings
from store import Store
from tasks.deps import Deps
from tasks.requisitions import requisition_in_force


def sign_contracts(store: Store, environ: Mapping[str, str], customer_id: str, job_ids: Iterable[str]) -> None:
    """Fetch the requisitions that nobody signed yet, and sign their rubrics as a recruiter does."""
    found = {job_id: store.requisitions.find(customer_id, job_id) for job_id in job_ids}
    unsigned = [job_id for job_id, stored in found.items() if stored is None or not stored.signed]
    if not unsigned:
        return
    recruiter = store.users.find("recruiter")
    user_id = recruiter.id if recruiter else store.users.add("recruiter", None, "bench")
    with closing(Deps.from_settings(Settings.from_environ(environ))) as deps:
        tenant = deps.tenant(customer_id)
        for job_id in unsigned:
            # The faults of a measurement may be on already.
            with tenant.client.budget(RetryBudget(retries=12, seconds=60.0)):
                version = requisition_in_force(deps, tenant, job_id).rubric_version
            proposal = store.contracts.proposal(customer_id, job_id)
            store.contracts.sign(customer_id, job_id, proposal.rubric_version if proposal else version, user_id)
