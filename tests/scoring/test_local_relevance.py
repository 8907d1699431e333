"""How close the work is: the whole resume, the latest positions, and the share of a career."""

from dataclasses import replace

import pytest
from local_ratings import AS_OF, ASSESSOR, RESUME, a_criterion, rated

from scoring.assessment import Verdict
from scoring.profile import read_profile
from scoring.requisition import Requisition
from scoring.resume import Resume
from scoring.rubric import CriterionKind, Mode, Option, Rubric, draft_rubric

BILLING = "Billing scripts in Perl, payment services, PostgreSQL, Haskell, Terraform and Kubernetes for engineers"
NURSING = "Care of patients at the bedside, wounds, medication, infusions, hygiene, discharge, families and ward rounds"
RECENT = a_criterion(CriterionKind.ROLE, options=(Option(CriterionKind.RESPONSIBILITY),))


def compared(duty, text=RESUME):
    rubric = Rubric("r", "t", (RECENT, replace(a_criterion(CriterionKind.RESPONSIBILITY, duty), id="d")))
    resume = Resume(text, "0" * 64, "text/plain")
    return ASSESSOR.assess(rubric, resume, read_profile(text, AS_OF), (), AS_OF).ratings[0]


def career(field, text=RESUME):
    return rated(a_criterion(CriterionKind.ROLE, options=(Option(CriterionKind.EXPERIENCE, fields=(field,)),)), text)


def test_the_latest_positions_are_compared_with_the_job():
    close, far = compared(BILLING), compared(NURSING)

    assert close.rating >= 3
    assert close.evidence[0].quote in RESUME
    assert far.rating == 0
    assert not far.evidence


def whole(text):
    requisition = Requisition("1", "Billing Engineer", responsibilities=f"- {BILLING}")
    rubric = draft_rubric(requisition)
    resume = Resume(text, "0" * 64, "text/plain")
    ratings = ASSESSOR.assess(rubric, resume, read_profile(text, AS_OF), (), AS_OF).ratings
    [compared] = [c for c in rubric.criteria if c.text == "The work of the resume as a whole, compared with the job"]
    return next(rating for rating in ratings if rating.criterion_id == compared.id)


def test_neither_name_nor_contact_data_are_quoted_for_the_whole():
    head = f"Jane Doe, {BILLING}\njane@example.com | 555-0100 | {BILLING}\n"

    beside, alone = whole(f"{head}Wrote billing scripts in Perl\n"), whole(head)

    assert [found.quote for found in beside.evidence] == ["Wrote billing scripts in Perl"]
    assert alone.rating > 0
    assert alone.evidence[0].quote in BILLING


def test_older_positions_do_not_count_as_recent_work():
    old = "\nNurse, Example Ward\nJanuary 2001 - January 2010\n- Care of patients at the bedside, wounds, medication\n"
    text = RESUME.replace("\nSkills\n", f"{old}\nSkills\n")

    assert compared(NURSING, text).rating == 0


def test_recent_work_cannot_be_told_without_a_position_or_with_few_words_in_the_job():
    assert compared(BILLING, "Jane Doe\nPython, Perl, billing, payment services\n").verdict is Verdict.UNKNOWN
    assert compared("Perl").verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(("field", "rating"), [("Software Engineer", 4), ("Nurse", 0)])
def test_a_career_is_rated_by_the_time_in_the_line_of_work(field, rating):
    found = career(field)

    assert found.rating == rating
    assert bool(found.evidence) is (rating > 0)


def test_a_short_spell_in_a_line_of_work_earns_less_than_most_of_a_career():
    spell = RESUME.replace("Senior Software Engineer, Example Corp", "Nurse, Example Ward")

    assert 0 < career("Software Engineer", spell).rating < 4


def test_a_drafted_rubric_compares_the_whole_the_latest_work_and_the_career():
    requisition = Requisition(
        "1", "Nurse", responsibilities="\n".join(f"- {word} the ward" for word in NURSING.split()[:6])
    )
    roles = [c for c in draft_rubric(requisition).criteria if c.kind is CriterionKind.ROLE]

    assert [c.options[0].kind for c in roles] == [
        CriterionKind.ROLE,
        CriterionKind.ROLE,
        CriterionKind.RESPONSIBILITY,
        CriterionKind.EXPERIENCE,
    ]
    assert {(c.mode, c.weight) for c in roles} == {(Mode.SCORED, 5)}
