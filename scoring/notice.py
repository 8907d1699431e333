"""The notice to candidates before their applications are scored: plain-language templates filled for one job."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import Template

from scoring.errors import InvalidInputError
from scoring.letter import Letter, Section
from scoring.rubric.model import Mode, Rubric

CRITERIA = "$criteria"
LINK = "$link"


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """``days`` within which a request is answered. ``business_days`` of notice before use, by the strictest rule.
    ``link`` leads to the page on which candidates ask; without one, lines that name it are left out."""

    employer: str
    contact: str
    job_id: str
    rubric: Rubric
    days: int
    business_days: int
    link: str = ""

    def values(self) -> dict[str, str]:
        return {
            "employer": self.employer,
            "contact": self.contact,
            "job_id": self.job_id,
            "job_title": self.rubric.title,
            "days": str(self.days),
            "business_days": str(self.business_days),
            "link": self.link,
        }


def notice(templates: Sequence[str], facts: NoticeFacts) -> Letter:
    """The notice of one job from its templates, the general one first.

    A template has ``## Heading`` lines, paragraphs of one line and ``- `` points; the point ``$criteria`` becomes one
    for each thing that is looked for. Raises InvalidInputError for a variable that there is none of.
    """
    sections = [section for template in templates for section in _sections(template, facts)]
    return Letter(f"How applications for “{facts.rubric.title}” are read", tuple(sections))


def _sections(template: str, facts: NoticeFacts) -> Iterator[Section]:
    heading, sentences, points = "", list[str](), list[str]()
    for line in [*template.splitlines(), "## "]:
        if line.startswith("## "):
            if heading:
                yield Section(heading, tuple(sentences), tuple(points))
            heading, sentences, points = _filled(line[3:], facts.values()), [], []
        elif LINK in line and not facts.link:
            continue
        elif line == f"- {CRITERIA}":
            points += _criteria(facts.rubric)
        elif line.startswith("- "):
            points.append(_filled(line[2:], facts.values()))
        elif line.strip():
            sentences.append(_filled(line, facts.values()))


def _criteria(rubric: Rubric) -> list[str]:
    """What is looked for, must-haves first, each once. What is only noted is not looked for."""
    gates = [criterion.text for criterion in rubric.of_mode(Mode.GATE)]
    scored = [criterion.text for criterion in rubric.of_mode(Mode.SCORED)]
    named = [f"{text} (required)" for text in dict.fromkeys(gates)]
    return named + [text for text in dict.fromkeys(scored) if text not in gates]


def _filled(line: str, values: Mapping[str, str]) -> str:
    try:
        return Template(line).substitute(values)
    except (KeyError, ValueError) as error:
        raise InvalidInputError(f"a notice template names an unknown variable: {error}") from None
