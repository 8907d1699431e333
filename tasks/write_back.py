"""Step 4: put score and reasons on the applicant workflow, exactly one result per application."""

import hashlib
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from icims.client import RetryBudget
from icims.errors import AmbiguousWriteError
from scoring.errors import TransientError
from scoring.run import Dossier, RolloutMode, Step
from scoring.summary import field_values
from store import AuditNote, Finding, WriteState
from tasks.deps import Deps, Tenant
from tasks.findings import Flagged, Written, found, to_json, versions_of
from tasks.step import step

BUDGET = RetryBudget(retries=4, seconds=20.0)
# Changes with every write without meaning anything new.
CLOCK_FIELDS = ("processing_timestamp",)
# What a lease must outlast a POST by: waiting for a place among the calls in flight, and our own bookkeeping.
MARGIN_SECONDS = 5.0


@step(Step.WRITE_BACK)
def write_back(dossier: Dossier, deps: Deps) -> Finding:
    card = found(dossier, Flagged).card
    versions, inputs = versions_of(card), {"resume_sha256": card["provenance"]["resume_sha256"]}
    if dossier.mode is RolloutMode.SHADOW:
        note = AuditNote("write_back.withheld", versions, inputs)
        return Finding(to_json(Written(dossier.mode, None, (), ())), note)
    values = dict(field_values(card, processed_at=datetime.now(UTC)))
    digest = _digest(values)
    tenant = deps.tenant(dossier.customer_id)
    with tenant.client.budget(BUDGET):
        entry_id, unchanged = _entry(dossier, deps, tenant, digest)
        written = (
            Written(dossier.mode, entry_id, (), ()) if unchanged else _write(dossier, deps, tenant, entry_id, card)
        )
    if not deps.store.write_backs.move(dossier, WriteState.COMPLETE, written_sha256=digest):
        raise TransientError("the lease ended during the write-back")
    note = AuditNote(
        "write_back.unchanged" if unchanged else "write_back.written",
        versions,
        inputs={**inputs, "values_sha256": digest},
        output={"entry_id": entry_id, "fields": list(written.fields), "transactions": list(written.receipts)},
    )
    return Finding(to_json(written), note)


def _entry(dossier: Dossier, deps: Deps, tenant: Tenant, digest: str) -> tuple[str, bool]:
    """The id of our one entry, made if there is none; True when it already holds exactly these values."""
    margin = tenant.client.access.deadline_seconds + MARGIN_SECONDS
    intent = deps.store.write_backs.intend(dossier, margin)
    if intent is None:
        raise TransientError("the lease is too short for a write")
    if intent.entry_id is not None and intent.state is WriteState.COMPLETE and intent.written_sha256 == digest:
        return intent.entry_id, True
    url = f"{deps.settings.public_url}/applications/{dossier.customer_id}/{dossier.workflow_id}"
    entry_id = intent.entry_id
    if entry_id is None and intent.state is WriteState.POSTING:
        # A POST was begun once and its answer is not known to us: look before writing again.
        entry_id = _existing(tenant, dossier, url)
    if entry_id is None:
        entry_id = _open_entry(dossier, deps, tenant, url, margin)
    # From here on what iCIMS holds is not known to be what was last completed.
    if not deps.store.write_backs.move(dossier, WriteState.POSTED, entry_id=entry_id):
        raise TransientError("the lease ended during the write-back")
    return entry_id, False


def _existing(tenant: Tenant, dossier: Dossier, url: str) -> str | None:
    entries = tenant.client.results(dossier.workflow_id)
    ours = [entry for entry in entries if entry.url == url or entry.is_named(tenant.mapping.assessment_name)]
    return min((entry.entry_id for entry in ours), key=int, default=None)


def _open_entry(dossier: Dossier, deps: Deps, tenant: Tenant, url: str, margin: float) -> str:
    if not deps.store.write_backs.move(dossier, WriteState.POSTING, margin=margin):
        raise TransientError("the lease is too short for a write")
    try:
        return tenant.client.open_result(dossier.workflow_id, tenant.mapping.assessment_name, url)
    except AmbiguousWriteError as error:
        # A slow server may still be applying it: reading back too early would find nothing and write twice.
        raise TransientError(str(error), retry_after=tenant.client.access.deadline_seconds) from error


def _write(dossier: Dossier, deps: Deps, tenant: Tenant, entry_id: str, card: dict[str, Any]) -> Written:
    values = dict(field_values(card, processed_at=datetime.now(UTC)))
    update = tenant.mapping.result_update(
        score=None if card["score"] is None else Decimal(str(card["score"])),
        result=str(values.pop("assessment_result")),
        notes=str(values.pop("assessment_notes")),
        url=f"{deps.settings.public_url}/applications/{dossier.customer_id}/{dossier.workflow_id}",
        complete=card["score"] is not None,
    )
    receipts = [tenant.client.complete_result(dossier.workflow_id, entry_id, update)]
    patches = tenant.mapping.patches(values)
    if patches.workflow:
        receipts.append(tenant.client.patch_workflow(dossier.workflow_id, patches.workflow))
    if patches.person:
        receipts.append(tenant.client.patch_person(dossier.person_id, patches.person))
    for entry in patches.entries:
        profile_id = dossier.workflow_id if entry.target == "workflow" else dossier.person_id
        receipts.append(tenant.client.write_entry(profile_id, entry))
    grouped = (name for entry in patches.entries for name in entry.values)
    return Written(
        mode=dossier.mode,
        entry_id=entry_id,
        fields=(*sorted(patches.workflow), *sorted(patches.person), *sorted(grouped)),
        receipts=tuple(receipt.transaction for receipt in receipts),
    )


def _digest(values: dict[str, object]) -> str:
    lasting = {name: value for name, value in values.items() if name not in CLOCK_FIELDS}
    return hashlib.sha256(json.dumps(lasting, sort_keys=True, default=str).encode()).hexdigest()
