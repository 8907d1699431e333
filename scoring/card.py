"""The score card: everything that one assessment says about one resume, ready to be shown, stored or written back."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.assessment import Assessment, Disagreement, Evidence, Provenance, Verdict
from scoring.consistency import disagreement_notes
from scoring.credentials import CredentialFinding, CredentialRegistry, check_credentials, verification_confidence
from scoring.directions import both_directions
from scoring.echo import echoes
from scoring.profile import Profile
from scoring.requirements import MissingRequirement, missing_requirements, skills_gap
from scoring.resume import Abstention, Answer, HiddenText, Resume
from scoring.rubric import Criterion, Rubric
from scoring.score import Score, composite_score
from scoring.triage import CUT_OFFS, CutOffs, Tag, Tier, Uncertainty, tags_of, tier_of, uncertainty_of
from scoring.verification import verified


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """A criterion of the rubric with its rating and the points that it earned. Gates and notes have 0 points."""

    criterion: Criterion
    rating: int
    verdict: Verdict
    points: Decimal
    max_points: Decimal
    evidence: tuple[Evidence, ...]
    rationale: str


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """``score`` is the exact sum of the criteria's points, or None with ``abstained`` saying why.

    ``text`` is the visible text that evidence offsets index ('' when nothing could be read). ``subscores`` are
    technical, experience, education and credentials, each 0 to 100 or None. ``notes`` count for nothing.
    """

    resume: str
    title: str
    score: Decimal | None
    abstained: str | None
    confidence: float
    tier: Tier
    criteria: tuple[CriterionResult, ...]
    missing_requirements: tuple[MissingRequirement, ...]
    profile: Profile
    hidden_text: tuple[HiddenText, ...]
    warnings: tuple[str, ...]
    provenance: Provenance
    subscores: dict[str, Decimal | None]
    skills_gap: str = ""
    notes: tuple[str, ...] = ()
    credentials: tuple[CredentialFinding, ...] = ()
    job_found: float | None = None
    resume_used: float | None = None
    uncertainty: Uncertainty | None = None
    text: str = ""
    disagreement: tuple[Disagreement, ...] = ()
    review: tuple[str, ...] = ()  # why a person has to look at it; part of ``warnings``
    cut_offs: CutOffs = CUT_OFFS

    @property
    def tags(self) -> tuple[Tag, ...]:
        """Without the tag for the best fifth, which needs the requisition's other scores."""
        return tags_of(
            self.score,
            self.confidence,
            self.missing_requirements,
            hidden_text=bool(self.hidden_text),
            review=bool(self.review),
            cut_offs=self.cut_offs,
        )

    def as_json(self, *, with_text: bool = False) -> dict[str, Any]:
        """The stable JSON object of a card. Scores and points are multiples of 0.25, exact as JSON numbers."""
        card: dict[str, Any] = {
            "resume": self.resume,
            "score": _number(self.score),
            "abstained": self.abstained,
            "confidence": self.confidence,
            "tier": self.tier.value,
            "criteria": [_criterion_json(result) for result in self.criteria],
            "missing_requirements": [asdict(requirement) for requirement in self.missing_requirements],
            "profile": _profile_json(self.profile),
            "hidden_text": [{**asdict(hidden), "reason": hidden.reason.value} for hidden in self.hidden_text],
            "warnings": list(self.warnings),
            "provenance": asdict(self.provenance),
            "requisition_title": self.title,
            "subscores": {name: _number(value) for name, value in self.subscores.items()},
            "skills_gap": self.skills_gap,
            "notes": list(self.notes),
            "verification_confidence": verification_confidence(self.credentials),
            "credential_findings": [asdict(finding) for finding in self.credentials],
            "job_found": self.job_found,
            "resume_used": self.resume_used,
            "tags": [tag.value for tag in self.tags],
            "uncertainty": None if self.uncertainty is None else _uncertainty_json(self.uncertainty),
            "disagreement": [asdict(disagreement) for disagreement in self.disagreement],
            "review": list(self.review),
            "cut_offs": [_number(cut) for cut in self.cut_offs],
        }
        return card | {"text": self.text} if with_text else card


