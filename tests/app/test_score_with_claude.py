"""``icims-scoring score --assessor claude`` against a simulated Messages API, without a database."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from claude.simulator import Options, SimulatorState, serve

RESUME = """Experience
Data Engineer, Acme Corp, January 2016 - Present
- Built Python pipelines that run on Kubernetes
- Wrote SQL reports for finance
"""


@pytest.fixture
def simulator() -> Iterator[tuple[SimulatorState, str]]:
    state = SimulatorState(Options())
    with serve(state) as url:
        yield state, url


def score(folder: Path, url: str, key: str = "simulated", **environ: str) -> Result:
    (folder / "resume.txt").write_text(RESUME)
    (folder / "job.txt").write_text("Data Engineer\n\nMust have 5+ years of Python experience\nSQL is required\n")
    command = ["score", str(folder / "resume.txt"), "--requisition", str(folder / "job.txt"), "--json"]
    settings = {"ANTHROPIC_BASE_URL": url, "ANTHROPIC_API_KEY": key, "CLAUDE_MAX_SAMPLES": "1", **environ}
    return CliRunner().invoke(cli, [*command, "--assessor", "claude"], env=settings, catch_exceptions=True)


def test_a_resume_is_rated_by_the_model_and_the_cost_is_said(simulator, tmp_path: Path) -> None:
    _, url = simulator

    answered = score(tmp_path, url, CLAUDE_MODEL="claude-sonnet-5-5")

    card = json.loads(answered.stdout)
    assert card["score"] is not None
    assert card["provenance"]["model"] == "claude-sonnet-5-5"
    assert card["provenance"]["simulated"]
    assert "1 calls" in answered.stderr
    assert "USD 0.0" in answered.stderr


def test_a_short_refusal_is_waited_for(simulator, tmp_path: Path) -> None:
    state, url = simulator
    state.options = state.options.changed({"requests_per_minute": 6_000})
    from claude.simulator.faults import FaultRule

    state.faults.add([FaultRule("status", status=429, retry_after=1, times=1)])

    answered = score(tmp_path, url)

    assert json.loads(answered.stdout)["provenance"]["assessor"] == "claude"
    assert "2 calls" in answered.stderr


def test_without_a_key_one_line_says_so(simulator, tmp_path: Path) -> None:
    _, url = simulator

    answered = score(tmp_path, url, key="")

    assert "ANTHROPIC_API_KEY is not set" in str(answered.exception)
    assert answered.exit_code == 1
