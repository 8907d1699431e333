"""The operator's way: import, look, and let the scoring use it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEADING = (
    "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,scopeNote,"
    "definition,inScheme,description"
)


@pytest.fixture
def folder(tmp_path):
    bundle = tmp_path / "ESCO dataset - v1.2.0"
    bundle.mkdir()
    row = 'KnowledgeSkillCompetence,uri:1,skill/competence,sector-specific,thatch steep roofs,"lay reed roofs\nstraw '
    (bundle / "skills_en.csv").write_text(f'{HEADING}\n{row}roofing",,released,,,,,\n')
    (tmp_path / "job.txt").write_text("Roofer\n\nRequirements\n- Experience with straw roofing\n- SQL\n")
    job = (
        "Roofer, Example Roofs\nJanuary 2020 - Present\n- Taught apprentices how to thatch steep roofs in any weather\n"
    )
    (tmp_path / "resume.txt").write_text(f"Jane Doe\n\nExperience\n{job}- Kept the SQL database of the orders\n")
    return tmp_path


def run(folder, *arguments, **environ):
    command = [sys.executable, "-c", "from app.cli import main; main()", *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env={"PYTHONPATH": str(ROOT)} | environ, check=False
    )


def test_an_import_is_summed_up_with_its_version_and_carries_its_licence(folder):
    done = run(folder, "taxonomy", "import", "--esco", "ESCO dataset - v1.2.0", "--out", "extra")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("ESCO 1.2.0: 1 skills with 2 further names; 0 were ours already")
    (source,) = json.loads((folder / "extra" / "taxonomy.json").read_text())["sources"]
    assert (source["version"], source["skills"]) == ("1.2.0", 1)
    assert "European Commission (ESCO 1.2.0)" in (folder / "extra" / "ATTRIBUTION.txt").read_text()


def test_what_was_imported_is_shown_counted_and_scored(folder):
    run(folder, "taxonomy", "import", "--esco", "ESCO dataset - v1.2.0", "--out", "extra")

    shown = run(folder, "taxonomy", "show", "straw roofing", TAXONOMY_EXTRA="extra").stdout
    counted = run(folder, "taxonomy", "stats", TAXONOMY_EXTRA="extra").stdout
    score = ("score", "resume.txt", "--requisition", "job.txt", "--json")
    without, with_it = (
        json.loads(run(folder, *score, **environ).stdout) for environ in ({}, {"TAXONOMY_EXTRA": "extra"})
    )

    assert "thatch steep roofs" in shown
    assert "ESCO 1.2.0, esco" in shown
    assert "(ESCO 1.2.0)" in counted
    assert with_it["score"] > without["score"]
    assert "thatch steep roofs" in with_it["profile"]["skills"]
    assert with_it["provenance"]["prompt_version"] != without["provenance"]["prompt_version"]


def test_the_shipped_taxonomy_can_be_looked_at_as_well(folder):
    shown = run(folder, "taxonomy", "show", "postgres").stdout

    assert shown.splitlines()[0].split() == ["name", "PostgreSQL"]
    assert "falls under" in shown


@pytest.mark.parametrize(
    ("arguments", "environ", "code", "problem"),
    [
        (("import", "--out", "extra"), {}, 2, "--esco, --onet or both"),
        (("import", "--esco", "nowhere", "--out", "extra"), {}, 1, "skills_en.csv is missing"),
        (("show", "no such skill at all"), {}, 1, "knows no skill"),
        (("stats",), {"TAXONOMY_EXTRA": "nowhere"}, 1, "holds no imported taxonomy"),
    ],
)
def test_what_cannot_be_done_is_said(folder, arguments, environ, code, problem):
    done = run(folder, "taxonomy", *arguments, **environ)

    assert done.returncode == code
    assert problem in done.stderr
    assert not (folder / "extra").exists()