def build_card(
    resume_name: str,
    rubric: Rubric,
    reading: Resume | Abstention,
    profile: Profile | None,
    assessment: Assessment | None,
    answers: Sequence[Answer],
    registry: CredentialRegistry | None = None,
    cut_offs: CutOffs = CUT_OFFS,
) -> ScoreCard:
    """The card of what extract and match found. Quotes that stand neither in the text nor in an answer are dropped.

    An abstention needs neither profile nor assessment and gets no score. A resume needs both (ValueError).
    """
    if isinstance(reading, Abstention):
        return _abstained_card(resume_name, rubric, reading)
    if profile is None or assessment is None:
        raise ValueError("a resume that was read needs a profile and an assessment")
    assessment = verified(assessment, reading, answers)
    score = composite_score(rubric, assessment, quality=reading.quality)
    as_of = date.fromisoformat(assessment.provenance.as_of)
    directions = both_directions(rubric, assessment, profile)
    review = (*assessment.review, *echoes(rubric, reading.text))
    return ScoreCard(
        resume=resume_name,
        title=rubric.title,
        score=score.value,
        abstained=score.abstained,
        confidence=score.confidence,
        tier=tier_of(score.value, cut_offs),
        criteria=_results(rubric, assessment, score),
        missing_requirements=missing_requirements(rubric, assessment),
        profile=profile,
        hidden_text=reading.hidden,
        warnings=tuple(dict.fromkeys((*rubric.warnings, *reading.warnings, *assessment.warnings, *review))),
        provenance=assessment.provenance,
        subscores=dict(score.subscores),
        skills_gap=skills_gap(rubric, assessment),
        notes=(*directions.notes, *disagreement_notes(rubric, assessment)),
        credentials=check_credentials(rubric, profile, answers, as_of, registry),
        job_found=directions.job_found,
        resume_used=directions.resume_used,
        uncertainty=None if score.value is None else uncertainty_of(score.value, score.confidence, cut_offs),
        text=reading.text,
        disagreement=assessment.disagreement,
        review=review,
        cut_offs=cut_offs,
    )


def _results(rubric: Rubric, assessment: Assessment, score: Score) -> tuple[CriterionResult, ...]:
    ratings = {rating.criterion_id: rating for rating in assessment.ratings}
    nothing = Decimal(0)
    return tuple(
        CriterionResult(
            criterion=criterion,
            rating=ratings[criterion.id].rating,
            verdict=ratings[criterion.id].verdict,
            points=score.points.get(criterion.id, nothing),
            max_points=score.max_points.get(criterion.id, nothing),
            evidence=ratings[criterion.id].evidence,
            rationale=ratings[criterion.id].rationale,
        )
        for criterion in rubric.criteria
    )


def _abstained_card(resume_name: str, rubric: Rubric, abstention: Abstention) -> ScoreCard:
    return ScoreCard(
        resume=resume_name,
        title=rubric.title,
        score=None,
        abstained=abstention.reason.value,
        confidence=0.0,
        tier=Tier.REVIEW,
        criteria=(),
        missing_requirements=(),
        profile=Profile(),
        hidden_text=abstention.hidden,
        warnings=(abstention.detail,) if abstention.detail else (),
        provenance=Provenance("", "", "", rubric.version, abstention.sha256, ""),
        subscores={},
    )


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _uncertainty_json(uncertainty: Uncertainty) -> dict[str, Any]:
    return {
        "low": float(uncertainty.low),
        "high": float(uncertainty.high),
        "crosses": [float(cut) for cut in uncertainty.crosses],
    }


def _criterion_json(result: CriterionResult) -> dict[str, Any]:
    criterion = result.criterion
    return {
        "id": criterion.id,
        "kind": criterion.kind.value,
        "text": criterion.text,
        "mode": criterion.mode.value,
        "weight": criterion.weight,
        "rating": result.rating,
        "verdict": result.verdict.value,
        "points": float(result.points),
        "max_points": float(result.max_points),
        "evidence": [asdict(evidence) for evidence in result.evidence],
        "rationale": result.rationale,
        "source": asdict(criterion.source),
    }


def _profile_json(profile: Profile) -> dict[str, Any]:
    return {
        "skills": list(dict.fromkeys(mention.name for mention in profile.skills)),
        "years_experience": profile.years_experience,
        "positions": [
            {
                "title": position.title,
                "employer": position.employer,
                "start": None if position.start is None else str(position.start),
                "end": None if position.end is None else str(position.end),
                "current": position.current,
                "months": position.months,
            }
            for position in profile.positions
        ],
        "education": [
            {
                "level": None if entry.level is None else entry.level.name.lower(),
                "degree": entry.degree,
                "field": entry.field,
                "institution": entry.institution,
                "year": entry.year,
                "completed": entry.completed,
            }
            for entry in profile.education
        ],
        "certifications": list(dict.fromkeys(entry.name for entry in profile.certifications)),
        "languages": list(dict.fromkeys(entry.name for entry in profile.languages)),
    }
