"""The same work for every measurement: one requisition and its invented applications."""

from pathlib import Path
from typing import Any

from demo.applications import invent_applications
from demo.requisitions import demo_requisitions
from demo.resume_files import write_resumes


def a_job() -> dict[str, Any]:
    """The first requisition of the demo, as the simulator is seeded with it."""
    wanted = demo_requisitions()[0]
    return {
        "id": wanted.job_id,
        "jobtitle": wanted.title,
        "overview": wanted.overview,
        "responsibilities": wanted.responsibilities,
        "qualifications": wanted.qualifications,
        "experienceyears": wanted.experience_years,
    }


def resumes(count: int, cache: Path) -> list[tuple[str, bytes]]:
    """(file name, content) of so many resumes; a few of them are scans, encrypted or empty."""
    files = write_resumes(invent_applications(demo_requisitions()[0], count), cache)
    return [(file.filename, file.content) for file in files]
