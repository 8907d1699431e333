"""Trials that somebody asked for on a page: one worker carries one out, and another goes on where it was lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread

import structlog
from celery.exceptions import SoftTimeLimitExceeded

from scoring.errors import ScoringError
from scoring.model_call import Purpose
from store import PolicyTrial, StoreUnavailableError
from store.policy_trials import CANARY
from tasks.canary import try_canary
from tasks.celery import app
from tasks.deps import Deps
from tasks.policy import full_scope, trial_of
from tasks.simulation import Trial, simulate
from tasks.simulation_report import simulation_report, where_of
from tasks.trial_assessors import Progress, TrialAssessors
from tasks.trial_bell import ring

log = structlog.get_logger(__name__)

# Held so long after the last sign of life; one comes every other second, however long a call takes.
LEASE_SECONDS = 45.0
HEARTBEAT_SECONDS = 2.0
# Three workers lost over one trial: whatever ends them would end the fourth.
MOST_ATTEMPTS = 3


class TakenOverError(Exception):
    """Another worker has the trial now."""


@app.task(name="scoring.try_version")
def try_version(trial_id: int) -> None:
    """Carry the trial out and keep its result, unless another worker has it."""
    deps = app.deps
    trial = deps.store.policy_trials.claim(trial_id, LEASE_SECONDS)
    if trial is None:
        log.info("trial_skipped", trial=trial_id)
        return
    try:
        carry_out(deps, trial)
    except TakenOverError:
        log.info("trial_superseded", trial=trial_id, attempts=trial.attempts)
    except SoftTimeLimitExceeded:
        deps.store.policy_trials.fail(trial, "it took longer than a worker may; try fewer applications")
    except ScoringError as error:
        log.warning("trial_failed", trial=trial_id, error=str(error))
        deps.store.policy_trials.fail(trial, str(error))
    except Exception as error:  # a bug ends its trial, loudly
        log.exception("trial_failed", trial=trial_id)
        deps.store.policy_trials.fail(trial, f"a fault of this program: {type(error).__name__}")


def carry_out(deps: Deps, trial: PolicyTrial) -> None:
    """Raises what simulating or scoring the canary set raises, and TakenOverError where another has it by now."""
    if trial.attempts > MOST_ATTEMPTS:
        deps.store.policy_trials.fail(trial, f"it ended {MOST_ATTEMPTS} workers")
        return
    proposal = deps.store.versions.proposal(trial.proposal_id)
    tried = trial_of(deps.settings, deps.store, proposal)
    kept = _canary(deps, trial, tried) if trial.kind == CANARY else _simulation(deps, trial, tried)
    if kept is None:
        raise TakenOverError
    log.info("trial_kept", trial=trial.id, kind=trial.kind, result=kept)


def ring_due(deps: Deps, patience_seconds: float) -> int:
    """Ring again for every trial that fell asleep; how many there were."""
    due = deps.store.policy_trials.due(patience_seconds)
    for trial_id, queue in due:
        ring(trial_id, queue)
    return len(due)


def _canary(deps: Deps, trial: PolicyTrial, tried: Trial) -> int | None:
    assessors = TrialAssessors(tried.scorer, Purpose.CANARY, deps)
    with _alive(deps, trial) as progress:
        outcome = try_canary(deps.store, tried.scorer, assessors, tried.baseline, trial.requested_by, progress)
    return deps.store.policy_trials.keep_canary(trial, outcome.run)


def _simulation(deps: Deps, trial: PolicyTrial, tried: Trial) -> int | None:
    scope = deps.store.versions.proposal(trial.proposal_id).scope
    runs = deps.store.trials.newest_runs(full_scope(deps.store, scope), trial.applications)
    assessors = TrialAssessors(tried.scorer, Purpose.SIMULATION, deps if tried.asks_a_model else None)
    with _alive(deps, trial) as progress:
        results = simulate(deps.store, runs, tried, assessors, progress)
    result = {"scope": where_of(scope, trial.applications), **simulation_report(tried, results, assessors.bill)}
    return deps.store.policy_trials.keep_simulation(trial, scope, tried.scorer.version, result)


@contextmanager
def _alive(deps: Deps, trial: PolicyTrial) -> Iterator[Progress]:
    """A thread says on the ledger how far the work is and that its worker lives, while the work goes on."""
    reached, lock, ended, lost = [0, 0], Lock(), Event(), Event()

    def say() -> None:
        with lock:
            done, total = reached
        try:
            if not deps.store.policy_trials.advance(trial, done, total, LEASE_SECONDS):
                lost.set()
        except StoreUnavailableError as error:
            log.warning("trial_not_advanced", trial=trial.id, error=str(error))

    def keep_saying() -> None:
        while not ended.wait(HEARTBEAT_SECONDS):
            say()

    def progress(done: int, total: int) -> None:
        if lost.is_set():
            raise TakenOverError
        with lock:
            reached[:] = done, total

    heart = Thread(target=keep_saying, name=f"trial-{trial.id}", daemon=True)
    heart.start()
    try:
        yield progress
        say()
    finally:
        ended.set()
        heart.join()
