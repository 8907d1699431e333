"""Cut-offs that two people activated decide the tier that a card shows."""

from decimal import Decimal

from finished_runs import CUSTOMER, cases_of, finished_runs

from scoring.run import Dossier, RolloutMode, RunId, Step
from scoring.scorer import ScorerVersion
from scoring.triage import CutOffs
from store import Scope
from tasks.deps import Deps
from tasks.flag import flag


def tier_and_cut_offs(deps: Deps, run_id: RunId) -> tuple[str, list[float], list[float]]:
    """What the flag step says of a run that was matched."""
    view = deps.store.reports.run(run_id)
    assert view is not None
    dossier = Dossier(
        run_id, Step.FLAG, "", 1, CUSTOMER, view.workflow_id, view.job_id, view.person_id, RolloutMode.SHADOW,
        view.opened_at.date(), "trace", view.findings,
    )  # fmt: skip
    card = flag(dossier, deps).payload["card"]
    return card["tier"], card["uncertainty"]["crosses"], card["cut_offs"]


def activate(deps: Deps, scope: Scope, cut_offs: CutOffs) -> None:
    scorer = ScorerVersion("local", "local-1", cut_offs=cut_offs)
    deps.store.versions.put(scorer.version, scorer.as_json(), "maria")
    deps.store.versions.activate(deps.store.versions.propose(scope, scorer.version, "maria", "fewer"), "tom")


def test_a_card_follows_the_cut_offs_in_force_for_its_requisition(deps: Deps) -> None:
    run_id = finished_runs(deps.store, cases_of("nurse"))["nurse-strong-1"]  # 80.5 points
    before = tier_and_cut_offs(deps, run_id)

    activate(deps, Scope(CUSTOMER, job_id="canary-teacher"), (Decimal(50), Decimal(80)))
    elsewhere = tier_and_cut_offs(deps, run_id)
    activate(deps, Scope(CUSTOMER, job_id="canary-nurse"), (Decimal(50), Decimal(80)))

    assert before == elsewhere == ("possible", [], [50.0, 85.0])
    assert tier_and_cut_offs(deps, run_id) == ("strong", [80.0], [50.0, 80.0])
