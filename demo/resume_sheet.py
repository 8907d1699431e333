"""What stands on a resume, in the order of reading, before any layout."""

from dataclasses import dataclass
from datetime import date
from random import Random

from demo.applications import Application
from demo.careers import AS_OF, Position, Schooling
from demo.content import read_content

FEWEST_WORDS = 265
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A position or a degree; ``note`` is a line in small print, possibly empty."""

    heading: str
    place: str
    dates: str
    note: str = ""
    bullets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Headings:
    """The words this person put above the parts of the resume."""

    summary: str
    experience: str
    education: str
    skills: str
    certifications: str
    languages: str


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    headline: str
    contacts: tuple[str, ...]
    summary: str
    experience: tuple[Entry, ...]
    education: tuple[Entry, ...]
    skills: tuple[tuple[str, tuple[str, ...]], ...]
    certifications: tuple[str, ...]
    languages: tuple[str, ...]
    extras: tuple[tuple[str, tuple[str, ...]], ...]  # (heading, lines)
    headings: Headings

    @property
    def words(self) -> int:
        """How many words a reader sees, headings left out."""
        entries = (*self.experience, *self.education)
        texts = [self.name, self.headline, *self.contacts, self.summary, *self.certifications, *self.languages]
        texts += [part for e in entries for part in (e.heading, e.place, e.dates, e.note, *e.bullets)]
        texts += [part for group, members in self.skills for part in (group, *members)]
        texts += [line for _, lines in self.extras for line in lines]
        return sum(len(text.split()) for text in texts)


def write_sheet(application: Application) -> Sheet:
    """The sheet of an application; the same application gives the same sheet."""
    random = Random(application.style)
    person, career = application.person, application.career
    style = random.choice(tuple(_DATE_STYLES))
    contacts = [person.email, person.phone, person.city]
    if random.random() < 0.3:
        contacts.append(f"www.example.com/{person.email.partition('@')[0].replace('.', '-')}")
    sheet = Sheet(
        name=person.name,
        headline=career.headline,
        contacts=tuple(contacts),
        summary=career.summary,
        experience=tuple(_job(position, style) for position in career.positions),
        education=tuple(_degree(schooling) for schooling in career.schooling),
        skills=career.skills,
        certifications=career.certifications,
        languages=career.languages,
        extras=(("Projects", career.projects),) if career.projects else (),
        headings=Headings(
            summary=random.choice(("Summary", "Profile", "About me", "Professional Summary")),
            experience=random.choice(
                ("Experience", "Work Experience", "Professional Experience", "Employment History")
            ),
            education=random.choice(("Education", "Education and Training", "Academic Background")),
            skills=random.choice(("Skills", "Technical Skills", "Core Competencies", "Key Skills")),
            certifications=random.choice(("Certifications", "Licenses and Certifications")),
            languages="Languages",
        ),
    )
    return _filled(sheet, random)


def _filled(sheet: Sheet, random: Random) -> Sheet:
    """Short careers are padded as people pad them: with courses, volunteer work and interests."""
    general = read_content("general")
    lines = {
        name: [_dated(line, random) for line in random.sample(general[name], len(general[name]))]
        for name in ("volunteering", "training")
    }
    interests = ", ".join(random.sample(general["interests"], 3)).capitalize()
    parts: list[tuple[str, tuple[str, ...]]] = []
    missing = FEWEST_WORDS - sheet.words
    for heading, name in (("Courses", "training"), ("Volunteer Work", "volunteering")):
        taken: list[str] = []
        while missing > 0 and lines[name]:
            taken.append(lines[name].pop())
            missing -= len(taken[-1].split())
        if taken:
            parts.append((heading, tuple(taken)))
    if missing > 0 or random.random() < 0.25:
        parts.append(("Interests", (interests,)))
        missing -= len(interests.split())
    summary = sheet.summary
    if missing > 0:
        summary += f" {random.choice(general['wishes'])}"
    return Sheet(
        **{name: getattr(sheet, name) for name in Sheet.__slots__ if name not in ("extras", "summary")},
        extras=(*sheet.extras, *parts),
        summary=summary,
    )


def _dated(line: str, random: Random) -> str:
    return line.format(n=random.randint(2, 9), team=random.randint(2, 6), year=AS_OF.year - random.randint(1, 7))


def _job(position: Position, style: str) -> Entry:
    write = _DATE_STYLES[style]
    end = write(position.end) if position.end else ("to date" if style == "numbers" else "Present")
    return Entry(
        heading=position.title,
        place=f"{position.employer}, {position.city}",
        dates=f"{write(position.start)} {'to' if style == 'words' else '–'} {end}",
        note=position.note[:1].upper() + position.note[1:],
        bullets=position.bullets,
    )


def _degree(schooling: Schooling) -> Entry:
    heading = f"{schooling.award} in {schooling.field}" if schooling.field else schooling.award
    return Entry(heading=heading, place=schooling.institution, dates=str(schooling.year))


def _short(day: date) -> str:
    return f"{MONTHS[day.month - 1][:3]} {day.year}"


def _long(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def _numbers(day: date) -> str:
    return f"{day.month:02d}/{day.year}"


_DATE_STYLES = {"short": _short, "words": _long, "numbers": _numbers}
