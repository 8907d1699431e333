"""A text prepared for one pass: its words, its lines, where it speaks of the person and where of studies."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from scoring.profile.headings import Section, heading_of
from scoring.redaction.model import PLACEHOLDER, RedactionKind
from scoring.redaction.vocabulary import WORD, folded

_WORDS = re.compile(f"({WORD.pattern})")
_ASCII_WORDS = re.compile(r"([A-Za-z]+)")
_LONGEST_LINE = 260  # longer ones are whole resumes without line breaks
_HEAD_LINES = 15
_NEAR = 2  # lines above and below a contact
_CONTACT = re.compile(r"@|\[(?i:NAME|EMAIL|PHONE|LINK|STREET|BIRTH DATE) \d")
_CONTACT_LABEL = re.compile(
    r"linkedin\.com|github\.com|\b(?:tel|phone|mobile|telefon|tél|teléfono|handy)\b", re.IGNORECASE
)
_CONTACT_LABELS = frozenset({"tel", "phone", "mobile", "telefon", "telefono", "handy"})
_PERSONAL = re.compile(
    r"(?:my |other |meine |mes |mis )?(?:personal|persönlich\w*|personnel\w*|personales|personali|pessoais"
    r"|contact|contacto|kontakt\w*|"
    r"coordonn\w+|dettagli|biographical|bio-?data|declaration|angaben zur person|zur person|état civil)\b",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"\W*([^\W\d_][^:\n]{2,40}?)\s*\W{0,3}:\W*\S")
_STRIP = " \t*#_>•●▪◦‣·-–—|:"


@dataclass(frozen=True, slots=True)
class Found:
    """``start`` to ``end`` is to be taken out."""

    start: int
    end: int
    kind: RedactionKind


@dataclass(frozen=True, slots=True)
class Line:
    start: int
    end: int
    section: Section
    heading: bool
    personal: bool  # contacts and facts about the person stand here or close by


class Passage:
    """Read-only view of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.placeholders = [match.span() for match in PLACEHOLDER.finditer(text)]
        self.lower = text.lower()
        # Gaps and words by turns: a third of the time of asking every match for its span.
        pieces = _ASCII_WORDS.split(self.lower) if text.isascii() else _WORDS.split(text)
        pieces.pop()
        places = list(accumulate(map(len, pieces)))
        self.starts, self.ends = places[::2], places[1::2]
        self.words = pieces[1::2]
        if not text.isascii():
            forms = {word: folded(word) for word in set(self.words)}
            self.words = [forms[word] for word in self.words]
        self.vocabulary = frozenset(self.words)
        labelled = self.says(_CONTACT_LABELS) or self.holds(("linkedin.com", "github.com"))
        self.lines = tuple(_lines(text, labelled=labelled))
        self._line_starts = [line.start for line in self.lines]

    def line_at(self, position: int) -> Line | None:
        number = self.line_number(position)
        return self.lines[number] if number >= 0 else None

    def line_number(self, position: int) -> int:
        """Index of the line that holds ``position``, -1 before the first one."""
        return bisect_right(self._line_starts, position) - 1

    def says(self, words: frozenset[str]) -> bool:
        """Whether any of some folded words occurs: spares the slow patterns, which need one of them."""
        return not self.vocabulary.isdisjoint(words)

    def holds(self, pieces: tuple[str, ...]) -> bool:
        """Whether any of some pieces of lower-case text occurs, for the same purpose."""
        return any(piece in self.lower for piece in pieces)

    def is_personal(self, position: int) -> bool:
        line = self.line_at(position)
        return line is not None and line.personal

    def first_word_from(self, position: int) -> int:
        """Index of the first word that ends after ``position``."""
        return bisect_right(self.ends, position)


def _lines(text: str, *, labelled: bool) -> Iterator[Line]:
    """``labelled`` where a word that announces a contact occurs."""
    pieces = list(_pieces(text))
    starts = [start for start, _ in pieces]
    patterns = (_CONTACT, _CONTACT_LABEL) if labelled else (_CONTACT,)
    contacts = [bisect_right(starts, match.start()) - 1 for pattern in patterns for match in pattern.finditer(text)]
    near_contacts = {number + step for number in contacts for step in range(-_NEAR, _NEAR + 1)}
    section, personal_section = Section.NONE, True
    for number, (start, end) in enumerate(pieces):
        written = text[start:end].strip(_STRIP)
        opened = heading_of(written)
        if opened is None and len(written) < 40 and _PERSONAL.match(written):
            personal_section, section = True, Section.OTHER
        elif opened is not None:
            section = opened
            personal_section = bool(_PERSONAL.search(written))
        near = number in near_contacts
        own = opened or _label(text, start, end) or section
        personal = near or (personal_section and (section is not Section.NONE or number < _HEAD_LINES))
        yield Line(start, end, own, opened is not None, personal)


def _label(text: str, start: int, end: int) -> Section | None:
    """ "Education: B.Sc., 2012" is a line of its own section."""
    match = _LABELLED.match(text, start, end) if text.find(":", start, end) >= 0 else None
    found = heading_of(match[1]) if match else None
    return found if found is Section.EDUCATION else None


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for written in text.split("\n"):
        end = start + len(written)
        at = start
        while end - at > _LONGEST_LINE:
            cut = text.rfind(" ", at + 1, at + _LONGEST_LINE)
            cut = at + _LONGEST_LINE if cut < 0 else cut
            yield at, cut
            at = cut
        if text[at:end].strip():
            yield at, end
        start = end + 1
