"""Filling a tenant in one request: people with resumes, jobs, applications, forms and custom fields."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from icims.simulator.errors import ApiError, Problem, invalid
from icims.simulator.fields import JOBS, PEOPLE, TYPES, WORKFLOWS, Field, Kind
from icims.simulator.json_values import read_object
from icims.simulator.profile import StoredFile
from icims.simulator.state import SimulatorState
from icims.simulator.target import EventTarget
from icims.simulator.tenant import Tenant, User

KEYS = frozenset(
    (
        "customer",
        "clients",
        "users",
        "user_id",
        "event_target",
        "lists",
        "fields",
        "forms",
        "companies",
        PEOPLE,
        JOBS,
        "applications",
    )
)


def seed_tenant(state: SimulatorState, given: Mapping[str, Any]) -> dict[str, Any]:
    """Add to a tenant, which is made when there is none; the ids of what was made, in the order given.

    ``people`` may have ``resume`` {filename, media_type, content: base64}. ``applications`` name ``person`` and ``job``
    by id. Every record may choose its ``id``. Raises ApiError naming the list and the position of what is wrong;
    what came before it is kept.
    """
    if not given.get("customer") or set(given) - KEYS:
        raise invalid(f"a seed needs customer and takes: {', '.join(sorted(KEYS))}")
    tenant = state.add_tenant(str(given["customer"]))
    _configure(tenant, given)
    made: dict[str, Any] = {"customer": tenant.customer_id}
    for name, add in (
        ("companies", _add_company),
        (PEOPLE, _add_person),
        (JOBS, _add_job),
        ("applications", _add_application),
        ("forms", _add_form),
    ):
        listed = given.get(name, [])
        if not isinstance(listed, list):
            raise invalid(f"{name} of a seed is a JSON array")
        made[name] = [_placed(name, number, add, tenant, each) for number, each in enumerate(listed)]
    return made


@dataclass(frozen=True, slots=True)
class _Settings:
    """The part of a seed that is about the tenant itself."""

    clients: dict[str, str] = field(default_factory=dict)
    users: dict[str, Any] = field(default_factory=dict)
    user_id: int = 0
    lists: dict[str, list[Any]] = field(default_factory=dict)
    fields: tuple[dict[str, Any], ...] = ()


_SETTINGS = tuple(each.name for each in fields(_Settings))


def custom_field(obj: Mapping[str, Any]) -> tuple[str, Field]:
    """(profile type, field) of JSON such as {"type": "applicantworkflows", "id": "field51001", "kind": "NUMBER"}."""
    try:
        children = tuple(custom_field({"type": WORKFLOWS, **child})[1] for child in obj.get("children", ()))
        kind = Kind(obj.get("kind", Kind.TEXT))
        list_name = obj.get("list", f"lists.{obj['id']}" if kind in (Kind.NODE, Kind.NODES) else "")
        made = Field(obj["id"], kind, obj.get("label", ""), list_name, int(obj.get("max_length", 0)), children)
        profile_type = obj.get("type", WORKFLOWS)
    except (KeyError, ValueError, TypeError):
        raise invalid(f"a field has type, id, label, list, max_length, children and kind: {', '.join(Kind)}") from None
    if profile_type not in TYPES:
        raise invalid(f"the type of a field is one of: {', '.join(TYPES)}")
    return profile_type, made


def _configure(tenant: Tenant, given: Mapping[str, Any]) -> None:
    settings = read_object(_Settings, {name: given[name] for name in _SETTINGS if name in given}, "a seed")
    with tenant.lock:
        tenant.clients |= settings.clients
        tenant.users |= {name: read_object(User, each, f"user {name}") for name, each in settings.users.items()}
        tenant.user_id = settings.user_id or tenant.user_id
        if given.get("event_target"):
            tenant.event_target = EventTarget.parse(given["event_target"])
        for name, values in settings.lists.items():
            for value in values:
                node = value if isinstance(value, dict) else {"value": value}
                tenant.lists.add(name, str(node.get("value", "")), str(node.get("id", "")))
        for each in settings.fields:
            tenant.add_field(*custom_field(each))


def _placed(name: str, number: int, add: Any, tenant: Tenant, each: Any) -> int:
    try:
        made: int = add(tenant, dict(each))
    except ApiError as error:
        reasons = "; ".join(f"{problem.field} {problem.message}".strip() for problem in error.problems)
        raise ApiError(error.status, Problem(error.problems[0].code, f"{name}[{number}]: {reasons}")) from None
    except (TypeError, KeyError, ValueError, binascii.Error) as error:
        raise invalid(f"{name}[{number}]: {type(error).__name__}") from None
    return made


def _add_company(tenant: Tenant, each: dict[str, Any]) -> int:
    return tenant.create("companies", each).id


def _add_person(tenant: Tenant, each: dict[str, Any]) -> int:
    resume = each.pop("resume", None)
    person = tenant.create(PEOPLE, each)
    if resume is not None:
        content = base64.b64decode(resume["content"], validate=True)
        named = {name: resume[name] for name in ("filename", "media_type") if name in resume}
        person.files["resume"] = StoredFile(content, **named)
    return person.id


def _add_job(tenant: Tenant, each: dict[str, Any]) -> int:
    return tenant.add_job(each.pop("jobtitle"), **each)


def _add_application(tenant: Tenant, each: dict[str, Any]) -> int:
    return tenant.add_application(each.pop("person"), each.pop("job"), **each)


def _add_form(tenant: Tenant, each: dict[str, Any]) -> int:
    """A form definition with ``submissions``: [{owner, answers}]."""
    with tenant.lock:
        named = {name: each[name] for name in ("display_name", "type", "disabled") if name in each}
        form = tenant.forms.define(each["formname"], each.get("questions", {}), **named)
        for submission in each.get("submissions", ()):
            tenant.forms.submit(form, submission["owner"], submission["answers"], replace=True)
    return form.id
