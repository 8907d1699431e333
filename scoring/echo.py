"""Finds a resume that repeats the job's own words: claims that cost nothing to copy are for a person to check."""

import re
from collections.abc import Iterator
from functools import lru_cache

from scoring.local.words import content_stems
from scoring.rubric.model import Rubric

REPEATED = "The text repeats the wording of the job in {count} places; a person should ask where that was done."
STUFFED = "One passage names {count} of the job's terms; a person should ask where they were used."

_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")
_RUN = 6  # words in the same order; shared phrases of a trade are shorter
_REPEATED_FROM = 3
_STUFFED_FROM = 12
_PASSAGE_WORDS = 120


def echoes(rubric: Rubric, text: str) -> tuple[str, ...]:
    """A sentence for a recruiter for each way in which the text repeats the job; empty for an ordinary resume.

    Repeated: three or more of the job's statements have six words in a row in common with the text. Stuffed: twelve or
    more of the job's terms stand within 120 words that say little else.
    """
    words = _words(text)
    found = []
    runs = set(_runs(words))
    repeated = sum(not statement.isdisjoint(runs) for statement in _statements(rubric))
    if repeated >= _REPEATED_FROM:
        found.append(REPEATED.format(count=repeated))
    stuffed = max((_named(rubric, line) for line in text.split("\n") if line), default=0)
    if stuffed >= _STUFFED_FROM:
        found.append(STUFFED.format(count=stuffed))
    return tuple(found)


def _named(rubric: Rubric, line: str) -> int:
    stems = frozenset(content_stems(line))
    return sum(term <= stems for term in _terms(rubric))


@lru_cache(maxsize=64)
def _statements(rubric: Rubric) -> tuple[frozenset[tuple[str, ...]], ...]:
    """The runs of words of each distinct statement that is long enough to have one."""
    texts = dict.fromkeys(text for c in rubric.criteria for text in (c.source.quote, c.text))
    runs = {frozenset(_runs(_words(text))) for text in texts}
    # A criterion's text is often a part of its source: that is one statement.
    whole = [one for one in runs if one and not any(one < other for other in runs)]
    return tuple(whole)


@lru_cache(maxsize=64)
def _terms(rubric: Rubric) -> tuple[frozenset[str], ...]:
    terms = (term for criterion in rubric.criteria for option in criterion.options for term in option.terms)
    return tuple(dict.fromkeys(frozenset(stems) for term in terms if (stems := content_stems(term))))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[at:] for at in range(_RUN)), strict=False)
