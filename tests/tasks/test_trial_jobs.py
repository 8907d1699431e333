"""Trials of a policy in a worker: which queue, what stops them, and what a person is told."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from finished_runs import cases_of, finished_runs
from redis import Redis

from claude.simulator import Options, serve
from claude.simulator import SimulatorState as Messages
from scoring.errors import InvalidInputError
from scoring.redaction import Identity
from scoring.scorer import ScorerVersion
from settings import Settings
from store import PolicyTrial, Scope
from tasks.celery import app
from tasks.deps import Deps
from tasks.readiness import objections
from tasks.scorers import made_here
from tasks.trial_bell import request_trial
from tasks.trial_jobs import MOST_ATTEMPTS, ring_due, try_version

Query = Callable[[str], list[Any]]
LOWER = made_here(Settings(), "local", cut_offs=(Decimal(48), Decimal(85)))
CLAUDE = replace(made_here(Settings(), "claude", "claude-haiku-5-5"), max_samples=1)
KNOWN = Identity(names=("Invented Person",))


@pytest.fixture
def claude(deps: Deps) -> Iterator[Deps]:
    """A worker of this process that may ask a simulated model."""
    with serve(Messages(Options())) as url:
        settings = Settings(
            anthropic_api_key="test-key",
            anthropic_base_url=url,
            claude_max_samples=1,
            claude_requests_per_minute=60_000,
            claude_input_tokens_per_minute=60_000_000,
            claude_output_tokens_per_minute=60_000_000,
        )
        app.deps = made = Deps(settings, deps.store, deps.redis)
        yield made
        made.claude.close()


def proposed(deps: Deps, scorer: ScorerVersion, scope: Scope = Scope()) -> int:  # noqa: B008  a frozen value
    deps.store.versions.put(scorer.version, scorer.as_json(), "user:maria")
    return deps.store.versions.propose(scope, scorer.version, "user:maria", "tested")


def asked(deps: Deps, proposal: int, kind: str = "simulation", applications: int = 20) -> PolicyTrial:
    waiting = deps.store.versions.proposal(proposal)
    return request_trial(deps.settings, deps.store, waiting, kind, applications, "user:maria")


def ended(deps: Deps, trial: PolicyTrial) -> PolicyTrial:
    """Carried out here, as a worker does."""
    try_version(trial.id)
    found = deps.store.policy_trials.get(trial.id)
    assert found is not None
    return found


def test_only_what_has_to_ask_the_model_goes_to_its_workers(claude: Deps) -> None:
    lower = replace(CLAUDE, cut_offs=(Decimal(48), Decimal(85)))
    first, local = proposed(claude, CLAUDE), proposed(claude, LOWER)
    queues = [asked(claude, first).queue, asked(claude, local).queue, asked(claude, local, "canary").queue]
    claude.store.versions.activate(first, "user:tom")

    cheap, canary = proposed(claude, lower), proposed(claude, lower)

    assert queues == ["claude", "local", "local"]
    assert (asked(claude, cheap).queue, asked(claude, canary, "canary").queue) == ("local", "claude")


def test_nobody_spends_without_end_on_trials(claude: Deps) -> None:
    many = [claude.store.versions.proposal(proposed(claude, CLAUDE)) for _ in range(3)]
    ask = partial(request_trial, claude.settings, claude.store, applications=1000, actor="user:maria")
    for waiting in many[:2]:
        ask(waiting, "simulation")

    for kind in ("simulation", "canary"):
        with pytest.raises(InvalidInputError, match="at most 2000 applications"):
            ask(many[2], kind)


def test_a_simulation_that_asks_the_model_says_what_it_cost(claude: Deps) -> None:
    finished_runs(claude.store, cases_of("nurse"), identity=KNOWN)

    done = ended(claude, asked(claude, proposed(claude, CLAUDE)))

    kept = claude.store.policy_lists.simulation(done.simulation_id or 0)
    assert (done.state, done.done, done.total) == ("done", 5, 5)
    assert kept is not None
    assert kept[1]["cost"]["calls"] >= 5
    assert kept[1]["simulated"]


@pytest.mark.parametrize("kind", ["simulation", "canary"])
def test_a_pressed_stop_button_ends_a_trial_and_says_so(claude: Deps, kind: str) -> None:
    finished_runs(claude.store, cases_of("nurse"), identity=KNOWN)
    claude.store.stops.press("model", "user:ann", "prices doubled")

    failed = ended(claude, asked(claude, proposed(claude, CLAUDE), kind))

    assert failed.state == "failed"
    assert "stop" in failed.error
    assert (failed.simulation_id, failed.canary_id) == (None, None)


def test_a_ceiling_ends_a_trial_and_says_so(claude: Deps) -> None:
    finished_runs(claude.store, cases_of("nurse"), identity=KNOWN)
    claude.store.stops.set_ceiling("4560", "", Decimal(0), "user:ann")

    failed = ended(claude, asked(claude, proposed(claude, CLAUDE)))

    assert failed.state == "failed"
    assert "ceiling" in failed.error


def test_what_has_ended_three_workers_is_given_up(deps: Deps) -> None:
    trial = asked(deps, proposed(deps, LOWER))
    for _ in range(MOST_ATTEMPTS):
        deps.store.policy_trials.claim(trial.id, 0)

    failed = ended(deps, trial)

    assert (failed.state, failed.error) == ("failed", "it ended 3 workers")


def test_a_trial_that_another_worker_holds_is_left_alone(deps: Deps) -> None:
    trial = asked(deps, proposed(deps, LOWER))
    deps.store.policy_trials.claim(trial.id, 60)

    left = ended(deps, trial)

    assert (left.state, left.attempts) == ("running", 1)


def test_what_is_no_longer_waiting_or_not_installed_is_not_tried(deps: Deps) -> None:
    older = replace(LOWER, rules_version="000000000000")
    active = proposed(deps, LOWER)
    deps.store.versions.activate(active, "user:tom")

    with pytest.raises(InvalidInputError, match="not waiting"):
        asked(deps, active)
    with pytest.raises(InvalidInputError, match="differs in rules_version"):
        asked(deps, proposed(deps, older))


def test_the_sweep_rings_for_trials_too(deps: Deps, redis: Redis) -> None:
    asked(deps, proposed(deps, LOWER))
    redis.flushdb()

    rung = ring_due(deps, 0)

    assert rung == 1
    assert sum(redis.llen(key) for key in redis.keys("icims:local*")) == 1


def test_a_trial_that_was_held_to_a_few_applications_proves_nothing(deps: Deps) -> None:
    finished_runs(deps.store, cases_of("nurse"))
    proposal = proposed(deps, LOWER)

    done = ended(deps, asked(deps, proposal, applications=1))

    missing = objections(deps.settings, deps.store, deps.store.versions.proposal(proposal))
    assert f"simulation {done.simulation_id} was held to fewer than 20 applications" in missing


def test_a_requisition_is_compared_with_what_is_in_force_for_its_family(deps: Deps, query: Query) -> None:
    finished_runs(deps.store, cases_of("nurse"))
    query("UPDATE requisitions SET family = 'nursing'")
    other = made_here(deps.settings, "local", cut_offs=(Decimal(40), Decimal(70)))
    deps.store.versions.activate(proposed(deps, other, Scope("4560", "nursing")), "user:tom")
    proposal = proposed(deps, LOWER, Scope("4560", job_id="canary-nurse"))

    done = ended(deps, asked(deps, proposal))

    kept = deps.store.policy_lists.simulation(done.simulation_id or 0)
    missing = objections(deps.settings, deps.store, deps.store.versions.proposal(proposal))
    assert kept is not None
    assert kept[1]["instead_of"] == other.version
    assert missing == ("the canary set never ran under it; `policy canary`",)
