"""What reading costs beside the bare libraries, and what the restricted process adds to it."""

import logging
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.workload import sound_resumes
from evals.reading import clean_files, plain_text
from resumes import read_resume
from resumes.sandbox import ResumeReader

TURNS = 7
FRESH_TURNS = 5
INVENTED = 40


@dataclass(frozen=True)
class ReadingFigures:
    """Milliseconds for each file, means over the files of each file's median: the bare library, our reader in this
    process, and our reader in the reused restricted process."""

    title: str
    files: int
    bare: float
    in_process: float
    sandboxed: float

    @property
    def ratio(self) -> float:
        return self.sandboxed / self.bare


def measure(eval_dir: Path) -> list[ReadingFigures]:
    """PDF and DOCX apart: the invented files always, real ones where ``eval_dir`` is there."""
    logging.getLogger("pypdf").setLevel(logging.ERROR)  # the bare library tells of every oddity
    files = {"invented": sound_resumes(INVENTED)}
    if eval_dir.is_dir():
        files["real"] = [(path.suffix, path.read_bytes()) for path in clean_files(eval_dir)]
    with ResumeReader() as reader:
        return [
            _compared(f"{origin} {suffix[1:].upper()}", [content for kind, content in given if kind == suffix], reader)
            for suffix in (".pdf", ".docx")
            for origin, given in files.items()
        ]


def fresh_process_milliseconds() -> float:
    """Median of starting a restricted process, reading one file in it, and ending it."""
    [(_, content), *_] = sound_resumes(1)

    def read_once(content: bytes) -> None:
        with ResumeReader() as reader:
            reader.read(content)

    return statistics.median(_milliseconds(read_once, content) for _ in range(FRESH_TURNS))


def _compared(title: str, contents: Sequence[bytes], reader: ResumeReader) -> ReadingFigures:
    readers: tuple[Callable[[bytes], object], ...] = (plain_text, read_resume, reader.read)
    medians = []
    for content in contents:
        for read in readers:  # the first reading fills caches on all sides
            read(content)
        # In turns, so that a busy machine disturbs all alike.
        turns = [[_milliseconds(read, content) for read in readers] for _ in range(TURNS)]
        medians.append([statistics.median(column) for column in zip(*turns, strict=True)])
    bare, in_process, sandboxed = (statistics.mean(column) for column in zip(*medians, strict=True))
    return ReadingFigures(title, len(contents), bare, in_process, sandboxed)


def _milliseconds(read: Callable[[bytes], object], content: bytes) -> float:
    began = time.perf_counter()
    read(content)
    return 1000 * (time.perf_counter() - began)
