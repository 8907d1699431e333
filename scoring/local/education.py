"""Rates a degree: its level, its field of study, and whether it was completed."""

from collections.abc import Sequence

from scoring.assessment import Evidence
from scoring.local.case import Case, Outcome, unknown
from scoring.local.fields import same_field
from scoring.profile.model import Education
from scoring.rubric.model import LEVEL_WORDS, EducationLevel, Option


def rate_education(option: Option, case: Case) -> Outcome:
    """4 for a completed level in a fitting field, 3 where the field is not stated, 2 for another field or a degree in
    progress, 1 for a lower level. Without any education in the resume it cannot be told."""
    entries = case.view.profile.education
    if not entries:
        return unknown("The resume names no education.")
    outcomes = [_rated(entry, option, case) for entry in entries]
    best = max(outcomes, key=lambda outcome: (outcome.shown, outcome.rating, not outcome.known))
    if not best.shown and best.rating < 2 and all(entry.level is None for entry in entries):
        return unknown("The resume names education without its level.")
    return best


def _rated(entry: Education, option: Option, case: Case) -> Outcome:
    evidence = case.quote(entry.span.start, entry.span.end)
    wanted = option.min_level or EducationLevel.HIGH_SCHOOL
    if entry.level is None:
        return Outcome(1, False, "The level of the education is not stated.", evidence)
    level = LEVEL_WORDS[entry.level].capitalize()
    if entry.level < wanted:
        below = 1 if wanted - entry.level == 1 and entry.completed else 0
        return Outcome(below, False, f"{level}, where {LEVEL_WORDS[wanted]} is asked for.", evidence)
    if not entry.completed:
        return Outcome(2, False, f"{level}, not completed.", evidence)
    return _in_field(entry, level, option.fields, evidence)


def _in_field(entry: Education, level: str, fields: Sequence[str], evidence: tuple[Evidence, ...]) -> Outcome:
    if not fields:
        return Outcome(4, True, f"{level}.", evidence)
    written = f"{entry.degree} {entry.field}".strip()
    if any(same_field(field, written) for field in fields):
        return Outcome(4, True, f"{level} in the field asked for.", evidence)
    if not entry.field:
        return Outcome(3, True, f"{level}; its field is not stated.", evidence)
    return Outcome(2, False, f"{level} in another field.", evidence)
