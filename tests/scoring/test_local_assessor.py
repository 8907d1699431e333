"""What holds for every criterion that is assessed locally: alternatives, answers, quotes, repetition."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from local_ratings import AS_OF, ASSESSOR, RESUME, a_criterion, rated, warned

from scoring.assess import assess_resume
from scoring.assessment import Verdict
from scoring.local import LocalAssessor
from scoring.profile import read_profile
from scoring.resume import Answer, Resume
from scoring.rubric import CriterionKind, EducationLevel, Mode, Option, Rubric
from scoring.taxonomy import load_taxonomy


def test_the_whole_resume_is_compared_with_the_whole_job():
    whole = a_criterion(CriterionKind.ROLE, options=(Option(CriterionKind.ROLE),))
    words = "Payment services in Python and PostgreSQL, billing scripts, Kubernetes, Terraform, Docker, engineers"
    close = Rubric("r", "Engineer", (whole, replace(a_criterion(CriterionKind.RESPONSIBILITY, words), id="d")))
    foreign = "Wards, patients, medication, charting, vital signs, admissions, discharges, wound dressing"
    far = Rubric("r", "Nurse", (whole, replace(a_criterion(CriterionKind.RESPONSIBILITY, foreign), id="d")))
    resume, profile = Resume(RESUME, "", "text/plain"), read_profile(RESUME, AS_OF)

    assert ASSESSOR.assess(close, resume, profile, (), AS_OF).ratings[0].rating == 4
    assert ASSESSOR.assess(far, resume, profile, (), AS_OF).ratings[0].rating == 0


def test_any_one_alternative_is_enough():
    assert rated(a_criterion(CriterionKind.SKILL, "COBOL", "Python")).rating == 4


def test_the_best_option_wins():
    degree_or_years = a_criterion(
        CriterionKind.EDUCATION,
        mode=Mode.GATE,
        options=(
            Option(CriterionKind.EDUCATION, min_level=EducationLevel.DOCTORATE),
            Option(CriterionKind.EXPERIENCE, min_years=4),
        ),
    )

    assert rated(degree_or_years).verdict is Verdict.MET


def test_an_answer_can_satisfy_what_the_resume_does_not_show():
    gate = a_criterion(CriterionKind.OTHER, "willing to travel", mode=Mode.GATE)
    answer = Answer("q1", "Are you willing to travel?", "Yes, up to half of the time")

    found = rated(gate, answers=(answer,))

    assert found.verdict is Verdict.MET
    assert found.evidence[-1].source == "answer:q1"


def test_a_screening_question_is_met_by_its_qualifying_answer_only():
    question = a_criterion(
        CriterionKind.ANSWER, "Yes", mode=Mode.GATE, source="question:q1", text="Can you start in May?"
    )

    assert rated(question, answers=(Answer("q1", "Can you start in May?", "yes"),)).verdict is Verdict.MET
    assert rated(question, answers=(Answer("q1", "Can you start in May?", "No"),)).verdict is Verdict.UNMET
    assert rated(question).verdict is Verdict.UNKNOWN


def test_a_conflict_between_resume_and_answer_is_reported_with_both_quotes():
    gate = a_criterion(CriterionKind.EXPERIENCE, "Perl", mode=Mode.GATE, min_years=6)
    answer = Answer("q1", "How many years have you used Perl?", "9")

    (warning,) = warned(gate, (answer,))

    assert "March 2012" in warning
    assert "'9'" in warning


def test_quotes_hold_no_contact_data():
    text = (
        "Jane Doe, Python developer, jane.doe@example.com\nPython expert | (555) 555-0100 | www.example.com\n" + RESUME
    )

    found = rated(a_criterion(CriterionKind.SKILL, "Python"), text)

    assert found.evidence
    for evidence in found.evidence:
        assert "@" not in evidence.quote
        assert "555" not in evidence.quote
        assert "Jane" not in evidence.quote


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=400), st.randoms(use_true_random=False))
def test_every_quote_of_any_text_is_verbatim_and_short(noise, random):
    lines = RESUME.splitlines()
    random.shuffle(lines)
    text = "\n".join(lines[:12]) + "\n" + noise + "\n" + "\n".join(lines[12:])
    criteria = [
        a_criterion(CriterionKind.SKILL, "Python"),
        a_criterion(CriterionKind.EXPERIENCE, min_years=3),
        a_criterion(CriterionKind.ROLE, "Software Engineer"),
        a_criterion(CriterionKind.RESPONSIBILITY, "Build payment services"),
        a_criterion(CriterionKind.EDUCATION, min_level=EducationLevel.BACHELOR),
    ]

    for criterion in criteria:
        found = rated(criterion, text)
        assert found.rating == 0 or found.evidence
        for evidence in found.evidence:
            assert text[evidence.start : evidence.end] == evidence.quote
            assert 0 < len(evidence.quote) <= 240


def test_the_same_input_gives_the_same_card():
    rubric = Rubric("r", "t", (a_criterion(CriterionKind.SKILL, "Python"),))
    resume = Resume(RESUME, "0" * 64, "text/plain")

    first, second = (assess_resume(rubric, resume, (), LocalAssessor(load_taxonomy()), AS_OF) for _ in range(2))

    assert first.as_json(with_text=True) == second.as_json(with_text=True)
    assert first.provenance.model == "local-1"
