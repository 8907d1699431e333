"""The openings of the invented tenant."""

from dataclasses import dataclass
from functools import cache

from demo.content import read_content


@dataclass(frozen=True, slots=True)
class DemoQuestion:
    """A screening question and the custom field of the applicant workflow that holds its answer."""

    field: str
    text: str
    required_answer: str | None = None


@dataclass(frozen=True, slots=True)
class DemoRequisition:
    """An opening as the tenant's recruiters wrote it; the three description parts are HTML."""

    key: str
    job_id: int
    number: str
    title: str
    category: str
    department: str
    type: str
    city: str
    state: str
    experience_years: int
    education: str
    skills: tuple[str, ...]
    overview: str
    responsibilities: str
    qualifications: str
    questions: tuple[DemoQuestion, ...]


@cache
def demo_requisitions() -> tuple[DemoRequisition, ...]:
    """Every opening; the demo's applications go to the first."""
    return tuple(
        DemoRequisition(
            **{
                **entry,
                "skills": tuple(entry["skills"]),
                "questions": tuple(
                    DemoQuestion(asked["id"], asked["text"], asked.get("required_answer"))
                    for asked in entry["questions"]
                ),
            }
        )
        for entry in read_content("requisitions")
    )
