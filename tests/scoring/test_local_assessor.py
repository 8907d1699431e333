from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.assess import assess_resume
from scoring.assessment import Verdict
from scoring.local import LocalAssessor
from scoring.profile import read_profile
from scoring.resume import Answer, Resume
from scoring.rubric import Criterion, CriterionId, CriterionKind, EducationLevel, Mode, Option, Rubric, SourceQuote
from scoring.taxonomy import load_taxonomy

AS_OF = date(2026, 11, 1)
ASSESSOR = LocalAssessor(load_taxonomy())
RESUME = """Jane Doe
jane.doe@example.com | (555) 555-0100

Summary
Engineer with eight years of experience in Python and an interest in Haskell programming.

Experience
Senior Software Engineer, Example Corp
January 2021 - Present
- Built payment services in Python and PostgreSQL
- Led a team of five engineers

Software Engineer, Sample Ltd
March 2012 - February 2014
- Maintained Perl scripts for billing

Skills
Python, Docker, Kubernetes, Terraform

Education
Bachelor of Science in Computer Science, Example University, 2011
"""


def a_criterion(kind, *terms, mode=Mode.SCORED, options=(), text="", source="qualifications", **minimum):
    options = options or (Option(kind=kind, terms=terms, **minimum),)
    weight = 3 if mode is Mode.SCORED else 0
    name = text or " or ".join(terms) or kind.value
    return Criterion(CriterionId("c"), kind, mode, name, weight, options, SourceQuote(source, name))


def rated(criterion, text=RESUME, answers=()):
    resume = Resume(text, "0" * 64, "text/plain")
    profile = read_profile(text, AS_OF)
    assessment = ASSESSOR.assess(Rubric("r", "t", (criterion,)), resume, profile, answers, AS_OF)
    return assessment.ratings[0]


def warned(criterion, answers, text=RESUME):
    resume = Resume(text, "0" * 64, "text/plain")
    profile = read_profile(text, AS_OF)
    return ASSESSOR.assess(Rubric("r", "t", (criterion,)), resume, profile, answers, AS_OF).warnings


@pytest.mark.parametrize(
    ("skill", "rating"),
    [("COBOL", 0), ("Docker", 1), ("Haskell", 2), ("Perl", 3), ("Python", 4)],
    ids=["absent", "listed", "stated", "used-long-ago", "used-recently-at-length"],
)
def test_evidence_climbs_a_ladder(skill, rating):
    found = rated(a_criterion(CriterionKind.SKILL, skill))

    assert found.rating == rating
    assert bool(found.evidence) == bool(rating)


def test_a_synonym_is_the_skill_itself():
    assert rated(a_criterion(CriterionKind.SKILL, "Postgres")).rating == 4
    assert rated(a_criterion(CriterionKind.SKILL, "K8s")).rating == 1


def test_a_related_skill_earns_part_and_says_why():
    found = rated(a_criterion(CriterionKind.SKILL, "MySQL"))

    assert 0 < found.rating < 3
    assert found.verdict is Verdict.PARTLY
    assert "PostgreSQL" in found.rationale


def test_a_related_skill_does_not_satisfy_a_must_have():
    assert rated(a_criterion(CriterionKind.SKILL, "MySQL", mode=Mode.GATE)).verdict is not Verdict.MET


def test_a_skill_that_is_nowhere_is_unmet_and_not_unknown():
    assert rated(a_criterion(CriterionKind.SKILL, "COBOL", mode=Mode.GATE)).verdict is Verdict.UNMET


def test_a_skill_that_no_taxonomy_knows_is_found_by_its_words():
    text = RESUME.replace("- Led a team", "- Ran the quarterly flange inspections\n- Led a team")

    assert rated(a_criterion(CriterionKind.SKILL, "flange inspection"), text).rating == 4


@pytest.mark.parametrize("copies", [1, 3, 40])
def test_stuffing_a_list_gains_nothing(copies):
    stuffed = RESUME.replace("Python, Docker,", "Docker, Ansible, " * copies)

    assert rated(a_criterion(CriterionKind.SKILL, "Docker"), stuffed).rating == 1


@pytest.mark.parametrize(
    "line",
    ["- Delivered all of it without COBOL", "- No experience with COBOL yet", "- Worked on reports, COBOL not used"],
)
def test_what_the_resume_denies_is_not_shown(line):
    text = RESUME.replace("- Led a team", f"{line}\n- Led a team")

    assert rated(a_criterion(CriterionKind.SKILL, "COBOL"), text).rating == 0


def test_not_only_is_no_denial():
    text = RESUME.replace("- Led a team", "- Wrote not only COBOL\n- Led a team")

    assert rated(a_criterion(CriterionKind.SKILL, "COBOL"), text).rating == 4


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


