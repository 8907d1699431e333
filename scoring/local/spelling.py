"""Reads a term the way one resume spells it: with a slip, as one word, or as two."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from scoring.local.view import ResumeView
from scoring.local.words import Word, content_words, one_slip_apart, stem

_LONG_WORD = 7
_SHORTEST_PART = 3


class Spelling:
    """The words of one resume, by which terms are read."""

    def __init__(self, view: ResumeView) -> None:
        self._view = view

    def readings(self, term: str) -> tuple[tuple[str, ...], ...]:
        """The term's distinct stems, with slips corrected to what the resume has; then with two neighbouring words as
        one ("web page", "webpage") or one as two, where the resume writes them so. Empty for a term that says
        nothing."""
        words = _words_of(term)
        if not words:
            return ()
        stems = tuple(self._as_spelled(word, term[word.start : word.end].lower()) for word in words)
        return tuple(dict.fromkeys(tuple(dict.fromkeys(each)) for each in (stems, *self._joined(words, stems, term))))

    def _as_spelled(self, word: Word, written: str) -> str:
        """A long word that the resume does not have, but has with one slip, as the resume spells it."""
        if len(written) < _LONG_WORD or word.stem in self._view.with_stem:
            return word.stem
        alike = self._long_words[written[0]]
        return next((found for other, found in alike.items() if one_slip_apart(written, other)), word.stem)

    def _joined(self, words: Sequence[Word], stems: Sequence[str], term: str) -> Iterator[tuple[str, ...]]:
        known = self._view.with_stem
        for at, word in enumerate(words):
            written = term[word.start : word.end].lower()
            if at + 1 < len(words) and term[word.end : words[at + 1].start] in {" ", "-"}:
                closed = stem(written + term[words[at + 1].start : words[at + 1].end].lower())
                if closed in known:
                    yield (*stems[:at], closed, *stems[at + 2 :])
            if len(written) >= _LONG_WORD and stems[at] not in known:
                for cut in range(_SHORTEST_PART, len(written) - _SHORTEST_PART + 1):
                    parts = (stem(written[:cut]), stem(written[cut:]))
                    if all(part in known for part in parts):
                        yield (*stems[:at], *parts, *stems[at + 1 :])

    @cached_property
    def _long_words(self) -> Mapping[str, Mapping[str, str]]:
        """Stems by long word as written, by its first letter."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for passage in self._view.passages:
            for word in passage.words:
                if word.end - word.start >= _LONG_WORD - 1:
                    written = self._view.text[word.start : word.end].lower()
                    found[written[0]][written] = word.stem
        return found


@lru_cache(maxsize=20_000)
def _words_of(term: str) -> tuple[Word, ...]:
    """All resumes of a requisition ask for the same terms."""
    return tuple(content_words(term))
