"""The same work for every measurement: one requisition and its invented applications."""

from functools import cache
from pathlib import Path
from typing import Any

from demo.applications import invent_applications
from demo.requisitions import demo_requisitions
from demo.resume_files import write_resume, write_resumes
from scoring.rubric import Rubric, draft_rubric, requisition_from_json


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


@cache
def a_rubric() -> Rubric:
    """What is drafted from that requisition."""
    wanted = demo_requisitions()[0]
    return draft_rubric(
        requisition_from_json(
            {
                "id": str(wanted.job_id),
                "title": wanted.title,
                "overview": wanted.overview,
                "responsibilities": wanted.responsibilities,
                "qualifications": wanted.qualifications,
            }
        )
    )


def resumes(count: int, cache: Path) -> list[tuple[str, bytes]]:
    """(file name, content) of so many resumes; a few of them are scans, encrypted or empty."""
    files = write_resumes(invent_applications(demo_requisitions()[0], count), cache)
    return [(file.filename, file.content) for file in files]


@cache
def sound_resumes(count: int) -> list[tuple[str, bytes]]:
    """(suffix, content) of so many files without any trouble, PDF and DOCX mixed as in the demo."""
    applications = invent_applications(demo_requisitions()[0], count + count // 20 + 1)
    sound = [application for application in applications if application.trouble is None][:count]
    files = (write_resume(application) for application in sound)
    return [(Path(file.filename).suffix, file.content) for file in files]
