"""Filling, watching and resetting the simulated iCIMS over HTTP."""

import base64

import pytest
import requests
from simulator_lab import RESULTS, WORKFLOW, simulated

ENTRY = {"assessmentname": {"value": "Acme Match"}, "assessmentstatus": {"id": "D37002019003"}}
SEED = {
    "customer": "7383",
    "clients": {"other-client": "other-secret"},
    "users": {"other": {"password": "other-password"}},
    "fields": [
        {"type": "applicantworkflows", "id": "field60001", "kind": "DECIMAL", "label": "Match score"},
        {"type": "people", "id": "field60002", "kind": "GROUP", "children": [{"id": "field60003", "kind": "NUMBER"}]},
    ],
    "lists": {"lists.assessment.name": [{"id": "C1", "value": "Acme Match"}]},
    "companies": [{"name": "Acme"}],
    "people": [
        {
            "id": 77,
            "firstname": "Max",
            "lastname": "Muster",
            "email": "max@example.com",
            "resume": {
                "filename": "max.pdf",
                "media_type": "application/pdf",
                "content": base64.b64encode(b"%PDF-1.4 max").decode(),
            },
        },
        {"firstname": "No", "lastname": "Resume"},
    ],
    "jobs": [{"id": 12, "jobtitle": "Nurse", "qualifications": "<p>RN</p>"}],
    "applications": [{"id": 500, "person": 77, "job": 12, "field60001": 3}],
    "forms": [
        {
            "formname": "Survey",
            "type": "Person",
            "questions": {"q1": {"type": "TEXTFIELD", "required": True, "text": "Why us?"}},
            "submissions": [{"owner": 77, "answers": {"q1": "Because"}}],
        }
    ],
}


@pytest.fixture
def lab():
    with simulated() as lab:
        yield lab


def summary(lab):
    return lab.switch("GET", "state?customer=4560&summary=1").json()["customers"]["4560"]


def test_a_seeded_tenant_is_there_at_once_with_its_own_users(lab):
    made = lab.switch("POST", "seed", SEED)

    assert made.status_code == 201
    assert made.json() == {
        "customer": "7383",
        "companies": [6],
        "people": [77, 2001],
        "jobs": [12],
        "applications": [500],
        "forms": [17],
    }
    base, auth = f"{lab.url}/customers/7383", ("other", "other-password")
    read = requests.get(f"{base}/applicantworkflows/500?fields=field60001,baseprofile", auth=auth, timeout=10)
    resume = requests.get(f"{base}/people/77/fields/resume/binary", auth=auth, timeout=10)
    assert (read.json()["field60001"], read.json()["baseprofile"]["value"]) == (3, "Nurse")
    assert (resume.content, resume.headers["Content-Type"]) == (b"%PDF-1.4 max", "application/pdf")


def test_a_second_seed_adds_to_the_first(lab):
    lab.switch("POST", "seed", SEED)

    added = lab.switch("POST", "seed", {"customer": "7383", "applications": [{"person": 2001, "job": 12}]}).json()

    assert added["applications"] == [10001]
    assert len(lab.tenant.profiles["applicantworkflows"]) == 1
    assert len(lab.state.tenants["7383"].applications(12)) == 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"customer": ""}, "customer", id="no-customer"),
        pytest.param({"persons": []}, "people", id="an-unknown-list"),
        pytest.param({"applications": [{"person": 77, "job": 1}]}, "applications[0]", id="an-unknown-job"),
        pytest.param({"jobs": [{"id": 12, "jobtitle": "a"}, {"id": 12, "jobtitle": "b"}]}, "jobs[1]", id="an-id-twice"),
        pytest.param({"jobs": [{"overview": "x"}]}, "jobs[0]", id="a-job-without-title"),
        pytest.param({"people": [{"resume": {"content": "§"}}]}, "people[0]", id="no-base64"),
        pytest.param({"clients": ["a"]}, "clients", id="no-clients"),
        pytest.param({"users": {"a": {"pasword": "b"}}}, "pasword", id="a-misspelt-user"),
        pytest.param({"people": {"id": 1}}, "people", id="no-list-of-people"),
        pytest.param({"forms": [{"questions": {}}]}, "forms[0]", id="a-form-without-name"),
        pytest.param({"people": ["Max"]}, "people[0]", id="a-person-that-is-a-text"),
        pytest.param({"fields": ["field1"]}, "fields", id="a-field-that-is-a-text"),
        pytest.param({"fields": [{"id": "field1", "kind": "MAGIC"}]}, "LISTEDITOR_SINGLE", id="an-unknown-kind"),
    ],
)
def test_a_seed_that_makes_no_sense_is_refused_with_the_place(lab, change, reason):
    answer = lab.switch("POST", "seed", SEED | change)

    assert answer.status_code in (400, 404)
    assert reason in answer.json()["error"]


