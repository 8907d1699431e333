"""The notifications that reach us: iCIMS's own (ids and links as texts), and the neutral ones of middleware."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from icims.simulator.fields import JOBS, PEOPLE, WORKFLOWS
from icims.simulator.lists import NEW_SUBMISSION
from icims.simulator.profile import Profile
from icims.simulator.tenant import Tenant

STATUS_CHANGE = "WorkFlowStatusChangeEvent"
APPLICATION_COMPLETE = ("AssessmentEvent", "ApplicationCompletedEvent")  # the docs say the former, a partner the latter
JOB_EVENTS = ("JobPostToWebEvent", "JobUnpostToWebEvent", "ViewJobWebPostEvent")
NEUTRAL_EVENTS = ("application.created", "application.received", "application.stage_changed", "candidate.updated")
EVENT_TYPES = (STATUS_CHANGE, *APPLICATION_COMPLETE, *JOB_EVENTS, *NEUTRAL_EVENTS)


@dataclass(frozen=True, slots=True)
class StatusMove:
    """From which status into which; by default from a new submission into where the application is.

    ``numeric`` gives the ids without their letter, as one captured event had them.
    """

    old: str = NEW_SUBMISSION
    new: str = ""
    numeric: bool = False

    def ids(self, workflow: Profile) -> tuple[str, str]:
        new = self.new or workflow.fields.get("status", {}).get("id", "")
        return (self.old.lstrip("CD"), new.lstrip("CD")) if self.numeric else (self.old, new)


def make_payload(tenant: Tenant, profile: Profile, event: str, base: str, move: StatusMove) -> dict[str, Any]:
    """The JSON of an event about an application, or about a job for the job events. ``base`` begins its links."""
    if event in JOB_EVENTS:
        return job_event(tenant, profile, base, event)
    if event in NEUTRAL_EVENTS:
        return neutral_event(tenant, profile, event, move, tenant.clock())
    if event in APPLICATION_COMPLETE:
        return application_complete(tenant, profile, base, event)
    return status_change(tenant, profile, base, old=move.old, new=move.new, numeric=move.numeric)


def status_change(
    tenant: Tenant,
    workflow: Profile,
    base: str,
    *,
    old: str = NEW_SUBMISSION,
    new: str = "",
    numeric: bool = False,
    user_id: int | None = None,
) -> dict[str, Any]:
    """A user moved an application: the recruiter of the tenant, or ``user_id``. The move is a StatusMove's."""
    actor = tenant.recruiter_id if user_id is None else user_id
    old, new = StatusMove(old, new, numeric).ids(workflow)
    return {
        **_common(tenant, workflow, STATUS_CHANGE, actor),
        "personId": str(workflow.fields["associatedprofile"]),
        "jobId": str(workflow.fields["baseprofile"]),
        "oldStatus": old,
        "newStatus": new,
        "links": _links(workflow, base, actor),
    }


def application_complete(tenant: Tenant, workflow: Profile, base: str, event: str) -> dict[str, Any]:
    """The end of the portal application: the acting user is the candidate, who waits in a browser."""
    person_id = workflow.fields["associatedprofile"]
    return {
        **_common(tenant, workflow, event, person_id),
        "returnUrl": f"https://{tenant.options.portal_host}/jobs/{workflow.fields['baseprofile']}/assessment?i=1",
        "links": _links(workflow, base, person_id),
    }


def job_event(tenant: Tenant, job: Profile, base: str, event: str) -> dict[str, Any]:
    named = (("job", "Job Profile", JOBS, job.id), ("user", "Posting User", PEOPLE, tenant.recruiter_id))
    return {
        **_common(tenant, job, event, tenant.recruiter_id),
        "portalUrl": f"https://{tenant.options.portal_host}/jobs/{job.id}",
        "links": [_link(base, *each) for each in named],
    }


def neutral_event(
    tenant: Tenant, workflow: Profile, event: str, move: StatusMove, occurred_at: datetime
) -> dict[str, Any]:
    """What middleware between iCIMS and us sends; deliveries of one event share its id."""
    old, new = move.ids(workflow)
    moved = {"old_status": old, "new_status": new} if event == "application.stage_changed" else {}
    return {
        "event": event,
        "event_id": uuid4().hex,
        "occurred_at": occurred_at.isoformat(),
        "customer_id": tenant.customer_id,
        "application_id": str(workflow.id),
        "job_id": str(workflow.fields["baseprofile"]),
        "person_id": str(workflow.fields["associatedprofile"]),
        **moved,
    }


def link_header(payload: dict[str, Any]) -> str:
    return ",".join(f'{link["url"]};rel="{link["rel"]}";title="{link["title"]}"' for link in payload.get("links", ()))


def subject_of(payload: dict[str, Any]) -> tuple[str, str]:
    """(name of the event, id of the workflow or job that it is about)."""
    return payload.get("eventType") or payload["event"], payload.get("systemId") or payload["application_id"]


def _common(tenant: Tenant, profile: Profile, event: str, user_id: int) -> dict[str, str]:
    return {
        "systemId": str(profile.id),
        "eventType": event,
        "customerId": tenant.customer_id,
        "userId": str(user_id),
    }


def _links(workflow: Profile, base: str, user_id: int) -> list[dict[str, str]]:
    named = (
        ("applicantWorkflow", "Applicant Workflow", WORKFLOWS, workflow.id),
        ("job", "Job Profile", JOBS, workflow.fields["baseprofile"]),
        ("person", "Person Profile", PEOPLE, workflow.fields["associatedprofile"]),
        ("user", "Posting User", PEOPLE, user_id),
    )
    return [_link(base, *each) for each in named]


def _link(base: str, rel: str, title: str, profile_type: str, number: int) -> dict[str, str]:
    return {"rel": rel, "title": title, "url": f"{base}/{profile_type}/{number}"}
