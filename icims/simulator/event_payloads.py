"""The event notifications of iCIMS: ids and links as JSON strings, and the same links as a header."""

from typing import Any

from icims.simulator.fields import JOBS, PEOPLE, WORKFLOWS
from icims.simulator.lists import NEW_SUBMISSION
from icims.simulator.profile import Profile
from icims.simulator.tenant import Tenant

STATUS_CHANGE = "WorkFlowStatusChangeEvent"
APPLICATION_COMPLETE = ("AssessmentEvent", "ApplicationCompletedEvent")  # the docs say the former, a partner the latter
EVENT_TYPES = (STATUS_CHANGE, *APPLICATION_COMPLETE)


def status_change(
    tenant: Tenant,
    workflow: Profile,
    base: str,
    *,
    old: str = "",
    new: str = "",
    user_id: int = 0,
    numeric: bool = False,
) -> dict[str, Any]:
    """The event of a status change; by default into the status that the workflow has now.

    ``numeric`` gives status ids without their letter, as one captured event had them.
    """
    new = new or workflow.fields.get("status", {}).get("id", "")
    user_id = user_id or tenant.recruiter_id
    return {
        **_common(tenant, workflow, STATUS_CHANGE, user_id),
        "personId": str(workflow.fields["associatedprofile"]),
        "jobId": str(workflow.fields["baseprofile"]),
        "oldStatus": _status(old or NEW_SUBMISSION, numeric=numeric),
        "newStatus": _status(new, numeric=numeric),
        "links": _links(workflow, base, user_id),
    }


def application_complete(tenant: Tenant, workflow: Profile, base: str, event_type: str) -> dict[str, Any]:
    """The event at the end of the portal application: the acting user is the candidate, who waits in a browser."""
    person_id = workflow.fields["associatedprofile"]
    return {
        **_common(tenant, workflow, event_type, person_id),
        "returnUrl": f"https://jobs.example.com/jobs/{workflow.fields['baseprofile']}/assessment?i=1",
        "links": _links(workflow, base, person_id),
    }


def link_header(payload: dict[str, Any]) -> str:
    return ",".join(f'{link["url"]};rel="{link["rel"]}";title="{link["title"]}"' for link in payload["links"])


def _common(tenant: Tenant, workflow: Profile, event_type: str, user_id: int) -> dict[str, str]:
    return {
        "systemId": str(workflow.id),
        "eventType": event_type,
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
    return [{"rel": rel, "title": title, "url": f"{base}/{kind}/{number}"} for rel, title, kind, number in named]


def _status(node_id: str, *, numeric: bool) -> str:
    return node_id.lstrip("CD") if numeric else node_id
