"""Claude as the assessor, end to end: a real worker with threads, real limits and ledger, a simulated Messages API."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import requests
import sqlalchemy as sa

from bench.installation import CUSTOMER, seed, wait_until
from bench.workload import a_job, resumes
from claude.simulator import Options, SimulatorState, serve
from scoring.run import RunState, Step
from store import PastRun
from tasks.replay import difference

pytestmark = [pytest.mark.pipeline, pytest.mark.xdist_group("claude"), pytest.mark.timeout(300)]
MODEL = "claude-sonnet-5-5"
LIMITS = {"requests_per_minute": 6_000, "input_tokens_per_minute": 9_000_000, "output_tokens_per_minute": 9_000_000}
FINAL = {RunState.SCORED, RunState.ABSTAINED}


@dataclass(frozen=True)
class Office:
    """An installation whose applications Claude assesses, and the simulated Messages API behind it."""

    story: Any
    model: SimulatorState
    url: str
    taken: dict[int, int] = field(default_factory=dict)

    @property
    def store(self) -> Any:
        return self.story.installation.store

    def applications(self, count: int, job: int, cache: Path) -> list[str]:
        """So many applications to a requisition of their own, read by nobody yet."""
        self.switch("POST", "/reset")
        self.switch("PATCH", "/options", LIMITS)
        wanted, self.taken[job] = {**a_job(), "id": job}, count
        before = sum(self.taken.values()) - count
        # Never the same resume twice: its answer would be known.
        files = resumes(60, cache)[before : before + count]
        return seed(self.story.installation.sim, files, wanted, first_id=job * 100)

    def switch(self, method: str, path: str, content: object = None) -> Any:
        answer = requests.request(method, f"{self.url}/_control{path}", json=content, timeout=20)
        answer.raise_for_status()
        return answer.json()

    def send(self, workflows: list[str]) -> None:
        self.story.send(workflows)

    def wait(self, workflows: list[str], seconds: float = 60) -> dict[str, PastRun]:
        return self.story.wait(workflows, seconds)

    def cards(self, workflows: list[str]) -> list[dict[str, Any]]:
        runs = [self.store.reports.runs_of(CUSTOMER, workflow)[0] for workflow in workflows]
        return [self.store.reports.run(run).findings[Step.FLAG]["card"] for run in runs]

    def written(self, workflow: str) -> dict[str, Any]:
        return self.story.installation.written(whole=True)["applications"][workflow]

    def query(self, statement: str) -> list[Any]:
        engine = sa.create_engine(self.story.installation.database_url, poolclass=sa.NullPool)
        with engine.connect() as connection:
            rows = [tuple(row) for row in connection.execute(sa.text(statement))]
        engine.dispose()
        return rows

    def look_again(self) -> None:
        """As an operator does who has paid the bill."""
        command = [str(Path(sys.executable).parent / "icims-scoring"), "runs", "wake"]
        subprocess.run(command, env=self.story.installation.env, check=True, capture_output=True, timeout=60)

    def restart_worker(self, key: str) -> None:
        installation = self.story.installation
        installation.kill("claude")
        installation.environ["ANTHROPIC_API_KEY"] = key
        installation.start_claude_worker()

    def wait_for_reason(self, words: str, runs: int) -> str:
        """Until so many runs wait for a reason with these words."""

        def waiting() -> bool:
            return sum(wait.runs for wait in self.store.waits.reasons() if words in wait.reason) >= runs

        wait_until(waiting, 30, f"not {runs} runs wait for {words}")
        return next(wait.reason for wait in self.store.waits.reasons() if words in wait.reason)


def opened(begin: Callable[..., Any], url: str, **environ: str) -> Any:
    return begin(
        claude_threads=16,
        ASSESSOR="claude",
        CLAUDE_MODEL=MODEL,
        CLAUDE_TIMEOUT_SECONDS="3",
        ANTHROPIC_BASE_URL=url,
        CLAUDE_REQUESTS_PER_MINUTE="6000",
        CLAUDE_INPUT_TOKENS_PER_MINUTE="9000000",
        CLAUDE_OUTPUT_TOKENS_PER_MINUTE="9000000",
        **{"ANTHROPIC_API_KEY": "simulated", **environ},
    )


@pytest.fixture(scope="module")
def office(begin: Callable[..., Any]) -> Iterator[Office]:
    model = SimulatorState(Options().changed(LIMITS))
    with serve(model) as url:
        yield Office(opened(begin, url), model, url)


@dataclass(frozen=True)
class Rated:
    """Twenty applications that the model has read, and what its API then reported."""

    runs: dict[str, PastRun]
    cards: list[dict[str, Any]]
    report: dict[str, Any]


@pytest.fixture(scope="module")
def rated(office: Office, resume_cache: Path) -> Rated:
    workflows = office.applications(20, 21, resume_cache)
    names = [f"person{21 * 100 + place}@example.com" for place in range(20)]
    office.switch("PUT", "/canaries", {"strings": names})
    office.send(workflows)
    runs = office.wait(workflows)
    return Rated(runs, office.cards(workflows), office.switch("GET", "/report"))


def test_twenty_applications_are_rated_by_the_model_and_no_name_reaches_it(office: Office, rated: Rated) -> None:
    report = rated.report
    scored = [card for card in rated.cards if card["score"] is not None]

    assert {run.state for run in rated.runs.values()} <= FINAL
    assert {(c["provenance"]["assessor"], c["provenance"]["model"]) for c in scored} == {("claude", MODEL)}
    assert all(card["provenance"]["simulated"] and card["provenance"]["answer_keys"] for card in scored)
    assert report["canary_hits"] == 0
    calls = office.store.calls.spent(CUSTOMER, "21")
    assert calls.calls == sum(report["calls"].values()) >= len(scored)
    assert calls.open_calls == 0


@pytest.mark.usefixtures("rated")
def test_a_score_comes_out_the_same_from_what_is_stored_without_a_call(office: Office) -> None:
    calls = office.store.calls.spent(CUSTOMER, "21").calls
    runs = [ranked.run_id for ranked in office.store.reports.ranking(CUSTOMER, "21")]

    replayed = {run: difference(office.store, office.store.reports.run(run)) for run in runs}

    assert set(replayed.values()) == {""}
    assert len(replayed) == 20
    assert office.store.calls.spent(CUSTOMER, "21").calls == calls


@pytest.mark.usefixtures("rated")
def test_a_score_that_was_tampered_with_does_not_come_out_again(office: Office) -> None:
    [best, *_] = office.store.reports.ranking(CUSTOMER, "21")
    run = office.store.reports.run(best.run_id)
    run.findings[Step.FLAG]["card"]["score"] = 1.0

    assert difference(office.store, run) == f"the score was 1 and is {float(best.score):g}"


def test_a_stormy_api_loses_nothing_and_asks_no_one_twice_for_a_kept_answer(office: Office, resume_cache: Path) -> None:
    workflows = office.applications(12, 22, resume_cache)
    each = {"path": "^/v1/messages$", "probability": 0.1}
    rules = (
        {"kind": "status", "status": 429, "retry_after": 1, "seed": 1, **each},
        {"kind": "status", "status": 429, "seed": 2, "times": 1, "retry_after": 2, **each},
        {"kind": "status", "status": 529, "seed": 3, **each},
        {"kind": "dropped", "seed": 4, **each},
        {"kind": "cut", "seed": 5, **each},
    )
    office.switch("PATCH", "/faults", list(rules))

    office.send(workflows)
    runs = office.wait(workflows, 120)

    assert {run.state for run in runs.values()} <= FINAL
    assert office.store.calls.spent(CUSTOMER, "22").open_calls == 0
    assert set(office.store.calls.outcomes()) > {"answered", "rate_limited", "overloaded"}
    assert [len(office.written(workflow)["assessmentresults"]) for workflow in workflows] == [1] * 12


def test_a_spend_cap_lets_runs_wait_without_an_attempt_until_it_is_lifted(office: Office, resume_cache: Path) -> None:
    workflows = office.applications(6, 23, resume_cache)
    office.switch("PATCH", "/faults", [{"kind": "status", "status": 429, "error_code": "enforced_spend_limit_reached"}])
    office.send(workflows)
    reason = office.wait_for_reason("enforced_spend_limit_reached", 5)
    waiting = [w for w in office.store.reports.waiting(100) if w.workflow_id in workflows and w.last_error]

    office.switch("DELETE", "/faults")
    office.look_again()
    runs = office.wait(workflows)

    assert "HTTP 429" in reason
    assert {run.attempts for run in waiting} == {0}
    assert {run.state for run in runs.values()} <= FINAL


def test_a_stop_button_halts_calls_and_writes_until_it_is_lifted(office: Office, resume_cache: Path) -> None:
    workflows = office.applications(3, 24, resume_cache)
    stop = office.store.stops.press("all", "user:test", "drill", CUSTOMER, "24")
    office.send(workflows)
    office.wait_for_reason("stopped by an operator", 2)
    before = [office.written(workflow)["writes"] for workflow in workflows]

    office.store.stops.lift(stop, "user:test")
    runs = office.wait(workflows)

    assert before == [{}] * 3
    assert {run.state for run in runs.values()} <= FINAL


def test_the_local_rules_stand_in_where_a_requisition_is_set_to_it_and_say_so_everywhere(
    office: Office, resume_cache: Path
) -> None:
    [first, *others] = office.applications(4, 25, resume_cache)
    office.send([first])
    office.wait([first])
    office.store.requisitions.set_when_model_fails(CUSTOMER, "25", "local", "user:test")
    office.store.stops.set_ceiling(CUSTOMER, "25", Decimal(0), "user:test")

    office.send(others)
    office.wait(others)

    said = "Answered by the local rules because Claude could not be asked: cost ceiling."
    for workflow, card in zip(others, office.cards(others), strict=True):
        if card["score"] is None:
            continue
        [result] = office.written(workflow)["assessmentresults"]
        assert card["provenance"]["assessor"] == "local"
        assert said in card["warnings"]
        assert result["assessmentnotes"].startswith(said)
        assert "by the local rules, not by Claude" in result["assessmentresult"]
    events = office.query(
        "SELECT action FROM audit_events WHERE job_id = '25' AND versions->>'instead_of' = 'claude' "
        "AND versions->>'because' = 'cost ceiling' GROUP BY action"
    )
    assert {action for (action,) in events} >= {"match.rated", "score.computed", "write_back.written", "run.sealed"}


def test_without_a_key_runs_wait_and_a_worker_with_one_goes_on(office: Office, resume_cache: Path) -> None:
    workflows = office.applications(5, 26, resume_cache)
    office.restart_worker(key="")
    office.send(workflows)
    reason = office.wait_for_reason("ANTHROPIC_API_KEY is not set", 4)
    calls = office.switch("GET", "/report")["calls"]

    office.restart_worker(key="simulated")
    runs = office.wait(workflows)

    assert reason == "ANTHROPIC_API_KEY is not set"
    assert not calls
    assert {run.state for run in runs.values()} <= FINAL
