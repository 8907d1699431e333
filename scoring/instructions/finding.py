"""Lines of a text that read as instructions or questions to whoever processes it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from scoring.instructions.demands import DEMANDS
from scoring.instructions.disguises import coded_text, may_be_disguised, plain_forms, run_together
from scoring.instructions.openings import COMMAND, OPENERS, OPENINGS
from scoring.instructions.phrases import PHRASES, QUESTION, RUN_TOGETHER, USUAL_QUESTION

_LONGEST_EXCERPT = 120
_LONGEST_PHRASE = 200  # characters
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Instruction:
    """A line of the text, ``text[start:end]``, that reads as an instruction or a question to whoever processes it."""

    start: int
    end: int
    excerpt: str


@lru_cache(maxsize=4)  # a card asks for them several times
def instructions_in(text: str) -> tuple[Instruction, ...]:
    """Every such line, in order. Neutral: it says what was found, not why it is there."""
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    found = _spoken(text, starts)
    disguised = may_be_disguised(text)
    first = len(text) - len(text.lstrip())
    for number, line in enumerate(text.split("\n")):
        begins = starts[number] <= first < starts[number + 1]
        if _opens(line) or (begins and COMMAND.match(line)) or (disguised and _is_disguised(line)):
            found.add(number)
    return tuple(_instruction(text, starts[number], starts[number + 1] - 1) for number in sorted(found))


def _spoken(text: str, starts: Sequence[int]) -> set[int]:
    """The numbers of the lines over which a phrase runs."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    matches = (
        match
        for triggers, pattern in (*PHRASES, *DEMANDS)
        for start, end in _stretches(lowered, triggers)
        for match in pattern.finditer(text, start, end)
    )
    return {
        number
        for match in matches
        for number in range(bisect_right(starts, match.start()) - 1, bisect_left(starts, match.end()))
    }


def _stretches(lowered: str, triggers: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where a phrase can stand: around the words that it needs, cut at spaces; in order and without overlaps."""
    places = sorted(place for trigger in triggers if trigger in lowered for place in _places(lowered, trigger))
    start = end = -1
    for place in places:
        if place - _LONGEST_PHRASE > end:
            if end > 0:
                yield start, end
            start = lowered.rfind(" ", 0, max(0, place - _LONGEST_PHRASE)) + 1
        end = lowered.find(" ", place + _LONGEST_PHRASE)
        end = len(lowered) if end < 0 else end
    if end > 0:
        yield start, end


def _places(lowered: str, trigger: str) -> Iterator[int]:
    place = lowered.find(trigger)
    while place >= 0:
        yield place
        place = lowered.find(trigger, place + 1)


def _opens(line: str) -> bool:
    """Whether a line begins as one, or asks what a resume does not ask."""
    first = _WORD.search(line)
    if first is not None and first[0].lower() in OPENERS and any(pattern.match(line) for pattern in OPENINGS):
        return True
    return "?" in line and QUESTION.match(line) is not None and not USUAL_QUESTION.search(line)


def _is_disguised(line: str) -> bool:
    """Whether a line is one only once its disguise is taken off, or holds words in a code."""
    letters = run_together(line)
    if (letters and RUN_TOGETHER.search(letters)) or coded_text(line):
        return True
    return any(_opens(form) or _spoken(form, (0, len(form) + 1)) for form in plain_forms(line))


def _instruction(text: str, start: int, end: int) -> Instruction:
    return Instruction(start, end, text[start:end].strip()[:_LONGEST_EXCERPT])


def without_instructions(text: str) -> str:
    """The text with those lines blanked out, so that every other character keeps its place."""
    for instruction in instructions_in(text):
        # The line break before it goes too: an empty line would part what stood together.
        start = max(instruction.start - 1, 0)
        text = text[:start] + " " * (instruction.end - start) + text[instruction.end :]
    return text
