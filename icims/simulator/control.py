"""The switches of the simulator under /_simulator: faults, tenants, events, state. Not part of iCIMS."""

import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, request, url_for

from icims.simulator.api import state
from icims.simulator.errors import ApiError, invalid, not_found
from icims.simulator.event_payloads import EVENT_TYPES, JOB_EVENTS, STATUS_CHANGE, StatusMove, make_payload
from icims.simulator.event_sender import SendOptions
from icims.simulator.faults import FaultRule
from icims.simulator.fields import JOBS, PEOPLE, WORKFLOWS
from icims.simulator.json_values import read_object, read_values
from icims.simulator.profile import Profile
from icims.simulator.reading import SINGULAR
from icims.simulator.report import application_report, tenant_report
from icims.simulator.seed import seed_tenant
from icims.simulator.target import EventTarget
from icims.simulator.tenant import Options, Tenant

control = Blueprint("icims_control", __name__, url_prefix="/_simulator")

EVENT_KEYS = frozenset(
    ("customer", "workflows", "job", "event", "numeric_status", "old_status", "new_status", "target")
)
SEND_KEYS = frozenset(each.name for each in fields(SendOptions))


@control.errorhandler(ApiError)
def refused(error: ApiError) -> Response:
    return _json({"error": "; ".join(filter(None, (p.message for p in error.problems)))}, error.status)


@control.get("/faults")
def faults() -> Response:
    return _json({"faults": state().faults.as_json()})


@control.put("/faults")
def replace_faults() -> Response:
    state().faults.put(_rules())
    return faults()


@control.patch("/faults")
def add_faults() -> Response:
    state().faults.add(_rules())
    return faults()


@control.delete("/faults")
@control.delete("/faults/<fault_id>")
def remove_faults(fault_id: str = "") -> Response:
    if not state().faults.remove(fault_id):
        raise not_found(f"Fault {fault_id}")
    return faults()


@control.get("/state")
def report() -> Response:
    """What was written: per application, calls, events. ?customer=, ?workflow=, ?summary=1 narrow it."""
    if workflow_id := request.args.get("workflow", type=int):
        tenant = _tenant(request.args.get("customer", ""))
        return _json(application_report(state(), tenant, _record(tenant, WORKFLOWS, workflow_id)))
    wanted = request.args.get("customer")
    tenants = [_tenant(wanted)] if wanted else list(state().tenants.values())
    whole = not request.args.get("summary")
    reports = {tenant.customer_id: tenant_report(state(), tenant, applications=whole) for tenant in tenants}
    return _json({"customers": reports, "other_calls": dict(state().strangers.calls)})


@control.post("/seed")
def seed() -> Response:
    return _json(seed_tenant(state(), _body()), HTTPStatus.CREATED)


@control.post("/reset")
def reset() -> Response:
    state().reset()
    return _json({"reset": True})


@control.post("/tokens/expire")
def expire_tokens() -> Response:
    """Every access token that was given out is refused from now on."""
    state().tokens.expire_all()
    return _json({"expired": True})


@control.get("/tenants/<customer>")
def tenant_options(customer: str) -> Response:
    return _json(_described(_tenant(customer)))


@control.patch("/tenants/<customer>")
def change_tenant(customer: str) -> Response:
    """Options of the tenant by name; ``event_target`` as an object, null for none."""
    tenant, body = _tenant(customer), _body()
    target = body.pop("event_target", tenant.event_target)
    options = read_values(Options, body, "a tenant (besides event_target)")
    if target is not None and not isinstance(target, EventTarget):
        target = EventTarget.parse(target)
    tenant.event_target = target
    for name, value in options.items():
        setattr(tenant.options, name, value)
    return _json(_described(tenant))


@control.post("/merge")
def merge() -> Response:
    """Merge two persons: {"customer", "loser", "winner"}."""
    body = _body()
    tenant = _tenant(str(body.get("customer", "")))
    loser, winner = (_record(tenant, PEOPLE, body.get(name)) for name in ("loser", "winner"))
    tenant.merge_people(loser.id, winner.id)
    return _json({"merged": True})


