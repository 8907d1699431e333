"""What a profile and a match cost on one core, beside TF-IDF cosine on the same texts; and a start of the program."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.workload import a_job, sound_resumes
from evals.baselines import TfIdf
from evals.cards import AS_OF
from resumes import read_resume
from scoring.local import LocalAssessor
from scoring.profile import read_profile
from scoring.resume import Resume
from scoring.rubric import Rubric, draft_rubric, requisition_from_json, requisition_from_text
from scoring.taxonomy import load_taxonomy

CRITERIA = 20
WORDS = 600
WARM_UP = 40  # resumes that are scored before the clock starts, none of them among the measured ones
MEASURED = 60
STARTS = 7


@dataclass(frozen=True)
class MatchingFigures:
    """Medians in milliseconds of one core over ``resumes`` resumes, each read for the first time.

    Processor time, so that what else runs on the machine counts as little as it can.
    """

    title: str
    resumes: int
    words: float
    profile: float
    match: float
    both: float
    tf_idf: float


def measure(eval_dir: Path) -> list[MatchingFigures]:
    """Invented resumes always, real ones of about 600 words where ``eval_dir`` is there."""
    figures = [_timed("invented", *_invented())]
    if (eval_dir / "category_resumes.dev.jsonl").exists():
        figures.append(_timed("real", *_real(eval_dir)))
    return figures


def start_seconds() -> tuple[float, float]:
    """Medians of real starts of ``icims-scoring score`` for one PDF file, from the call to its end: on the clock, and
    of processor time with that of the process that reads the file."""
    program = str(Path(sys.executable).parent / "icims-scoring")
    with tempfile.TemporaryDirectory() as name:
        job, resume = Path(name) / "job.json", Path(name) / "resume.pdf"
        job.write_text(json.dumps(a_job()), encoding="utf-8")
        resume.write_bytes(next(content for suffix, content in sound_resumes(8) if suffix == ".pdf"))
        clock, processor = [], []
        for _ in range(STARTS):
            began, used = time.perf_counter(), _processor_seconds_of_children()
            command = [program, "score", str(resume), "--requisition", str(job), "--json"]
            subprocess.run(command, check=True, capture_output=True)
            clock.append(time.perf_counter() - began)
            processor.append(_processor_seconds_of_children() - used)
    return statistics.median(clock), statistics.median(processor)


def _processor_seconds_of_children() -> float:
    used = os.times()
    return used.children_user + used.children_system


def _invented() -> tuple[list[tuple[str, Rubric]], list[str]]:
    """The demo's requisition, and its resumes joined and cut to 600 words."""
    job = a_job()
    text = "\n".join(str(value) for value in job.values())
    read = (read_resume(content) for _, content in sound_resumes(2 * (WARM_UP + MEASURED)))
    texts = [resume.text for resume in read if isinstance(resume, Resume)]
    pairs = zip(texts[::2], texts[1::2], strict=False)
    return [(text, draft_rubric(requisition_from_json(job)))], [_cut("\n\n".join(pair)) for pair in pairs]


def _cut(text: str) -> str:
    """At most 600 words, in whole lines."""
    lines: list[str] = []
    words = 0
    for line in text.split("\n"):
        words += len(line.split())
        if words > WORDS:
            break
        lines.append(line)
    return "\n".join(lines)


def _real(eval_dir: Path) -> tuple[list[tuple[str, Rubric]], list[str]]:
    texts = [entry["text"] for entry in _lines(eval_dir / "category_resumes.dev.jsonl")]
    jobs = [f"{entry['title']}\n{entry['text']}" for entry in _lines(eval_dir / "job_texts.jsonl")]
    drafted = [(job, draft_rubric(requisition_from_text(job, "bench"))) for job in jobs]
    asked = [(job, rubric) for job, rubric in drafted if len(rubric.criteria) >= CRITERIA]
    return asked, [text for text in texts if abs(len(text.split()) - WORDS) <= WORDS / 10]


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def _timed(title: str, jobs: Sequence[tuple[str, Rubric]], texts: Sequence[str]) -> MatchingFigures:
    assessor = LocalAssessor(load_taxonomy())
    tf_idf = TfIdf([*texts, *(job for job, _ in jobs)])
    asked = [(job, replace(rubric, criteria=rubric.criteria[:CRITERIA])) for job, rubric in jobs]
    rows = []
    for number, text in enumerate(texts[: WARM_UP + MEASURED]):
        job, rubric = asked[number % len(asked)]
        began = time.process_time()
        profile = read_profile(text, AS_OF)
        profiled = time.process_time()
        assessor.assess(rubric, Resume(text, "0" * 64, "text/plain"), profile, (), AS_OF)
        matched = time.process_time()
        tf_idf.score(job, text)
        compared = time.process_time()
        rows.append((profiled - began, matched - profiled, matched - began, compared - matched))
    medians = [1000 * statistics.median(column) for column in zip(*rows[WARM_UP:], strict=True)]
    measured = texts[WARM_UP : WARM_UP + MEASURED]
    words = statistics.median(len(text.split()) for text in measured)
    return MatchingFigures(title, len(measured), words, *medians)
