"""The mapped fields: written unless somebody else has changed them since we wrote them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from icims.field_readings import Place, digest_of, fields_to_read, is_same, values_in, values_of
from icims.fields import FieldPatches
from scoring.review import ReviewKind
from scoring.run import Dossier
from store import DifferenceKind, ReviewOpening, Seen, WrittenField
from tasks.deps import Deps, Tenant
from tasks.fences import fence


@dataclass(frozen=True, slots=True)
class FieldWrites:
    """Which fields were written under which transactions, and which were left to those who changed them."""

    fields: tuple[str, ...]
    receipts: tuple[str, ...]
    conflicts: tuple[str, ...]


def write_fields(dossier: Dossier, deps: Deps, tenant: Tenant, patches: FieldPatches) -> FieldWrites:
    """Write what may be written, one fenced call for each profile and group entry.

    A field that neither holds what we last wrote nor what we are about to write was changed by somebody: it stays as it
    is, goes on record and to a person. Between looking and writing a change can still be lost: iCIMS has no
    conditional write. None as a value deletes what stands there, where that is ours.
    """
    known = deps.store.written_fields.of(dossier.customer_id, dossier.workflow_id, dossier.person_id)
    conflicts, standing = _there(dossier, tenant, patches, known)
    released = {(one.target, one.field) for one in known if one.released}
    allowed = without(patches, released | set(conflicts))
    if conflicts:
        _on_record(dossier, deps, conflicts)
    digests = {place: digest_of(value) for place, value in values_of(allowed).items()}
    deps.store.written_fields.intend(dossier, digests, standing)
    receipts = []
    if allowed.workflow:
        fence(dossier, deps, tenant)
        receipts.append(tenant.client.patch_workflow(dossier.workflow_id, allowed.workflow, may_empty=True))
    if allowed.person:
        fence(dossier, deps, tenant)
        receipts.append(tenant.client.patch_person(dossier.person_id, allowed.person, may_empty=True))
    for entry in allowed.entries:
        fence(dossier, deps, tenant)
        profile_id = dossier.workflow_id if entry.target == "workflow" else dossier.person_id
        receipts.append(tenant.client.write_entry(profile_id, entry))
    written = tuple(sorted(field.rpartition(".")[2] for _, field in values_of(allowed)))
    changed = tuple(sorted(field for _, field in conflicts))
    return FieldWrites(written, tuple(receipt.transaction for receipt in receipts), changed)


def without(patches: FieldPatches, places: set[Place]) -> FieldPatches:
    """The patches without these places; a group entry of which nothing is left is gone."""
    entries = (
        replace(entry, values=_kept(entry.values, entry.target, places, f"{entry.group}.")) for entry in patches.entries
    )
    return replace(
        patches,
        workflow=_kept(patches.workflow, "workflow", places),
        person=_kept(patches.person, "person", places),
        entries=tuple(entry for entry in entries if entry.values),
    )


def _kept(values: Mapping[str, Any], target: str, places: set[Place], prefix: str = "") -> dict[str, Any]:
    return {name: value for name, value in values.items() if (target, prefix + name) not in places}


def _there(
    dossier: Dossier, tenant: Tenant, patches: FieldPatches, known: tuple[WrittenField, ...]
) -> tuple[dict[Place, str], dict[Place, str]]:
    """The digest of what stands at each place that somebody else changed, and at each where it is still ours. Only what
    we ever wrote is read."""
    wanted = values_of(patches)
    ours = {(one.target, one.field): one for one in known if not one.released and (one.target, one.field) in wanted}
    there: dict[Place, Any] = {}
    for target in sorted({target for target, _ in ours}):
        there |= values_in(patches, target, _read(dossier, tenant, patches, target))
    conflicts: dict[Place, str] = {}
    standing: dict[Place, str] = {}
    for place, one in ours.items():
        found = next((each for each in (one.sha256, one.previous_sha256) if is_same(there[place], each)), None)
        if found is not None:
            standing[place] = found
        elif not is_same(there[place], digest_of(wanted[place])):
            conflicts[place] = digest_of(there[place])
    return conflicts, standing


def _read(dossier: Dossier, tenant: Tenant, patches: FieldPatches, target: str) -> Mapping[str, Any]:
    fields = fields_to_read(patches, target)
    if target == "person":
        return tenant.client.person_fields(dossier.person_id, fields)
    return tenant.client.applicant_workflow(dossier.workflow_id, fields).fields


def _on_record(dossier: Dossier, deps: Deps, conflicts: Mapping[Place, str]) -> None:
    profiles = {"workflow": dossier.workflow_id, "person": dossier.person_id}
    seen = [
        Seen(DifferenceKind.FIELD_CHANGED, target, profiles[target], field, theirs)
        for (target, field), theirs in conflicts.items()
    ]
    deps.store.differences.note(deps.store.differences.application_of(dossier.run_id), seen, "write_back")
    codes = tuple(sorted(f"field:{field}" for _, field in conflicts))
    deps.store.reviews.open(ReviewOpening(dossier.run_id, ReviewKind.CONFLICT, codes))
