"""Screening answers and scans on the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RESUME = """Jane Doe

Experience
Software Engineer, Example Corp
January 2015 - December 2024
- Built payment services in Python and PostgreSQL
- Answered questions of customers, wrote the handbook and trained two new colleagues
"""
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(30)
QUESTION = "How many years of experience with Python do you have?"
PROGRAM = """import sys
if "--list-langs" in sys.argv:
    print("List of available languages:\\neng")
    sys.exit()
sys.stdin.buffer.read()
print("level\\tblock_num\\tpar_num\\tline_num\\tconf\\ttext")
for number, line in enumerate({lines!r}):
    for word in line.split():
        print(f"5\\t1\\t1\\t{{number}}\\t90\\t{{word}}")
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "job.txt").write_text("Software Engineer\n\nRequirements\n- 3 years of experience with Python\n")
    (tmp_path / "resume.txt").write_text(RESUME)
    (tmp_path / "scan.png").write_bytes(PICTURE)
    return tmp_path


@pytest.fixture
def tesseract(tmp_path):
    """A directory with a program that is called as Tesseract is and answers with a table of words, as it does."""
    programs = tmp_path / "bin"
    programs.mkdir()
    program = programs / "tesseract"
    program.write_text(f"#!{sys.executable} -S\n{PROGRAM.format(lines=RESUME.splitlines())}")
    program.chmod(0o755)
    return str(programs)


def run(folder, *arguments, stdin=None, **environ):
    command = [sys.executable, "-c", "from app.cli import main; main()", *arguments]
    environ = {"PYTHONPATH": str(ROOT), "PATH": "/nowhere"} | environ
    return subprocess.run(command, cwd=folder, input=stdin, capture_output=True, text=True, env=environ, check=False)


def score(folder, *arguments, **more):
    return run(folder, "score", "resume.txt", "--requisition", "job.txt", "--json", *arguments, **more)


def test_a_conflict_between_resume_and_answer_is_shown_with_both_words(folder):
    (folder / "answers.json").write_text(json.dumps({QUESTION: 1}))

    with_answers = json.loads(score(folder, "--answers", "answers.json").stdout)
    without = json.loads(score(folder).stdout)

    (warning,) = [line for line in with_answers["warnings"] if "disagree" in line]
    assert warning.endswith("/ '1'")
    assert not [line for line in without["warnings"] if "disagree" in line]
    quotes = [quote for criterion in with_answers["criteria"] for quote in criterion["evidence"]]
    assert any(quote["source"] == f"answer:{QUESTION}" and quote["quote"] == "1" for quote in quotes)


def test_a_line_of_pairs_has_its_own_answers(folder):
    pair = {"id": "1", "requisition": "job.txt", "resume": "resume.txt", "answers": {QUESTION: "1"}}

    answered = json.loads(run(folder, "score", "--pairs", "-", "--json", stdin=json.dumps(pair)).stdout)

    assert any("disagree" in line for line in answered["warnings"])


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "not valid JSON"),
        ("[]", "not a JSON object"),
        ('{"Python?": {"years": 3}}', "answer 1 is not a text"),
        ('{"Python?": 3, "What is your gender?": "x"}', "answer 2 is about gender, which must not reach a score"),
        (None, "no such file"),
    ],
)
def test_answers_that_cannot_be_taken_are_refused_in_one_line(folder, content, problem):
    if content is not None:
        (folder / "answers.json").write_text(content)

    done = score(folder, "--answers", "answers.json")

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert problem in done.stderr


def test_answers_belong_to_one_candidate(folder):
    done = score(folder, "scan.png", "--answers", "answers.json")

    assert done.returncode == 2


@pytest.mark.parametrize(("option", "environ"), [(("--ocr",), {}), ((), {"OCR": "on"})], ids=["option", "setting"])
def test_a_scan_is_read_where_that_is_asked_for_and_the_card_says_so(folder, tesseract, option, environ):
    scan = ("score", "scan.png", "--requisition", "job.txt", "--json")

    asked = json.loads(run(folder, *scan, *option, PATH=tesseract, **environ).stdout)
    not_asked = json.loads(run(folder, *scan, PATH=tesseract).stdout)

    assert asked["score"] is not None
    assert any("text of page 1 was recognised from pictures" in warning for warning in asked["warnings"])
    assert asked["confidence"] < 1
    assert (not_asked["score"], not_asked["abstained"]) == (None, "image_only")


def test_recognition_without_tesseract_is_said_at_the_start_and_by_the_doctor(folder):
    commands = (("score", "scan.png", "--requisition", "job.txt", "--ocr"), ("doctor",))

    scored, examined = (run(folder, *command, OCR="on") for command in commands)

    assert scored.returncode == examined.returncode == 1
    assert scored.stderr == ("icims-scoring: OCR is on, but Tesseract is not installed: install it, or set OCR=off\n")
    assert "FAIL character recognition: OCR is on, but Tesseract is not installed" in examined.stdout


def test_a_worker_does_not_start_with_what_it_would_need_later(folder):
    celery = str(Path(sys.executable).with_name("celery"))
    environ = {"PYTHONPATH": str(ROOT), "OCR": "on", "REDIS_URL": "redis://127.0.0.1:1/0", "PATH": "/nowhere"}

    done = subprocess.run(
        [celery, "--app", "tasks", "worker", "--concurrency", "1"],
        cwd=folder,
        capture_output=True,
        text=True,
        env=environ,
        check=False,
        timeout=120,
    )

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("worker: OCR is on, but Tesseract is not installed")


def test_the_doctor_names_a_language_that_tesseract_lacks_and_an_unusable_folder_or_registry(folder, tesseract):
    examined = run(
        *(folder, "doctor"),
        PATH=tesseract,
        OCR="on",
        OCR_LANGUAGES="eng+tlh",
        TAXONOMY_EXTRA="nowhere",
        CREDENTIAL_REGISTRY_URL="http://127.0.0.1:1",
    ).stdout

    assert "FAIL character recognition: Tesseract has no data for tlh" in examined
    assert "FAIL extra taxonomy: nowhere holds no imported taxonomy" in examined
    assert "FAIL credential registry: the credential registry gave no answer" in examined
