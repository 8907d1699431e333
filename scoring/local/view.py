"""A resume prepared for matching: its passages with their words, and where each stands."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property

from scoring.local.words import Word, content_words
from scoring.profile.dates import DateRange
from scoring.profile.headings import Section
from scoring.profile.lines import Line, read_lines
from scoring.profile.model import Position, Profile, SkillMention

_SENTENCE_END = re.compile(r"(?<=[a-z0-9)%][.!?;])\s+|(?<=;)\s+")
_LONGEST_PASSAGE = 240
_SEPARATORS = re.compile(r"[,;|•·/]")
_LIST_SECTIONS = frozenset({Section.SKILLS, Section.LANGUAGES})
_PROSE_WORDS = 12


class Depth(IntEnum):
    """How a passage supports what it names, from a bare list to the work itself."""

    LISTED = 1
    STATED = 2  # in a sentence outside of a job: summary, project, course
    USED = 3  # inside a job


@dataclass(frozen=True, slots=True)
class Passage:
    """A line, or a sentence of a long line. ``position`` indexes ``Profile.positions``."""

    start: int
    end: int
    words: tuple[Word, ...]
    stems: frozenset[str]
    position: int | None
    depth: Depth
    section: Section
    dates: tuple[DateRange, ...]


class ResumeView:
    """``text`` with its profile; ``passages`` in text order; ``with_stem`` finds passages by stem."""

    def __init__(self, text: str, profile: Profile, as_of: date) -> None:
        self.text = text
        self.profile = profile
        self.as_of = as_of
        self._position_order = sorted(range(len(profile.positions)), key=lambda i: profile.positions[i].span.start)
        self._position_starts = [profile.positions[i].span.start for i in self._position_order]
        self.passages = tuple(self._passages(read_lines(text, as_of)))
        self.with_stem: dict[str, list[int]] = defaultdict(list)
        for number, passage in enumerate(self.passages):
            for stem in passage.stems:
                self.with_stem[stem].append(number)
        self._passage_starts = [passage.start for passage in self.passages]

    @property
    def positions(self) -> Sequence[Position]:
        return self.profile.positions

    @cached_property
    def mentions(self) -> dict[str, list[SkillMention]]:
        """Mentions by canonical skill name."""
        found: dict[str, list[SkillMention]] = defaultdict(list)
        for mention in self.profile.skills:
            # What was left out of the text is blank here; a profile may still have read it.
            if not self.text[mention.span.start].isspace():
                found[mention.name].append(mention)
        return dict(found)

    def passage_at(self, offset: int) -> Passage | None:
        """The passage that covers an offset of the text."""
        number = bisect_right(self._passage_starts, offset) - 1
        if number < 0 or self.passages[number].end < offset:
            return None
        return self.passages[number]

    def position_at(self, offset: int) -> int | None:
        """The index of the position whose span covers an offset of the text."""
        number = bisect_right(self._position_starts, offset) - 1
        if number < 0:
            return None
        index = self._position_order[number]
        return index if offset < self.positions[index].span.end else None

    def _passages(self, lines: Sequence[Line]) -> Iterator[Passage]:
        words = tuple(content_words(self.text))
        starts = [word.start for word in words]
        for line, last in _unwrapped(lines):
            for start, end in _sentences(self.text, line.start, last):
                inside = words[bisect_left(starts, start) : bisect_left(starts, end)]
                if inside:
                    yield self._passage(line, start, end, inside)

    def _passage(self, line: Line, start: int, end: int, words: tuple[Word, ...]) -> Passage:
        position = self.position_at(start)
        return Passage(
            start,
            end,
            words,
            frozenset(word.stem for word in words),
            position,
            self._depth(start, end, position, line.section),
            line.section,
            tuple(found for found in line.dates if start <= found.span.start < end),
        )

    def _depth(self, start: int, end: int, position: int | None, section: Section) -> Depth:
        piece = self.text[start:end]
        items = _SEPARATORS.split(piece)
        count = len(piece.split())
        bare = len(items) >= 3 and count <= 3 * len(items)
        if bare:
            return Depth.LISTED
        if position is not None:
            return Depth.USED
        if section in _LIST_SECTIONS or section is Section.NONE or count < _PROSE_WORDS:
            return Depth.LISTED if count < _PROSE_WORDS else Depth.STATED
        return Depth.STATED


def _unwrapped(lines: Sequence[Line]) -> Iterator[tuple[Line, int]]:
    """Each line that is no heading, with the end of the last line that goes on with its sentence."""
    at = 0
    while at < len(lines):
        first = last = lines[at]
        at += 1
        if first.heading:
            continue
        while at < len(lines) and _goes_on(last, lines[at]):
            last = lines[at]
            at += 1
        yield first, last.end


def _goes_on(line: Line, following: Line) -> bool:
    """Whether a line break only wraps: the next line begins in the middle of a sentence."""
    if following.heading or following.bullet or following.blank_before or following.section is not line.section:
        return False
    if line.text.endswith((".", ":", ";", "!", "?")) or following.dates:
        return False
    return following.text[0].islower() or (line.text.endswith((",", "-", "–", "&", "/")) and not line.dates)


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The range itself when it is short, else its sentences."""
    if end - start <= _LONGEST_PASSAGE // 2:
        return [(start, end)]
    pieces, edge = [], start
    for match in _SENTENCE_END.finditer(text, start, end):
        pieces.append((edge, match.start()))
        edge = match.end()
    pieces.append((edge, end))
    return [(first, last) for first, last in pieces if last > first]
