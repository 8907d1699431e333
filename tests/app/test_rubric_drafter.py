"""``icims-scoring rubric --drafter claude`` against the simulated Messages API."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import cli
from claude.drafting import SIMULATED_DRAFT
from claude.simulator import Options, SimulatorState, serve
from scoring.rubric import Rubric, draft_rubric, requisition_from_text

ADVERTISEMENT = "Welder\n\nRequirements\n- 3 years of experience as a welder\n- TIG welding\n- Native English speaker\n"


@pytest.fixture
def advertisement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "welder.txt"
    path.write_text(ADVERTISEMENT)
    monkeypatch.chdir(tmp_path)
    with serve(SimulatorState(Options())) as url:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", url)
        monkeypatch.setenv("ANTHROPIC_API_KEY", "test-key")
        yield path


def test_a_draft_is_a_rubric_beside_its_warnings(advertisement: Path) -> None:
    result = CliRunner().invoke(cli, ["rubric", str(advertisement), "--drafter", "claude", "--json"])

    stored = json.loads(result.stdout)
    assert result.exit_code == 0
    assert Rubric.from_json(stored).version == stored["version"]
    assert "3 years of experience: welder" in {criterion["text"] for criterion in stored["criteria"]}
    assert stored["warnings"][0].startswith(SIMULATED_DRAFT)
    assert any("Native English speaker" in warning for warning in stored["warnings"])
    assert "1 calls" in result.stderr


def test_a_person_sees_that_it_is_a_draft(advertisement: Path) -> None:
    result = CliRunner().invoke(cli, ["rubric", str(advertisement), "--drafter", "claude"])

    assert result.exit_code == 0
    assert SIMULATED_DRAFT in " ".join(result.output.split())


def test_the_local_rules_draft_unless_claude_is_asked_to(advertisement: Path) -> None:
    result = CliRunner().invoke(cli, ["rubric", str(advertisement), "--json"])

    assert json.loads(result.stdout)["version"] == draft_rubric(requisition_from_text(ADVERTISEMENT, "welder")).version


def test_without_a_key_nothing_is_drafted_and_the_reason_is_said(
    advertisement: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from app.cli import main

    monkeypatch.delenv("ANTHROPIC_API_KEY")
    monkeypatch.setattr("sys.argv", ["icims-scoring", "rubric", str(advertisement), "--drafter", "claude"])

    with pytest.raises(SystemExit) as stopped:
        main()

    assert stopped.value.code == 1
    assert "ANTHROPIC_API_KEY" in capsys.readouterr().err
