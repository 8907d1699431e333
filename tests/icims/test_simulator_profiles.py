"""Reading and writing profiles of the simulated iCIMS."""

import pytest
from simulator_lab import WORKFLOW, simulated


@pytest.fixture
def lab():
    with simulated() as lab:
        yield lab


def test_a_workflow_shows_its_default_fields_and_three_links_that_all_say_self(lab):
    answer = lab.get(WORKFLOW)

    shown = answer.json()
    assert shown["baseprofile"] == {"id": 1001, "value": "Engineer", "profile": f"{lab.base}/jobs/1001"}
    assert shown["associatedprofile"]["profile"] == f"{lab.base}/people/2001"
    assert shown["status"]["id"] == "D10100"
    assert [link["rel"] for link in shown["links"]] == ["self", "self", "self"]
    assert set(shown) == {"baseprofile", "associatedprofile", "status", "source", "links"}


def test_only_the_fields_that_were_asked_for_come_back(lab):
    shown = lab.get("jobs/1001?fields=id,overview,jobid,updateddate").json()

    assert shown.pop("links")
    assert shown == {"id": 1001, "overview": "<p>Build</p>", "jobid": "2024-1001", "updateddate": "2024-05-31 02:10 PM"}


def test_empty_hidden_and_unknown_fields_are_left_out_alike(lab):
    lab.tenant.options.hidden = {"people": ["email"]}

    shown = lab.get("people/2001?fields=email,middlename,nosuchfield,lastname").json()

    assert set(shown) == {"lastname", "links"}


def test_a_field_name_with_capitals_is_taken_with_a_warning(lab):
    answer = lab.get("people/2001?fields=LastName")

    assert answer.json()["lastname"] == "Sample"
    assert answer.headers["X-Warning"] == "4:LastName: Field name must be all lowercase."
    assert answer.json()["warnings"][0]["errorCode"] == 4


def test_a_missing_record_is_a_404_with_its_reason_in_body_and_header(lab):
    answer = lab.get("jobs/99")

    assert answer.status_code == 404
    assert answer.headers["X-Error"] == "2:Job not found."
    assert answer.json() == {"errors": [{"errorMessage": "Job not found.", "errorCode": 2}]}


def test_every_answer_carries_limits_that_end_at_midnight_and_a_transaction(lab):
    first, second = lab.get(WORKFLOW), lab.get(WORKFLOW)

    assert first.headers["x-ratelimit-reset"] == str((24 - 14) * 3600 - 10 * 60 - 30)
    assert int(first.headers["x-ratelimit-remaining"]) == int(second.headers["x-ratelimit-remaining"]) + 1
    assert first.headers["x-transaction"] != second.headers["x-transaction"]


def test_a_created_application_is_found_at_its_location(lab):
    answer = lab.post("applicantworkflows", {"baseprofile": 1001, "associatedprofile": 2001, "source": "Referral"})

    assert (answer.status_code, answer.content) == (201, b"")
    shown = lab.session.get(answer.headers["Location"], timeout=10).json()
    assert shown["source"] == "Referral"
    assert answer.headers["Location"] == f"{lab.base}/applicantworkflows/10002"


@pytest.mark.parametrize(
    ("content", "field"),
    [
        pytest.param({"associatedprofile": 2001}, "baseprofile", id="no-job"),
        pytest.param({"baseprofile": 1001}, "associatedprofile", id="no-person"),
    ],
)
def test_an_application_needs_both_profiles(lab, content, field):
    answer = lab.post("applicantworkflows", content)

    assert answer.status_code == 400
    assert answer.headers["X-Error"] == f"1:{field}:This field is required."


def test_a_patch_answers_204_without_body_and_changes_only_what_it_names(lab):
    answer = lab.patch(WORKFLOW, {"field51001": "87.5", "field51003": [{"value": "AI_Top_20%"}]})

    assert (answer.status_code, answer.content) == (204, b"")
    shown = lab.get(f"{WORKFLOW}?fields=field51001,field51003,source").json()
    assert shown["field51001"] == 87.5
    assert shown["field51003"][0]["value"] == "AI_Top_20%"
    assert shown["source"] == "Career site"