@pytest.mark.parametrize(
    ("terms", "years", "verdict"),
    [
        (("Python",), 5, Verdict.MET),
        (("Python",), 8, Verdict.MET),
        (("Python",), 12, Verdict.PARTLY),
        (("Perl",), 3, Verdict.PARTLY),
        ((), 7, Verdict.MET),
        ((), 20, Verdict.PARTLY),
        (("COBOL",), 2, Verdict.UNMET),
        (("Docker",), 2, Verdict.UNKNOWN),
    ],
    ids=["shown", "claimed", "neither", "too-short", "in-all", "less-in-all", "absent", "listed-only"],
)
def test_years_are_the_union_of_the_positions_that_show_it(terms, years, verdict):
    found = rated(a_criterion(CriterionKind.EXPERIENCE, *terms, mode=Mode.GATE, min_years=years))

    assert found.verdict is verdict


def test_overlapping_positions_count_once():
    text = (
        "Experience\n\nWelder, Example Yard\nJanuary 2018 - December 2019\n- Welded hulls\n\n"
        "Welder, Sample Yard\nJanuary 2018 - December 2019\n- Welded masts\n"
    )

    found = rated(a_criterion(CriterionKind.EXPERIENCE, "Welder", mode=Mode.GATE, min_years=3), text)

    assert found.verdict is Verdict.PARTLY
    assert found.rationale.startswith("2 years of 3 years")


def test_years_without_any_dated_position_are_unknown():
    undated = "Experience\n\nWelder, Example Yard\n- Welded the hulls of fishing boats and repaired the cranes\n"

    found = rated(a_criterion(CriterionKind.EXPERIENCE, min_years=3, mode=Mode.GATE), undated)

    assert found.verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("level", "fields", "verdict"),
    [
        (EducationLevel.BACHELOR, (), Verdict.MET),
        (EducationLevel.ASSOCIATE, (), Verdict.MET),
        (EducationLevel.MASTER, (), Verdict.PARTLY),
        (EducationLevel.BACHELOR, ("Software Engineering",), Verdict.MET),
        (EducationLevel.BACHELOR, ("Nursing",), Verdict.PARTLY),
    ],
    ids=["level", "higher-level", "lower-level", "neighbouring-field", "other-field"],
)
def test_a_degree_needs_its_level_and_field(level, fields, verdict):
    found = rated(a_criterion(CriterionKind.EDUCATION, mode=Mode.GATE, min_level=level, fields=fields))

    assert found.verdict is verdict


def test_a_degree_is_unknown_when_the_resume_names_no_education():
    without = RESUME[: RESUME.index("Education\n")]

    found = rated(a_criterion(CriterionKind.EDUCATION, mode=Mode.GATE, min_level=EducationLevel.BACHELOR), without)

    assert found.verdict is Verdict.UNKNOWN


def test_what_a_resume_does_not_normally_say_is_unknown():
    assert rated(a_criterion(CriterionKind.OTHER, "Willing to travel 50 %", mode=Mode.GATE)).verdict is Verdict.UNKNOWN
    assert rated(a_criterion(CriterionKind.CERTIFICATION, "driver's license")).verdict is Verdict.UNKNOWN


def test_a_claimed_certificate_is_met_and_an_unfinished_one_is_not():
    held = RESUME + "\nCertifications\nProject Management Professional (PMP), 2022\n"
    pursued = RESUME + "\nCertifications\nPMP in progress, expected 2027\n"
    gate = a_criterion(CriterionKind.CERTIFICATION, "PMP", mode=Mode.GATE)

    assert rated(gate, held).verdict is Verdict.MET
    assert rated(gate, pursued).verdict is not Verdict.MET
    assert rated(gate).verdict is Verdict.UNMET


def test_a_language_has_a_level():
    text = RESUME + "\nLanguages\nGerman (fluent), French (basic)\n"

    assert rated(a_criterion(CriterionKind.LANGUAGE, "German"), text).rating == 4
    assert rated(a_criterion(CriterionKind.LANGUAGE, "French"), text).rating == 2
    assert rated(a_criterion(CriterionKind.LANGUAGE, "Dutch"), text).rating == 0


@pytest.mark.parametrize(
    ("title", "least", "most"),
    [("Software Engineer", 4, 4), ("Backend Developer", 2, 3), ("Registered Nurse", 0, 0)],
    ids=["same", "family", "other"],
)
def test_titles_are_compared_by_their_words_and_family(title, least, most):
    assert least <= rated(a_criterion(CriterionKind.ROLE, title)).rating <= most


def test_a_duty_is_compared_by_meaning_and_not_by_its_words():
    echoed = rated(a_criterion(CriterionKind.RESPONSIBILITY, "Develop services for payments"))
    reworded = rated(a_criterion(CriterionKind.RESPONSIBILITY, "Supervise an engineering team"))
    foreign = rated(a_criterion(CriterionKind.RESPONSIBILITY, "Administer medication to patients"))

    assert echoed.rating >= 3
    assert reworded.rating >= 2
    assert foreign.rating == 0


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
