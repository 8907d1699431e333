"""``icims-scoring runs describe`` over a finished run, against the simulated Messages API."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from finished_runs import finished_runs

from app.cli import cli
from claude.drafting import SIMULATED_DRAFT
from claude.simulator import Options, SimulatorState, serve
from scoring.canary import CanaryCase
from scoring.redaction import Identity
from scoring.regulations import RequestKind
from scoring.requisition import Requisition, RequisitionId
from scoring.run import RunId
from store import Store
from tasks.regulation_file import regulations

CUSTOMER, TODAY = "4560", date(2026, 11, 23)
WANTED = Requisition(
    RequisitionId("7"), "Developer", qualifications="Must have 5+ years of Python.\nSQL is required.\nRust is required."
)
RESUME = b"""Ida Sample
Experience
Python Developer, Example Works, January 2015 - December 2024
- Ida built Python services and wrote SQL reports for banks
"""
Query = Callable[[str], Any]


@pytest.fixture
def run_id(store: Store, database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunId]:
    case = CanaryCase("developer", WANTED, "resume.txt", RESUME, "edge", "plain", ())
    with serve(SimulatorState(Options())) as url:
        for name, value in {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "ICIMS_CUSTOMER_ID": CUSTOMER,
                            "ANTHROPIC_BASE_URL": url, "ANTHROPIC_API_KEY": "test-key"}.items():  # fmt: skip
            monkeypatch.setenv(name, value)
        yield finished_runs(store, (case,), CUSTOMER, Identity(names=("Ida Sample",)))["developer"]


def command(run_id: RunId, *options: str) -> Result:
    return CliRunner().invoke(cli, ["runs", "describe", str(run_id), *options])


def test_gaps_are_a_draft_that_cites_its_criteria_and_says_it_is_simulated(run_id: RunId) -> None:
    result = command(run_id)

    assert result.exit_code == 0
    assert result.stdout.startswith(SIMULATED_DRAFT)
    assert "Rust" in result.stdout
    assert "nothing in the resume" in result.stdout
    assert "1 call, USD 0." in result.stderr
    assert "simulated: not by Claude" in result.stderr


def test_strengths_stand_above_the_quotes_that_carry_them(run_id: RunId) -> None:
    result = command(run_id, "--kind", "strengths")

    drafted, _, grounds = result.stdout.partition("It rests on:")
    assert result.exit_code == 0
    assert "Python" in drafted
    assert "wrote SQL reports for banks" in grounds
    assert "Rust" not in drafted


def test_the_call_is_on_the_ledger_under_its_run_and_nothing_else_is_kept(run_id: RunId, query: Query) -> None:
    tables = ("findings", "scores", "runs", "audit_events", "model_answers")
    before = [query(f"SELECT count(*) FROM {table}") for table in tables]  # noqa: S608  names of ours

    command(run_id, "--kind", "gaps")

    assert query("SELECT purpose, run_id::text, customer_id, job_id FROM model_calls") == [
        ("gap_text", str(run_id), CUSTOMER, "7")
    ]
    assert [query(f"SELECT count(*) FROM {table}") for table in tables] == before  # noqa: S608  names of ours


def test_a_draft_is_saved_only_where_asked_and_over_nothing(run_id: RunId, tmp_path: Path) -> None:
    kept = tmp_path / "draft.txt"

    first = command(run_id, "--save", str(kept))
    text = kept.read_text(encoding="utf-8")
    second = command(run_id, "--save", str(kept))

    assert first.exit_code == 0
    assert text.startswith(SIMULATED_DRAFT)
    assert second.exit_code == 1
    assert kept.read_text(encoding="utf-8") == text


def test_a_stop_button_keeps_the_model_from_being_asked(run_id: RunId, store: Store, query: Query) -> None:
    store.stops.press("model", "user:test", "test", CUSTOMER)

    result = command(run_id)

    assert result.exit_code == 1
    assert query("SELECT count(*) FROM model_calls") == [(0,)]


def test_whoever_opted_out_is_not_described(run_id: RunId, store: Store, query: Query) -> None:
    due = regulations().due(RequestKind.OPT_OUT, TODAY)
    store.requests.record(CUSTOMER, "1", RequestKind.OPT_OUT, TODAY, due, "user:test")

    result = command(run_id)

    assert result.exit_code == 1
    assert query("SELECT count(*) FROM model_calls") == [(0,)]


def test_help_says_what_is_sent_and_what_is_kept() -> None:
    said = " ".join(CliRunner().invoke(cli, ["runs", "describe", "--help"]).output.split())

    assert "no name and no score" in said
    assert "kept nowhere" in said
