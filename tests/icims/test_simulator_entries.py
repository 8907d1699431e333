"""Entries of groups in the simulated iCIMS: the assessment results above all."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import requests
from simulator_lab import RESULTS, WORKFLOW, simulated

ENTRY = {"assessmentname": {"value": "Acme Match"}, "assessmentstatus": {"id": "D37002019003"}}


@pytest.fixture
def lab():
    with simulated() as lab:
        yield lab


def entries(lab):
    return lab.get(f"{WORKFLOW}?fields=assessmentresults").json().get("assessmentresults", [])


def test_a_result_is_opened_and_completed_at_its_location(lab):
    location = lab.post(RESULTS, ENTRY).headers["Location"]
    completed = lab.session.patch(
        location, json={"assessmentscore": 87, "assessmentstatus": {"id": "D37002019001"}}, timeout=10
    )

    (entry,) = entries(lab)
    assert (completed.status_code, completed.content) == (204, b"")
    assert location == f"{lab.base}/{RESULTS}/{entry['entry']}"
    assert (entry["assessmentscore"], entry["assessmentstatus"]["value"]) == (87, "Complete")


def test_one_entry_is_read_without_its_number(lab):
    location = lab.post(RESULTS, {**ENTRY, "assessmentscore": 95.5}).headers["Location"]

    shown = lab.session.get(location, timeout=10).json()

    assert shown["assessmentscore"] == 95.5
    assert "entry" not in shown


def test_an_identical_entry_is_refused_silently_and_without_a_location(lab):
    lab.post(RESULTS, ENTRY)

    again = lab.post(RESULTS, ENTRY)

    assert again.status_code == 201
    assert "Location" not in again.headers
    assert len(entries(lab)) == 1
    assert lab.application()["duplicate_writes"] == 1


def test_a_different_entry_is_a_second_one(lab):
    lab.post(RESULTS, ENTRY)
    lab.post(RESULTS, {**ENTRY, "assessmentnotes": "again"})

    assert len(entries(lab)) == 2
    assert lab.switch("GET", "state?customer=4560&summary=1").json()["customers"]["4560"]["doubled_results"] == 1


def test_two_identical_posts_at_once_make_one_entry(lab):
    together = Barrier(2)

    def post(_):
        together.wait()
        return requests.post(f"{lab.base}/{RESULTS}", json=ENTRY, auth=lab.session.auth, timeout=10).status_code

    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(post, range(2)))

    assert statuses == [201, 201]
    assert len(entries(lab)) == 1


def test_an_array_in_a_patch_of_the_profile_appends(lab):
    lab.post(RESULTS, ENTRY)

    lab.patch(WORKFLOW, {"assessmentresults": [{**ENTRY, "assessmentscore": 12}]})

    assert [entry.get("assessmentscore") for entry in entries(lab)] == [None, 12]


@pytest.mark.parametrize(
    ("content", "accepted"),
    [
        pytest.param({"assessmentnotes": "x" * 192}, True, id="notes-that-fit"),
        pytest.param({"assessmentnotes": "x" * 193}, False, id="notes-too-long"),
        pytest.param({"assessmentresult": "x" * 128}, True, id="a-result-that-fits"),
        pytest.param({"assessmentresult": "x" * 129}, False, id="a-result-too-long"),
        pytest.param({"assessmentdate": "2024-05-31 02:10 PM"}, True, id="a-date"),
        pytest.param({"assessmentdate": "2024-05-31T14:10:00Z"}, False, id="an-iso-date"),
        pytest.param({"assessmentfoo": "x"}, False, id="an-unknown-child"),
    ],
)
def test_the_limits_of_the_result_group_hold(lab, content, accepted):
    assert (lab.post(RESULTS, content).status_code == 201) is accepted
    assert len(entries(lab)) == int(accepted)


def test_an_assessment_name_is_added_to_its_list_unless_the_tenant_refuses(lab):
    accepted = lab.post(RESULTS, ENTRY)
    lab.switch("PATCH", "tenants/4560", {"refuse_unknown_nodes": True}).raise_for_status()
    refused = lab.post(RESULTS, {"assessmentname": {"value": "Another"}})

    assert (accepted.status_code, refused.status_code) == (201, 400)
    nodes = lab.get("v2/lists/lists.assessment.name").json()["nodes"]
    assert [node["value"] for node in nodes] == ["Acme Match"]


def test_an_entry_can_be_deleted(lab):
    location = lab.post(RESULTS, ENTRY).headers["Location"]

    assert lab.session.delete(location, timeout=10).status_code == 204
    assert lab.session.delete(location, timeout=10).status_code == 404
    assert entries(lab) == []


@pytest.mark.parametrize("path", ["applicantworkflows/10001/fields/source", f"{WORKFLOW}/fields/nothing"])
def test_only_groups_have_entries(lab, path):
    assert lab.post(path, {"a": "b"}).status_code == 404


def test_a_phone_is_added_as_the_documentation_shows(lab):
    location = lab.post("people/2001/fields/phones", {"phonetype": {"value": "Mobile"}, "phonenumber": "555-0100"})

    assert location.status_code == 201
    phone = lab.get("people/2001").json()["phones"][0]
    assert phone["phonetype"] == {"id": "D83003", "value": "Mobile", "formattedvalue": "Mobile"}
