"""A policy before it is in force: stored applications scored once more, and nothing written where scores are kept."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from scoring.assess import assess_resume
from scoring.assessment import Assessment, Assessor
from scoring.card import ScoreCard
from scoring.comparison import Standing
from scoring.errors import InvalidInputError, PermanentError
from scoring.profile import Profile
from scoring.resume import AbstentionReason, Answer, Resume
from scoring.rubric import Rubric, draft_rubric
from scoring.run import RunId, Step
from scoring.scorer import CLAUDE, ScorerVersion
from scoring.triage import Tag, Tier
from store import RunView, Store
from tasks.findings import ADAPTERS, Extracted, Matched
from tasks.trial_assessors import Progress, TrialAssessors, patiently, quietly


@dataclass(frozen=True, slots=True)
class Tried:
    """One application, as it stands now and as it would stand. ``after`` is None where it could not be assessed, with
    ``failure`` saying why in a word."""

    customer_id: str
    workflow_id: str
    job_id: str
    rated_by: str
    before: Standing
    after: Standing | None
    failure: str = ""
    simulated: bool = False

    @property
    def key(self) -> str:
        """Unique over all customers."""
        return f"{self.customer_id}/{self.workflow_id}"


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried: ``scorer`` instead of ``baseline``."""

    scorer: ScorerVersion
    baseline: ScorerVersion

    @property
    def differences(self) -> tuple[str, ...]:
        return self.baseline.differences(self.scorer)

    @property
    def cut_offs_only(self) -> bool:
        """Then the stored ratings stand, and nobody is asked again."""
        return self.differences == ("cut_offs",)

    @property
    def asks_a_model(self) -> bool:
        return self.scorer.assessor == CLAUDE and not self.cut_offs_only

    @property
    def drafts_anew(self) -> bool:
        return "drafting_version" in self.differences


@dataclass(frozen=True, slots=True)
class StoredRatings:
    """An assessor that says again what an application was given before."""

    assessment: Assessment

    def assess(
        self,
        rubric: Rubric,  # noqa: ARG002  the protocol's signature
        resume: Resume,  # noqa: ARG002
        profile: Profile,  # noqa: ARG002
        answers: Sequence[Answer],  # noqa: ARG002
        as_of: date,  # noqa: ARG002
    ) -> Assessment:
        return self.assessment


def simulate(
    store: Store, runs: Sequence[RunId], trial: Trial, assessors: TrialAssessors, progress: Progress = quietly
) -> tuple[Tried, ...]:
    """Try the version on these finished runs: their extracted text, answers and day, under their rubric (drafted anew
    when drafting has changed).

    Nothing is written but what calls to a model cost, and their answers. Raises what an assessor raises when a person
    has to act first; answers that were paid for are used again by the next simulation.
    """

    @cache
    def redrafted(customer_id: str, job_id: str) -> Rubric:
        return draft_rubric(store.requisitions.requisition(customer_id, job_id))

    def tried(run_id: RunId) -> Tried:
        view = store.reports.run(run_id)
        if view is None:
            raise InvalidInputError(f"no run {run_id}")
        extracted: Extracted = ADAPTERS[Extracted].validate_python(view.findings[Step.EXTRACT])
        if extracted.resume is not None and store.requests.opted_out(view.customer_id, view.workflow_id):
            return _tried(view, None, AbstentionReason.OPTED_OUT)
        if trial.drafts_anew:
            rubric = redrafted(view.customer_id, extracted.job_id)
        else:
            rubric = store.requisitions.rubric(extracted.rubric_id)
        try:
            return _tried(view, patiently(lambda: _scored(view, extracted, rubric, trial, assessors)), "")
        except PermanentError as error:
            return _tried(view, None, str(getattr(error, "outcome", "permanent")))

    results = []
    with ThreadPoolExecutor(1 if trial.cut_offs_only else assessors.in_parallel) as pool:
        for done, result in enumerate(pool.map(tried, runs), start=1):
            results.append(result)
            progress(done, len(runs))
    return tuple(results)


def _scored(view: RunView, extracted: Extracted, rubric: Rubric, trial: Trial, assessors: TrialAssessors) -> ScoreCard:
    reading = extracted.resume or extracted.abstention
    assert reading is not None
    assessor: Assessor
    as_of = view.opened_at.date()
    assessment = ADAPTERS[Matched].validate_python(view.findings[Step.MATCH]).assessment
    if assessment is None:
        assessor = assessors.local
    else:
        as_of = date.fromisoformat(assessment.provenance.as_of)
        assessor = StoredRatings(assessment)
        if not trial.cut_offs_only:
            assessor = assessors.of_application(view.customer_id, extracted.job_id, view.person_id, extracted.identity)
    return assess_resume(rubric, reading, extracted.answers, assessor, as_of, cut_offs=trial.scorer.cut_offs)


def _tried(view: RunView, card: ScoreCard | None, failure: str) -> Tried:
    shown = view.findings[Step.FLAG]["card"]
    score = None if shown["score"] is None else Decimal(str(shown["score"]))
    return Tried(
        customer_id=view.customer_id,
        workflow_id=view.workflow_id,
        job_id=view.job_id,
        rated_by=" ".join(filter(None, (shown["provenance"]["assessor"], shown["provenance"]["model"]))),
        before=Standing(score, Tier(shown["tier"]), Tag.REVIEW_REQUIRED.value in shown["tags"]),
        after=None if card is None else Standing(card.score, card.tier, Tag.REVIEW_REQUIRED in card.tags),
        failure=failure,
        simulated=card is not None and card.provenance.simulated,
    )