def test_the_state_tells_what_was_written_to_an_application(lab):
    location = lab.post(RESULTS, ENTRY).headers["Location"]
    lab.session.patch(location, json={"assessmentscore": 87}, timeout=10)
    lab.session.patch(location, json={"assessmentscore": 87}, timeout=10)
    lab.patch(WORKFLOW, {"field51001": 87})

    application = lab.application()

    assert application["assessmentresults"][0]["assessmentscore"] == 87
    assert application["fields"] == {"field51001": 87}
    assert application["writes"] == {
        "POST assessmentresults": 1,
        "PATCH assessmentresults": 2,
        "PATCH assessmentresults unchanged": 1,
        "PATCH": 1,
    }
    assert application["duplicate_writes"] == 1
    assert [write["fields"] for write in application["history"]][-1] == ["field51001"]
    assert application["labels"]["field51001"] == "Match score"


def test_the_summary_counts_results_and_every_call_by_route_and_status(lab):
    location = lab.post(RESULTS, ENTRY).headers["Location"]
    lab.session.patch(location, json={"assessmentstatus": {"id": "D37002019001"}}, timeout=10)
    lab.get("people/2001/fields/resume/binary")
    lab.get("jobs/4711")

    counted = summary(lab)

    assert (counted["application_count"], counted["with_results"], counted["complete_results"]) == (1, 1, 1)
    assert (counted["doubled_results"], counted["duplicate_writes"]) == (0, 0)
    assert counted["calls"] == {
        "POST applicantworkflows/{id}/fields/assessmentresults 201": 1,
        "PATCH applicantworkflows/{id}/fields/assessmentresults/{id} 204": 1,
        "GET people/{id}/fields/resume/binary 200": 1,
        "GET jobs/{id} 404": 1,
    }
    assert "applications" not in counted


def test_the_state_of_five_thousand_applications_is_told_in_one_answer(lab):
    for number in range(4999):
        lab.tenant.add_application(2001, 1001, source=str(number))

    whole = lab.switch("GET", "state?customer=4560").json()["customers"]["4560"]

    assert len(whole["applications"]) == 5000


def test_a_reset_forgets_tenants_faults_and_tokens(lab):
    lab.fault(kind="slow")
    token = lab.token().json()["access_token"]

    lab.switch("POST", "reset").raise_for_status()

    assert lab.switch("GET", "faults").json() == {"faults": []}
    assert lab.switch("GET", "state").json()["customers"] == {}
    answer = requests.get(f"{lab.base}/{WORKFLOW}", headers={"Authorization": f"Bearer {token}"}, timeout=10)
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"daily_limt": 3}, "daily_limit", id="misspelt"),
        pytest.param({"daily_limit": "many"}, "int", id="a-text-for-a-number"),
        pytest.param({"hidden": {"people": "email"}}, "hidden", id="a-text-for-a-list"),
        pytest.param({"event_target": "http://127.0.0.1/"}, "event target", id="a-bare-target"),
        pytest.param({"event_target": {"uri": "x"}}, "url", id="a-target-without-address"),
    ],
)
def test_a_change_of_the_tenant_that_makes_no_sense_is_refused(lab, change, reason):
    answer = lab.switch("PATCH", "tenants/4560", {"token_seconds": 5, **change})

    assert answer.status_code == 400
    assert reason in answer.json()["error"]
    assert lab.tenant.options.token_seconds == 86400


def test_the_secret_of_the_event_target_is_not_shown(lab):
    target = {"url": "http://127.0.0.1:9/", "auth": "basic", "client_id": "a", "client_secret": "hidden-secret"}

    changed = lab.switch("PATCH", "tenants/4560", {"event_target": target})

    assert changed.json()["event_target"]["client_id"] == "a"
    assert "hidden-secret" not in changed.text


def test_a_body_that_is_not_json_is_refused_by_every_switch(lab):
    paths = ("seed", "events", "merge", "faults")
    methods = {"faults": "PUT"}

    answers = [
        requests.request(methods.get(path, "POST"), f"{lab.url}/_simulator/{path}", data=b"{", timeout=10)
        for path in paths
    ]

    assert [answer.status_code for answer in answers] == [400] * 4
