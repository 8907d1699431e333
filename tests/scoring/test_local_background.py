"""Years, degrees, certificates, languages, titles and duties, assessed locally."""

import pytest
from local_ratings import RESUME, a_criterion, rated

from scoring.assessment import Verdict
from scoring.rubric import CriterionKind, EducationLevel, Mode, Option


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


def test_a_position_counts_for_the_role_that_it_comes_closest_to():
    text = (
        "Experience\n\nMarketing Analyst, Example Shop\nJanuary 2020 - December 2022\n- Measured campaigns\n\n"
        "Business Analyst, Sample Bank\nJanuary 2019 - December 2019\n- Drew processes\n"
    )
    wanted = Option(CriterionKind.EXPERIENCE, ("Business Analyst",), min_years=3)
    other = Option(CriterionKind.EXPERIENCE, ("Marketing Analyst",), min_years=3)

    found = rated(a_criterion(CriterionKind.EXPERIENCE, mode=Mode.GATE, options=(wanted,)), text, beside=(other,))

    assert found.verdict is Verdict.PARTLY
    assert found.rationale.startswith("1 year of 3 years")


def test_a_position_told_below_another_one_is_an_episode_of_its_own():
    text = (
        "Experience\n\nWelder, Example Yard\nJanuary 2018 - December 2019\n- Welded hulls\n"
        "Before that a crane driver at Sample Port from January 2014 to December 2017, on the night shift\n"
    )

    found = rated(a_criterion(CriterionKind.EXPERIENCE, "Crane driver", mode=Mode.GATE, min_years=4), text)

    assert found.verdict is Verdict.MET


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
