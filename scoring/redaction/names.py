"""A person's names, and where a text says them."""

import re
from collections.abc import Container, Iterator
from functools import lru_cache

from scoring.profile.titles import TITLE_NOUNS
from scoring.redaction.model import RedactionKind
from scoring.redaction.passage import Found, Line, Passage
from scoring.redaction.vocabulary import WORD, folded, ordinary_words, transliterated, word_set
from scoring.taxonomy import load_taxonomy

PARTICLES = word_set("names", "particles")
# Before and after a name, never part of it.
ADORNMENTS = word_set("names", "adornments")
_PAGE_WORDS = word_set("names", "page")
_GAP = re.compile(r"[^\S\n]*(?:[,'’·\-–‐][^\S\n]*)?\n?[^\S\n]{0,3}")
_GAP_AFTER_INITIAL = re.compile(r"\.?[^\S\n]*(?:[,'’·\-–‐][^\S\n]*)?\n?[^\S\n]{0,3}")
_SPACED = re.compile(r"(?<![^\W\d_])(?:[^\W\d_][ \t\u00a0]{1,8}){3,}[^\W\d_](?![^\W\d_])")
_SPACED_PART = re.compile(r"[ \t\u00a0][^\W\d_][ \t\u00a0]{1,8}[^\W\d_][ \t\u00a0]")  # any such name holds it
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms(?=\.)|Mme|Mlle|Sra|Srta|Herrn?|Frau|Señora?|Shri"
    r"|Smt)\b\.?[^\S\n]+(?P<name>[A-ZÀ-Þ][\w'’-]+(?:[^\S\n][A-ZÀ-Þ][\w'’-]+)?)"
)
_TITLES = word_set("names", "titles")
_FEWEST_GLUED = 5
_FEWEST_ALONE = 3


@lru_cache(maxsize=4096)
def is_ordinary(word: str) -> bool:
    """Whether a folded word is also a word, a place or a skill, so that by itself it says nothing about a person."""
    if len(word) < _FEWEST_ALONE or word in ordinary_words() or word in TITLE_NOUNS:
        return True
    return load_taxonomy().canonical(word) is not None


def name_words(name: str) -> list[str]:
    """The words of a name, folded, without "Dr." and "PhD"."""
    return [word for word in (folded(found) for found in WORD.findall(name)) if word not in ADORNMENTS]


