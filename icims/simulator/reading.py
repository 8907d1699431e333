"""Reading a record: which fields an answer holds, and how the links look."""

from collections.abc import Iterable
from typing import Any

from icims.simulator.errors import not_found
from icims.simulator.fields import DEFAULT_FIELDS, JOBS, PEOPLE, WORKFLOWS
from icims.simulator.profile import Profile
from icims.simulator.tenant import Tenant
from icims.simulator.values import shown_datetime, shown_value

SELF = {"rel": "self", "title": "The current profile being viewed."}
SINGULAR = {PEOPLE: "Person", JOBS: "Job", WORKFLOWS: "Applicant workflow", "companies": "Company"}


def find_profile(tenant: Tenant, profile_type: str, profile_id: int) -> Profile:
    """Raises ApiError 404 where the tenant has no such type or record."""
    profiles = tenant.profiles.get(profile_type)
    profile = profiles.get(profile_id) if profiles is not None else None
    if profile is None:
        raise not_found(SINGULAR.get(profile_type, profile_type))
    return profile


def shown_profile(
    tenant: Tenant, profile: Profile, wanted: Iterable[str], hidden: Iterable[str], base: str
) -> dict[str, Any]:
    """The JSON of a read. Empty, unknown and hidden fields are left out: nobody can tell the three apart.

    ``wanted`` are lower-case field ids; none at all means the default set.
    """
    invisible = {*tenant.options.hidden.get(profile.type, ()), *hidden}
    shown: dict[str, Any] = {}
    for name in tuple(wanted) or DEFAULT_FIELDS[profile.type]:
        if name not in invisible and (value := _shown_field(tenant, profile, name, base)) is not None:
            shown[name] = value
    shown["links"] = links(profile, base)
    return shown


def links(profile: Profile, base: str) -> list[dict[str, str]]:
    """One link for a profile, three for a workflow; all of them say ``self``."""
    result = [{**SELF, "url": f"{base}/{profile.type}/{profile.id}"}]
    if profile.type == WORKFLOWS:
        job, person = profile.fields["baseprofile"], profile.fields["associatedprofile"]
        result += [
            {"rel": "self", "title": "The base profile of this workflow.", "url": f"{base}/{JOBS}/{job}"},
            {"rel": "self", "title": "The associated profile of this workflow.", "url": f"{base}/{PEOPLE}/{person}"},
        ]
    return result


def _shown_field(tenant: Tenant, profile: Profile, name: str, base: str) -> Any:
    match name:
        case "id":
            return profile.id
        case "createddate":
            return shown_datetime(profile.created)
        case "updateddate":
            return shown_datetime(profile.updated)
    if name in profile.files:
        # The key `file` is certain, others that a real answer may have are not [?].
        return {"file": f"{base}/{profile.type}/{profile.id}/fields/{name}/binary"}
    known = tenant.catalogue.get(profile.type, name)
    value = profile.fields.get(name)
    return None if known is None or value is None else shown_value(tenant, known, value, base)
