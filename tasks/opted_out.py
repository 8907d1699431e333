"""What iCIMS is told of an application whose candidate wants no program to read it: that a person has to, no more.

What was written before the candidate said so is taken back: our result keeps its place and says that no software
assessed the application, the fields that we filled are emptied. What somebody else wrote there stays.
"""

from dataclasses import replace
from typing import Any

from icims.fields import FieldMapping, FieldPatches, GroupEntry
from scoring.errors import TransientError
from scoring.resume import AbstentionReason
from scoring.run import Dossier, RolloutMode
from scoring.triage import Tag
from store import AuditNote, Finding, WriteState, WrittenField
from tasks.deps import Deps, Tenant
from tasks.fences import margin_of, not_now
from tasks.field_writes import write_fields
from tasks.findings import Written, to_json, versions_of
from tasks.write_contents import Contents


def is_opted_out(card: dict[str, Any]) -> bool:
    return bool(card["abstained"] == AbstentionReason.OPTED_OUT)


def has_result(dossier: Dossier, deps: Deps) -> bool:
    """Whether iCIMS holds, or may hold, a result that an earlier run wrote: it is to be taken back in any mode."""
    known = deps.store.write_backs.known(dossier)
    return known is not None and (known.entry_id is not None or known.state is WriteState.POSTING)


def taken_back(dossier: Dossier, deps: Deps, tenant: Tenant, contents: Contents) -> Contents:
    """The contents that leave no trace of an earlier score: the result without one, our fields empty but the tag."""
    patches = _emptied(deps.store.written_fields.by_application(dossier), tenant.mapping, _tag(tenant))
    return replace(contents, result=replace(contents.result, takes_score_back=True), patches=patches)


def write_tag(
    dossier: Dossier, deps: Deps, tenant: Tenant | None, card: dict[str, Any], mode: RolloutMode
) -> Finding | None:
    """Where there is no result of ours: write the tag for a person's review, where the tenant has a field for tags, and
    empty what was written without a result, such as the hidden field of shadow mode.

    None where nothing is to be written: in shadow mode, when nothing ever was.
    """
    if tenant is None:
        return None
    shadow = mode is RolloutMode.SHADOW
    earlier = deps.store.written_fields.by_application(dossier)
    if shadow and not earlier:
        return None
    if not shadow and deps.store.write_backs.intend(dossier, margin_of(tenant)) is None:
        raise not_now(dossier, deps, "the lease is too short for a write")
    patches = _emptied(earlier, tenant.mapping, FieldPatches() if shadow else _tag(tenant))
    fields = write_fields(dossier, deps, tenant, patches)
    if not shadow and not deps.store.write_backs.move(dossier, WriteState.COMPLETE):
        raise TransientError("the lease ended during the write-back")
    output = {"fields": list(fields.fields), "conflicts": list(fields.conflicts)}
    action = "write_back.taken_back" if shadow else "write_back.tagged"
    note = AuditNote(action, versions_of(card), {"resume_sha256": ""}, output)
    return Finding(to_json(Written(mode, None, fields.fields, fields.receipts, fields.conflicts)), note)


def _tag(tenant: Tenant) -> FieldPatches:
    return tenant.mapping.patches({"tags": Tag.REVIEW_REQUIRED.value})


def _emptied(written: tuple[WrittenField, ...], mapping: FieldMapping, kept: FieldPatches) -> FieldPatches:
    """The patches with every other field of these emptied. An entry of a group that the mapping no longer names cannot
    be found again, and stays."""
    plain: dict[str, dict[str, Any]] = {"workflow": {}, "person": {}}
    grouped: dict[tuple[str, str], dict[str, Any]] = {}
    for field in written:
        group, _, child = field.field.rpartition(".")
        if not field.released and not group:
            plain[field.target][field.field] = None
        elif not field.released and group in mapping.content.groups:
            grouped.setdefault((field.target, group), {})[child] = None
    entries = {(entry.target, entry.group): entry for entry in kept.entries}
    for (target, group), children in grouped.items():
        key = mapping.content.groups[group]
        said = entries[target, group].values if (target, group) in entries else {}
        entries[target, group] = GroupEntry(target, group, key.key_field, key.key, {**children, **said})
    return replace(
        kept,
        workflow={**plain["workflow"], **kept.workflow},
        person={**plain["person"], **kept.person},
        entries=tuple(entries.values()),
    )
