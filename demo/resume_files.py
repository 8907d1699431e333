"""The resume files of invented applications, written once and kept in a directory."""

import hashlib
import os
import signal
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache as cached
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

from demo.applications import Application
from demo.resume_docx import DOCX_LAYOUTS, write_docx
from demo.resume_pdf import write_pdf
from demo.resume_sheet import write_sheet
from demo.resume_trouble import is_docx, write_troubled

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORTH_A_SECOND_PROCESS = 80  # files; below, starting one takes longer than writing them


@dataclass(frozen=True, slots=True)
class ResumeFile:
    filename: str
    media_type: str
    content: bytes


def write_resume(application: Application) -> ResumeFile:
    """The file that this application came with; the same application gives the same bytes."""
    sheet, layout, style = write_sheet(application), application.layout, application.style
    if application.trouble is not None:
        content = write_troubled(sheet, application.trouble, layout, style)
    elif layout in DOCX_LAYOUTS:
        content = write_docx(sheet, layout, style)
    else:
        content = write_pdf(sheet, layout, style)
    media_type, suffix = _kind(application)
    return ResumeFile(f"resume-{application.number}{suffix}", media_type, content)


def write_resumes(applications: Sequence[Application], cache: Path, processes: int = 2) -> tuple[ResumeFile, ...]:
    """The files in the order of the applications; what ``cache`` holds from an earlier call is read from there."""
    cache.mkdir(parents=True, exist_ok=True)
    places = [cache / _cache_name(application) for application in applications]
    missing = [(a, place) for a, place in zip(applications, places, strict=True) if not place.exists()]
    if len(missing) < WORTH_A_SECOND_PROCESS:
        for pair in missing:
            _write_to_cache(pair)
    else:
        with ProcessPoolExecutor(processes, get_context("spawn"), initializer=_end_with_parent) as pool:
            list(pool.map(_write_to_cache, missing, chunksize=25))
    return tuple(_from_cache(application, place) for application, place in zip(applications, places, strict=True))


def _cache_name(application: Application) -> str:
    """Named after everything that was written and by which code, so an edited generator never serves old files."""
    digest = hashlib.sha256(f"{_code_version()}:{application!r}".encode()).hexdigest()[:20]
    return digest + _kind(application)[1]


@cached
def _code_version() -> str:
    sources = sorted(Path(__file__).parent.glob("resume_*.py"))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def _end_with_parent() -> None:
    """Leave Ctrl-C to the parent, and do not wait for ever for work from one that was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _write_to_cache(missing: tuple[Application, Path]) -> None:
    application, place = missing
    beside = place.with_suffix(f".{os.getpid()}")
    beside.write_bytes(write_resume(application).content)
    beside.replace(place)


def _from_cache(application: Application, place: Path) -> ResumeFile:
    media_type, suffix = _kind(application)
    return ResumeFile(f"resume-{application.number}{suffix}", media_type, place.read_bytes())


def _kind(application: Application) -> tuple[str, str]:
    return (DOCX, ".docx") if is_docx(application.layout, application.trouble) else (PDF, ".pdf")
