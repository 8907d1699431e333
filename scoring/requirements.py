"""Gates that are not shown to be met, and the gap that they and weak criteria leave, in the job's own words."""

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.assessment import Assessment, Rating, Verdict
from scoring.rubric.model import Criterion, CriterionId, CriterionKind, Mode, Rubric

_QUESTIONS: Mapping[CriterionKind, str] = {
    CriterionKind.SKILL: "Where and for how long have you worked with this: {text}?",
    CriterionKind.EXPERIENCE: "Which of your positions give this experience, and from when to when: {text}?",
    CriterionKind.EDUCATION: "Which degree do you hold, in which field, and when did you complete it ({text})?",
    CriterionKind.CERTIFICATION: "Do you hold this, under which number, and until when is it valid: {text}?",
    CriterionKind.LANGUAGE: "How well do you speak and write, and where do you use it: {text}?",
    CriterionKind.ROLE: "Which of your positions comes closest to this: {text}?",
    CriterionKind.RESPONSIBILITY: "Please describe a time when you did this: {text}.",
    CriterionKind.ANSWER: "Please confirm: {text}",
    CriterionKind.OTHER: "Please confirm or describe: {text}.",
}


@dataclass(frozen=True, slots=True)
class MissingRequirement:
    """A must-have that the application does not show. ``verdict`` is unmet or unknown; ``question`` is what to ask.

    It decides nothing: a person asks the question or reads the resume. ``kind`` is the kind of criterion.
    """

    criterion_id: CriterionId
    text: str
    verdict: Verdict
    question: str
    kind: CriterionKind = CriterionKind.SKILL

    @property
    def needs_review(self) -> bool:
        """Not for manner and circumstance (teamwork, travel) that a resume leaves out: asking in the interview is
        enough."""
        return self.kind is not CriterionKind.OTHER or self.verdict is not Verdict.UNKNOWN


def missing_requirements(rubric: Rubric, assessment: Assessment) -> tuple[MissingRequirement, ...]:
    """Every gate whose verdict is not met, in the rubric's order. Partly met gates count as unmet."""
    ratings = {rating.criterion_id: rating for rating in assessment.ratings}
    return tuple(
        _missing(gate, ratings[gate.id])
        for gate in rubric.of_mode(Mode.GATE)
        if ratings[gate.id].verdict is not Verdict.MET
    )


def _missing(gate: Criterion, rating: Rating) -> MissingRequirement:
    verdict = Verdict.UNKNOWN if rating.verdict is Verdict.UNKNOWN else Verdict.UNMET
    return MissingRequirement(gate.id, gate.text, verdict, question_for(gate), gate.kind)


def question_for(criterion: Criterion) -> str:
    """What a recruiter can ask the candidate to settle the criterion."""
    return _QUESTIONS[criterion.kind].format(text=criterion.text.strip().rstrip(".?"))


def skills_gap(rubric: Rubric, assessment: Assessment) -> str:
    """What the job asks for and the application does not (fully) show, worded as the job words it; '' without a gap.

    Must-haves first, then scored criteria by weight; at most one line a criterion. What need only be asked for is no
    gap.
    """
    ratings = {rating.criterion_id: rating for rating in assessment.ratings}
    open_ids = {missing.criterion_id for missing in missing_requirements(rubric, assessment) if missing.needs_review}
    open_gates = [gate for gate in rubric.of_mode(Mode.GATE) if gate.id in open_ids]
    open_scored = sorted(
        (c for c in rubric.of_mode(Mode.SCORED) if ratings[c.id].verdict is not Verdict.MET and c.kind in _GAPS),
        key=lambda criterion: -criterion.weight,
    )
    lines: dict[str, str] = {}
    for criterion in (*open_gates, *open_scored):
        required = "Required" if criterion.mode is Mode.GATE else "Asked for"
        state = _STATE[ratings[criterion.id].verdict]
        lines.setdefault(criterion.text.casefold(), f"{required}: {criterion.text} ({state})")
    return "\n".join(lines.values())


_GAPS = frozenset(CriterionKind) - {CriterionKind.ROLE, CriterionKind.RESPONSIBILITY, CriterionKind.OTHER}
_STATE: Mapping[Verdict, str] = {
    Verdict.UNMET: "not shown",
    Verdict.PARTLY: "partly shown",
    Verdict.UNKNOWN: "cannot be told from the application",
    Verdict.MET: "shown",
}