@control.post("/events")
def send_events() -> Response:
    """Send events in the background; the answer says where their progress is."""
    body = _body()
    if unknown := set(body) - EVENT_KEYS - SEND_KEYS:
        raise invalid(f"unknown keys {sorted(unknown)}; events know: {', '.join(sorted(EVENT_KEYS | SEND_KEYS))}")
    tenant = _tenant(str(body.get("customer", "")))
    target = EventTarget.parse(body["target"]) if body.get("target") else tenant.event_target
    if target is None:
        raise invalid("the tenant has no event_target: PATCH /_simulator/tenants/{customer}, or give a target")
    payloads = list(_payloads(tenant, body))
    options = SendOptions.parse({name: value for name, value in body.items() if name in SEND_KEYS})
    batch = state().events.start(tenant.customer_id, payloads, target, options)
    progress = url_for("icims_control.batch_progress", batch_id=batch.id)
    return _json({**batch.as_json(), "progress": progress}, HTTPStatus.ACCEPTED)


@control.get("/events")
def batches() -> Response:
    return _json({"batches": [batch.as_json() for batch in list(state().events.batches.values())]})


@control.get("/events/<int:batch_id>")
def batch_progress(batch_id: int) -> Response:
    """How far a batch is; ?deliveries=1 lists each answer, ?wait=seconds answers when it is done or time is up."""
    batch = state().events.batches.get(batch_id)
    if batch is None:
        raise not_found(f"Batch {batch_id}")
    batch.finished.wait(timeout=min(request.args.get("wait", 0.0, type=float), 60))
    shown = batch.as_json()
    if request.args.get("deliveries"):
        shown["deliveries"] = [asdict(delivery) for delivery in tuple(batch.deliveries)]
    return _json(shown)


def _payloads(tenant: Tenant, body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    event = body.get("event", STATUS_CHANGE)
    if event not in EVENT_TYPES:
        raise invalid(f"event must be one of: {', '.join(EVENT_TYPES)}")
    moved = {"old": body.get("old_status"), "new": body.get("new_status"), "numeric": body.get("numeric_status")}
    move = read_object(StatusMove, {name: value for name, value in moved.items() if value}, "a status change")
    base = state().customer_url(tenant)
    subjects = _jobs(tenant, body) if event in JOB_EVENTS else _workflows(tenant, body)
    return (make_payload(tenant, profile, event, base, move) for profile in subjects)


def _workflows(tenant: Tenant, body: dict[str, Any]) -> list[Profile]:
    """The workflows that are named, those of a job, or all."""
    if "workflows" in body:
        named = body["workflows"]
        return [_record(tenant, WORKFLOWS, each) for each in (named if isinstance(named, list) else [named])]
    if "job" in body:
        return tenant.applications(_record(tenant, JOBS, body["job"]).id)
    return list(tenant.profiles[WORKFLOWS].values())


def _jobs(tenant: Tenant, body: dict[str, Any]) -> list[Profile]:
    return [_record(tenant, JOBS, body["job"])] if "job" in body else list(tenant.profiles[JOBS].values())


def _described(tenant: Tenant) -> dict[str, Any]:
    target = asdict(tenant.event_target) | {"client_secret": "…"} if tenant.event_target else None
    return {"customer": tenant.customer_id, **asdict(tenant.options), "event_target": target}


def _tenant(customer: str) -> Tenant:
    tenant = state().tenants.get(customer)
    if tenant is None:
        raise not_found(f"Customer {customer}")
    return tenant


def _record(tenant: Tenant, profile_type: str, number: Any) -> Profile:
    text = str(number)
    profile = tenant.profiles[profile_type].get(int(text)) if text.isascii() and text.isdigit() else None
    if profile is None:
        raise not_found(f"{SINGULAR[profile_type]} {text[:40]}")
    return profile


def _rules() -> list[FaultRule]:
    body = _parsed()
    listed = body.get("faults") if isinstance(body, dict) and "kind" not in body else body
    return [FaultRule.parse(each) for each in (listed if isinstance(listed, list) else [listed])]


def _body() -> dict[str, Any]:
    body = _parsed()
    if not isinstance(body, dict):
        raise invalid("the body must be a JSON object")
    return body


def _parsed() -> Any:
    try:
        return json.loads(request.get_data() or b"{}")
    except ValueError:
        raise invalid("the body is not valid JSON") from None


def _json(content: Any, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return Response(json.dumps(content, ensure_ascii=False), status=status, content_type="application/json")
