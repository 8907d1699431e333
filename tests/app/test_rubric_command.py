"""``icims-scoring rubric`` on real files."""

import json

import pytest
from click.testing import CliRunner

from app.cli import cli
from scoring.errors import InvalidInputError
from scoring.rubric import Rubric

ADVERTISEMENT = "Welder\n\nRequirements\n- 3 years of experience as a welder\n- Native English speaker\n"


@pytest.fixture
def advertisement(tmp_path):
    path = tmp_path / "welder.txt"
    path.write_text(ADVERTISEMENT)
    return path


def test_the_json_is_a_rubric_that_can_be_read_back(advertisement):
    result = CliRunner().invoke(cli, ["rubric", str(advertisement), "--json"])

    stored = json.loads(result.output)

    assert result.exit_code == 0
    assert Rubric.from_json(stored).version == stored["version"]
    assert stored["criteria"][0]["source"] == {
        "field": "qualifications",
        "quote": "3 years of experience as a welder",
    }


def test_a_person_sees_criteria_quotes_and_warnings(advertisement):
    result = CliRunner().invoke(cli, ["rubric", str(advertisement)])

    assert result.exit_code == 0
    assert "3 years of experience: welder" in " ".join(result.output.split())
    assert "“Native English speaker”" in result.output


def test_standard_input_may_hold_a_job_object():
    job = json.dumps({"jobtitle": "Welder", "qualifications": "<ul><li>TIG welding</li></ul>"})

    result = CliRunner().invoke(cli, ["rubric", "-", "--json"], input=job)

    assert "g-skill-tig-welding" in {criterion["id"] for criterion in json.loads(result.output)["criteria"]}


@pytest.mark.parametrize("content", ["", "{not json", '{"jobtitle": ""}'], ids=["empty", "broken", "untitled"])
def test_what_cannot_be_read_says_so_in_one_line(content, tmp_path, monkeypatch, capsys):
    from app.cli import main

    path = tmp_path / "job.json"
    path.write_text(content)
    monkeypatch.setattr("sys.argv", ["icims-scoring", "rubric", str(path)])

    with pytest.raises(SystemExit) as stopped:
        main()

    assert stopped.value.code == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(("name", "reason"), [("missing.txt", "no such file or directory"), (".", "is a directory")])
def test_a_file_that_cannot_be_read_is_named_in_one_line(tmp_path, name, reason):
    result = CliRunner().invoke(cli, ["rubric", str(tmp_path / name)])

    assert isinstance(result.exception, InvalidInputError)
    assert str(result.exception) == f"{tmp_path / name}: {reason}"
