"""The arithmetic from ratings to a composite score whose points add up exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from types import MappingProxyType

from scoring.assessment import TOP_RATING, Assessment, Rating, Verdict
from scoring.rubric.model import Criterion, CriterionId, CriterionKind, Mode, Rubric

# Points are counted in quarters, which every language holds exactly, so that sums agree to the last digit everywhere.
STEP = Decimal("0.25")
STEPS_OF_A_FULL_SCORE = 400

NOTHING_TO_SCORE = "nothing_to_score"

# A gate carries no points, yet not knowing it makes the picture as incomplete as a criterion of middle weight.
GATE_WEIGHT_IN_CONFIDENCE = 3

# Whether a must-have is shown depends less on a resume's wording than how deeply it is shown. A small share, because a
# bare list of names shows as well.
SHARE_FOR_MEETING = Fraction(1, 5)

SUBSCORES: Mapping[str, frozenset[CriterionKind]] = MappingProxyType(
    {
        "technical": frozenset({CriterionKind.SKILL, CriterionKind.RESPONSIBILITY}),
        "experience": frozenset({CriterionKind.EXPERIENCE, CriterionKind.ROLE}),
        "education": frozenset({CriterionKind.EDUCATION}),
        "credentials": frozenset({CriterionKind.CERTIFICATION, CriterionKind.LANGUAGE}),
    }
)


@dataclass(frozen=True, slots=True)
class Score:
    """``value`` is 0 to 100 in steps of 0.25 and is exactly the sum of ``points``; None when nothing could be scored.

    ``points`` and ``max_points`` hold every scored criterion, 0 for unknown ones; points never exceed max points, and
    the max points add up to 100. ``confidence`` is 0 to 1. ``subscores`` are 0 to 100 or None where no criterion of
    that sort is known. ``abstained`` is the reason code when ``value`` is None.
    """

    value: Decimal | None
    points: Mapping[CriterionId, Decimal]
    max_points: Mapping[CriterionId, Decimal]
    confidence: float
    subscores: Mapping[str, Decimal | None]
    abstained: str | None = None


def composite_score(rubric: Rubric, assessment: Assessment, *, quality: float = 1.0) -> Score:
    """100 x sum(weight x share) / sum(weight) over the scored criteria whose verdict is not unknown.

    A criterion's share is rating / 4; of a must-have's, a fifth is for meeting it at all and four fifths for the rating
    (docs/decisions/0007). Rounded half up to 0.25. ``quality`` (0 to 1) is how well the resume could be read; it lowers
    only the confidence.
    """
    scored = rubric.of_mode(Mode.SCORED)
    ratings = {rating.criterion_id: rating for rating in assessment.ratings}
    known = [criterion for criterion in scored if ratings[criterion.id].verdict is not Verdict.UNKNOWN]
    points, max_points = _apportion(known, _shares(rubric, known, ratings))
    nothing = dict.fromkeys((criterion.id for criterion in scored), Decimal(0))
    return Score(
        value=sum(points.values(), Decimal(0)) if known else None,
        points=nothing | points,
        max_points=nothing | max_points,
        confidence=_confidence(rubric, ratings, quality),
        subscores={name: _subscore(known, _shares(rubric, known, ratings), kinds) for name, kinds in SUBSCORES.items()},
        abstained=None if known else NOTHING_TO_SCORE,
    )


def _shares(
    rubric: Rubric, known: Sequence[Criterion], ratings: Mapping[CriterionId, Rating]
) -> dict[CriterionId, Fraction]:
    """Which share of its points each criterion earns, 0 to 1."""
    met = {
        (gate.kind, gate.options): ratings[gate.id].verdict is Verdict.MET
        for gate in rubric.of_mode(Mode.GATE)
        if ratings[gate.id].verdict is not Verdict.UNKNOWN
    }
    shares = {}
    for criterion in known:
        depth = Fraction(ratings[criterion.id].rating, TOP_RATING)
        is_met = met.get((criterion.kind, criterion.options))
        shares[criterion.id] = depth if is_met is None else SHARE_FOR_MEETING * is_met + (1 - SHARE_FOR_MEETING) * depth
    return shares


def _apportion(
    known: Sequence[Criterion], shares: Mapping[CriterionId, Fraction]
) -> tuple[dict[CriterionId, Decimal], dict[CriterionId, Decimal]]:
    """Points and max points in quarters by largest remainder; ties go to the smaller id, so order never matters.

    A rounding step above a criterion's own rounded-down maximum is paid from the steps that the maxima have left, which
    keeps points below maxima and lets both add up exactly.
    """
    total_weight = sum(criterion.weight for criterion in known)
    if not total_weight:
        return {}, {}
    maxima = {c.id: Fraction(STEPS_OF_A_FULL_SCORE * c.weight, total_weight) for c in known}
    earned = {c.id: maxima[c.id] * shares[c.id] for c in known}
    steps = {key: floor(value) for key, value in earned.items()}
    ceilings = {key: floor(value) for key, value in maxima.items()}
    spare = STEPS_OF_A_FULL_SCORE - sum(ceilings.values())
    missing = floor(sum(earned.values(), Fraction(0)) + Fraction(1, 2)) - sum(steps.values())
    by_remainder = sorted((key for key in steps if earned[key]), key=lambda key: (steps[key] - earned[key], key))
    while missing:
        for key in by_remainder:
            if missing and steps[key] < ceilings[key]:
                steps[key] += 1
                missing -= 1
            elif missing and spare:
                steps[key] += 1
                ceilings[key] += 1
                missing -= 1
                spare -= 1
    for key in sorted(ceilings, key=lambda key: (ceilings[key] - maxima[key], key))[:spare]:
        ceilings[key] += 1
    return {key: n * STEP for key, n in steps.items()}, {key: n * STEP for key, n in ceilings.items()}


def _subscore(
    known: Sequence[Criterion], shares: Mapping[CriterionId, Fraction], kinds: frozenset[CriterionKind]
) -> Decimal | None:
    """The composite formula over the criteria of some kinds, or None without any."""
    chosen = [criterion for criterion in known if criterion.kind in kinds]
    if not chosen:
        return None
    earned = sum(c.weight * shares[c.id] for c in chosen)
    return floor(STEPS_OF_A_FULL_SCORE * earned / sum(c.weight for c in chosen) + Fraction(1, 2)) * STEP


def _confidence(rubric: Rubric, ratings: Mapping[CriterionId, Rating], quality: float) -> float:
    """Share of weight whose verdict is known x extraction quality x mean evidence strength of what is known.

    Rounded to three places. Gates count with weight 3, but not those that a resume does not normally answer.
    """
    weights = {c.id: c.weight for c in rubric.of_mode(Mode.SCORED)}
    gates = (gate.id for gate in rubric.of_mode(Mode.GATE) if gate.kind is not CriterionKind.OTHER)
    weights |= dict.fromkeys(gates, GATE_WEIGHT_IN_CONFIDENCE)
    known = {key: weight for key, weight in weights.items() if ratings[key].verdict is not Verdict.UNKNOWN}
    if not known:
        return 0.0
    strength = sum(weight * _strength(ratings[key]) for key, weight in known.items()) / sum(known.values())
    return round(sum(known.values()) / sum(weights.values()) * min(max(quality, 0.0), 1.0) * strength, 3)


def _strength(rating: Rating) -> float:
    """How much a rating can be relied on: 1 for use in a role, 0.9 for a weaker mention, 0.8 for a candidate's bare
    answer or for absence (a resume may simply not say it)."""
    from_resume = any(evidence.source == "resume" for evidence in rating.evidence)
    if not from_resume:
        return 0.8
    return 1.0 if rating.rating >= TOP_RATING - 1 else 0.9
