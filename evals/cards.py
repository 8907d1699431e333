"""Score cards of plain texts, as every measure here needs them."""

import hashlib
from datetime import date
from functools import lru_cache

from scoring.card import ScoreCard, build_card
from scoring.local import LocalAssessor
from scoring.profile import Profile, read_profile
from scoring.resume import Resume
from scoring.rubric import Rubric, draft_rubric, requisition_from_text
from scoring.taxonomy import load_taxonomy

# Fixed, so that a measure does not drift with the calendar; most of the texts end in the years before.
AS_OF = date(2024, 6, 1)


@lru_cache(maxsize=1)
def assessor() -> LocalAssessor:
    return LocalAssessor(load_taxonomy())


@lru_cache(maxsize=4096)
def rubric_of(job_text: str) -> Rubric:
    return draft_rubric(requisition_from_text(job_text, "eval"))


@lru_cache(maxsize=4096)
def profile_of(text: str) -> Profile:
    return read_profile(text, AS_OF)


def card_of(rubric: Rubric, text: str) -> ScoreCard:
    resume = Resume(text, hashlib.sha256(text.encode()).hexdigest(), "text/plain")
    profile = profile_of(text)
    return build_card("", rubric, resume, profile, assessor().assess(rubric, resume, profile, (), AS_OF), ())


def score_of(rubric: Rubric, text: str) -> float:
    """The score, with -1 for an abstained resume, so that it ranks last."""
    card = card_of(rubric, text)
    return -1.0 if card.score is None else float(card.score)
