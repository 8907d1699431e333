"""Wording that should not be in a requisition is named, with what to ask for instead, and never scored."""

from datetime import date

import pytest

from scoring.requisition import Requisition, RequisitionId, ScreeningQuestion
from scoring.rubric import ConcernKind, Severity, draft_rubric, lint_requisition

TODAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("age", "Candidates under 35 years old"),
        ("age", "We want a young and energetic clerk"),
        ("age", "Age limit: 40"),
        ("recent_graduate", "Digital native"),
        ("recent_graduate", "Recent graduates only"),
        ("recent_graduate", "Graduated between 2022 and 2024"),
        ("nationality", "Must be a U.S. citizen"),
        ("nationality", "German nationals only"),
        ("native_speaker", "Native English speaker"),
        ("native_speaker", "German mother tongue"),
        ("gender", "Female candidates preferred"),
        ("gendered_title", "The salesman visits customers"),
        ("photo", "Please attach a recent photo"),
        ("family", "Must be unmarried"),
        ("salary_history", "State your current salary"),
        ("religion_or_origin", "Practising Christian"),
        ("health_or_looks", "Must be able-bodied"),
        ("culture_fit", "A cultural fit"),
        ("young_team", "Join our young and dynamic team"),
        ("where_somebody_lives", "Must live in zip code 02139"),
        ("school_name", "Degree from a top-tier university"),
        ("criminal_record", "No criminal record"),
        ("employment_gap", "Must be currently employed"),
        ("credit_history", "Good credit history"),
        ("own_car", "Must have own car"),
        ("unverifiable", "A real rockstar"),
    ],
)
def test_wording_that_should_not_be_asked_for_is_named(code, words):
    concerns = lint_requisition(_asking(words), as_of=TODAY)

    assert code in {concern.code for concern in concerns}
    assert all(concern.offer and concern.source.quote in words for concern in concerns)


@pytest.mark.parametrize(
    "words",
    [
        "Must be 18 years of age or older",
        "All applicants are considered regardless of age, marital status, citizenship or gender.",
        "Must be authorized to work in the United States",
        "Experience with cloud native applications and React Native",
        "Teach children aged 3 to 5",
        "Women and minorities are encouraged to apply",
        "Good healthcare knowledge and an attractive salary",
        "Experience with mature codebases and younger brands",
        "We do not ask for salary history",
        "Nursing graduates with a current license",
        "Knowledge of credit risk models",
    ],
)
def test_lawful_wording_is_left_alone(words):
    concerns = lint_requisition(_asking(words), as_of=TODAY)

    assert concerns == ()


@pytest.mark.parametrize(
    "words",
    [
        "Native English speaker",
        "US citizens only",
        "Digital native",
        "Under 30 years old",
        "Must be unmarried",
        "Good cultural fit",
    ],
)
def test_what_may_not_be_asked_never_becomes_a_criterion(words):
    rubric = draft_rubric(_asking(f"- {words}\n- Python"))

    assert {criterion.text for criterion in rubric.criteria} == {"Python"}
    assert any(words.split()[-1] in warning for warning in rubric.warnings)


def test_the_rest_of_an_unlawful_sentence_still_counts():
    rubric = draft_rubric(_asking("Native English speaker with 5 years of Python"))

    assert {criterion.text for criterion in rubric.criteria} == {"5 years of experience: Python"}


def test_an_unlawful_question_is_no_gate():
    question = ScreeningQuestion("q1", "Are you a US citizen?", "Yes")
    requisition = Requisition(RequisitionId("r-1"), "Clerk", questions=(question,))

    rubric = draft_rubric(requisition)

    assert [criterion.kind for criterion in rubric.criteria] == ["role"]
    assert "nationality" in {concern.code for concern in lint_requisition(requisition)}


@pytest.mark.parametrize(
    ("title", "words", "code"),
    [
        ("Junior Accountant", "10 years of experience", "level_against_years"),
        ("Clerk (entry-level)", "At least 3 years of experience", "level_against_years"),
        ("Clerk", "No experience necessary. Minimum 2 years of experience required.", "level_against_years"),
        ("Clerk", "5-3 years of experience", "reversed_range"),
    ],
)
def test_what_contradicts_itself_is_named(title, words, code):
    concerns = lint_requisition(Requisition(RequisitionId("r-1"), title, qualifications=words))

    assert {concern.code: concern.kind for concern in concerns}[code] is ConcernKind.CONTRADICTORY


def test_a_junior_title_with_few_years_is_no_contradiction():
    requisition = Requisition(RequisitionId("r-1"), "Junior Accountant", qualifications="2 years of experience")

    assert lint_requisition(requisition) == ()


def test_the_years_field_that_differs_from_the_text_is_named():
    requisition = Requisition(
        RequisitionId("r-1"), "Clerk", qualifications="At least 3 years of experience", experience_years=5.0
    )

    assert [concern.code for concern in lint_requisition(requisition)] == ["years_differ"]


def test_nobody_can_have_more_years_of_a_technology_than_have_passed():
    asked = _asking("20 years of experience with Kubernetes")

    (then,) = lint_requisition(asked, as_of=TODAY)

    assert then.kind is ConcernKind.IMPOSSIBLE
    assert "2014" in then.message
    assert lint_requisition(asked, as_of=date(2034, 1, 1)) == ()


def test_one_possible_alternative_makes_the_years_possible():
    concerns = lint_requisition(_asking("20 years of experience with Kubernetes or Java"), as_of=TODAY)

    assert concerns == ()


def test_many_words_coded_for_one_gender_are_a_remark():
    words = "Ambitious, assertive, competitive and fearless leaders who dominate challenging battles."

    concerns = lint_requisition(_asking(words), as_of=TODAY)

    coded = next(concern for concern in concerns if concern.code == "gender_coded_words")
    assert coded.severity is Severity.LOW
    assert "masculine" in coded.message


def test_soft_must_haves_are_called_unverifiable_once():
    words = "- Excellent communication skills\n- Attention to detail\n- Positive attitude\n- Team player"

    (concern,) = lint_requisition(_asking(words), as_of=TODAY)

    assert concern.code == "unverifiable_must_haves"


def test_the_gravest_concern_comes_first():
    concerns = lint_requisition(_asking("A rockstar. Cultural fit. Native speaker."), as_of=TODAY)

    assert [concern.severity for concern in concerns] == [Severity.HIGH, Severity.MEDIUM, Severity.LOW]


def _asking(words: str) -> Requisition:
    return Requisition(RequisitionId("r-1"), "", qualifications=words)
