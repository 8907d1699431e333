import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from app.commands.score import score

RESUME = """Jane Doe
jane.doe@example.com

Experience
Software Engineer, Example Corp
January 2020 - Present
- Built payment services in Python and PostgreSQL
- Answered questions of customers, wrote the handbook and trained two new colleagues
- Planned the work of the week with the shift lead and kept the records of the team

Education
Bachelor of Science in Computer Science, Example University, 2015
"""
OTHER = RESUME.replace("Software Engineer", "Baker").replace("payment services in Python and PostgreSQL", "bread")
REQUISITION = """Software Engineer

Requirements
- 3 years of experience with Python
- Experience with PostgreSQL
- Bachelor's degree in Computer Science

Responsibilities
- Build and run the services that take payments from customers
- Review the work of others and explain decisions to people who do not write code
"""
ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "job.txt").write_text(REQUISITION)
    (tmp_path / "good.txt").write_text(RESUME)
    (tmp_path / "other.txt").write_text(OTHER)
    (tmp_path / "empty.pdf").write_bytes(b"")
    return tmp_path


def run(folder, *arguments, stdin=None):
    """The real console script in a process of its own."""
    command = [sys.executable, "-c", "from app.cli import main; main()", "score", *map(str, arguments)]
    return subprocess.run(
        command, cwd=folder, input=stdin, capture_output=True, text=True, env={"PYTHONPATH": str(ROOT)}, check=False
    )


def invoke(*arguments, stdin=None):
    return CliRunner().invoke(score, list(map(str, arguments)), input=stdin)


