"""Finds known names in tokens, the longest first, in one pass."""

from collections.abc import Iterator

from scoring.taxonomy.tokens import Tokens, spellings


class FormIndex:
    """Names by shared spelling. Each spelling stands for one value; the first to claim it keeps it."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}
        self._longest: dict[str, int] = {}

    def add(self, name: str, value: str) -> str | None:
        """Make ``name`` findable. Returns the value that held one of its spellings before, if another did."""
        taken = None
        for key in spellings(name):
            holder = self._values.setdefault(key, value)
            if holder != value:
                taken = holder
                continue
            length = key.count(" ") + 1
            first = key.partition(" ")[0]
            if self._longest.get(first, 0) < length:
                self._longest[first] = length
        return taken

    def get(self, name: str) -> str | None:
        """The value of exactly this name, in any of its spellings."""
        return next((self._values[key] for key in spellings(name) if key in self._values), None)

    def at(self, tokens: Tokens, first: int) -> Iterator[tuple[int, str, str]]:
        """Names that start at a word, longest first: (index after the last word, shared spelling, value)."""
        words = tokens.words
        for length in range(min(self._longest.get(words[first], 0), len(words) - first), 0, -1):
            key = " ".join(words[first : first + length]) if length > 1 else words[first]
            value = self._values.get(key)
            if value is not None and (length == 1 or tokens.continuous(first, first + length)):
                yield first + length, key, value

    def starts(self, tokens: Tokens) -> list[int]:
        """Indices of the words that may start a name."""
        longest = self._longest
        return [i for i, word in enumerate(tokens.words) if word in longest]
