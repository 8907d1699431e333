"""A proposal with a simulation over what is stored and a canary run beyond the limits, for pages to show."""

from dataclasses import dataclass
from decimal import Decimal

from scoring.model_call import Purpose
from settings import Settings
from store import CanaryRun, Scope, Store
from tasks.scorers import made_here
from tasks.simulation import Trial, simulate
from tasks.simulation_report import simulation_report, where_of
from tasks.trial_assessors import TrialAssessors

NOW = made_here(Settings(), "local")
THEN = made_here(Settings(), "local", cut_offs=(Decimal(30), Decimal(60)))
SCORES = {"one": 55.0, "two": 40.0, "three": 90.0}


@dataclass(frozen=True, slots=True)
class TriedPolicy:
    """The ids of the three."""

    proposal: int
    simulation: int
    canary: int


NONE_TRIED = TriedPolicy(0, 0, 0)


def a_tried_proposal(store: Store, scope: Scope, reason: str, applications: int = 200) -> TriedPolicy:
    """Lower cut-offs, proposed by somebody who is no user here."""
    for version in (NOW, THEN):
        store.versions.put(version.version, version.as_json(), "user:maria")
    proposal = store.versions.propose(scope, THEN.version, "user:maria", reason)
    trial = Trial(THEN, NOW)
    tried = simulate(
        store,
        store.trials.newest_runs(scope, applications),
        trial,
        TrialAssessors(THEN, Purpose.SIMULATION, None),
    )
    result = {"scope": where_of(scope, applications), **simulation_report(trial, tried, None)}
    simulation = store.trials.put_simulation(scope.customer_id, scope.job_id, THEN.version, result, "user:maria")
    store.trials.put_canary(CanaryRun(NOW.version, None, 3, None, None, None, None, False, SCORES))
    run = CanaryRun(THEN.version, NOW.version, 3, 0.0, 0.0, 1.0, 1, True, SCORES)
    return TriedPolicy(proposal, simulation, store.trials.put_canary(run))


def a_ready_proposal(store: Store, scope: Scope) -> int:
    """The same cut-offs, proposed with everything that its activation needs on record."""
    for version in (NOW, THEN):
        store.versions.put(version.version, version.as_json(), "user:maria")
    found = {
        "scope": where_of(scope, 200),
        "instead_of": NOW.version,
        "applications": 5,
        "simulated": False,
        "moves": [],
    }
    store.trials.put_simulation(scope.customer_id, scope.job_id, THEN.version, found, "user:maria")
    store.trials.put_canary(CanaryRun(THEN.version, NOW.version, 3, 0.0, 0.0, 1.0, 0, False, SCORES))
    return store.versions.propose(scope, THEN.version, "user:maria", "Tested")
