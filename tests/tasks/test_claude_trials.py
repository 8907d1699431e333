"""Trials of Claude against the simulated Messages API and the simulated iCIMS, with the real ledger."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from finished_runs import CUSTOMER, cases_of, finished_runs
from redis import Redis

from claude.simulator import FaultRule, Options, serve
from claude.simulator import SimulatorState as Messages
from icims.client import IcimsClient
from icims.fields import FieldMapping
from icims.simulator import SimulatorState, StoredFile
from icims.simulator import serve as serve_icims
from scoring.errors import QuotaExhaustedError
from scoring.model_call import Purpose
from scoring.redaction import Identity
from scoring.scorer import ScorerVersion
from settings import Settings, TenantSettings
from store import Scope, Store
from tasks.canary import run_canary
from tasks.deps import Deps, Tenant, access_of
from tasks.scorers import made_here
from tasks.simulation import Trial, Tried, simulate
from tasks.simulation_report import simulation_report
from tasks.trial_assessors import TrialAssessors

Query = Callable[[str], list[Any]]
LOCAL = made_here(Settings(), "local")
CLAUDE = replace(made_here(Settings(), "claude", "claude-haiku-5-5"), max_samples=1)
KNOWN = Identity(names=("Invented Person",))


@pytest.fixture
def messages() -> Messages:
    return Messages(Options())


@pytest.fixture
def deps(store: Store, redis: Redis, messages: Messages) -> Iterator[Deps]:
    """What a command opens for Claude; nobody is configured as a tenant yet."""
    with serve(messages) as url:
        settings = Settings(
            anthropic_api_key="test-key",
            anthropic_base_url=url,
            claude_requests_per_minute=60_000,
            claude_input_tokens_per_minute=60_000_000,
            claude_output_tokens_per_minute=60_000_000,
        )
        made = Deps(settings, store, redis)
        yield made
        made.claude.close()


def tried(deps: Deps, scorer: ScorerVersion = CLAUDE) -> tuple[tuple[Tried, ...], dict[str, Any]]:
    assessors = TrialAssessors(scorer, Purpose.SIMULATION, deps)
    trial = Trial(scorer, LOCAL)
    results = simulate(deps.store, deps.store.trials.newest_runs(Scope(), 50), trial, assessors)
    return results, simulation_report(trial, results, assessors.bill)


def test_a_simulation_asks_claude_on_the_ledger_and_adds_up_the_cost(deps: Deps, query: Query) -> None:
    finished_runs(deps.store, cases_of("nurse"), identity=KNOWN)

    _, report = tried(deps)

    [(calls, cost)] = query("SELECT count(*), sum(cost) FROM model_calls WHERE purpose <> 'assessment'")
    assert (report["applications"], report["cost"]["calls"]) == (5, calls)
    assert report["cost"]["usd"] == pytest.approx(float(cost), abs=1e-5)
    assert report["cost"]["usd"] > 0
    assert report["simulated"]
    assert report["rated_before_by"] == {"local local-1": 5}


def test_a_second_simulation_is_not_paid_for_again(deps: Deps) -> None:
    finished_runs(deps.store, cases_of("nurse"), identity=KNOWN)
    first, _ = tried(deps)

    again, report = tried(deps)

    assert report["cost"]["calls"] == 0
    assert [one.after for one in again] == [one.after for one in first]


def test_nobody_is_sent_to_the_model_without_knowing_whom_to_redact(deps: Deps, query: Query) -> None:
    finished_runs(deps.store, cases_of("teacher"))

    results, report = tried(deps)

    assert report["not_assessed"] == {"permanent": 3}
    assert {one.after for one in results} == {None}
    assert query("SELECT count(*) FROM model_calls") == [(0,)]


def test_who_a_person_is_is_asked_from_icims(deps: Deps, redis: Redis, query: Query) -> None:
    finished_runs(deps.store, cases_of("teacher"))
    state = SimulatorState()
    simulated = state.add_tenant(CUSTOMER)
    for number in range(91, 94):
        simulated.add_person("Sam", "Invented", "sam@example.com", StoredFile(b"x", "x.txt", "text/plain"), id=number)
    with serve_icims(state) as url:
        tenant = TenantSettings(
            CUSTOMER, url, f"{url}/oauth/token", client_id="simulator-client", client_secret="simulator-secret"
        )
        client = IcimsClient(access_of(tenant, 2.0), redis=redis)
        deps.tenants[CUSTOMER] = Tenant(tenant, client, FieldMapping())

        _, report = tried(deps)
        client.close()

    assert (report["applications"], report["not_assessed"]) == (3, {})
    assert query("SELECT DISTINCT customer_id FROM model_calls") == [(CUSTOMER,)]


def test_a_busy_model_is_waited_for(deps: Deps, messages: Messages, query: Query) -> None:
    finished_runs(deps.store, cases_of("teacher"), identity=KNOWN)
    messages.faults.add([FaultRule(kind="status", status=529, times=2, retry_after=0.1)])

    _, report = tried(deps)

    assert report["not_assessed"] == {}
    assert query("SELECT count(*) FROM model_calls WHERE outcome <> 'answered'") == [(2,)]


def test_a_stop_button_ends_a_simulation_at_once(deps: Deps) -> None:
    finished_runs(deps.store, cases_of("teacher"), identity=KNOWN)
    deps.store.stops.press("model", "user:maria", "odd scores")

    with pytest.raises(QuotaExhaustedError, match="stopped by an operator"):
        tried(deps)


def test_cut_offs_alone_ask_nobody(deps: Deps, query: Query) -> None:
    finished_runs(deps.store, cases_of("teacher"), identity=KNOWN)
    stricter = replace(CLAUDE, cut_offs=(LOCAL.cut_offs[0] + 1, LOCAL.cut_offs[1]))
    assessors = TrialAssessors(stricter, Purpose.SIMULATION, None)

    results = simulate(deps.store, deps.store.trials.newest_runs(Scope(), 50), Trial(stricter, CLAUDE), assessors)

    assert [one.after.score for one in results if one.after] == [one.before.score for one in results]
    assert query("SELECT count(*) FROM model_calls") == [(0,)]


def test_a_canary_of_claude_asks_anew_every_time_and_a_simulator_blocks(deps: Deps, query: Query) -> None:
    outcomes = [
        run_canary(deps.store, CLAUDE, TrialAssessors(CLAUDE, Purpose.CANARY, deps), LOCAL, "user:maria")
        for _ in range(2)
    ]

    asked = query("SELECT count(*) FROM model_calls WHERE purpose = 'canary' AND customer_id = 'canary'")
    assert asked[0][0] >= 2 * 28
    assert query("SELECT count(*) FROM model_answers") == [(0,)]
    assert all(outcome.run.blocks and "answered by a simulator" in outcome.over[-1] for outcome in outcomes)
    assert outcomes[0].run.scores == outcomes[1].run.scores


def test_the_answer_of_a_command_is_json_and_nothing_else(deps: Deps, database_url: str, redis_url: str) -> None:
    finished_runs(deps.store, cases_of("teacher"), identity=KNOWN)
    environ = {
        **os.environ,
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "ANTHROPIC_API_KEY": "test-key",
        "ANTHROPIC_BASE_URL": deps.settings.anthropic_base_url,
        "CLAUDE_INPUT_TOKENS_PER_MINUTE": "60000000",
        "CLAUDE_OUTPUT_TOKENS_PER_MINUTE": "60000000",
        "CLAUDE_REQUESTS_PER_MINUTE": "60000",
    }
    command = [sys.executable, "-c", "from app.cli import main; main()", "policy", "simulate", "--assessor", "claude"]

    done = subprocess.run([*command, "--json"], env=environ, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    result = json.loads(done.stdout)
    assert (result["applications"], result["simulated"]) == (3, True)
    assert result["cost"]["calls"] >= 3
