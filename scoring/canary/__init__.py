"""The frozen canary set: invented applications whose scores show what a change of scoring does.

Files under data/ are never edited: a new case makes every earlier canary run incomparable (docs/decisions/0014).
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from scoring.requisition import Requisition
from scoring.resume import Answer
from scoring.rubric import requisition_from_json

# What "Present" means in these resumes, for ever.
AS_OF = date(2026, 11, 1)


@dataclass(frozen=True, slots=True)
class CanaryCase:
    """One application. ``resume`` are the bytes of its file; ``sort`` is strong, partial, weak or edge."""

    id: str
    requisition: Requisition
    filename: str
    resume: bytes
    sort: str
    about: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class CanarySet:
    """``sha256`` is over every byte of the set: equal only for the same set."""

    cases: tuple[CanaryCase, ...]
    sha256: str


@cache
def load_canary() -> CanarySet:
    """The set, in its fixed order."""
    data = files(__package__) / "data"
    jobs = {name: json.loads(content) for name, content in _contents(data / "jobs")}
    requisitions = {name.removesuffix(".json"): requisition_from_json(job) for name, job in jobs.items()}
    resumes = dict(_contents(data / "resumes"))
    listed = json.loads((data / "cases.json").read_bytes())
    return CanarySet(
        cases=tuple(
            CanaryCase(
                id=entry["id"],
                requisition=requisitions[entry["job"]],
                filename=entry["resume"],
                resume=resumes[entry["resume"]],
                sort=entry["sort"],
                about=entry["about"],
                answers=_answers(requisitions[entry["job"]], entry["answers"]),
            )
            for entry in listed
        ),
        sha256=_sha256(data),
    )


def _contents(folder: Traversable) -> list[tuple[str, bytes]]:
    """Name and bytes of each file, by name."""
    return [(entry.name, entry.read_bytes()) for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)]


def _answers(requisition: Requisition, given: dict[str, str]) -> tuple[Answer, ...]:
    texts = {question.id: question.text for question in requisition.questions}
    return tuple(Answer(question, texts[question], answer) for question, answer in given.items())


def _sha256(data: Traversable) -> str:
    digest = hashlib.sha256((data / "cases.json").read_bytes())
    for folder in ("jobs", "resumes"):
        for name, content in _contents(data / folder):
            digest.update(f"\0{folder}/{name}\0".encode() + content)
    return digest.hexdigest()
