"""Profiles, workflows and the entries of their groups."""

from collections.abc import Iterable

from flask import Response, request

from icims.simulator.api import api, base_url, changed, created, faults, json_answer, json_object, state, tenant
from icims.simulator.errors import not_found
from icims.simulator.event_payloads import status_change
from icims.simulator.event_sender import SendOptions
from icims.simulator.fields import SENSITIVE_FIELDS
from icims.simulator.profile import Profile
from icims.simulator.reading import find_profile, shown_profile
from icims.simulator.values import shown_entry
from icims.simulator.writing import (
    add_entry,
    capital_warnings,
    create_profile,
    delete_entry,
    find_entry,
    find_group,
    lower_case,
    patch_entry,
    patch_profile,
)


@api.get("/<profile_type>/<int:profile_id>")
def read(profile_type: str, profile_id: int) -> Response:
    asked = [name.strip() for name in request.args.get("fields", "").split(",") if name.strip()]
    wanted = [name.lower() for name in asked]
    if not SENSITIVE_FIELDS.isdisjoint(wanted):
        state().usages[tenant().customer_id].record_sensitive(SENSITIVE_FIELDS & set(wanted))
    with tenant().lock:
        profile = find_profile(tenant(), profile_type, profile_id)
        shown = shown_profile(tenant(), profile, wanted, hidden_by_fault(), base_url())
    for rule in faults("merged_person"):
        shown |= {"firstname": f"Merged with {rule.into}"}
    return json_answer(shown, capital_warnings(asked))


@api.post("/<profile_type>")
def create(profile_type: str) -> Response:
    if profile_type not in tenant().profiles:
        raise not_found(profile_type)
    values, warnings = lower_case(json_object())
    profile = create_profile(tenant(), profile_type, values)
    return created(f"{base_url()}/{profile_type}/{profile.id}", warnings)


@api.patch("/<profile_type>/<int:profile_id>")
def patch(profile_type: str, profile_id: int) -> Response:
    values, warnings = lower_case(json_object())
    profile = find_profile(tenant(), profile_type, profile_id)
    patch_profile(tenant(), profile, values, announce_status)
    return changed(f"{base_url()}/{profile_type}/{profile_id}", warnings)


@api.post("/<profile_type>/<int:profile_id>/fields/<group>")
def create_entry(profile_type: str, profile_id: int, group: str) -> Response:
    profile = find_profile(tenant(), profile_type, profile_id)
    known = find_group(tenant(), profile, group)
    values = json_object()
    entry = add_entry(tenant(), profile, known, values)
    collection = f"{base_url()}/{profile_type}/{profile_id}/fields/{group}"
    if entry is not None:
        return created(f"{collection}/{entry['entry']}", capital_warnings(values))
    # A twin exists: success, and nothing is changed. Which location such an answer carries is not known [?].
    twin = profile.entries(group)[-1]["entry"]
    return created(f"{collection}/{twin}" if tenant().options.duplicate_location else "", capital_warnings(values))


@api.get("/<profile_type>/<int:profile_id>/fields/<group>/<int:entry_id>")
def read_entry(profile_type: str, profile_id: int, group: str, entry_id: int) -> Response:
    profile = find_profile(tenant(), profile_type, profile_id)
    known = find_group(tenant(), profile, group)
    shown = shown_entry(tenant(), known, find_entry(profile, known, entry_id), base_url())
    del shown["entry"]
    return json_answer({name: value for name, value in shown.items() if name not in set(hidden_by_fault())})


@api.patch("/<profile_type>/<int:profile_id>/fields/<group>/<int:entry_id>")
def change_entry(profile_type: str, profile_id: int, group: str, entry_id: int) -> Response:
    profile = find_profile(tenant(), profile_type, profile_id)
    values = json_object()
    patch_entry(tenant(), profile, find_group(tenant(), profile, group), entry_id, values)
    return changed(warnings=capital_warnings(values))


@api.delete("/<profile_type>/<int:profile_id>/fields/<group>/<int:entry_id>")
def remove_entry(profile_type: str, profile_id: int, group: str, entry_id: int) -> Response:
    profile = find_profile(tenant(), profile_type, profile_id)
    delete_entry(tenant(), profile, find_group(tenant(), profile, group), entry_id)
    return changed()


def hidden_by_fault() -> Iterable[str]:
    return (name for rule in faults("hidden_field") for name in rule.fields)


def announce_status(workflow: Profile, old: str, new: str) -> None:
    """Fire the tenant's event for a status that the API changed: off by default, as nobody knows whether iCIMS does."""
    target = tenant().event_target
    if workflow.type == "applicantworkflows" and tenant().options.fire_status_events and target is not None:
        user_id = tenant().user_id
        payload = status_change(tenant(), workflow, base_url(), old=old, new=new, user_id=user_id)
        state().events.start(tenant().customer_id, [payload], target, SendOptions())
