"""Cases written from a rubric: whoever reads them against it has to say what is known of them."""

from datetime import date

import pytest

from resumes import read_resume
from scoring.canary import AS_OF, load_canary
from scoring.card import build_card
from scoring.known_answers import known_case
from scoring.local import LocalAssessor
from scoring.profile import read_profile
from scoring.requisition import Requisition
from scoring.resume import Resume
from scoring.review import Verdict
from scoring.rubric import draft_rubric
from scoring.taxonomy import load_taxonomy

JOBS = {case.requisition.id: case.requisition for case in load_canary().cases}


def score_of(requisition: Requisition, text: str, as_of: date = AS_OF) -> float:
    rubric = draft_rubric(requisition)
    reading = read_resume(text.encode(), "case.txt")
    assert isinstance(reading, Resume)
    profile = read_profile(reading.text, as_of)
    assessment = LocalAssessor(load_taxonomy()).assess(rubric, reading, profile, (), as_of)
    score = build_card("case", rubric, reading, profile, assessment, ()).score
    return 0.0 if score is None else float(score)


@pytest.mark.parametrize("job", JOBS)
def test_a_case_that_fits_stands_far_above_one_that_does_not(job: str) -> None:
    rubric = draft_rubric(JOBS[job])
    good, bad = known_case(rubric, good=True), known_case(rubric, good=False)

    assert (good.expected, bad.expected) == (Verdict.ACCEPT, Verdict.REJECT)
    assert score_of(JOBS[job], good.text + "\n" * 3) >= 60
    assert score_of(JOBS[job], bad.text) < 50


def test_a_case_that_does_not_fit_a_florist_is_no_florist() -> None:
    text = "Qualifications:\n- Bound bouquets and wreaths\n- Fresh flowers for weddings"

    case = known_case(draft_rubric(Requisition(next(iter(JOBS)), "Florist", qualifications=text)), good=False)

    assert "Florist" not in case.text
