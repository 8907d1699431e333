"""What a requisition asks for becomes criteria that quote it."""

import pytest

from scoring.requisition import Requisition, RequisitionId, ScreeningQuestion
from scoring.rubric import (
    CriterionKind,
    EducationLevel,
    Mode,
    Option,
    Rubric,
    draft_rubric,
    requisition_from_text,
)
from scoring.rubric.titles import role_named

ADVERTISEMENT = """Senior Data Engineer

About the role
We move parcels, and you build the pipelines that our planners rely on.

Responsibilities
- Design and run batch and streaming pipelines
- Review code and mentor two colleagues

Requirements
- 5+ years of experience with Python or Java
- Experience with Airflow and SQL
- Bachelor's degree in Computer Science or 4 years of experience
- Excellent communication skills
- Ability to travel up to 20 %

Nice to have
- Terraform
- AWS certification

Benefits
- 401(k), dental, and a salary of $120,000

We are an equal opportunity employer, regardless of age, marital status or nationality.
"""
SKILL, EXPERIENCE, EDUCATION = CriterionKind.SKILL, CriterionKind.EXPERIENCE, CriterionKind.EDUCATION


def test_a_must_have_is_a_gate_and_is_scored_with_the_same_quote():
    rubric = _asking("Python is required")

    (gate,), (scored,) = rubric.of_mode(Mode.GATE), rubric.of_mode(Mode.SCORED)

    assert (gate.id, scored.id) == ("g-skill-python", "s-skill-python")
    assert (gate.weight, scored.weight) == (0, 4)
    assert gate.source == scored.source
    assert gate.source.quote == "Python is required"