@pytest.mark.parametrize("empty", [pytest.param(None, id="null"), pytest.param("", id="empty-text")])
def test_null_and_the_empty_text_delete_a_value(lab, empty):
    lab.patch(WORKFLOW, {"field51002": "text"})

    lab.patch(WORKFLOW, {"field51002": empty})

    assert "field51002" not in lab.get(f"{WORKFLOW}?fields=field51002").json()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param({"field51001": "many"}, id="no-number"),
        pytest.param({"field51001": True}, id="a-boolean-for-a-number"),
        pytest.param({"field51001": "NaN"}, id="not-a-number"),
        pytest.param({"field51002": "x" * 21}, id="too-long"),
        pytest.param({"field51003": "AI_Top_20%"}, id="a-text-for-a-list"),
        pytest.param({"field99999": "x"}, id="an-unknown-field"),
        pytest.param({"status": {"id": "C404"}}, id="an-unknown-status"),
        pytest.param({"status": "D10100"}, id="a-bare-status"),
        pytest.param({"baseprofile": "Engineer"}, id="a-text-for-a-link"),
        pytest.param(["field51001"], id="no-object"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_and_nothing_of_the_call_is_kept(lab, content):
    body = {"source": "Changed", **content} if isinstance(content, dict) else content

    answer = lab.patch(WORKFLOW, body)

    assert answer.status_code == 400
    assert lab.get(WORKFLOW).json()["source"] == "Career site"


def test_a_workflow_keeps_its_job_and_its_person(lab):
    other = lab.tenant.add_job("Another")

    answer = lab.patch(WORKFLOW, {"baseprofile": other})

    assert answer.status_code == 400
    assert lab.get(WORKFLOW).json()["baseprofile"]["id"] == 1001


def test_a_body_that_is_not_json_is_refused(lab):
    answers = [
        lab.call("PATCH", WORKFLOW, data=b"{", headers={"Content-Type": "application/json"}),
        lab.call("PATCH", WORKFLOW, data=b"a=b", headers={"Content-Type": "application/x-www-form-urlencoded"}),
    ]

    assert [answer.status_code for answer in answers] == [400, 415]


def test_while_a_required_field_is_empty_no_patch_succeeds(lab):
    lab.tenant.options.required = {"applicantworkflows": ["sourcename", "source"]}

    answer = lab.patch(WORKFLOW, {"field51001": 87})

    assert answer.headers["X-Error"] == "1:sourcename:This field is required."
    assert lab.application()["fields"] == {}
    assert lab.patch(WORKFLOW, {"field51001": 87, "sourcename": "Board"}).status_code == 204


def test_a_status_change_moves_updateddate_and_other_writes_do_so_only_where_the_tenant_says(lab):
    lab.tenant.options.writes_touch_updateddate = False
    dates = []
    for content in ({"field51001": 1}, {"status": {"id": "C12295"}}):
        lab.clock.advance(minutes=5)
        lab.patch(WORKFLOW, content)
        dates.append(lab.get(f"{WORKFLOW}?fields=updateddate").json()["updateddate"])

    assert dates == ["2024-05-31 02:10 PM", "2024-05-31 02:20 PM"]


def test_a_merged_person_stays_readable_under_a_telling_name(lab):
    winner = lab.tenant.add_person("Ida", "Sample", "ida2@example.com")

    lab.switch("POST", "merge", {"customer": "4560", "loser": 2001, "winner": winner}).raise_for_status()

    assert lab.get("people/2001").json()["firstname"] == f"Merged with {winner}"
    assert lab.get("people/2001/fields/resume/binary").status_code == 404
    assert lab.get(f"people/{winner}/fields/resume/binary").content.startswith(b"Ida Sample")


def test_requests_for_sensitive_fields_are_counted(lab):
    lab.get("people/2001?fields=firstname,gender,usssn")

    summary = lab.switch("GET", "state?customer=4560&summary=1").json()["customers"]["4560"]
    assert summary["sensitive_fields_asked"] == {"gender": 1, "usssn": 1}


def test_a_company_address_is_linked_from_a_job(lab):
    company = lab.post("companies", {"name": "Acme", "addresses": [{"addresscity": "Boston"}]}).headers["Location"]
    entry = lab.session.get(company, timeout=10).json()["addresses"][0]["entry"]

    lab.patch("jobs/1001", {"joblocation": {"id": entry, "companyid": int(company.rpartition("/")[2])}})

    location = lab.get("jobs/1001").json()["joblocation"]
    assert location["value"] == "Acme - Boston"
    assert lab.session.get(location["address"], timeout=10).json() == {"addresscity": "Boston"}
