"""Clauses: a field of a requisition cut into statements, each with its place, its section and its strength."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scoring.rubric.headings import FIELD_SECTION, Section, headings_within, section_of
from scoring.rubric.wording import ABOUT_A_PERSON, Strength, is_boilerplate, strength_at, strength_of


@dataclass(frozen=True, slots=True)
class Clause:
    """``text`` is ``field_text[start:end]``. ``item``: a line of a list, where a bare name is a statement.

    ``default`` is how much its section wants what stands in it, ``strength`` how much the clause itself does.
    """

    field: str
    start: int
    end: int
    text: str
    section: Section
    item: bool
    default: Strength
    strength: Strength

    def strength_at(self, position: int) -> Strength:
        """How much it wants what stands at the position, as in ``A required, B preferred``."""
        if self.strength is Strength.MENTIONED:
            return Strength.MENTIONED
        return strength_at(self.text, position, self.default)


_LINE = re.compile(r"[^\n]+")
_MARKER = re.compile(
    r"\s*(?:(?:[#>*•·▪◦●○■□➢➤✓✔»\uf0b7–—-]+|\(?\d{1,2}[.)](?!\d)|[a-z]\)|[ivx]{1,4}[.)])\s*(?=\S))*\s*"
)
_TRAILING = " \t\u00a0*_;,."
_LONGEST_CLAUSE = 600
_REQUIREMENT_STARTER = (
    r"(?:Experience|Experienced|Knowledge|Understanding|Ability|Able|Strong|Excellent|Proficien(?:t|cy)|Familiarity|"
    r"Familiar|Good|Must|"
    r"Bachelor|Master['’]?s|Minimum|Demonstrated|Demonstrable|Proven|Hands[- ]on|Working|Solid|Deep|Expert|Expertise|"
    r"Exposure|"
    r"Fluent|Fluency|Prior|Previous|Comfortable|Advanced|Extensive|Effective|Preferred|Relevant|Basic|Capable|"
    r"Competent|Certified|"
    r"Licen[sc]ed|Valid|Exceptional|Outstanding|Superior|Degree|PhD|BS|MS|At least|Familiarity|Nice to have|"
    r"\d{1,2}\+? (?:years|yrs))"
)
_BREAK = re.compile(
    r"(?<=[.!?])\s+(?=[\"'“(*•-]?\s?[A-Z0-9])"  # the end of a sentence
    r"|(?<=[A-Za-z0-9)%]{2}\.)(?=[A-Z][a-z]{2,}(?<!Net)(?<!Js)(?<!Io)(?<!Com)\b(?!\())"  # one glued to the next
    r"|;\s+|\s+[•·▪●◦]\s*|\s+[*]\s+(?=[A-Z])|\s+[-–—]\s+(?=[A-Z][a-z]+ )"
    rf"|"
    rf"(?<=[a-z0-9)%])\s+(?={_REQUIREMENT_STARTER}\b)"
    r"(?<!a )(?<!the )(?<!of )(?<!and )(?<!or )(?<!with )(?<!in )(?<!is )(?<!have )"
    r"(?<!: )(?<!least )(?<!imum )(?<!than )(?<!over )(?<!Over )"
    r"(?<!to )(?<!for )(?<!be )(?<!under )(?<!between )(?<!our )"
    r"|(?<=[a-z)])(?=(?:Bachelor|Strong|Experience|Proficien|Knowledge|Familiarity|Hands-on|Excellent|Ability to|"
    r"Understanding|Minimum|Must|Master['’]s|Solid|Proven)\b)"
)
# "User Experience paradigm" is one name; behind a capital only the surer openings start a new statement.
_TITLE_CASE = re.compile(r"(?:^|\s)[A-Z][^\s.!?]*$")
# "About 3 years", "Must have Excellent": so few words are no statement of their own.
_FEWEST_WORDS = 3
_SURE = re.compile(r"\w+\s+(?:with|of|in|to|knowledge|understanding|experience|written|communication|degree)\b|\d")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[a-z]\.[a-z]|vs|incl|approx|no|sr|jr|dr|mr|ms|st|ph\.d|inc|ltd|co|min|max|b\.s|b\.a|m\.s|m\.a|yrs)\.)$",
    re.IGNORECASE,
)
_MUST_HEADING = re.compile(
    r"\b(?:must|requir\w*|qualif\w*|minimum|basic|essential|mandatory|needs?|prerequisites?|necessary|bring|"
    r"experiences?)\b",
    re.IGNORECASE,
)


def clauses_of(field: str, text: str) -> tuple[Clause, ...]:
    """Every statement of the field, in order. Headings are none; benefits, pay and notices are left out."""
    return tuple(_clauses(field, text))


def _clauses(field: str, text: str) -> Iterator[Clause]:
    section = FIELD_SECTION.get(field, Section.OVERVIEW)
    default = _default_strength(section, "")
    for line in _LINE.finditer(text):
        start = _MARKER.match(text, line.start(), line.end()).end()  # type: ignore[union-attr]  # it matches nothing too
        end = _trimmed_end(text, start, line.end())
        heading = section_of(text[start : line.end()])
        if heading is not None:
            leads_in = heading is section and text[start:end].endswith(":") and " " in text[start:end]
            default = max(default if leads_in else Strength.MENTIONED, _default_strength(heading, text[start:end]))
            section = heading
            continue
        item = start > line.start() and not text[line.start() : start].isspace()
        for piece_start, piece_end, opened in _pieces(text, start, line.end()):
            before = section, default
            if opened is not None:
                section, default = opened
            for clause_start, clause_end in _sentences(text, piece_start, piece_end):
                words = text[clause_start:clause_end]
                if section is Section.BOILERPLATE or words.endswith(":") or is_boilerplate(words):
                    continue
                short = len(words.split()) <= 8 and section in {Section.REQUIRED, Section.PREFERRED}
                strength = _strength(words, section, default)
                yield Clause(field, clause_start, clause_end, words, section, item or short, default, strength)
            if section is Section.BOILERPLATE and opened is not None:
                # "Location: Boston" says nothing about the next line.
                section, default = before


def _strength(words: str, section: Section, default: Strength) -> Strength:
    """In duties and summaries "must" and "you have" count only beside words for what a person brings."""
    if section in {Section.DUTIES, Section.OVERVIEW} and ABOUT_A_PERSON.search(words) is None:
        return Strength.MENTIONED
    return strength_of(words, default)


def _default_strength(section: Section, heading: str) -> Strength:
    if section is Section.PREFERRED:
        return Strength.NICE
    if section is Section.EDUCATION:
        return Strength.MUST
    if section is Section.REQUIRED:
        return Strength.MUST if not heading or _MUST_HEADING.search(heading) else Strength.EXPECTED
    return Strength.MENTIONED


def _trimmed_end(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip(_TRAILING))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int, tuple[Section, Strength] | None]]:
    """A line cut at the headings inside it: start, end, and the section and strength that a heading opens there."""
    at, opened = start, None
    for heading_start, behind, section in headings_within(text, start, end):
        if heading_start > at:
            yield at, heading_start, opened
        at, opened = behind, (section, _default_strength(section, text[heading_start:behind]))
    yield at, end, opened


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in _BREAK.finditer(text, start, end):
        if match.start() < at or _ABBREVIATION.search(text, max(at, match.start() - 8), match.start()):
            continue
        if match[0].isspace() and len(text[at : match.start()].split()) < _FEWEST_WORDS:
            continue
        if match[0].isspace() and _TITLE_CASE.search(text, at, match.start()) and not _SURE.match(text, match.end()):
            continue
        yield from _stripped(text, at, match.start())
        at = match.end()
    yield from _stripped(text, at, end)


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start] in " \t*-•–_:,.#":
        if text[start] == "." and text[start + 1 : start + 4].lower() == "net":
            break
        start += 1
    end = _trimmed_end(text, start, end)
    while end - start > _LONGEST_CLAUSE:
        # Text without any full stop: cut it, so that nothing below works on more than a paragraph.
        cut = text.rfind(" ", start + 1, start + _LONGEST_CLAUSE)
        cut = cut if cut > start else start + _LONGEST_CLAUSE
        yield start, cut
        start = cut + 1 if text[cut] == " " else cut
    if end - start >= 2:
        yield start, end
