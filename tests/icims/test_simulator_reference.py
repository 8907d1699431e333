"""Forms, lists and schemas of the simulated iCIMS."""

import pytest
from simulator_lab import simulated

QUESTIONS = {
    "q1": {"type": "TEXTFIELD", "required": True, "searchable": False, "text": "What was shown?"},
    "q2": {"type": "NUMBER", "required": False, "searchable": False},
}


@pytest.fixture
def lab():
    with simulated() as lab:
        yield lab


@pytest.fixture
def form(lab):
    return lab.tenant.forms.define("Evaluation", QUESTIONS, display_name="*Evaluation", type="Recruiting Workflow")


def submit(lab, method="POST", **answers):
    return lab.call(method, "forms", json={"formname": "Evaluation", "owner": 10001, "answers": answers})


def test_forms_are_listed_without_the_disabled_ones(lab, form):
    lab.tenant.forms.define("Old", {}, disabled=True)

    listed = [lab.get(path).json()["forms"] for path in ("forms", "forms/list")]

    assert listed[0] == listed[1]
    assert [each["formname"] for each in listed[0]] == ["Evaluation"]
    assert listed[0][0]["displayName"] == "*Evaluation"


def test_questions_of_a_form_are_keyed_by_number(lab, form):
    lab.tenant.forms.define("Old", {}, disabled=True)

    assert lab.get("forms/Evaluation/meta").json() == QUESTIONS
    assert [lab.get(f"forms/{name}/meta").status_code for name in ("Old", "Nothing")] == [403, 404]


def test_a_completed_form_is_read_as_json_and_as_text(lab, form):
    location = submit(lab, q1="Designed a queue", q2=4).headers["Location"]

    shown = lab.session.get(location, timeout=10).json()
    text = lab.session.get(f"{location}.txt", timeout=10).text

    assert (shown["q1"], shown["q2"], shown["owner"]["id"]) == ("Designed a queue", 4, 10001)
    assert text.splitlines()[:4] == ["*Evaluation", "", "What was shown?", "Designed a queue"]


def test_a_second_post_is_refused_and_a_put_replaces(lab, form):
    first = submit(lab, q1="first")

    statuses = [submit(lab, q1="second").status_code, submit(lab, "PUT", q1="third").status_code]

    assert statuses == [400, 204]
    assert lab.session.get(first.headers["Location"], timeout=10).json()["q1"] == "third"


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({"q2": 3}, id="a-required-answer-missing"),
        pytest.param({"q1": "x", "q9": "y"}, id="an-unknown-question"),
        pytest.param({"q1": "<a href='x'>"}, id="markup"),
    ],
)
def test_bad_answers_are_refused(lab, form, answers):
    assert submit(lab, **answers).status_code == 400


def test_ordinary_punctuation_is_no_markup(lab, form):
    assert submit(lab, q1='5 > 3, it\'s "fine" / done').status_code == 201


def test_lists_are_named_and_their_nodes_are_paged(lab):
    for number in range(600):
        lab.tenant.lists.add("lists.skills", f"Skill {number}")

    first = lab.get("v2/lists/lists.skills").json()
    second = lab.get("v2/lists/lists.skills?page=1").json()

    assert "lists.submittal.status" in lab.get("v2/lists").json()["lists"]
    assert (len(first["nodes"]), first["hasmore"]) == (500, True)
    assert (len(second["nodes"]), second["hasmore"]) == (100, False)
    assert lab.get("v2/lists/lists.nothing").status_code == 404


def test_the_schema_tells_custom_fields_with_label_and_length(lab):
    schema = lab.get("profiledefinitions/v1/submittal/schema").json()

    assert schema["properties"]["field51002"]["title"] == "Summary"
    assert schema["properties"]["field51002"]["maxLength"] == 20
    results = schema["properties"]["assessmentresults"]["items"]["properties"]
    assert results["assessmentnotes"]["maxLength"] == 192


def test_a_hidden_field_is_missing_from_the_schema(lab):
    lab.tenant.options.hidden = {"applicantworkflows": ["field51002"]}

    assert "field51002" not in lab.get("profiledefinitions/v1/submittal/schema").json()["properties"]
    assert lab.get("profiledefinitions/v1/submittal/field51002/schema").status_code == 404
    assert lab.get("profiledefinitions/v1/submittal/field51001/schema").json()["type"] == "number"


@pytest.mark.parametrize("schema_type", ["person", "job", "company", "submittal"])
def test_every_type_has_its_schemas(lab, schema_type):
    paths = ("schema", "search/resultsSchema", "search/filtersSchema")

    answers = [lab.get(f"profiledefinitions/v1/{schema_type}/{path}").json() for path in paths]

    assert all(answer["type"] == "object" for answer in answers)
