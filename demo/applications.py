"""Invented applications: who applied to which opening, with which resume and which answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from demo.careers import Career, CareerWriter
from demo.content import read_content
from demo.people import Person, invent_person
from demo.requisitions import DemoRequisition


class Layout(StrEnum):
    """How the resume looks; the first five are PDF, the others DOCX."""

    SINGLE = "single"
    SIDEBAR = "sidebar"
    BANNER = "banner"
    SERIF = "serif"
    SPACED = "spaced"
    PLAIN_DOCX = "plain_docx"
    TABLE_DOCX = "table_docx"
    HEADER_DOCX = "header_docx"


class Trouble(StrEnum):
    """What is wrong with the file, for the few that show how the product abstains and reports hidden text."""

    SCAN = "scan"
    HIDDEN_KEYWORDS = "hidden_keywords"
    ENCRYPTED = "encrypted"
    HIDDEN_INSTRUCTION = "hidden_instruction"
    EMPTY = "empty"


TROUBLE_EVERY = 40  # 2.5 % of the applications


@dataclass(frozen=True, slots=True)
class Application:
    """``number`` is unique among the applications of all openings; ``answers`` are by custom field id."""

    number: int
    requisition: str
    person: Person
    career: Career
    layout: Layout
    trouble: Trouble | None
    answers: tuple[tuple[str, str], ...]
    style: int  # a seed for the free choices of the layout: colours, date format, headings


def invent_applications(requisition: DemoRequisition, count: int, seed: int = 1) -> tuple[Application, ...]:
    """The first ``count`` applications to an opening: a larger count begins with the same ones."""
    return tuple(_invent(requisition, place, seed) for place in range(count))


def _invent(requisition: DemoRequisition, place: int, seed: int) -> Application:
    random = Random(f"{seed}:{requisition.key}:{place}")
    archetypes = read_content("archetypes")[requisition.key]
    archetype = random.choices(archetypes, weights=[entry["share"] for entry in archetypes])[0]
    number = requisition.job_id * 10_000 + place
    person = invent_person(random, place + 1 if requisition.key == "python" else number)
    career = CareerWriter(random, archetype).write()
    layout = random.choices(tuple(Layout), weights=(22, 16, 14, 12, 8, 12, 8, 8))[0]
    return Application(
        number=number,
        requisition=requisition.key,
        person=person,
        career=career,
        layout=layout,
        trouble=_trouble(place),
        answers=tuple(_answers(requisition, career, random)),
        style=random.randrange(1_000_000),
    )


def _trouble(place: int) -> Trouble | None:
    """Spread evenly, so that a demo of 40 shows one and each kind appears in 200."""
    turn, rest = divmod(place, TROUBLE_EVERY)
    return tuple(Trouble)[turn % len(Trouble)] if rest == 17 else None


def _answers(requisition: DemoRequisition, career: Career, random: Random) -> Iterator[tuple[str, str]]:
    """Most people answer what their resume says; a few claim more, which the score card reports as a conflict."""
    home_track = read_content("archetypes")[requisition.key][0]["track"]
    fits = career.track == home_track
    for question in requisition.questions:
        if question.required_answer is not None:
            honest = fits or requisition.key == "python"
            yield question.field, "Yes" if honest and random.random() < 0.93 else "No"
        elif "How many years" in question.text:
            claimed = round(career.years) if fits else random.choice((0, 0, 1, 2))
            yield question.field, str(claimed + (random.randint(3, 6) if random.random() < 0.04 else 0))
        elif "largest team" in question.text:
            yield question.field, str(random.randint(8, 60) if career.years > 4 else random.randint(0, 6))
        else:
            holds = any("CPA" in certification for certification in career.certifications)
            yield question.field, "Yes" if holds else "No"