def cards(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_one_file_in_one_card_out(folder):
    result = run(folder, "good.txt", "--requisition", "job.txt", "--json")

    (card,) = cards(result)
    assert (result.returncode, result.stderr) == (0, "")
    assert card["resume"] == "good.txt"
    assert card["score"] == sum(criterion["points"] for criterion in card["criteria"])
    assert "text" not in card


def test_with_text_every_quote_can_be_found(folder):
    result = invoke(folder / "good.txt", "--requisition", folder / "job.txt", "--json", "--text")

    (card,) = cards(result)
    quotes = [evidence for criterion in card["criteria"] for evidence in criterion["evidence"]]
    assert quotes
    assert all(card["text"][quote["start"] : quote["end"]] == quote["quote"] for quote in quotes)


def test_several_files_are_ranked_best_first_and_unreadable_ones_come_last(folder):
    files = (folder / name for name in ("empty.pdf", "other.txt", "good.txt"))
    result = invoke(*files, "--requisition", folder / "job.txt", "--json")

    ranked = cards(result)
    assert result.exit_code == 0
    assert [Path(card["resume"]).name for card in ranked] == ["good.txt", "other.txt", "empty.pdf"]
    assert ranked[0]["score"] > ranked[1]["score"]
    assert (ranked[2]["score"], ranked[2]["abstained"]) == (None, "empty_file")


def test_a_person_sees_points_quotes_and_gaps(folder):
    result = invoke(folder / "other.txt", "--requisition", folder / "job.txt")

    assert result.exit_code == 0
    assert "Points" in result.output
    assert "PostgreSQL" in result.output
    assert "Missing or to confirm" in result.output


def test_a_ranking_for_a_person_names_every_file(folder):
    result = invoke(folder / "good.txt", folder / "empty.pdf", "--requisition", folder / "job.txt")

    assert result.exit_code == 0
    assert "not scored" in " ".join(result.output.split())
    assert "strong" in result.output or "possible" in result.output or "limited" in result.output


def test_the_requisition_may_be_a_job_object_or_a_document(folder):
    (folder / "job.json").write_text(json.dumps({"jobtitle": "Software Engineer", "qualifications": REQUISITION}))
    document = Document()
    for line in REQUISITION.splitlines():
        document.add_paragraph(line)
    document.save(folder / "job.docx")

    for name in ("job.json", "job.docx"):
        (card,) = cards(invoke(folder / "good.txt", "--requisition", folder / name, "--json"))
        assert any("Python" in criterion["text"] for criterion in card["criteria"]), name


def test_the_day_of_reading_is_what_present_means(folder):
    def years(day):
        result = invoke(folder / "good.txt", "--requisition", folder / "job.txt", "--json", "--as-of", day)
        return cards(result)[0]["profile"]["years_experience"]

    assert years("2026-01-31") - years("2022-01-31") == pytest.approx(4)


def test_pairs_are_answered_line_by_line_with_their_id(folder):
    pairs = [
        {"id": "text", "requisition": REQUISITION, "resume": RESUME},
        {"id": "path", "requisition": str(folder / "job.txt"), "resume": str(folder / "good.txt")},
        {"id": "object", "requisition": {"title": "Baker", "skills": ["bread"]}, "resume": OTHER},
    ]

    result = invoke("--pairs", "-", "--json", stdin="\n".join(map(json.dumps, pairs)))

    answers = cards(result)
    assert result.exit_code == 0
    assert [answer["id"] for answer in answers] == ["text", "path", "object"]
    assert answers[0]["score"] == answers[1]["score"]


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[1, 2]",
        json.dumps({"id": "x", "resume": RESUME}),
        json.dumps({"id": "x", "requisition": REQUISITION}),
        json.dumps({"id": "x", "requisition": 5, "resume": RESUME}),
        json.dumps({"id": "x", "requisition": REQUISITION, "resume": ["a"]}),
        json.dumps({"id": "x", "requisition": REQUISITION, "resume": "nowhere.pdf"}),
        json.dumps({"id": "x", "requisition": "", "resume": RESUME}),
        json.dumps({"id": "x", "requisition": {}, "resume": RESUME}),
    ],
    ids=["broken", "array", "no-job", "no-resume", "job-number", "resume-list", "no-file", "empty-job", "empty-object"],
)
def test_a_bad_line_is_answered_with_its_error_and_the_rest_goes_on(line):
    good = json.dumps({"id": "good", "requisition": REQUISITION, "resume": RESUME})

    result = invoke("--pairs", "-", "--json", stdin=f"{line}\n\n{good}\n")

    bad, scored = cards(result)
    assert result.exit_code == 1
    assert "\n" not in bad["error"]
    assert set(bad) == {"id", "error"}
    assert scored["id"] == "good"
    assert scored["score"] is not None


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("good.txt",),
        ("--requisition", "job.txt"),
        ("good.txt", "--requisition", "job.txt", "--assessor", "oracle"),
        ("good.txt", "--requisition", "job.txt", "--pairs", "-"),
        ("good.txt", "--requisition", "job.txt", "--as-of", "yesterday"),
    ],
    ids=["nothing", "no-requisition", "no-resume", "unknown-assessor", "both-ways", "no-date"],
)
def test_bad_usage_exits_with_2(folder, arguments):
    result = run(folder, *arguments)

    assert result.returncode == 2
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("nowhere.pdf", "--requisition", "job.txt"),
        ("good.txt", "--requisition", "nowhere.txt"),
        ("good.txt", "--requisition", "empty.pdf"),
        ("good.txt", "--requisition", "job.txt", "--assessor", "claude"),
    ],
    ids=["no-resume-file", "no-requisition-file", "unreadable-requisition", "claude"],
)
def test_what_cannot_be_done_is_one_line_on_stderr_and_exit_code_1(folder, arguments):
    result = run(folder, *arguments)

    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("icims-scoring: ")


def test_a_missing_file_does_not_keep_the_others_from_being_scored(folder):
    result = invoke(folder / "nowhere.pdf", folder / "good.txt", "--requisition", folder / "job.txt", "--json")

    assert result.exit_code == 1
    assert len(cards(result)) == 1
    assert "nowhere.pdf" in result.stderr
