"""What reading promises whatever the bytes, and the seeds that several targets share."""

import zipfile
from functools import cache
from io import BytesIO

from demo.applications import Layout, invent_applications
from demo.requisitions import demo_requisitions
from demo.resume_files import write_resume
from resumes import read_resume
from scoring.resume import Resume

LINES = (
    "Ada Example, ada@example.com, 555-0101",
    "EXPERIENCE",
    "Payroll Accountant, Example Freight, March 2019 to June 2023",
    "Closed the books of four companies every month",
    "EDUCATION",
    "Bachelor of Accounting, Exampleton College, 2015",
)


class BrokenPromiseError(Exception):
    """An answer that no caller may get."""


def check_reading(content: bytes) -> None:
    """The file is read, or abstained by a reader that decided so."""
    answer = read_resume(content)
    if isinstance(answer, Resume):
        promise(bool(answer.text.strip()), "a resume without text")
        promise(0.0 <= answer.quality <= 1.0, "a quality outside of 0 to 1")
    else:
        promise("unexpected" not in answer.detail, answer.detail)
    promise(all(len(item.excerpt) <= 200 for item in answer.hidden), "an excerpt of more than 200 characters")


def promise(kept: bool, broken: str) -> None:
    if not kept:
        raise BrokenPromiseError(broken)


@cache
def demo_files(*layouts: Layout) -> tuple[bytes, ...]:
    """The first invented application in each of the layouts."""
    applications = [entry for entry in invent_applications(demo_requisitions()[0], 60) if entry.trouble is None]
    return tuple(write_resume(next(a for a in applications if a.layout is layout)).content for layout in layouts)


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    """Stored, so that writing it costs little."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()
