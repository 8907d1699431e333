"""The mapping file of a tenant: what it may say, and how a mistake in it is named."""

import pytest
from field_mappings import EXAMPLE, mapping

from icims.field_names import LOGICAL_NAMES, PERSON_FACTS
from icims.fields import FieldMapping
from scoring.errors import InvalidInputError


def test_the_example_of_the_documentation_is_valid():
    example = FieldMapping.load(EXAMPLE)

    assert example.assessment_name == "Candidate Scoring"
    assert example.triggers("D10100")
    assert not example.triggers("C12295")


def test_the_documentation_names_every_logical_name():
    text = (EXAMPLE.parent / "field-mapping.md").read_text(encoding="utf-8")

    assert [name for name in sorted(LOGICAL_NAMES) if f"`{name}`" not in text] == []


@pytest.mark.parametrize("name", sorted(LOGICAL_NAMES - PERSON_FACTS))
def test_nothing_that_depends_on_the_job_may_be_written_to_a_person(name):
    with pytest.raises(InvalidInputError, match="depends on the job"):
        mapping(**{name: {"field": "field1", "target": "person"}})


MISTAKES = {
    "unknown name": (
        "fields:\n  fit_scor: {field: field1}\n",
        "line 2: fields.fit_scor: is not a name of ours (did you",
    ),
    "import header": ("fields:\n  source: {field: rcf3192}\n", "line 2: fields.source.field"),
    "standard field": ("fields:\n  source:\n    field: gender\n", "line 3: fields.source.field"),
    "denied name": ("fields:\n  desired_salary: {field: field1}\n", "line 2: fields.desired_salary: is protected"),
    "denied question": (
        "screening:\n  - {question: 'What is your race?', field: field1}\n",
        'line 2: screening.0.question: asks about "race"',
    ),
    "score on a person": (
        "fields:\n  source: {field: field2}\n  AI_Match_Score:\n    field: field1\n    target: person\n",
        "line 5: fields.AI_Match_Score.target: depends on the job",
    ),
    "unknown key": (
        "fields:\n  source: {field: field1, colour: red}\n",
        "line 2: fields.source.colour: is not known here",
    ),
    "field taken": (
        "fields:\n  source: {field: field1}\n  tags: {field: field1}\n",
        "line 3: fields.tags.field: field1 is taken by source already",
    ),
    "no such group": (
        "fields:\n  source: {field: field1, group: field9}\n",
        "line 2: fields.source.group: field9 is not described under groups",
    ),
    "options of a text": (
        "fields:\n  source: {field: field1, options: {a: C1}}\n",
        "line 2: fields.source.options: belong to list and multi-list only",
    ),
    "unknown type": ("fields:\n  source: {field: field1, type: blob}\n", "line 2: fields.source.type"),
    "bad status": ("trigger_statuses:\n  - D10100\n  - New\n", "line 3: trigger_statuses.1"),
    "key twice": (
        "fields:\n  source: {field: field1}\n  source: {field: field2}\n",
        "line 3: source stands there twice",
    ),
    "not yaml": ("fields: [\n", "line 2: is not readable YAML"),
    "a list": ("- a\n", "line 1: the file"),
    "question twice": (
        "screening:\n  - {question: One or two, field: field1}\n  - {question: Two or one, field: field1}\n",
        "line 3: screening.1: a second question with the id field1",
    ),
}


@pytest.mark.parametrize(("text", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_line_and_key(tmp_path, text, message):
    path = tmp_path / "fields.yml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InvalidInputError) as refused:
        FieldMapping.load(path)

    assert str(refused.value).startswith(f"fields.yml {message}")
    assert "\n" not in str(refused.value)


def test_a_mistake_in_an_object_is_named_with_its_key():
    with pytest.raises(InvalidInputError, match=r"^field mapping: fields\.source\.field: is missing$"):
        FieldMapping.parse({"fields": {"source": {}}})


def test_a_value_in_the_wrong_place_is_not_repeated():
    with pytest.raises(InvalidInputError) as refused:
        FieldMapping.parse({"fields": {"source": {"field": "hunter2"}}})

    assert "hunter2" not in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InvalidInputError, match=r"^none\.yml: cannot be read"):
        FieldMapping.load(tmp_path / "none.yml")


def test_an_empty_file_maps_nothing(tmp_path):
    path = tmp_path / "empty.yml"
    path.write_text("# nothing yet\n", encoding="utf-8")

    assert FieldMapping.load(path).patches({"source": "x"}).workflow == {}


def test_a_bare_yes_in_the_file_means_the_word(tmp_path):
    path = tmp_path / "fields.yml"
    path.write_text(
        "screening:\n  - {question: Do you travel, field: field1, required_answer: Yes}\n"
        "fields:\n  AI_Flag_For_Review: {field: field2, type: list, options: {Yes: C1}}\n",
        encoding="utf-8",
    )

    tenant = FieldMapping.load(path)

    assert tenant.questions("1")[0].required_answer == "Yes"
    assert tenant.patches({"AI_Flag_For_Review": True}).workflow == {"field2": {"id": "C1"}}
