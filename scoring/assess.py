"""The whole way from a requisition and a resume to a score card, without a database or a broker."""

from collections.abc import Sequence
from datetime import date

from scoring.assessment import Assessor
from scoring.card import ScoreCard, build_card
from scoring.instructions import without_instructions
from scoring.profile import read_profile
from scoring.requisition import Requisition
from scoring.resume import Abstention, Answer, Resume
from scoring.rubric import Rubric, draft_rubric
from scoring.triage import CUT_OFFS, CutOffs


def assess_resume(
    requisition: Requisition | Rubric,
    reading: Resume | Abstention,
    answers: Sequence[Answer],
    assessor: Assessor,
    as_of: date,
    resume_name: str = "",
    cut_offs: CutOffs = CUT_OFFS,
) -> ScoreCard:
    """Draft the rubric where none is given, read the profile, assess, and build the card.

    Raises TransientError when the assessor cannot answer now. The same input gives the same card.
    """
    rubric = requisition if isinstance(requisition, Rubric) else draft_rubric(requisition)
    if isinstance(reading, Abstention):
        return build_card(resume_name, rubric, reading, None, None, answers, cut_offs=cut_offs)
    profile = read_profile(without_instructions(reading.text), as_of)
    assessment = assessor.assess(rubric, reading, profile, answers, as_of)
    return build_card(resume_name, rubric, reading, profile, assessment, answers, cut_offs=cut_offs)
