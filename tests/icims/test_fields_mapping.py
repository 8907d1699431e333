"""The mapping file of a tenant: what it may say, and what becomes of our values."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icims.field_names import LOGICAL_NAMES, PERSON_FACTS
from icims.field_values import clean_text, field_value, shortened
from icims.fields import FieldMapping, same_status
from icims.models import STATUS_INCOMPLETE
from icims.simulator import Field, Kind
from scoring.errors import InvalidInputError
from scoring.requisition import ScreeningQuestion
from scoring.resume import Answer

EXAMPLE = Path(__file__).parents[2] / "docs" / "field-mapping.example.yml"


def mapping(**fields):
    return FieldMapping.parse({"fields": fields})


def utf16(text):
    return len(text.encode("utf-16-le")) // 2


def test_the_example_of_the_documentation_is_valid():
    example = FieldMapping.load(EXAMPLE)

    assert example.assessment_name == "Candidate Scoring"
    assert example.triggers("D10100")
    assert not example.triggers("C12295")


def test_the_documentation_names_every_logical_name():
    text = (EXAMPLE.parent / "field-mapping.md").read_text(encoding="utf-8")

    assert [name for name in sorted(LOGICAL_NAMES) if f"`{name}`" not in text] == []


def test_values_are_merged_into_one_patch_of_each_profile():
    example = FieldMapping.load(EXAMPLE)
    at = datetime(2026, 5, 31, 14, 10, tzinfo=UTC)

    patches = example.patches(
        {
            "overall_match_score": Decimal("87.25"),
            "AI_Strength_Summary": "Led services\nand teams",
            "AI_Flag_For_Review": True,
            "processing_timestamp": at,
            "priority_tier": "strong",
            "tags": "AI_Review_Required, AI_Top_20%",
            "skills_gap_analysis": "No Kubernetes",
            "years_of_experience": 7.5,
            "key_skills": ("Python", "SQL"),
            "missing_requirements": (),
        }
    )

    assert patches.workflow == {
        "field51001": 87.25,
        "field51002": "Led services\nand teams",
        "field51004": True,
        "field51005": "2026-05-31 02:10 PM",
        "field51007": {"id": "C41001"},
        "field51008": [{"id": "C42002"}, {"id": "C42001"}],
    }
    assert patches.person == {"field61001": 7.5, "field61002": "Python, SQL"}
    (entry,) = patches.entries
    assert (entry.group, entry.key_field, entry.key) == ("field52000", "field52001", "Candidate Scoring")
    assert entry.values == {"field52003": "No Kubernetes"}
    assert patches.left_out == ()


@pytest.mark.parametrize("given_name", ["overall_match_score", "AI_Match_Score"])
@pytest.mark.parametrize("mapped_name", ["overall_match_score", "AI_Match_Score"])
def test_either_name_of_the_same_value_reaches_the_field(given_name, mapped_name):
    patches = mapping(**{mapped_name: {"field": "field1", "type": "number"}}).patches({given_name: 87})

    assert patches.workflow == {"field1": 87}


@pytest.mark.parametrize("empty", [None, "", (), [], "  ", "<b></b>", "\u200b\x07"])
def test_empty_values_are_left_out_so_that_nothing_is_deleted(empty):
    patches = mapping(source={"field": "field1"}, ai_red_flags={"field": "field2"}).patches(
        {"source": empty, "ai_red_flags": "x"}
    )

    assert patches.workflow == {"field2": "x"}


def test_values_without_a_field_are_ignored():
    patches = FieldMapping().patches({"source": "ai_scoring_v1", "fit_score": 3})

    assert (patches.workflow, patches.person, patches.entries) == ({}, {}, ())


def test_a_value_without_an_option_is_left_out_and_named():
    tenant = mapping(
        priority_tier={"field": "field1", "type": "list", "options": {"A": "C1"}},
        tags={"field": "field2", "type": "multi-list", "options": {"x": "C2"}},
    )

    patches = tenant.patches({"priority_tier": "Z", "tags": ["x", "unknown"]})

    assert patches.workflow == {"field2": [{"id": "C2"}]}
    assert patches.left_out == ("priority_tier",)


def test_a_list_without_options_is_written_by_its_label():
    patches = mapping(priority_tier={"field": "field1", "type": "list"}).patches({"priority_tier": "Strong"})

    assert patches.workflow == {"field1": {"value": "Strong"}}


def test_a_name_that_is_not_ours_is_refused_when_writing():
    with pytest.raises(InvalidInputError, match=r"fit_scores is not a name of ours \(did you mean fit_score\?\)"):
        FieldMapping().patches({"fit_scores": 1})


@pytest.mark.parametrize("value", ["many", float("nan"), True, "Infinity", 10**13])
def test_what_is_no_number_is_refused_for_a_number_field(value):
    with pytest.raises(InvalidInputError, match="fit_score: a number is due"):
        mapping(fit_score={"field": "field1", "type": "number"}).patches({"fit_score": value})


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("number", Decimal("87.00"), 87),
        ("number", "62.5", 62.5),
        ("text", Decimal("87.50"), "87.5"),
        ("text", Decimal(100), "100"),
        ("text", True, "Yes"),
        ("checkbox", "no", False),
        ("date", "2026-05-31", "2026-05-31"),
        ("datetime", "2026-05-31T23:30:00+02:00", "2026-05-31 09:30 PM"),
    ],
)
def test_values_take_the_form_of_their_field(kind, value, written):
    assert field_value(kind, value, 255, {}) == written


@pytest.mark.parametrize(("kind", "value"), [("datetime", "2026-05-31T23:30:00"), ("date", "soon"), ("datetime", 5)])
def test_a_time_that_could_mean_two_things_is_refused(kind, value):
    with pytest.raises(InvalidInputError, match="is due"):
        field_value(kind, value, 255, {})


def test_long_texts_end_after_a_word_with_an_ellipsis():
    assert shortened("Led Python services for many years", 20) == "Led Python services…"
    assert shortened("Led Python services, for many years", 22) == "Led Python services…"
    assert shortened("Led Python", 10) == "Led Python"


def test_one_endless_word_is_cut_inside():
    assert shortened("x" * 50, 10) == "x" * 9 + "…"


@given(st.text(min_size=1), st.integers(8, 60))
def test_no_text_exceeds_its_field_or_carries_markup(text, longest):
    written = shortened(clean_text(text), longest)

    assert utf16(written) <= longest
    assert not set(written) & set("<>\x00\x1b\u202e\n")


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a <script>alert(1)</script> b", "a alert(1) b"),
        ("<scr<b>ipt>x", "under scr ipt over x"),
        ("<3 years, >=5 hires, a -> b", "under 3 years, ≥5 hires, a → b"),
        ("bell\x07 \u202etrojan\u200b\ttab", "bell trojan tab"),
        ("line one\nline two.\n\nthree", "line one; line two. three"),
    ],
)
def test_markup_and_control_characters_do_not_reach_a_field(text, cleaned):
    assert clean_text(text) == cleaned


def test_a_text_area_keeps_its_lines():
    assert clean_text("one \n\n\n\n two\n- three", lines=True) == "one\n\ntwo\n- three"


def test_the_assessment_texts_keep_the_lengths_of_the_tenant():
    text = "a " * 300
    update = FieldMapping().result_update(Decimal(50), text, text)
    wider = FieldMapping.parse({"assessment": {"notes_length": 400}}).result_update(None, "", text)

    assert (len(update.result), len(update.notes), len(wider.notes)) == (128, 192, 400)


def test_what_was_not_scored_is_marked_incomplete():
    update = FieldMapping().result_update(None, "Not scored", "", complete=False)

    assert (update.score, update.status_id) == (None, STATUS_INCOMPLETE)


def test_screening_questions_belong_to_the_jobs_they_name():
    example = FieldMapping.load(EXAMPLE)

    assert [question.id for question in example.questions("1008")] == ["rn_licence", "field61020"]
    assert [question.id for question in example.questions("9999")] == ["field61020"]
    assert example.questions("1008")[0] == ScreeningQuestion(
        "rn_licence", "Do you hold a current registered nurse licence?", "Yes"
    )


def test_screening_answers_are_read_from_both_profiles():
    example = FieldMapping.load(EXAMPLE)
    assert (example.answer_fields("workflow"), example.answer_fields("person")) == (("field51020",), ("field61020",))

    answers = example.answers("1008", {"field51020": {"id": "C1", "value": "Yes"}}, {"field61020": 4})

    assert answers == (
        Answer("rn_licence", "Do you hold a current registered nurse licence?", "Yes"),
        Answer("field61020", "How many years have you led a team?", "4"),
    )


def test_a_question_that_was_not_answered_has_no_answer():
    assert FieldMapping.load(EXAMPLE).answers("1008", {}, None) == ()


def test_without_a_list_every_status_triggers():
    assert FieldMapping().triggers("C1")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("C20786", "20786", True),
        ("D10100", "D10100", True),
        ("C1", "C2", False),
        ("", "", False),
        ("20786", "C20786", True),
    ],
)
def test_statuses_are_compared_without_their_letter(one, other, same):
    assert same_status(one, other) is same


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


def schemas(client):
    kinds = {"workflow": "submittal", "person": "person", "job": "job"}
    return {target: client.schema(kind) for target, kind in kinds.items()}


def test_a_mapping_that_fits_the_tenant_has_no_problems(client, lab):
    children = (Field("field52001"), Field("field52002"))
    lab.tenant.add_field("applicantworkflows", Field("field52000", Kind.GROUP, children=children))
    lab.tenant.add_field("jobs", Field("field71001", Kind.HTML, "Nice to have"))
    tenant = FieldMapping.parse(
        {
            "fields": {
                "AI_Match_Score": {"field": "field51001", "type": "number"},
                "AI_Strength_Summary": {"field": "field51002", "max_length": 255},
                "Top_Skills_Matched": {"field": "field52002", "group": "field52000"},
                "key_skills": {"field": "field61001", "target": "person"},
            },
            "groups": {"field52000": {"key_field": "field52001", "key": "ours"}},
            "screening": [{"question": "Do you travel?", "field": "field51002"}],
            "requisition": {"fields": ["field71001"]},
        }
    )

    assert tenant.check(schemas(client)) == []


def test_what_does_not_fit_the_tenant_is_listed(client, lab):
    lab.tenant.add_field("applicantworkflows", Field("field51009", Kind.TEXT, "Veteran status"))
    lab.tenant.options.hidden = {"people": ["field61001"]}
    tenant = FieldMapping.parse(
        {
            "fields": {
                "AI_Match_Score": {"field": "field51002", "type": "multi-list"},
                "AI_Strength_Summary": {"field": "field51002", "max_length": 500, "group": "field9"},
                "source": {"field": "field51009"},
                "missing_requirements": {"field": "field51001", "type": "text", "max_length": 300},
                "key_skills": {"field": "field61001", "target": "person"},
            },
            "groups": {"field9": {"key_field": "field10", "key": "ours"}},
            "screening": [{"question": "Do you travel?", "field": "field99"}],
            "requisition": {"fields": ["field98"]},
        }
    )

    problems = tenant.check(schemas(client))

    assert problems == [
        "AI_Match_Score: field51002 is of type string, the mapping says multi-list",
        "AI_Strength_Summary: group field9 is not in the workflow schema: it does not exist or is hidden from us",
        'source: field51009 is labelled "veteran"; such a field must not be used',
        "missing_requirements: field51001 is of type integer, the mapping says text",
        "key_skills: field61001 is not in the person schema: it does not exist or is hidden from us",
        "screening field99: field99 is not in the workflow schema: it does not exist or is hidden from us",
        "requisition: field98 is not in the job schema: it does not exist or is hidden from us",
    ]


def test_a_field_that_is_too_short_is_listed(client):
    tenant = FieldMapping.parse({"fields": {"source": {"field": "field51002", "max_length": 500}}})

    assert tenant.check(schemas(client)) == ["source: field51002 takes 255 characters, the mapping says 500"]
