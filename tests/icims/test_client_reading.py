"""Reading applications, requisitions, people and resumes from a simulated iCIMS over a real socket."""

from datetime import UTC, datetime, timedelta

import pytest

from icims.client import RetryBudget
from icims.errors import AnswerTooLargeError, IcimsRefusedError
from icims.models import read_workflow
from icims.simulator import FaultRule, Field, Kind, StoredFile
from scoring.errors import InvalidInputError
from scoring.requisition import ScreeningQuestion


def answered(media_type, body):
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def test_an_application_names_its_job_its_person_and_its_status(client, lab):
    workflow = client.applicant_workflow(lab.workflow)

    assert (workflow.id, workflow.job_id, workflow.person_id) == (lab.workflow, lab.job, lab.person)
    assert workflow.status_id == "D10100"
    assert workflow.updated is not None
    assert abs(workflow.updated - datetime.now(UTC)) < timedelta(minutes=2)


def test_fields_that_were_asked_for_come_with_the_application(client, lab):
    lab.tenant.set_value(lab.tenant.profiles["applicantworkflows"][int(lab.workflow)], "field51002", "hello")

    workflow = client.applicant_workflow(lab.workflow, ("field51001", "field51002"))

    assert workflow.fields == {"field51002": "hello"}


def test_a_hidden_person_is_taken_from_the_links(client, lab):
    lab.tenant.options.hidden = {"applicantworkflows": ["associatedprofile"]}

    workflow = client.applicant_workflow(lab.workflow, person_id="99")

    assert workflow.person_id == lab.person


def test_a_person_hidden_everywhere_is_taken_from_the_event():
    content = {"baseprofile": {"id": 8}, "links": [{"rel": "self", "url": "https://x/applicantworkflows/5"}, None, {}]}

    workflow = read_workflow("5", content, "1", "99")

    assert (workflow.job_id, workflow.person_id) == ("8", "99")


@pytest.mark.parametrize("content", [{}, {"links": 5, "status": 7, "baseprofile": True}, {"associatedprofile": []}])
def test_an_application_that_shows_nothing_is_no_failure(content):
    workflow = read_workflow("5", content, "", "")

    assert (workflow.job_id, workflow.person_id, workflow.status_id, workflow.updated) == ("", "", "", None)


def test_unknown_keys_change_nothing(client, lab):
    plain = client.requisition(lab.job)
    lab.state.faults.put([FaultRule("unknown_keys")])

    assert client.requisition(lab.job) == plain


def test_a_requisition_is_plain_text_with_its_bullets(client, lab):
    requisition = client.requisition(lab.job)

    assert requisition.title == "Senior Engineer"
    assert requisition.overview == "We build payments."
    assert requisition.qualifications == "- 5+ years of Python\n- SQL & AWS"
    assert requisition.skills == ("Python",)
    assert requisition.experience_years == 5.0
    assert requisition.education == "Bachelor's degree"


def test_texts_of_further_job_fields_follow_the_qualifications(client, lab):
    lab.tenant.add_field("jobs", Field("field900", Kind.HTML, "Nice to have"))
    lab.tenant.set_value(lab.tenant.profiles["jobs"][int(lab.job)], "field900", "<p>Rust</p>")
    question = ScreeningQuestion("licence", "Do you hold a licence?", "Yes")

    requisition = client.requisition(lab.job, ("field900",), (question,))

    assert requisition.qualifications.endswith("- SQL & AWS\n\nRust")
    assert requisition.questions == (question,)


def test_a_resume_comes_with_its_name_and_type(client, lab):
    file = client.resume(lab.person)

    assert file is not None
    assert (file.content, file.media_type, file.filename) == (b"%PDF-1.7 text", "application/pdf", "ida.pdf")
    assert not file.oversized


@pytest.mark.parametrize("variant", ["missing"])
def test_a_missing_resume_is_none(client, lab, variant):
    lab.state.faults.put([FaultRule("resume", variant=variant)])

    assert client.resume(lab.person) is None


def test_an_error_body_in_place_of_a_file_is_no_resume(connect, raw_server, lab):
    body = b'{"errors":[{"errorMessage":"No resume.","errorCode":2}]}'
    client = connect(api_url=raw_server([answered("application/octet-stream", body)]), auth="basic")

    assert client.resume("5") is None


def test_an_unknown_format_is_handed_on_as_it_is(client, lab):
    lab.state.faults.put([FaultRule("resume", variant="octet_stream")])

    file = client.resume(lab.person)

    assert file is not None
    assert file.media_type == "application/octet-stream"


def test_an_empty_file_is_a_file(client, lab):
    lab.state.faults.put([FaultRule("resume", variant="empty")])

    file = client.resume(lab.person)

    assert file is not None
    assert file.content == b""


def test_a_resume_that_we_may_not_see_is_not_taken_for_a_missing_one(client, lab):
    lab.state.faults.put([FaultRule("access_denied", path="binary$")])

    with pytest.raises(IcimsRefusedError) as refused:
        client.resume(lab.person)

    assert refused.value.code == 3


