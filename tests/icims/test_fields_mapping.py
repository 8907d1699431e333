"""What becomes of our values and of the answers of a candidate under the mapping of a tenant."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from field_mappings import EXAMPLE, mapping

from icims.fields import FieldMapping, same_status
from icims.models import STATUS_INCOMPLETE
from scoring.errors import InvalidInputError
from scoring.requisition import ScreeningQuestion
from scoring.resume import Answer


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
