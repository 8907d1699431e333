import pytest
from score_builders import a_criterion, a_gate, a_rating, a_rubric, an_assessment

from scoring.assessment import Verdict
from scoring.requirements import missing_requirements, skills_gap
from scoring.rubric import CriterionKind


def test_only_gates_that_are_not_met_are_missing():
    rubric = a_rubric(a_gate("python"), a_gate("sql"), a_criterion("go"))
    assessment = an_assessment(a_rating("python", 3), a_rating("sql", 0), a_rating("go", 0))

    missing = missing_requirements(rubric, assessment)

    assert [(requirement.criterion_id, requirement.verdict) for requirement in missing] == [("sql", Verdict.UNMET)]


@pytest.mark.parametrize(
    ("verdict", "reported"),
    [(Verdict.UNMET, Verdict.UNMET), (Verdict.PARTLY, Verdict.UNMET), (Verdict.UNKNOWN, Verdict.UNKNOWN)],
    ids=["unmet", "partly", "unknown"],
)
def test_a_missing_requirement_is_unmet_or_unknown(verdict, reported):
    (missing,) = missing_requirements(a_rubric(a_gate("sql")), an_assessment(a_rating("sql", 0, verdict)))

    assert missing.verdict is reported


@pytest.mark.parametrize("kind", list(CriterionKind), ids=str)
def test_every_kind_of_requirement_comes_with_a_question(kind):
    rubric = a_rubric(a_gate("g", kind=kind, text="Active RN license."))

    (missing,) = missing_requirements(rubric, an_assessment(a_rating("g", 0)))

    assert "Active RN license" in missing.question
    assert ".." not in missing.question


def test_what_a_resume_seldom_says_is_asked_for_but_is_no_gap():
    rubric = a_rubric(a_gate("teamwork", kind=CriterionKind.OTHER))
    assessment = an_assessment(a_rating("teamwork", 0, Verdict.UNKNOWN))

    (missing,) = missing_requirements(rubric, assessment)

    assert missing.question == "Please confirm or describe: teamwork."
    assert not missing.needs_review
    assert skills_gap(rubric, assessment) == ""


def test_the_gap_is_told_in_the_words_of_the_job_with_must_haves_first():
    rubric = a_rubric(
        a_criterion("go", weight=1, text="Go is a plus"),
        a_criterion("aws", weight=5, text="Experience with AWS"),
        a_criterion("sql", weight=2, text="SQL"),
        a_gate("python", text="Strong Python"),
    )
    assessment = an_assessment(a_rating("go", 0), a_rating("aws", 2), a_rating("sql", 4), a_rating("python", 0))

    gap = skills_gap(rubric, assessment)

    assert gap.splitlines() == [
        "Required: Strong Python (not shown)",
        "Asked for: Experience with AWS (partly shown)",
        "Asked for: Go is a plus (not shown)",
    ]