def test_a_huge_resume_is_cut_and_marked(connect, lab):
    lab.tenant.profiles["people"][int(lab.person)].files["resume"] = StoredFile(b"x" * 300_000)
    client = connect(max_file_bytes=100_000)

    file = client.resume(lab.person)

    assert file is not None
    assert file.oversized
    assert len(file.content) == 100_000


def test_a_huge_json_answer_is_refused(connect, lab):
    lab.tenant.set_value(lab.tenant.profiles["jobs"][int(lab.job)], "overview", "long " * 20_000)
    client = connect(max_json_bytes=50_000)

    with pytest.raises(AnswerTooLargeError):
        client.requisition(lab.job)


def test_a_merged_person_is_followed(client, lab):
    winner = lab.tenant.add_person("Ida", "Sample", "ida@example.com", StoredFile(b"newer", "new.pdf"), field61001="Go")
    lab.tenant.merge_people(int(lab.person), winner)

    file = client.resume(lab.person)

    assert file is not None
    assert file.content == b"newer"
    assert client.person_fields(lab.person, ("field61001",)) == {"field61001": "Go"}
    assert client.current_person(lab.person) == str(winner)


def test_persons_merged_in_a_circle_are_refused(client, lab):
    lab.state.faults.put([FaultRule("merged_person", into=int(lab.person))])

    with pytest.raises(IcimsRefusedError, match="merged more than"):
        client.current_person(lab.person)


def test_whether_a_person_was_merged_is_asked_once(client, lab):
    client.person_fields(lab.person, ("field61001",))
    client.resume(lab.person)

    assert lab.calls("GET people/{id} 200") == 1


@pytest.mark.parametrize("denied", ["gender", "dateofbirth", "usssn", "salary", "visa", "eeocategory"])
def test_protected_data_is_never_requested(client, lab, denied):
    with pytest.raises(InvalidInputError, match=denied):
        client.person_fields(lab.person, (denied,))

    _, sensitive, today = lab.state.usages["7383"].snapshot()
    assert (sensitive, today) == ({}, 0)


def test_protected_data_that_arrives_unasked_is_stripped(connect, raw_server):
    body = b'{"field7":{"value":"a","race":"x"},"Gender":"f","dateOfBirth":"1","baseprofile":{"id":8,"ssn":"1"}}'
    client = connect(api_url=raw_server([answered("application/json", body)]), auth="basic")

    workflow = client.applicant_workflow("5", ("field7",))

    assert workflow.fields == {"field7": {"value": "a"}}
    assert workflow.job_id == "8"


@pytest.mark.parametrize("hostile", ["", "1/../2", "１２", "-1", "1?x=1", "9" * 19, "latest"])
def test_an_id_that_is_no_number_never_enters_an_address(client, lab, hostile):
    with pytest.raises(InvalidInputError, match="workflow id"):
        client.applicant_workflow(hostile)

    assert lab.calls("") == 0


def test_updated_workflows_are_found_page_after_page(client, lab):
    made = [lab.workflow] + [
        str(lab.tenant.add_application(lab.tenant.add_person("A", "B", "a@example.com"), int(lab.job)))
        for _ in range(1_001)
    ]

    found = list(client.updated_workflows(datetime.now(UTC) - timedelta(hours=1)))

    assert found == made
    assert lab.calls("GET search/applicantworkflows 200") == 2


def test_updated_workflows_can_continue_after_a_known_one(client, lab):
    other = str(lab.tenant.add_application(int(lab.person), int(lab.job)))

    found = list(client.updated_workflows(datetime.now(UTC) - timedelta(hours=1), after_id=lab.workflow))

    assert found == [other]


def test_an_answer_without_search_results_is_an_empty_one(client, lab):
    lab.state.faults.put([FaultRule("missing_results_key")])

    assert list(client.updated_workflows(datetime.now(UTC) + timedelta(days=1))) == []


def test_a_page_of_a_gateway_is_tried_again(client, lab):
    lab.state.faults.put([FaultRule("garbled", times=1)])

    with client.budget(RetryBudget(retries=1, seconds=5, first_wait=0.01)):
        workflow = client.applicant_workflow(lab.workflow)

    assert workflow.person_id == lab.person


def test_a_page_of_a_gateway_is_not_taken_for_a_resume(client, lab):
    client.current_person(lab.person)
    lab.state.faults.put([FaultRule("garbled", times=1)])

    with client.budget(RetryBudget(retries=1, seconds=5, first_wait=0.01)):
        file = client.resume(lab.person)

    assert file is not None
    assert file.content == b"%PDF-1.7 text"


def test_the_schema_shows_the_tenants_own_fields(client):
    schema = client.schema("submittal")

    assert schema["properties"]["field51002"]["maxLength"] == 255


def test_only_known_schemas_are_asked_for(client):
    with pytest.raises(InvalidInputError):
        client.schema("../people")
