import pytest
from score_builders import a_criterion, a_gate, a_rating, a_rubric, an_assessment

from scoring.assessment import Verdict
from scoring.directions import both_directions
from scoring.profile import Education, Profile, SkillMention, Span
from scoring.rubric import CriterionKind, EducationLevel, Option


def a_profile(*skills, years=None, level=None):
    mentions = tuple(SkillMention(name, Span(0, 1), None, True) for name in skills)
    education = (Education(level, "", "", "", None, True, Span(0, 1)),) if level else ()
    return Profile(skills=mentions, years_experience=years, education=education)


def test_how_much_of_the_job_is_found_leaves_out_what_cannot_be_told():
    rubric = a_rubric(a_criterion("a", weight=4), a_criterion("b", weight=4), a_gate("c"))
    ratings = (a_rating("a", 4), a_rating("b", 0, Verdict.UNKNOWN), a_rating("c", 0))

    assert both_directions(rubric, an_assessment(*ratings), a_profile()).job_found == pytest.approx(4 / 7, abs=0.001)


def test_a_gate_that_a_resume_can_only_pass_is_not_found_in_it():
    rubric = a_rubric(a_criterion("a"), a_gate("teamwork", kind=CriterionKind.OTHER))
    ratings = (a_rating("a", 0), a_rating("teamwork", 4))

    assert both_directions(rubric, an_assessment(*ratings), a_profile()).job_found == 0


def test_how_much_of_the_resume_the_job_uses_counts_distinct_skills():
    rubric = a_rubric(a_criterion("Python"), a_criterion("Postgres"))
    ratings = (a_rating("Python", 4), a_rating("Postgres", 4))

    directions = both_directions(
        rubric, an_assessment(*ratings), a_profile("Python", "Python", "Perl", "PostgreSQL", "Go")
    )

    assert directions.resume_used == 0.5
    assert both_directions(rubric, an_assessment(*ratings), a_profile()).resume_used is None


@pytest.mark.parametrize(("years", "noted"), [(3, False), (8, False), (11, True), (None, False)])
def test_far_more_years_than_asked_are_a_note(years, noted):
    option = Option(CriterionKind.EXPERIENCE, min_years=3)
    rubric = a_rubric(a_criterion("years", kind=CriterionKind.EXPERIENCE, options=(option,)))

    notes = both_directions(rubric, an_assessment(a_rating("years", 4)), a_profile(years=years)).notes

    assert bool(notes) == noted


def test_a_much_higher_degree_is_a_note():
    option = Option(CriterionKind.EDUCATION, min_level=EducationLevel.BACHELOR)
    rubric = a_rubric(a_criterion("degree", kind=CriterionKind.EDUCATION, options=(option,)))
    assessment = an_assessment(a_rating("degree", 4))

    assert both_directions(rubric, assessment, a_profile(level=EducationLevel.MASTER)).notes == ()
    (note,) = both_directions(rubric, assessment, a_profile(level=EducationLevel.DOCTORATE)).notes
    assert "doctorate" in note
