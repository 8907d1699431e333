"""What iCIMS is told of an application whose candidate wants no program to read it: that a person has to, no more."""

from typing import Any

from scoring.errors import TransientError
from scoring.resume import AbstentionReason
from scoring.run import Dossier, RolloutMode
from scoring.triage import Tag
from store import AuditNote, Finding, WriteState
from tasks.deps import Deps, Tenant
from tasks.findings import Written, to_json, versions_of


def is_opted_out(card: dict[str, Any]) -> bool:
    return bool(card["abstained"] == AbstentionReason.OPTED_OUT)


def write_tag(
    dossier: Dossier, deps: Deps, tenant: Tenant, card: dict[str, Any], mode: RolloutMode, margin: float
) -> Finding | None:
    """Write the tag for a person's review and nothing else, where the tenant has a field for tags.

    None where an earlier run wrote a result: that one has to be overwritten, in the ordinary way.
    """
    intent = deps.store.write_backs.intend(dossier, margin)
    if intent is None:
        raise TransientError("the lease is too short for a write, or writing is stopped")
    if intent.entry_id is not None or intent.state is WriteState.POSTING:
        return None
    patches = tenant.mapping.patches({"tags": Tag.REVIEW_REQUIRED.value})
    receipts = []
    if patches.workflow:
        receipts.append(tenant.client.patch_workflow(dossier.workflow_id, patches.workflow))
    if patches.person:
        receipts.append(tenant.client.patch_person(dossier.person_id, patches.person))
    for entry in patches.entries:
        profile_id = dossier.workflow_id if entry.target == "workflow" else dossier.person_id
        receipts.append(tenant.client.write_entry(profile_id, entry))
    if not deps.store.write_backs.move(dossier, WriteState.COMPLETE):
        raise TransientError("the lease ended during the write-back")
    fields = (*sorted(patches.workflow), *sorted(patches.person))
    fields += tuple(sorted(name for entry in patches.entries for name in entry.values))
    written = Written(mode, None, fields, tuple(receipt.transaction for receipt in receipts))
    note = AuditNote("write_back.tagged", versions_of(card), {"resume_sha256": ""}, {"fields": list(fields)})
    return Finding(to_json(written), note)
