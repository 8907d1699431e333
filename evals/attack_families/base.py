"""The invented applications that are attacked: four openings, from unrelated to promising candidates."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from claude.questions import Question, questions_of
from demo.applications import Application, Layout, invent_applications
from demo.requisitions import DemoRequisition, demo_requisitions
from demo.resume_pdf import write_pdf
from demo.resume_sheet import Sheet, write_sheet
from resumes import read_resume
from scoring.redaction import Identity
from scoring.resume import Abstention, Answer, Resume
from scoring.rubric import Rubric, draft_rubric, requisition_from_json

_POOL = 60
# Those who have most to gain; the strong ones need no attack.
_QUALITIES = ("unrelated", "thin", "early", "adjacent", "changer", "solid")
_A_JOB = 3


@dataclass(frozen=True)
class Submitted:
    """What a candidate hands in."""

    reading: Resume | Abstention
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Base:
    """An honest application, and the job it is for."""

    requisition: DemoRequisition
    rubric: Rubric
    sheet: Sheet
    style: int
    text: str
    answers: tuple[Answer, ...]
    identity: Identity

    @property
    def questions(self) -> tuple[Question, ...]:
        """As the model is asked; an attacker who knows the prompt knows the ids."""
        return questions_of(self.rubric)

    @property
    def advertisement(self) -> str:
        wanted = self.requisition
        return plain(f"{wanted.overview}\n{wanted.responsibilities}\n{wanted.qualifications}")

    @property
    def wanted(self) -> tuple[str, ...]:
        """The terms of the job, as a list of keywords."""
        terms = [term for question in self.questions for option in question.options for term in option.terms]
        return tuple(dict.fromkeys((*self.requisition.skills, *terms)))

    def submitted(self, text: str = "", answers: Sequence[Answer] | None = None) -> Submitted:
        """A text, as a candidate pastes it, through the real reader."""
        reading = read_resume((text or self.text).encode(), "resume.txt")
        return Submitted(reading, self.answers if answers is None else tuple(answers))

    def with_line(self, line: str, place: str = "end") -> str:
        """The resume with a line at its top, in its summary, as a bullet of the latest position, or at its end."""
        lines = self.text.split("\n")
        match place:
            case "top":
                return f"{line}\n{self.text}"
            case "summary":
                return "\n".join((*lines[:3], "", "Summary", line, *lines[3:]))
            case "bullet":
                at = next(number for number, text in enumerate(lines) if text.startswith("• "))
                return "\n".join((*lines[:at], f"• {line}", *lines[at:]))
            case _:
                return f"{self.text}\n\n{line}\n"


@dataclass(frozen=True)
class Attack:
    """``clean`` is the same application without the attack."""

    family: str
    name: str
    clean: Submitted
    attacked: Submitted
    base: Base

    @property
    def is_hidden(self) -> bool:
        return self.family.startswith("hidden")


Written = tuple[str, Submitted, Submitted, Base]


def plain(html: str) -> str:
    """HTML of a career site as the text that a candidate copies."""
    reading = read_resume(f"<html><body>{html}</body></html>".encode(), "job.html")
    return reading.text if isinstance(reading, Resume) else ""


@cache
def bases() -> tuple[Base, ...]:
    """Three applications to each opening, the weakest sort first."""
    return tuple(base for wanted in demo_requisitions() for base in _of(wanted))


def _of(wanted: DemoRequisition) -> Sequence[Base]:
    pool = [application for application in invent_applications(wanted, _POOL, seed=4) if application.trouble is None]
    ranked = sorted(pool, key=lambda one: (_rank(one.career.quality), one.number))
    chosen = [ranked[0], ranked[len(ranked) // 3], ranked[len(ranked) // 2]][:_A_JOB]
    rubric = draft_rubric(
        requisition_from_json(
            {
                "id": str(wanted.job_id),
                "title": wanted.title,
                "overview": wanted.overview,
                "responsibilities": wanted.responsibilities,
                "qualifications": wanted.qualifications,
                "skills": list(wanted.skills),
                "education": wanted.education,
                "questions": [
                    {"id": asked.field, "text": asked.text, "required_answer": asked.required_answer}
                    for asked in wanted.questions
                ],
            }
        )
    )
    return [_base(wanted, rubric, application) for application in chosen]


def _rank(quality: str) -> int:
    return _QUALITIES.index(quality) if quality in _QUALITIES else len(_QUALITIES)


def _base(wanted: DemoRequisition, rubric: Rubric, application: Application) -> Base:
    sheet = write_sheet(application)
    reading = read_resume(write_pdf(sheet, Layout.SINGLE, application.style))
    assert isinstance(reading, Resume), "an invented resume is readable"
    asked = {question.field: question.text for question in wanted.questions}
    answers = tuple(Answer(field, asked[field], text) for field, text in application.answers)
    person = application.person
    identity = Identity((person.name,), (person.email,), (person.phone,), ())
    return Base(wanted, rubric, sheet, application.style, reading.text, answers, identity)