def test_a_nice_to_have_is_scored_low_and_is_no_gate():
    rubric = _asking("Python is a plus")

    (criterion,) = rubric.criteria

    assert criterion.mode is Mode.SCORED
    assert criterion.weight == 2


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("3+ years of experience with Python or Java", [(Option(EXPERIENCE, ("Python", "Java"), 3.0),)]),
        (
            "3+ years of experience with Python and Java",
            [(Option(EXPERIENCE, ("Python",), 3.0),), (Option(EXPERIENCE, ("Java",), 3.0),)],
        ),
        ("Experience with Python, Java, or C++", [(Option(SKILL, ("Python", "Java", "C++")),)]),
        ("Experience with Python, Java and C++", [(Option(SKILL, (name,)),) for name in ("Python", "Java", "C++")]),
        ("At least two years of experience", [(Option(EXPERIENCE, (), 2.0),)]),
        ("5 to 7 years as a payroll specialist", [(Option(EXPERIENCE, ("payroll specialist",), 5.0),)]),
        (
            "5 steady years in a Level II Payroll Clerk position",
            [(Option(EXPERIENCE, ("Level II Payroll Clerk",), 5.0),)],
        ),
        ("2 years as a Web Developer/C# Developer", [(Option(EXPERIENCE, ("Web Developer", "C# Developer"), 2.0),)]),
        ("Steady work as a welder for 3 years", [(Option(EXPERIENCE, ("welder",), 3.0),)]),
        ("Java (5 years)", [(Option(EXPERIENCE, ("Java",), 5.0),)]),
        (
            "Bachelor's degree or 4 years of experience",
            [(Option(EDUCATION, min_level=EducationLevel.BACHELOR), Option(EXPERIENCE, (), 4.0))],
        ),
        (
            "Bachelor's degree in Nursing and 2 years of experience",
            [
                (Option(EDUCATION, min_level=EducationLevel.BACHELOR, fields=("Nursing",)),),
                (Option(EXPERIENCE, (), 2.0),),
            ],
        ),
        (
            "Master's degree with 3 years or Bachelor's degree with 5 years of experience",
            [
                (
                    Option(EDUCATION, min_years=3.0, min_level=EducationLevel.MASTER),
                    Option(EDUCATION, min_years=5.0, min_level=EducationLevel.BACHELOR),
                )
            ],
        ),
        ("High school diploma or GED", [(Option(EDUCATION, min_level=EducationLevel.HIGH_SCHOOL),)]),
        ("RN or LPN license required", [(Option(CriterionKind.CERTIFICATION, ("RN", "LPN license")),)]),
        ("Fluent in English and Spanish", [(Option(CriterionKind.LANGUAGE, (n,)),) for n in ("English", "Spanish")]),
        ("Fluent in English or fluent in Spanish", [(Option(CriterionKind.LANGUAGE, ("English", "Spanish")),)]),
        ("Knowledge of the Quuxmaster 9 tool", [(Option(SKILL, ("Quuxmaster 9 tool",)),)]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_alternatives_and_minimums_are_read_from_the_wording(words, options):
    gates = _asking(words).of_mode(Mode.GATE)

    assert sorted(map(repr, options)) == sorted(repr(gate.options) for gate in gates)


def test_a_list_of_examples_is_one_criterion_that_nothing_can_be_missing_from():
    rubric = _asking("Experience with relational databases such as PostgreSQL, MySQL and Oracle")

    (criterion,) = rubric.criteria

    assert criterion.mode is Mode.SCORED
    assert set(criterion.options[0].terms) >= {"PostgreSQL", "MySQL"}


@pytest.mark.parametrize(
    ("words", "must", "nice"),
    [
        ("Python required, Java preferred", {"Python"}, {"Java"}),
        ("Python, Java (preferred) and SQL", {"Python", "SQL"}, {"Java"}),
        ("You bring Python. Ideally you know Java.", {"Python"}, {"Java"}),
    ],
)
def test_one_sentence_can_want_several_things_differently(words, must, nice):
    rubric = _asking(words)

    gates = {gate.text for gate in rubric.of_mode(Mode.GATE)}
    low = {criterion.text for criterion in rubric.of_mode(Mode.SCORED) if criterion.weight <= 2}

    assert gates == must
    assert low == nice


def test_a_whole_advertisement_becomes_gates_scores_and_notes():
    rubric = draft_rubric(requisition_from_text(ADVERTISEMENT, "r-1"))

    texts = {mode: [criterion.text for criterion in rubric.of_mode(mode)] for mode in Mode}

    assert texts[Mode.GATE] == [
        "5 years of experience: Python or Java",
        "Airflow",
        "SQL",
        "Bachelor's degree in Computer Science, or 4 years of experience",
        "communication skills",
        "travel",
    ]
    assert {"Senior Data Engineer", "Terraform", "AWS certification"} <= set(texts[Mode.SCORED])
    assert any("streaming pipelines" in text for text in texts[Mode.SCORED])
    assert not any(word in str(texts) for word in ("401", "dental", "opportunity", "nationality"))


def test_a_paragraph_without_headings_is_understood():
    rubric = draft_rubric(
        requisition_from_text(
            "We are looking for a payroll specialist to join us in Leeds. You must have at least three years of "
            "experience in payroll and be fluent in German. Knowledge of SAP would be nice. We offer a good salary.",
            "r-1",
        )
    )

    gates = {gate.text for gate in rubric.of_mode(Mode.GATE)}

    assert rubric.title == "payroll specialist"
    assert gates == {"3 years of experience: payroll", "German"}
    assert [c.weight for c in rubric.of_mode(Mode.SCORED) if "SAP" in c.text] == [2]


def test_a_list_of_tags_is_scored_without_gates():
    rubric = draft_rubric(requisition_from_text("seo; google analytics; copywriting; seo specialist", "r-1"))

    assert rubric.title == "seo specialist"
    assert not rubric.of_mode(Mode.GATE)
    assert [c.text for c in rubric.criteria if c.kind is SKILL] == ["seo", "google analytics", "copywriting"]


def test_a_screening_question_with_a_qualifying_answer_is_a_gate():
    question = ScreeningQuestion("q7", "Are you authorised to work in Canada?", "Yes")

    rubric = draft_rubric(Requisition(RequisitionId("r-1"), "Nurse", questions=(question,)))

    (gate,) = rubric.of_mode(Mode.GATE)
    assert gate.kind is CriterionKind.ANSWER
    assert gate.options[0].terms == ("Yes",)
    assert (gate.source.field, gate.source.quote) == ("question:q7", question.text)


def test_the_experience_field_and_the_text_ask_once_for_the_same_years():
    requisition = Requisition(
        RequisitionId("r-1"), "Clerk", qualifications="5 years of experience", experience_years=5.0
    )

    gates = draft_rubric(requisition).of_mode(Mode.GATE)

    assert [gate.text for gate in gates] == ["5 years of experience"]


def test_a_long_list_of_must_haves_keeps_its_gates_within_the_bound():
    names = "\n".join(f"- Experience with Tool{number}" for number in range(60))

    rubric = _asking(names)

    assert len(rubric.criteria) == 40
    assert len(rubric.of_mode(Mode.GATE)) == 20


def test_a_name_does_not_reach_across_a_degree():
    rubric = _asking("Experience with quuxing of a Bachelor's degree level")

    assert {criterion.text for criterion in rubric.criteria} == {"quuxing", "Bachelor's degree"}


def _asking(words: str) -> Rubric:
    return draft_rubric(Requisition(RequisitionId("r-1"), "", qualifications=words))


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Secondary School Teachers, Except Special and Technical Education", "Secondary School Teachers"),
        ("Managers, All Other", "Managers"),
        ("Nurse (excluding intensive care)", "Nurse"),
    ],
)
def test_what_a_title_leaves_out_is_not_asked_for(title, role):
    assert role_named(title) == role
