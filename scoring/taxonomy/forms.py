"""Finds known names in tokens, the longest first, in one pass."""

from collections.abc import Iterator

from scoring.taxonomy.tokens import Tokens, first_words, spellings


class FormIndex:
    """Names by shared spelling. Each spelling stands for one value; the first to claim it keeps it.

    Names wait under their first word and are spelled out when a text first holds that word, because spelling out tens
    of thousands of names takes longer than scoring one resume. Reading is safe from several threads.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, list[tuple[str, str]]] = {}
        self._values: dict[str, str] = {}
        self._longest: dict[str, int] = {}
        self._pairs: set[str] = set()  # the first two words of names that have several

    def add(self, name: str, value: str) -> None:
        """Make ``name`` findable."""
        for first in first_words(name.partition(" ")[0]):
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

    def found_in(self, tokens: Tokens) -> Iterator[tuple[int, int, str, str]]:
        """Names in text order, the longest first and without overlaps: (index of the first word, index after the last
        one, shared spelling, value)."""
        words, values, pairs, waiting = tokens.words, self._values, self._pairs, self._waiting
        free, count = 0, len(words)
        for first, word in enumerate(words):
            if first < free:
                continue
            if word in waiting:
                self._spell_out(word)
            if first + 1 < count and f"{word} {words[first + 1]}" in pairs:
                for last in range(min(first + self._longest[word], count), first + 1, -1):
                    key = " ".join(words[first:last])
                    if key in values and tokens.continuous(first, last):
                        free = last
                        yield first, last, key, values[key]
                        break
            if first >= free and word in values:
                free = first + 1
                yield first, free, word, values[word]

    def _spell_out(self, first: str) -> None:
        names = self._waiting.get(first)
        if names is None:
            return
        longest = 0
        pairs: list[str] = []
        for name, value in names:
            for key in spellings(name):
                if key.partition(" ")[0] == first:
                    self._values.setdefault(key, value)
                    longest = max(longest, key.count(" ") + 1)
                    if " " in key:
                        pairs.append(" ".join(key.split(" ", 2)[:2]))
        self._longest[first] = longest
        self._pairs.update(pairs)
        # Last, so that another thread either sees the names waiting and repeats this, or sees them all.
        self._waiting.pop(first, None)
