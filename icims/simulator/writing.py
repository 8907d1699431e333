"""Writing a record through the API: checks, silent duplicate refusal, and what is remembered of it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from icims.simulator.errors import ApiError, Problem, not_found, required
from icims.simulator.fields import WORKFLOWS, Field, Kind
from icims.simulator.profile import Profile
from icims.simulator.tenant import MANDATORY_LINKS, Tenant, same_entry
from icims.simulator.values import is_empty, stored_entry

StatusListener = Callable[[Profile, str, str], None]


def create_profile(tenant: Tenant, profile_type: str, values: Mapping[str, Any]) -> Profile:
    """POST of a profile. Raises ApiError for a missing mandatory link or a bad value; nothing is stored then.

    A second workflow for the same job and person is stored like any other; what a real tenant does is not known [?].
    """
    mandatory = MANDATORY_LINKS if profile_type == WORKFLOWS else ()
    missing = [name for name in mandatory if is_empty(values.get(name))]
    if missing:
        raise required(missing)
    profile = tenant.create(profile_type, {name: value for name, value in values.items() if name != "id"})
    profile.wrote(profile.created, "POST", tuple(values), changed=True)
    return profile


def patch_profile(tenant: Tenant, profile: Profile, values: Mapping[str, Any], on_status: StatusListener) -> None:
    """PATCH of a profile: all values or none. ``on_status`` hears the old and the new status id.

    While any field that the tenant requires is empty, no PATCH succeeds, even one that does not touch it.
    """
    with tenant.lock:
        before = dict(profile.fields)
        try:
            changes = [tenant.set_value(profile, name, value) for name, value in values.items()]
            empty = [name for name in tenant.options.required.get(profile.type, ()) if name not in profile.fields]
            if empty:
                raise required(empty)
        except ApiError:
            profile.fields = before
            raise
        old, new = _status(before), _status(profile.fields)
        now = tenant.clock()
        if old != new or tenant.options.writes_touch_updateddate:
            profile.updated = now
        profile.wrote(now, "PATCH", tuple(values), changed=any(changes))
    if old != new:
        on_status(profile, old, new)


def add_entry(tenant: Tenant, profile: Profile, group: Field, values: Any) -> dict[str, Any] | None:
    """POST of an entry: the new entry, or None when an identical one exists (success, but nothing changes)."""
    with tenant.lock:
        entry = tenant.add_entry(profile, group.id, stored_entry(tenant, group, values))
        _touch(tenant, profile, f"POST {group.id}", values, changed=entry is not None)
        return entry


def patch_entry(tenant: Tenant, profile: Profile, group: Field, entry_id: int, values: Any) -> None:
    """PATCH of the children that ``values`` names; null and "" delete one. A twin is refused silently."""
    with tenant.lock:
        entry = find_entry(profile, group, entry_id)
        changed = {**entry, **stored_entry(tenant, group, values)}
        for name in (name.lower() for name, value in values.items() if is_empty(value)):
            changed.pop(name, None)
        twins = [other for other in profile.entries(group.id) if same_entry(other, changed)]
        if not twins:
            entries = profile.entries(group.id)
            profile.fields[group.id] = [changed if other is entry else other for other in entries]
        _touch(tenant, profile, f"PATCH {group.id}", values, changed=not twins)


def delete_entry(tenant: Tenant, profile: Profile, group: Field, entry_id: int) -> None:
    with tenant.lock:
        entry = find_entry(profile, group, entry_id)
        profile.fields[group.id] = [other for other in profile.entries(group.id) if other is not entry]
        prefix = f"{group.id}/{entry_id}/"
        profile.files = {path: file for path, file in profile.files.items() if not path.startswith(prefix)}
        _touch(tenant, profile, f"DELETE {group.id}", {}, changed=True)


def find_group(tenant: Tenant, profile: Profile, name: str) -> Field:
    known = tenant.catalogue.get(profile.type, name)
    if known is None or known.kind is not Kind.GROUP:
        raise not_found(f"Field {name}")
    return known


def find_entry(profile: Profile, group: Field, entry_id: int) -> dict[str, Any]:
    entry = profile.entry(group.id, entry_id)
    if entry is None:
        raise not_found(f"Entry {entry_id} of {group.id}")
    return entry


def lower_case(values: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Field names as iCIMS takes them, with the warning that it gives for capitals."""
    return {name.lower(): value for name, value in values.items()}, capital_warnings(values)


def capital_warnings(names: Iterable[str]) -> list[Problem]:
    return [Problem(4, "Field name must be all lowercase.", name) for name in names if name != name.lower()]


def _touch(tenant: Tenant, profile: Profile, call: str, values: Mapping[str, Any], *, changed: bool) -> None:
    now: datetime = tenant.clock()
    if changed and tenant.options.writes_touch_updateddate:
        profile.updated = now
    profile.wrote(now, call, tuple(values), changed=changed)


def _status(fields: Mapping[str, Any]) -> str:
    status: str = fields.get("status", {}).get("id", "")
    return status
