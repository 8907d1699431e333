"""Step 4: put score and reasons on the applicant workflow, exactly one result per application."""

from icims.client import RetryBudget
from icims.errors import AmbiguousWriteError, IcimsRefusedError
from scoring.errors import QuotaExhaustedError, TransientError
from scoring.run import Dossier, RolloutMode, Step
from store import AuditNote, Finding, WriteState
from tasks.contract import mode_under_contract
from tasks.deps import Deps, Tenant
from tasks.findings import Flagged, Written, found, to_json, versions_of
from tasks.opted_out import is_opted_out, write_tag
from tasks.step import step
from tasks.write_contents import Contents, contents_of

BUDGET = RetryBudget(retries=4, seconds=20.0)
NOT_FOUND = 404
# What a lease must outlast a POST by: waiting for a place among the calls in flight, and our own bookkeeping.
MARGIN_SECONDS = 5.0
# Lifting the stop button wakes the runs that wait for it; this is for a wake-up that got lost.
LOOK_AGAIN_SECONDS = 900.0


@step(Step.WRITE_BACK)
def write_back(dossier: Dossier, deps: Deps) -> Finding:
    card = found(dossier, Flagged).card
    versions, inputs = versions_of(card), {"resume_sha256": card["provenance"]["resume_sha256"]}
    mode = mode_under_contract(dossier, deps, dossier.mode)
    if mode is RolloutMode.SHADOW:
        note = AuditNote("write_back.withheld", versions, inputs, {"unsigned": mode is not dossier.mode})
        return Finding(to_json(Written(mode, None, (), ())), note)
    tenant = deps.tenant(dossier.customer_id)
    if is_opted_out(card):
        margin = tenant.client.access.deadline_seconds + MARGIN_SECONDS
        with tenant.client.budget(BUDGET):
            tagged = write_tag(dossier, deps, tenant, card, mode, margin)
        if tagged is not None:
            return tagged
    contents = contents_of(card, tenant.mapping, _address(dossier, deps))
    with tenant.client.budget(BUDGET):
        entry_id, unchanged = _entry(dossier, deps, tenant, contents.digest)
        written = Written(dossier.mode, entry_id, (), ())
        if not unchanged:
            written = _write(dossier, deps, tenant, entry_id, contents)
    if not deps.store.write_backs.move(dossier, WriteState.COMPLETE, written_sha256=contents.digest):
        raise TransientError("the lease ended during the write-back")
    note = AuditNote(
        "write_back.unchanged" if unchanged else "write_back.written",
        versions,
        inputs={**inputs, "values_sha256": contents.digest},
        output={"entry_id": entry_id, "fields": list(written.fields), "transactions": list(written.receipts)},
    )
    return Finding(to_json(written), note)


def _entry(dossier: Dossier, deps: Deps, tenant: Tenant, digest: str) -> tuple[str, bool]:
    """The id of our one entry, made if there is none; True when it already holds exactly these values."""
    margin = tenant.client.access.deadline_seconds + MARGIN_SECONDS
    intent = deps.store.write_backs.intend(dossier, margin)
    if intent is None:
        raise _not_now(dossier, deps, "the lease is too short for a write")
    if intent.entry_id is not None and intent.state is WriteState.COMPLETE and intent.written_sha256 == digest:
        return intent.entry_id, True
    url = _address(dossier, deps)
    entry_id = intent.entry_id
    if entry_id is None and intent.state is WriteState.POSTING:
        # A POST was begun once and its answer is not known to us: look before writing again.
        entry_id = _existing(tenant, dossier, url)
    if entry_id is None:
        entry_id = _open_entry(dossier, deps, tenant, url, margin)
    # From here on what iCIMS holds is not known to be what was last completed.
    if not deps.store.write_backs.move(dossier, WriteState.POSTED, entry_id=entry_id):
        raise _not_now(dossier, deps, "the lease ended during the write-back")
    return entry_id, False


def _not_now(dossier: Dossier, deps: Deps, otherwise: str) -> TransientError:
    """Why the ledger refused: a person stopped everything, or what it is ``otherwise``."""
    if deps.store.stops.writing_is_stopped(dossier.customer_id, dossier.job_id):
        return QuotaExhaustedError("writing to iCIMS is stopped by an operator", LOOK_AGAIN_SECONDS)
    return TransientError(otherwise)


def _existing(tenant: Tenant, dossier: Dossier, url: str) -> str | None:
    entries = tenant.client.results(dossier.workflow_id)
    ours = [entry for entry in entries if entry.url == url or entry.is_named(tenant.mapping.assessment_name)]
    return min((entry.entry_id for entry in ours), key=int, default=None)


def _open_entry(dossier: Dossier, deps: Deps, tenant: Tenant, url: str, margin: float) -> str:
    if not deps.store.write_backs.move(dossier, WriteState.POSTING, margin=margin):
        raise _not_now(dossier, deps, "the lease is too short for a write")
    try:
        return tenant.client.open_result(dossier.workflow_id, tenant.mapping.assessment_name, url)
    except AmbiguousWriteError as error:
        # A slow server may still be applying it: reading back too early would find nothing and write twice.
        raise TransientError(str(error), retry_after=tenant.client.access.deadline_seconds) from error


def _write(dossier: Dossier, deps: Deps, tenant: Tenant, entry_id: str, contents: Contents) -> Written:
    try:
        receipts = [tenant.client.complete_result(dossier.workflow_id, entry_id, contents.result)]
    except IcimsRefusedError as error:
        if error.status != NOT_FOUND:
            raise
        deps.store.write_backs.forget_entry(dossier)
        raise TransientError(f"entry {entry_id} of workflow {dossier.workflow_id} is gone") from error
    patches = contents.patches
    if patches.workflow:
        receipts.append(tenant.client.patch_workflow(dossier.workflow_id, patches.workflow))
    if patches.person:
        receipts.append(tenant.client.patch_person(dossier.person_id, patches.person))
    for entry in patches.entries:
        profile_id = dossier.workflow_id if entry.target == "workflow" else dossier.person_id
        receipts.append(tenant.client.write_entry(profile_id, entry))
    return Written(dossier.mode, entry_id, contents.fields, tuple(receipt.transaction for receipt in receipts))


def _address(dossier: Dossier, deps: Deps) -> str:
    """Our page of the application: what the result in iCIMS links to, and what marks it as ours."""
    return f"{deps.settings.public_url}/applications/{dossier.customer_id}/{dossier.workflow_id}"
