"""Clients written for the real iCIMS, as their public sources show them, talk to the simulated one."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from simulator_lab import AUDIENCE, simulated


@pytest.fixture
def lab():
    with simulated() as lab:
        yield lab


def test_a_client_that_pages_through_employees_and_downloads_resumes(lab):
    """OAuth by form, folders joined by |, then the same as children below an id filter, then profile and resume."""
    for number in range(1001):
        lab.tenant.add_person("Pat", f"Doe {number}", f"pat{number}@example.com", folder={"id": "D32013"})
    form = {"grant_type": "client_credentials", "client_id": "simulator-client", "client_secret": "simulator-secret"}
    token = requests.post(f"{lab.url}/oauth/token", data={**form, "audience": AUDIENCE}, timeout=10).json()
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    folders = [{"name": "person.folder", "value": [folder]} for folder in ("C16818", "D32013", "D32017")]

    def page(last):
        query = {"filters": folders, "operator": "|"}
        if last:
            after = {"name": "person.id", "value": [last], "operator": ">"}
            query = {"filters": [after], "operator": "&", "children": [query]}
        answer = requests.post(f"{lab.base}/search/people", headers=headers, json=query, timeout=10)
        answer.raise_for_status()
        return answer.json()["searchResults"]

    people = page("")
    while len(people) % 1000 == 0:
        people += page(str(people[-1]["id"]))
    last = people[-1]
    person = requests.get(last["self"], headers=headers, timeout=10).json()
    resume = requests.get(f"{lab.base}/people/{last['id']}/fields/resume/binary", headers=headers, timeout=10)

    assert len(people) == 1001
    assert last["self"] == f"{lab.base}/people/{last['id']}"
    assert (person["folder"]["id"], person["firstname"], person["lastname"]) == ("D32013", "Pat", "Doe 1000")
    assert resume.headers["Content-Type"].startswith("application/json")


def test_a_placement_programme_that_searches_reads_and_accepts(lab):
    """Basic, a search with several statuses and an empty value, reading ids, a status by bare node id."""
    lab.tenant.lists.add("lists.submittal.status", "Accepted", "C51218")
    query = {
        "filters": [
            {"name": "applicantworkflow.status", "value": ["D10100", "C12295", "D10105"], "operator": "="},
            {"name": "applicantworkflow.job.id", "value": ["1001 "], "operator": "="},
            {"name": "applicantworkflow.customfield51002.text", "value": [], "operator": "="},
            {"name": "applicantworkflow.person.createddate", "value": ["2024-06-25 4:00 AM"], "operator": "<"},
        ],
        "operator": "&",
    }

    found = lab.post("search/applicantworkflows", query).json()["searchResults"]
    workflow = lab.get(f"applicantworkflows/{found[0]['id']}").json()
    person = lab.get(f"people/{workflow['associatedprofile']['id']}?fields=field29946,firstname,addresses").json()
    accepted = lab.patch(f"applicantworkflows/{found[0]['id']}", {"status": {"id": "C51218"}})

    assert (workflow["baseprofile"]["id"], person["firstname"]) == (1001, "Ida")
    assert 200 <= accepted.status_code < 300
    assert lab.get("applicantworkflows/10001").json()["status"]["value"] == "Accepted"


def test_a_ranking_partner_that_polls_by_updateddate_and_writes_results(lab):
    """Date macros as a range, the result without a name at first, then changed at its location."""
    query = {
        "filters": [
            {
                "name": "applicantworkflow.updateddate",
                "value": ["{DATE:START}{DATE:-9}"],
                "secondaryValue": ["{DATE:END}"],
                "operator": "=",
            }
        ]
    }

    (found,) = lab.post("search/applicantworkflows", query).json()["searchResults"]
    opened = lab.session.post(
        f"{found['self']}/fields/assessmentresults",
        json={
            "assessmentscore": "95.5",
            "assessmentstatus": {"id": "D37002019001"},
            "assessmentdate": "2024-05-31 02:10 PM",
        },
        headers={"Content-Type": "application/json;charset=UTF-8"},
        timeout=10,
    )
    closed = lab.session.patch(opened.headers["location"], json={"assessmentnotes": "done"}, timeout=10)

    assert (opened.status_code, closed.status_code) == (201, 204)
    (entry,) = lab.application()["assessmentresults"]
    assert (entry["assessmentscore"], entry["assessmentnotes"]) == (95.5, "done")


def test_an_assessment_partner_that_patches_arrays_and_names_its_package_by_id_and_value(lab):
    lab.tenant.lists.add("lists.assessment.name", "Pairing", "C31649")
    result = {"assessmentname": {"id": "C31649", "value": "Pairing"}, "assessmentresult": "Green"}

    written = lab.patch("applicantworkflows/10001", {"assessmentresults": [result]})

    assert 200 <= written.status_code < 300
    assert lab.application()["assessmentresults"][0]["assessmentname"]["id"] == "C31649"


def test_sixteen_clients_at_once_get_each_their_own_answer(lab):
    for number in range(63):
        lab.tenant.add_application(2001, 1001, source=f"source {number}")

    def read(worker):
        with requests.Session() as session:
            session.auth = lab.session.auth
            ids = range(10001 + worker, 10065, 16)
            answers = [
                session.get(f"{lab.base}/applicantworkflows/{i}?fields=id", timeout=10).json()["id"] for i in ids
            ]
            return answers == list(ids)

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(read, range(16)))
