"""Finds known names in tokens, the longest first, in one pass."""

from collections.abc import Iterator
from functools import lru_cache

from scoring.taxonomy.tokens import Tokens, shared_spelling, spellings


class FormIndex:
    """Names by shared spelling. Each spelling stands for one value; the first to claim it keeps it.

    Names wait under their first word and are spelled out when a text first holds that word, because spelling out tens
    of thousands of names takes longer than scoring one resume. Reading is safe from several threads.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, list[tuple[str, str]]] = {}
        self._values: dict[str, str] = {}
        self._longest: dict[str, int] = {}

    def add(self, name: str, value: str) -> None:
        """Make ``name`` findable."""
        for first in _first_words(name.partition(" ")[0]):
            self._waiting.setdefault(first, []).append((name, value))

    def get(self, name: str) -> str | None:
        """The value of exactly this name, in any of its spellings."""
        for key in spellings(name):
            self._spell_out(key.partition(" ")[0])
            if key in self._values:
                return self._values[key]
        return None

    def holds(self, key: str) -> bool:
        """Whether a shared spelling, as ``at`` gives it, is that of a name."""
        self._spell_out(key.partition(" ")[0])
        return key in self._values

    def at(self, tokens: Tokens, first: int) -> Iterator[tuple[int, str, str]]:
        """Names that start at a word, longest first: (index after the last word, shared spelling, value)."""
        words = tokens.words
        if words[first] in self._waiting:
            self._spell_out(words[first])
        for length in range(min(self._longest.get(words[first], 0), len(words) - first), 0, -1):
            key = " ".join(words[first : first + length]) if length > 1 else words[first]
            value = self._values.get(key)
            if value is not None and (length == 1 or tokens.continuous(first, first + length)):
                yield first + length, key, value

    def starts(self, tokens: Tokens) -> list[int]:
        """Indices of the words that may start a name."""
        longest, waiting = self._longest, self._waiting
        return [i for i, word in enumerate(tokens.words) if word in longest or word in waiting]

    def _spell_out(self, first: str) -> None:
        names = self._waiting.get(first)
        if names is None:
            return
        longest = 0
        for name, value in names:
            for key in spellings(name):
                if key.partition(" ")[0] == first:
                    self._values.setdefault(key, value)
                    longest = max(longest, key.count(" ") + 1)
        self._longest[first] = longest
        # Last, so that another thread either sees the names waiting and repeats this, or sees them all.
        self._waiting.pop(first, None)


@lru_cache(maxsize=65536)
def _first_words(chunk: str) -> tuple[str, ...]:
    """The words that the spellings of a name start with, from what stands before its first space."""
    if chunk.isalnum() and chunk.isascii():
        return (shared_spelling(chunk),)
    return tuple({key.partition(" ")[0]: None for key in spellings(chunk)})
