"""Degrees and school leaving certificates in their many spellings, each with its level."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scoring.profile.wordlists import lines_of, words_of_list
from scoring.rubric.model import EducationLevel as Level

_AMBIGUOUS = words_of_list("degrees", "ambiguous")
_LEVELS = tuple(sorted(Level, reverse=True))


def _abbreviations() -> Iterator[tuple[str, Level, str]]:
    for level in _LEVELS:
        for line in lines_of("degrees")[f"{level.name.lower()} abbreviations"]:
            field, _, words = line.rpartition(": ")
            yield from ((word, level, field) for word in words.split())


def _spelled(word: str) -> str:
    """ "BSc" also as "B.Sc.", "B. Sc", "B.S.c"; letters keep their case or stand in capitals."""
    parts = re.findall(r"[A-Z][a-z]*", word)
    return r"\.?\s?".join(part if len(part) == 1 else f"(?:{part}|{part.upper()})" for part in parts) + r"\b\.?"


_ABBREVIATIONS = {word.lower(): (level, field) for word, level, field in _abbreviations()}
_SHORT = re.compile(
    r"(?<![\w.&/-])(?:"
    + "|".join(_spelled(word) for word, _, _ in sorted(_abbreviations(), key=lambda entry: -len(entry[0])))
    + r")(?![\w&])(?:\s*\((?:Hons?|Honou?rs|Hon)\.?\)|\s+(?:Hons?|Honou?rs)\b)?"
)
_LONG = re.compile(
    "|".join(
        rf"(?P<level{level.value}>\b(?:{'|'.join(lines_of('degrees')[f'{level.name.lower()} names'])})(?!\w))".replace(
            " ", r"\s+"
        )
        for level in _LEVELS
    ),
    re.IGNORECASE,
)
_MASTER_OR_LICENCE = re.compile(
    r"\bMaster\s?[12]\b|\bLicence\s?[123]\b|\bM[12](?=\s+[A-Z])|\bBac\s?\+\s?(?P<years>\d)", re.IGNORECASE
)
# Cheap signs of a degree: without any of them the slow patterns need not be tried.
_HINTS = tuple(sorted(words_of_list("degrees", "hints")))
_CAPITALS = re.compile(r"\b[A-Z][A-Za-z]{0,4}\.?\s?[A-Z]")
# "scrum master", "master the art", "bachelor party", "PhD students": not a degree held.
_NOT_DEGREE_BEFORE = re.compile(
    r"(?:scrum|web|quarter|station|harbou?r|grand|post|head|past|to|toast|choir|ring)[- ]?$", re.IGNORECASE
)
_NOT_DEGREE_AFTER = re.compile(
    r"\s*(?:student|level students|edwards|electrician|plumber|plan|data|schedule|file|service|black belt|the\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DegreeName:
    """A degree as written at ``start`` to ``end`` of a line; ``field`` when the abbreviation names it."""

    level: Level
    field: str
    start: int
    end: int
    ambiguous: bool


def find_degrees(text: str) -> list[DegreeName]:
    """Degrees in one line, in order. Two-letter abbreviations are marked ambiguous ("MS" may be a state)."""
    lowered = text.lower()
    if not any(hint in lowered for hint in _HINTS) and not _CAPITALS.search(text):
        return []
    found = [
        DegreeName(Level(int(str(match.lastgroup)[-1])), "", match.start(), match.end(), ambiguous=False)
        for match in _LONG.finditer(text)
        if not _NOT_DEGREE_BEFORE.search(text, max(0, match.start() - 10), match.start())
        and not _NOT_DEGREE_AFTER.match(text, match.end())
    ]
    for match in _SHORT.finditer(text):
        letters = re.sub(r"\(.*|\s+Hon.*|[^A-Za-z]", "", match[0]).lower()
        level, field = _ABBREVIATIONS.get(letters, (None, ""))
        if level is not None:
            unsure = letters in _AMBIGUOUS and "." not in match[0].rstrip(".") and "(" not in match[0]
            found.append(DegreeName(level, field, match.start(), match.end(), unsure))
    for match in _MASTER_OR_LICENCE.finditer(text):
        years = match["years"]
        is_master = match[0][0] in "Mm" or bool(years and int(years) >= 5)
        level = Level.MASTER if is_master else Level.BACHELOR if not years or int(years) >= 3 else Level.CERTIFICATE
        found.append(DegreeName(level, "", match.start(), match.end(), ambiguous=False))
    return _without_overlap(found)


def names_a_degree(text: str) -> bool:
    """Whether ``text`` surely names a degree."""
    return any(not degree.ambiguous for degree in find_degrees(text))


def _without_overlap(found: list[DegreeName]) -> list[DegreeName]:
    kept: list[DegreeName] = []
    for degree in sorted(found, key=lambda degree: (degree.start, degree.start - degree.end)):
        if not kept or degree.start >= kept[-1].end:
            kept.append(degree)
    return kept
