"""Clauses: a field of a requisition cut into statements, each with its place, its section and its strength."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scoring.rubric.headings import FIELD_SECTION, INLINE_HEADING, Section, section_of
from scoring.rubric.wording import BOILERPLATE, Strength, strength_of


@dataclass(frozen=True, slots=True)
class Clause:
    """``text`` is ``field_text[start:end]``. ``item``: a line of a list, where a bare name is a statement."""

    field: str
    start: int
    end: int
    text: str
    section: Section
    strength: Strength
    item: bool


_LINE = re.compile(r"[^\n]+")
_MARKER = re.compile(
    r"\s*(?:(?:[#>*•·▪◦●○■□➢➤✓✔»\uf0b7–—-]+|\(?\d{1,2}[.)](?!\d)|[a-z]\)|[ivx]{1,4}[.)])\s*(?=\S))*\s*"
)
_TRAILING = re.compile(r"[\s*_#;,.]+$")
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
    r"|(?<=[a-z0-9)%]\.)(?=[A-Z][a-z]{2,}(?<!Net)(?<!Js)(?<!Io)(?<!Com)\b(?!\())"  # the same, glued by lost markup
    r"|;\s+|\s+[•·▪●◦]\s*|\s+[*]\s+(?=[A-Z])|\s+[-–—]\s+(?=[A-Z][a-z]+ )"
    rf"|"
    rf"(?<=[a-z0-9)%])\s+(?={_REQUIREMENT_STARTER}\b)"
    r"(?<!a )(?<!the )(?<!of )(?<!and )(?<!or )(?<!with )(?<!in )(?<!is )(?<!have )(?<!: )"
    r"|(?<=[a-z)])(?=(?:Bachelor|Strong|Experience|Proficien|Knowledge|Familiarity|Hands-on|Excellent|Ability to|"
    r"Understanding|Minimum|Must|Master['’]s|Solid|Proven)\b)"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|incl|approx|no|sr|jr|dr|mr|ms|st|ph\.d|u\.s|inc|ltd|co|min|max|b\.s|b\.a|m\.s|m\.a|yrs)\.)$",
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
            section, default = heading, _default_strength(heading, text[start:end])
            continue
        item = start > line.start() and not text[line.start() : start].isspace()
        for piece_start, piece_end, heading_text in _pieces(text, start, end):
            if heading_text:
                opened = section_of(heading_text)
                if opened is not None:
                    section, default = opened, _default_strength(opened, heading_text)
            for clause_start, clause_end in _sentences(text, piece_start, piece_end):
                words = text[clause_start:clause_end]
                if section is Section.BOILERPLATE or words.endswith(":") or BOILERPLATE.search(words):
                    continue
                short = len(words.split()) <= 8 and section in {Section.REQUIRED, Section.PREFERRED}
                strength = strength_of(words, default)
                yield Clause(field, clause_start, clause_end, words, section, strength, item or short)


def _default_strength(section: Section, heading: str) -> Strength:
    if section is Section.PREFERRED:
        return Strength.NICE
    if section is Section.EDUCATION:
        return Strength.MUST
    if section is Section.REQUIRED:
        return Strength.MUST if not heading or _MUST_HEADING.search(heading) else Strength.EXPECTED
    return Strength.MENTIONED


def _trimmed_end(text: str, start: int, end: int) -> int:
    trimmed = _TRAILING.search(text, start, end)
    return end if trimmed is None else trimmed.start()


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Cut a line at the headings inside it: (start, end, heading that opens the piece or '')."""
    at, opened = start, ""
    label = text[start:end].partition(":")[0]
    if label != text[start:end] and section_of(label) is not None:
        at, opened = start + len(label) + 1, label
    for match in INLINE_HEADING.finditer(text, at, end):
        heading = match["heading"]
        if section_of(heading) is None or (match["mark"] == " " and not _starts_sentence(text, start, match.start())):
            continue
        if match.start() > at or opened:
            yield at, match.start(), opened
        at, opened = match.end(), heading
    yield at, end, opened


def _starts_sentence(text: str, line_start: int, at: int) -> bool:
    before = text[line_start:at].rstrip()
    return not before or before[-1] in ".!?;:)•*"


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in _BREAK.finditer(text, start, end):
        if match.start() < at or _ABBREVIATION.search(text, max(at, match.start() - 8), match.start()):
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
    if end - start >= 2:
        yield start, end