class NameBook:
    """Every spelling of a person's names. Grows while a text is read."""

    def __init__(self) -> None:
        self._alone: dict[str, bool] = {}
        self._initials: set[str] = set()
        self._glued: set[str] = set()
        self._unspaced: set[str] = set()

    def tells(self, word: str) -> bool:
        """Whether a folded word by itself says who the person is."""
        return self._alone.get(word, False)

    def add(self, name: str, *, usual: Container[str] = ()) -> None:
        """Learns a name in any order. Words of ``usual`` (and ordinary ones) count only beside another of the names."""
        for words in (name_words(name), name_words(transliterated(name))):
            parts = [word for word in words if word not in PARTICLES and len(word) > 1]
            if len(parts) < 2:  # "Van Lu"
                parts = [word for word in words if len(word) > 1]
            for part in parts:
                alone = not is_ordinary(part) and part not in usual
                self._alone[part] = self._alone.get(part, False) or alone
            self._initials.update(part[0] for part in parts)
            self._glued.update(
                form for form in glued_forms(words) if len(form) >= _FEWEST_GLUED and not is_ordinary(form)
            )
        for hyphenated in re.findall(r"\w+(?:['’-]\w+)+", name):
            joined = folded("".join(WORD.findall(hyphenated)))
            if len(joined) >= _FEWEST_GLUED:
                self._alone.setdefault(joined, not is_ordinary(joined))
        if any(ord(letter) > 0x2E7F for letter in name):
            self._unspaced.update(part for part in (name, "".join(name.split())) if len(part.strip()) > 1)

    def found_in(self, passage: Passage) -> Iterator[Found]:
        """Every place where the text says a name, in text order within each way of writing it."""
        name = RedactionKind.NAME
        yield from (Found(*match, name) for match in self._titled(passage))
        yield from (Found(*match, name) for match in self._runs(passage))
        if _SPACED_PART.search(passage.text) and sum(len(word) == 1 for word in passage.vocabulary) > 1:
            yield from (Found(*match, name) for match in self._letter_spaced(passage.text))
        for whole in sorted(self._unspaced):
            yield from (Found(*match.span(), name) for match in re.finditer(re.escape(whole), passage.text))

    def _titled(self, passage: Passage) -> Iterator[tuple[int, int]]:
        for match in _TITLED.finditer(passage.text) if passage.says(_TITLES) else ():
            first = folded(WORD.findall(match["name"])[0])
            if first in self._alone or load_taxonomy().canonical(first) is None:
                yield match.span()

    def _runs(self, passage: Passage) -> Iterator[tuple[int, int]]:
        text, words, starts, ends = passage.text, passage.words, passage.starts, passage.ends
        alone, glued = self._alone, self._glued
        telling = {*alone, *glued, *self._initials}
        free = 0
        for number in [number for number, word in enumerate(words) if word in telling]:
            if number < free:
                continue
            word = words[number]
            if word in glued and word not in alone:
                yield _whole_word(text, starts[number], ends[number])
            elif word in alone or self._is_initial(passage, number):
                after = self._run_end(passage, number)
                kept = self._kept(passage, number, after)
                if kept:
                    yield starts[kept[0]], ends[kept[1] - 1]
                free = after

    def _is_initial(self, passage: Passage, number: int) -> bool:
        word = passage.words[number]
        return len(word) == 1 and word in self._initials and passage.text[passage.starts[number]].isupper()

    def _run_end(self, passage: Passage, first: int) -> int:
        after = end = first + 1
        while after < len(passage.words):
            word = passage.words[after]
            gap = _GAP_AFTER_INITIAL if len(passage.words[after - 1]) <= 2 else _GAP
            if not gap.fullmatch(passage.text, passage.ends[after - 1], passage.starts[after]):
                break
            if word in self._alone or self._is_initial(passage, after):
                end = after + 1
            elif word not in PARTICLES:
                break
            after += 1
        return end

    def _kept(self, passage: Passage, first: int, after: int) -> tuple[int, int] | None:
        """The part of a run of names that is to go, if any."""
        words = passage.words
        names = {words[number] for number in range(first, after) if words[number] in self._alone}
        if not names:
            return None
        several = len(names) > 1 or any(len(words[number]) == 1 for number in range(first, after))
        capitals = all(
            not passage.text[passage.starts[number]].islower()
            for number in range(first, after)
            if words[number] in names
        )
        if any(self._alone[name] for name in names) or (several and (capitals or len(names) > 1)):
            return first, after
        line = passage.line_at(passage.starts[first])
        return (first, after) if line and self._is_bare(passage, line) else None

    def _is_bare(self, passage: Passage, line: Line) -> bool:
        """Whether a line says nothing but a name, as a heading, a running head or a signature does."""
        first, after = passage.first_word_from(line.start), passage.first_word_from(line.end - 1)
        words = passage.words[first : max(after, first + 1)]
        if len(words) > 6 or not all(
            word in self._alone or word in _PAGE_WORDS or word in PARTICLES or len(word) == 1 for word in words
        ):
            return False
        return any(word in _PAGE_WORDS for word in words) or (line.personal and line.start < 400)

    def _letter_spaced(self, text: str) -> Iterator[tuple[int, int]]:
        """ "J A N E   D O E"."""
        known = {*self._glued, *(word for word, alone in self._alone.items() if alone)}
        forms = sorted(known, key=lambda form: (-len(form), form))
        for match in _SPACED.finditer(text):
            places = [place for place in range(*match.span()) if not text[place].isspace()]
            written = folded("".join(text[place] for place in places))
            if len(written) != len(places):
                continue
            for form in forms:
                at = written.find(form)
                if at >= 0:
                    yield places[at], places[at + len(form) - 1] + 1


def glued_forms(words: list[str]) -> set[str]:
    """What people make of a name for an account: "janedoe", "doejane", "jdoe", "janed", "doej"."""
    parts = [word for word in words if word not in PARTICLES] or words
    forms = {"".join(words), "".join(parts), "".join(reversed(parts))}
    for first in parts:
        for last in parts:
            if first != last:
                forms |= {first + last, first[0] + last, first + last[0]}
    return forms if len(parts) > 1 else set()


def _whole_word(text: str, start: int, end: int) -> tuple[int, int]:
    while start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    return start, end
