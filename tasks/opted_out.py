"""What iCIMS is told of an application whose candidate wants no program to read it: that a person has to, no more."""

from typing import Any

from scoring.errors import TransientError
from scoring.resume import AbstentionReason
from scoring.run import Dossier, RolloutMode
from scoring.triage import Tag
from store import AuditNote, Finding, WriteState
from tasks.deps import Deps, Tenant
from tasks.fences import not_now
from tasks.field_writes import write_fields
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
        raise not_now(dossier, deps, "the lease is too short for a write")
    if intent.entry_id is not None or intent.state is WriteState.POSTING:
        return None
    tags = write_fields(dossier, deps, tenant, tenant.mapping.patches({"tags": Tag.REVIEW_REQUIRED.value}))
    if not deps.store.write_backs.move(dossier, WriteState.COMPLETE):
        raise TransientError("the lease ended during the write-back")
    output = {"fields": list(tags.fields), "conflicts": list(tags.conflicts)}
    note = AuditNote("write_back.tagged", versions_of(card), {"resume_sha256": ""}, output)
    return Finding(to_json(Written(mode, None, tags.fields, tags.receipts, tags.conflicts)), note)
