"""The match in both directions: how much of the job is found, and how much of the resume the job uses."""

from dataclasses import dataclass
from functools import lru_cache

from scoring.assessment import Assessment, Verdict
from scoring.profile.model import Profile
from scoring.rubric.model import LEVEL_WORDS, Criterion, CriterionKind, Mode, Rubric
from scoring.score import GATE_WEIGHT_IN_CONFIDENCE
from scoring.taxonomy import Taxonomy, load_taxonomy

_CREDIT = {Verdict.MET: 1.0, Verdict.PARTLY: 0.5, Verdict.UNMET: 0.0}
_MANY_TIMES = 3
_MORE_YEARS = 6
_HIGHER_LEVELS = 2


@dataclass(frozen=True, slots=True)
class Directions:
    """Both shares are 0 to 1. ``job_found`` is of the weight that could be judged, None when nothing could;
    ``resume_used`` is of the distinct skills of the resume, None when it names none. ``notes`` count for nothing."""

    job_found: float | None
    resume_used: float | None
    notes: tuple[str, ...]


def both_directions(rubric: Rubric, assessment: Assessment, profile: Profile) -> Directions:
    taxonomy = load_taxonomy()
    notes = (*_more_years(rubric, profile), *_higher_degree(rubric, profile))
    return Directions(_job_found(rubric, assessment), _resume_used(rubric, profile, taxonomy), notes)


def _job_found(rubric: Rubric, assessment: Assessment) -> float | None:
    ratings = {rating.criterion_id: rating for rating in assessment.ratings}
    judged = [
        (criterion.weight or GATE_WEIGHT_IN_CONFIDENCE, ratings[criterion.id].verdict)
        for criterion in rubric.criteria
        if _is_judged(criterion) and ratings[criterion.id].verdict is not Verdict.UNKNOWN
    ]
    total = sum(weight for weight, _ in judged)
    return round(sum(weight * _CREDIT[verdict] for weight, verdict in judged) / total, 3) if total else None


def _is_judged(criterion: Criterion) -> bool:
    """Not what is only noted, and no gate that a resume can pass but not fail."""
    passable = criterion.mode is Mode.GATE and criterion.kind is CriterionKind.OTHER
    return criterion.mode is not Mode.NOTE and not passable


def _resume_used(rubric: Rubric, profile: Profile, taxonomy: Taxonomy) -> float | None:
    has = {mention.name for mention in profile.skills}
    if not has:
        return None
    return round(len(has & _skills_asked_for(rubric, taxonomy)) / len(has), 3)


@lru_cache(maxsize=64)
def _skills_asked_for(rubric: Rubric, taxonomy: Taxonomy) -> frozenset[str]:
    terms = {term for criterion in rubric.criteria for option in criterion.options for term in option.terms}
    known = {name for term in terms if (name := taxonomy.canonical(term))}
    return frozenset(known | {mention.skill for term in terms for mention in taxonomy.find(term)})


def _more_years(rubric: Rubric, profile: Profile) -> tuple[str, ...]:
    """Total years against the largest minimum that asks for years in all or in one field."""
    asked = [
        option.min_years
        for criterion in rubric.criteria
        if criterion.kind is CriterionKind.EXPERIENCE
        for option in criterion.options
        if option.min_years
    ]
    years = profile.years_experience
    if not asked or years is None or years < max(asked) * _MANY_TIMES or years < max(asked) + _MORE_YEARS:
        return ()
    return (f"Brings {years:g} years of experience where {max(asked):g} are asked for.",)


def _higher_degree(rubric: Rubric, profile: Profile) -> tuple[str, ...]:
    asked = [
        option.min_level
        for criterion in rubric.criteria
        if criterion.kind is CriterionKind.EDUCATION
        for option in criterion.options
        if option.min_level is not None
    ]
    held = [entry.level for entry in profile.education if entry.completed and entry.level is not None]
    if not asked or not held or max(held) - max(asked) < _HIGHER_LEVELS:
        return ()
    return (f"Holds {LEVEL_WORDS[max(held)]} where {LEVEL_WORDS[max(asked)]} is asked for.",)
