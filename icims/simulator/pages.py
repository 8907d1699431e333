"""The pages of the simulator: what a recruiter would see in iCIMS, with what our service wrote."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from icims.simulator.api import state
from icims.simulator.event_payloads import status_change
from icims.simulator.event_sender import SendOptions
from icims.simulator.fields import JOBS, PEOPLE, WORKFLOWS
from icims.simulator.lists import COMPLETE
from icims.simulator.profile import Profile
from icims.simulator.report import RESULTS, application_report, custom_fields
from icims.simulator.tenant import Tenant
from icims.simulator.writing import patch_profile

PAGE_LENGTH = 50
SAFE_SCHEMES = ("http://", "https://")

pages = Blueprint("icims_pages", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Row:
    """One application as a line of a requisition."""

    workflow: int
    candidate: str
    status: str
    score: float | None
    result: str
    notes: str
    url: str
    result_state: str
    fields: tuple[tuple[str, str], ...]

    @property
    def order(self) -> tuple[bool, float, int]:
        return (self.score is None, -(self.score or 0), self.workflow)


@pages.get("/")
def requisitions() -> str:
    listed = []
    for tenant in list(state().tenants.values()):
        with tenant.lock:
            jobs = [_requisition(tenant, job) for job in tenant.profiles[JOBS].values()]
        listed.append((tenant, jobs))
    return render_template("simulator/requisitions.html", tenants=listed, faults=state().faults.as_json())


@pages.get("/requisitions/<customer>/<int:job_id>")
def requisition(customer: str, job_id: int) -> str:
    tenant = _tenant(customer)
    job = tenant.profiles[JOBS].get(job_id) or abort(404)
    page = max(1, request.args.get("page", 1, type=int))
    with tenant.lock:
        rows = sorted((_row(tenant, workflow) for workflow in tenant.applications(job_id)), key=lambda row: row.order)
    first = (page - 1) * PAGE_LENGTH
    return render_template(
        "simulator/requisition.html",
        tenant=tenant,
        job=_requisition(tenant, job),
        rows=list(enumerate(rows[first : first + PAGE_LENGTH], start=first + 1)),
        page=page,
        pages=max(1, -(-len(rows) // PAGE_LENGTH)),
    )


@pages.get("/applications/<customer>/<int:workflow_id>")
def application(customer: str, workflow_id: int) -> str:
    tenant = _tenant(customer)
    workflow = tenant.profiles[WORKFLOWS].get(workflow_id) or abort(404)
    person = tenant.profiles[PEOPLE][workflow.fields["associatedprofile"]]
    return render_template(
        "simulator/application.html",
        tenant=tenant,
        row=_row(tenant, workflow),
        person_fields=_labelled(tenant, person),
        report=application_report(state(), tenant, workflow),
        job=_requisition(tenant, tenant.profiles[JOBS][workflow.fields["baseprofile"]]),
        resume=person.files.get("resume"),
        statuses=tenant.lists.nodes("lists.submittal.status"),
    )


@pages.get("/applications/<customer>/<int:workflow_id>/resume")
def resume(customer: str, workflow_id: int) -> ResponseReturnValue:
    """The original file, always as a download: it is whatever somebody uploaded."""
    tenant = _tenant(customer)
    workflow = tenant.profiles[WORKFLOWS].get(workflow_id) or abort(404)
    file = tenant.profiles[PEOPLE][workflow.fields["associatedprofile"]].files.get("resume") or abort(404)
    extension = file.filename.rpartition(".")[2]
    name = f"resume-{workflow_id}.{extension if extension.isalnum() else 'bin'}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return file.content, 200, {"Content-Type": "application/octet-stream", **headers}


@pages.post("/applications/<customer>/<int:workflow_id>/status")
def change_status(customer: str, workflow_id: int) -> ResponseReturnValue:
    """What a recruiter does in iCIMS: another status, of which the tenant's target hears by an event."""
    if request.headers.get("Origin", request.host_url.rstrip("/")) != request.host_url.rstrip("/"):
        abort(403)  # another site's form must not move anyone
    tenant = _tenant(customer)
    workflow = tenant.profiles[WORKFLOWS].get(workflow_id) or abort(404)
    status = {"id": request.form.get("status", "")}
    if tenant.lists.find("lists.submittal.status", status) is None:
        abort(400)

    def announce(changed: Profile, old: str, new: str) -> None:
        if tenant.event_target is not None:
            payload = status_change(tenant, changed, state().customer_url(tenant), old=old, new=new)
            state().events.start(tenant.customer_id, [payload], tenant.event_target, SendOptions())

    patch_profile(tenant, workflow, {"status": status}, announce)
    return redirect(url_for("icims_pages.application", customer=customer, workflow_id=workflow_id), 303)


def _tenant(customer: str) -> Tenant:
    return state().tenants.get(customer) or abort(404)


def _requisition(tenant: Tenant, job: Profile) -> dict[str, Any]:
    workflows = tenant.applications(job.id)
    scored = sum(_score(workflow) is not None for workflow in workflows)
    title, number = job.fields.get("jobtitle", ""), job.fields.get("jobid", "")
    return {"id": job.id, "title": title, "number": number, "applications": len(workflows), "scored": scored}


def _row(tenant: Tenant, workflow: Profile) -> Row:
    latest = _latest(workflow)
    return Row(
        workflow=workflow.id,
        candidate=tenant.title(PEOPLE, workflow.fields["associatedprofile"]),
        status=workflow.fields.get("status", {}).get("value", ""),
        score=_score(workflow),
        result=latest.get("assessmentresult", ""),
        notes=latest.get("assessmentnotes", ""),
        url=latest["assessmenturl"] if latest.get("assessmenturl", "").startswith(SAFE_SCHEMES) else "",
        result_state=latest.get("assessmentstatus", {}).get("value", ""),
        fields=_labelled(tenant, workflow),
    )


def _latest(workflow: Profile) -> dict[str, Any]:
    """The last complete result, or the last one of any kind."""
    entries = workflow.entries(RESULTS)
    complete = [entry for entry in entries if entry.get("assessmentstatus", {}).get("id") == COMPLETE]
    return (complete or entries or [{}])[-1]


def _score(workflow: Profile) -> float | None:
    score: float | None = _latest(workflow).get("assessmentscore")
    return score


def _labelled(tenant: Tenant, profile: Profile) -> tuple[tuple[str, str], ...]:
    """Custom fields that have a value, by label."""
    known = custom_fields(tenant, profile.type)
    return tuple((f.label or f.id, _text(profile.fields[f.id])) for f in known if f.id in profile.fields)


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("value", value.get("amountstring", "")))
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value)
