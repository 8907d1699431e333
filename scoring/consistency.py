"""When one answer of a model is not enough, and what several answers to the same question say together."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scoring.assessment import Assessment, Disagreement, Rating, Verdict
from scoring.rubric.model import Criterion, CriterionId, Rubric
from scoring.score import composite_score
from scoring.triage import CUT_OFFS, LOW_CONFIDENCE

CLOSE_TO_A_CUT_OFF = 5  # points: one criterion rated one step higher moves a score of ten criteria by 2.5

_ORDER = (Verdict.UNMET, Verdict.PARTLY, Verdict.MET)


def needs_more_samples(rubric: Rubric, assessment: Assessment, quality: float) -> bool:
    """Whether a second look could change what a person is told.

    True when the score is within 5 points of a cut-off, when the confidence is low, or when nothing could be scored.
    """
    score = composite_score(rubric, assessment, quality=quality)
    if score.value is None or score.confidence < LOW_CONFIDENCE:
        return True
    return any(abs(score.value - cut_off) <= CLOSE_TO_A_CUT_OFF for cut_off in CUT_OFFS)


def median_assessment(rubric: Rubric, samples: Sequence[Assessment]) -> Assessment:
    """What ``samples`` of the same application say together, whatever their order.

    A criterion is unknown when more than half of them say so. Otherwise the others decide: the rating is their median
    (of two, the lower), the verdict the one that most of them gave (in a tie the one of the median), quotes and reason
    are those of the answer nearest to it. One sample stays as it is. Raises ValueError without samples, or
    when one does not rate the rubric's criteria.
    """
    if not samples:
        raise ValueError("the median of no assessments")
    wanted = {criterion.id for criterion in rubric.criteria}
    if any({rating.criterion_id for rating in sample.ratings} != wanted for sample in samples):
        raise ValueError("an assessment does not rate the criteria of the rubric")
    if len(samples) == 1:
        return samples[0]
    given = {criterion.id: [sample[criterion.id] for sample in samples] for criterion in rubric.criteria}
    keys = dict.fromkeys(key for sample in samples for key in sample.provenance.answer_keys)
    return Assessment(
        ratings=tuple(_median(ratings) for ratings in given.values()),
        provenance=replace(samples[0].provenance, answer_keys=tuple(keys)),
        warnings=tuple(dict.fromkeys(warning for sample in samples for warning in sample.warnings)),
        disagreement=tuple(_disagreements(given)),
        samples=len(samples),
        review=tuple(dict.fromkeys(reason for sample in samples for reason in sample.review)),
    )


def disagreement_notes(rubric: Rubric, assessment: Assessment) -> tuple[str, ...]:
    """One sentence for a recruiter about the criteria on which repeated answers differed; empty when none did."""
    if not assessment.disagreement:
        return ()
    criteria = {criterion.id: criterion for criterion in rubric.criteria}
    differing = "; ".join(_in_words(criteria[found.criterion_id], found) for found in assessment.disagreement)
    why = "because the score is close to a cut-off or uncertain"
    return (f"Rated {assessment.samples} times, {why}. The middle answer counts where they differed: {differing}.",)


def _in_words(criterion: Criterion, found: Disagreement) -> str:
    if found.low == found.high:
        return f"{criterion.text} (not always answered)"
    return f"{criterion.text} ({found.low} to {found.high} of 4)"


def _median(ratings: Sequence[Rating]) -> Rating:
    known = sorted((rating for rating in ratings if rating.verdict is not Verdict.UNKNOWN), key=_place)
    if 2 * len(known) < len(ratings):
        return min((rating for rating in ratings if rating.verdict is Verdict.UNKNOWN), key=_wording)
    middle = known[(len(known) - 1) // 2]
    counts = Counter(rating.verdict for rating in known)
    most = max(counts.values())
    favoured = [verdict for verdict, count in counts.items() if count == most]
    verdict = favoured[0] if len(favoured) == 1 else middle.verdict
    nearest = min(
        known,
        key=lambda rating: (
            abs(rating.rating - middle.rating),
            rating.verdict is not verdict,
            not rating.evidence,
            _wording(rating),
        ),
    )
    return replace(nearest, rating=middle.rating, verdict=verdict)


def _place(rating: Rating) -> tuple[int, int]:
    return rating.rating, _ORDER.index(rating.verdict)


def _wording(rating: Rating) -> tuple[str, tuple[tuple[str, int], ...]]:
    return rating.rationale, tuple((evidence.source, evidence.start) for evidence in rating.evidence)


def _disagreements(given: dict[CriterionId, list[Rating]]) -> Iterator[Disagreement]:
    for criterion_id, ratings in given.items():
        values = [rating.rating for rating in ratings]
        if len(set(values)) > 1 or len({rating.verdict for rating in ratings}) > 1:
            yield Disagreement(criterion_id, min(values), max(values))
