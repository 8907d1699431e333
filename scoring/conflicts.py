"""Where resume and screening answers disagree in what a model rated: found by code, as the local rules find it."""

from collections.abc import Sequence
from dataclasses import replace

from scoring.assessment import Assessment, Evidence, Rating, Verdict
from scoring.local.answers import about_disagreement, disagreement
from scoring.local.case import Outcome
from scoring.resume import Answer
from scoring.rubric.model import Criterion, CriterionId, Mode, Rubric

_SHOWN_FROM = 2


def with_conflicts(rubric: Rubric, assessment: Assessment, answers: Sequence[Answer], rules: Assessment) -> Assessment:
    """The assessment with a warning for each text of the rubric about which resume and answers disagree, and the quotes
    of both at its criteria.

    By the quotes that the model gave, or else by those of ``rules``, the local assessor's view of the same application:
    a model may follow the answer and never mention what the resume says. No rating changes. Doing it twice changes
    nothing.
    """
    by_text: dict[str, list[Criterion]] = {}
    for criterion in rubric.criteria:
        by_text.setdefault(criterion.text, []).append(criterion)
    warnings: list[str] = []
    added: dict[CriterionId, tuple[Evidence, ...]] = {}
    for text, criteria in by_text.items():
        warning, quotes = _conflict(text, criteria, assessment, answers, rules)
        if warning:
            warnings.append(warning)
            added |= {criterion.id: quotes for criterion in criteria}
    ratings = (_quoting(rating, added.get(rating.criterion_id, ())) for rating in assessment.ratings)
    return replace(assessment, ratings=tuple(ratings), warnings=tuple(dict.fromkeys((*assessment.warnings, *warnings))))


def _conflict(
    text: str, criteria: Sequence[Criterion], assessment: Assessment, answers: Sequence[Answer], rules: Assessment
) -> tuple[str, tuple[Evidence, ...]]:
    """The warning and the quotes of both sides; ('', ()) where nothing disagrees."""
    for criterion in criteria:
        if any(option.min_years for option in criterion.options):
            continue  # no quote shows how long something was done: dates are added up by the rules
        resume = _from_resume(assessment[criterion.id])
        warning, answer = disagreement(criterion, _by_resume(criterion, assessment[criterion.id], resume), answers)
        if warning:
            return warning, (*resume, *answer)
    found = next((line for line in rules.warnings if line.startswith(about_disagreement(text))), "")
    return found, rules[criteria[0].id].evidence if found else ()


def _by_resume(criterion: Criterion, rating: Rating, resume: tuple[Evidence, ...]) -> Outcome:
    """What the rating says of the resume alone: it is shown from rating 2 on, and a must-have where it is met."""
    shown = rating.verdict is Verdict.MET if criterion.mode is Mode.GATE else rating.rating >= _SHOWN_FROM
    known = rating.verdict is not Verdict.UNKNOWN
    return Outcome(rating.rating, known and shown and bool(resume), rating.rationale, resume, known)


def _from_resume(rating: Rating) -> tuple[Evidence, ...]:
    return tuple(evidence for evidence in rating.evidence if evidence.source == "resume")


def _quoting(rating: Rating, quotes: Sequence[Evidence]) -> Rating:
    return replace(rating, evidence=tuple(dict.fromkeys((*rating.evidence, *quotes)))) if quotes else rating
