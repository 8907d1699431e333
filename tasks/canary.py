"""The frozen canary set under one version: scored, compared with the version in force, and put on the record."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal

from resumes import read_resume
from scoring.assess import assess_resume
from scoring.canary import AS_OF, CanaryCase, load_canary
from scoring.card import ScoreCard
from scoring.comparison import Comparison, Standing, compare, over_limits
from scoring.errors import InvalidInputError
from scoring.local.assessor import rules_version
from scoring.model_call import Purpose
from scoring.scorer import LOCAL, ScorerVersion
from scoring.taxonomy import load_taxonomy
from scoring.triage import CutOffs, tier_of
from store import CanaryRun, Store
from tasks.trial_assessors import Progress, TrialAssessors, patiently, quietly

Scores = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class CanaryOutcome:
    """``compared`` is None where there was nothing to compare with; ``over`` names the limits that were passed."""

    run: CanaryRun
    compared: Comparison | None
    over: tuple[str, ...]


def score_canary(assessors: TrialAssessors, progress: Progress = quietly) -> dict[str, ScoreCard]:
    """A card for every case, in the set's order. Raises what the assessor raises: a set with holes compares nothing."""
    cases = load_canary().cases

    def card_of(case: CanaryCase) -> ScoreCard:
        reading = read_resume(case.resume, case.filename)
        assessor = assessors.of_canary(case.requisition.id)
        return patiently(lambda: assess_resume(case.requisition, reading, case.answers, assessor, AS_OF, case.id))

    cards: dict[str, ScoreCard] = {}
    with ThreadPoolExecutor(assessors.in_parallel) as pool:
        for done, (case, card) in enumerate(zip(cases, pool.map(card_of, cases), strict=True), start=1):
            cards[case.id] = card
            progress(done, len(cases))
    return cards


def run_canary(
    store: Store,
    scorer: ScorerVersion,
    assessors: TrialAssessors,
    baseline: ScorerVersion,
    actor: str,
    progress: Progress = quietly,
) -> CanaryOutcome:
    """Score the set under ``scorer``, compare with the newest run of ``baseline``, and keep the run."""
    outcome = try_canary(store, scorer, assessors, baseline, actor, progress)
    store.trials.put_canary(outcome.run)
    return outcome


def try_canary(
    store: Store,
    scorer: ScorerVersion,
    assessors: TrialAssessors,
    baseline: ScorerVersion,
    actor: str,
    progress: Progress = quietly,
) -> CanaryOutcome:
    """The same without keeping the run.

    A local baseline that never ran is scored here first, which takes a second, if its rules are still installed.
    """
    store.versions.put(scorer.version, scorer.as_json(), actor)
    before = _scores_before(store, baseline, scorer, actor)
    cards = score_canary(assessors, progress)
    scores = _scores(cards)
    compared: Comparison | None = None
    over: tuple[str, ...] = ()
    if before is not None:
        if before.keys() != scores.keys():
            raise InvalidInputError(f"the newest canary run of version {baseline.version} is of another canary set")
        compared = compare(standings_of(before, baseline.cut_offs), standings_of(scores, scorer.cut_offs))
        over = over_limits(compared)
    simulated = any(card.provenance.simulated for card in cards.values())
    if simulated:
        over = (*over, "answered by a simulator, which says nothing about the model")
    run = CanaryRun(
        version=scorer.version,
        compared_with=None if compared is None else baseline.version,
        cases=len(scores),
        mean_shift=None if compared is None else compared.mean_shift,
        max_shift=None if compared is None else compared.max_shift,
        rank_correlation=None if compared is None else compared.rank_correlation,
        flips=None if compared is None else len(compared.moves),
        blocks=bool(over),
        scores=scores,
    )
    return CanaryOutcome(run, compared, over)


def _scores_before(store: Store, baseline: ScorerVersion, scorer: ScorerVersion, actor: str) -> Scores | None:
    newest = store.trials.newest_canary(baseline.version)
    if newest is not None:
        return newest.scores
    installed = rules_version(load_taxonomy())
    if baseline.assessor != LOCAL or baseline.rules_version != installed or baseline.version == scorer.version:
        return None
    scores = _scores(score_canary(TrialAssessors(baseline, Purpose.CANARY, None)))
    store.versions.put(baseline.version, baseline.as_json(), actor)
    store.trials.put_canary(CanaryRun(baseline.version, None, len(scores), None, None, None, None, False, scores))
    return scores


def _scores(cards: Mapping[str, ScoreCard]) -> Scores:
    return {name: None if card.score is None else float(card.score) for name, card in cards.items()}


def standings_of(scores: Scores, cut_offs: CutOffs) -> dict[str, Standing]:
    """Where the cases of a kept run stand under these cut-offs."""
    values = {name: None if score is None else Decimal(str(score)) for name, score in scores.items()}
    return {name: Standing(value, tier_of(value, cut_offs), review=False) for name, value in values.items()}
