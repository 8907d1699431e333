"""Notifications of iCIMS and of middleware: what they mean."""

from datetime import UTC, datetime

import pytest
from event_bodies import COMPLETE, NEUTRAL, STATUS_CHANGE, read

from icims.events import EventKind
from icims.simulator.event_payloads import application_complete, status_change
from scoring.errors import InvalidInputError


def test_a_captured_status_change_is_read():
    event = read(STATUS_CHANGE)

    assert event.kind is EventKind.STATUS_CHANGED
    assert (event.customer_id, event.workflow_id, event.job_id, event.person_id) == ("2187", "13437", "4442", "8986")
    assert (event.user_id, event.old_status, event.new_status) == ("9059", "1753", "20786")


@pytest.mark.parametrize("name", ["AssessmentEvent", "ApplicationCompletedEvent", "assessmentevent"])
def test_a_completed_application_takes_its_ids_from_the_links(name):
    event = read(COMPLETE | {"eventType": name})

    assert event.kind is EventKind.APPLICATION_COMPLETED
    assert (event.workflow_id, event.job_id, event.person_id) == ("1481", "1385", "1243")
    assert event.return_url == COMPLETE["returnUrl"]


def test_links_of_another_customer_are_not_believed():
    links = [{"rel": "job", "url": "https://api.icims.com/customers/1/jobs/1385"}]

    assert read(COMPLETE | {"links": links}).job_id == ""


@pytest.mark.parametrize("name", ["JobPostToWebEvent", "JobUnpostToWebEvent", "ViewJobWebPostEvent"])
def test_a_job_event_names_the_job(name):
    event = read({"eventType": name, "systemId": "1385", "customerId": "6269", "userId": "5"})

    assert (event.kind, event.job_id, event.workflow_id) == (EventKind.JOB_CHANGED, "1385", "")


def test_a_remote_login_is_accepted_and_ignored():
    event = read({"eventType": "RemoteLoginEvent", "systemId": "244", "customerId": "6268", "userId": "244"})

    assert (event.kind, event.customer_id) == (EventKind.IGNORED, "6268")


def test_a_status_change_of_onboarding_is_ignored():
    links = [{"rel": "x", "url": "https://api.icims.com/customers/2187/onboardworkflows/13437"}]

    assert read(STATUS_CHANGE | {"links": links}).kind is EventKind.IGNORED


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("application.created", EventKind.APPLICATION_CREATED),
        ("application.received", EventKind.APPLICATION_RECEIVED),
        ("application.stage_changed", EventKind.STATUS_CHANGED),
    ],
)
@pytest.mark.parametrize("key", ["event", "type", "event_type", "eventType"])
def test_a_neutral_event_is_read(name, kind, key):
    content = {key: name, "customer_id": 7383, "application_id": 10001, "job_id": "1001", "new_status": "C12298"}

    event = read(content)

    assert (event.kind, event.customer_id, event.workflow_id, event.job_id) == (kind, "7383", "10001", "1001")
    assert event.new_status == "C12298"


def test_ids_of_a_neutral_event_may_stand_in_data():
    event = read({"event": "application.created", "data": {"application_id": 5, "person_id": 6}})

    assert (event.workflow_id, event.person_id) == ("5", "6")


def test_a_changed_candidate_needs_no_application():
    event = read({"event": "candidate.updated", "person_id": 6})

    assert (event.kind, event.person_id, event.workflow_id) == (EventKind.CANDIDATE_UPDATED, "6", "")


def test_ids_are_digits_without_leading_zeros():
    assert read(STATUS_CHANGE | {"systemId": "0013437", "jobId": 4442}).workflow_id == "13437"


def test_the_address_may_name_the_customer():
    content = {name: value for name, value in STATUS_CHANGE.items() if name != "customerId"}

    assert read(content, customer_id="2187").customer_id == "2187"


def test_an_event_may_not_name_another_customer_than_its_address():
    with pytest.raises(InvalidInputError, match="another customer"):
        read(STATUS_CHANGE, customer_id="9999")


def test_what_the_simulator_sends_is_read(lab):
    workflow = lab.tenant.profiles["applicantworkflows"][int(lab.workflow)]
    base = lab.state.customer_url(lab.tenant)

    changed = read(status_change(lab.tenant, workflow, base, new="C12295", numeric=True))
    completed = read(application_complete(lab.tenant, workflow, base, "AssessmentEvent"))

    assert (changed.workflow_id, changed.new_status) == (lab.workflow, "12295")
    assert (completed.job_id, completed.person_id) == (lab.job, lab.person)


def test_a_time_is_brought_to_utc():
    event = read(NEUTRAL | {"occurred_at": "2026-05-31T16:10:00+02:00"})

    assert event.occurred_at == datetime(2026, 5, 31, 14, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "url",
    [
        "http://jobs.icims.com/x",
        "https://icims.com.example.com/x",
        "https://evilicims.com/x",
        "https://jobs.icims.com@example.com/",
        "https://user@jobs.icims.com/",
        "https://jobs.icims.com:8443/",
        "https://example.com\\.icims.com/",
        "https://example.com/.icims.com",
        "https://jobs.icims.com/\r\nSet-Cookie: a=b",
        "https://[::1",
        "//jobs.icims.com/x",
        "javascript:alert(1)//.icims.com",
        5,
        "https://jobs.icims.com/" + "x" * 2000,
    ],
)
def test_an_address_that_a_browser_should_not_be_sent_to_is_ignored(url):
    event = read(COMPLETE | {"returnUrl": url})

    assert event.return_url == ""
    assert event.workflow_id == "1481"


def test_further_hosts_to_return_to_can_be_named():
    url = "https://careers.example.com/done"

    assert read(COMPLETE | {"returnUrl": url}, return_hosts=("careers.example.com",)).return_url == url
    assert read(COMPLETE | {"returnUrl": url}, return_hosts=(".icims.com",)).return_url == ""
