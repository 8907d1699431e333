"""Finds where a quote stands in a text, whatever happened to its case, spaces, quotation marks and dashes."""

import re
import unicodedata
from collections.abc import Iterator

# A model writes what it read in its own typography. These differences say nothing about the words.
_SAME = {
    **dict.fromkeys("‘’‚‛′`´ʼ", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−⁃", "-"),
}
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_ELLIPSIS = re.compile(r"^(?:\s|\.{2,}|…|\[\.{3}\])+|(?:\s|\.{2,}|…|\[\.{3}\])+$")
_SPACES = re.compile(r"\s+")
_EDGES = "\"'()[]{},.;:!?-*•· "
_IN_FOUR_LANGUAGES = (
    "a an and are as at be been by for from had has have i if in into is it its me my of on or our so that the "
    "their then this to was we were which who will with you your not no yes all also more most "
    "als am auf aus bei das dem den der des die durch ein eine einem einen einer es für ich im ist mein mit "
    "nach oder sich sie und von vom war wir zu zum zur "
    "au aux avec ce ces dans de du elle en est et il je la le les leur mais mon ma mes ne nous ou par pas pour que "
    "qui sa se ses son sur un une vous "
    "al como con del el ella ellos esta este fue ha las lo los más mi mis muy para pero por sin sobre su sus una y"
)
_STOP_WORDS = frozenset(_IN_FOUR_LANGUAGES.split())


class SearchableText:
    """A text made ready once for many quotes."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded, self._starts, self._ends = _folded(text)

    def locate(self, quote: str) -> tuple[int, int] | None:
        """Start and end of the first place in the text that reads like ``quote``, or None.

        Equal means equal after NFKC and case folding, with any white space as one space, and quotation marks and dashes
        as one kind; soft hyphens and zero-width characters count for nothing. Dots that leave something out are taken
        off the ends of the quote; between words they stand for themselves and bridge nothing. A quote neither begins
        nor ends inside a word or a number ("Java" is not in "JavaScript"). One that ``proves_nothing`` is nowhere.
        """
        visible = "".join(character for character in quote if character not in _INVISIBLE)
        wanted = _folded_text(_ELLIPSIS.sub("", visible)).strip()
        if not wanted or proves_nothing(wanted):
            return None
        at = self._folded.find(wanted)
        while at >= 0:
            if self._is_whole(at, at + len(wanted)):
                return self._starts[at], self._ends[at + len(wanted) - 1]
            at = self._folded.find(wanted, at + 1)
        return None

    def _is_whole(self, first: int, after: int) -> bool:
        folded, starts, ends = self._folded, self._starts, self._ends
        if first and (starts[first - 1] == starts[first] or _joined(folded[first - 1], folded[first])):
            return False
        inside = after < len(folded)
        return not (inside and (ends[after - 1] == ends[after] or _joined(folded[after - 1], folded[after])))


def locate(quote: str, text: str) -> tuple[int, int] | None:
    """Offsets into ``text`` of what ``quote`` quotes, or None; see SearchableText.locate."""
    return SearchableText(text).locate(quote)


def proves_nothing(quote: str) -> bool:
    """Whether a quote holds nothing but single characters, punctuation and words such as "of the".

    "C++" and "2019" are words here; "R" alone is not, because it stands in every text.
    """
    words = (word.strip(_EDGES) for word in quote.casefold().split())
    return not any(
        len(word) > 1 and word not in _STOP_WORDS and any(letter.isalnum() for letter in word) for word in words
    )


def _joined(left: str, right: str) -> bool:
    """Whether two neighbours belong to one word or number. Scripts without case part words in their own ways."""
    return (left.isdigit() and right.isdigit()) or (_is_cased(left) and _is_cased(right))


def _is_cased(letter: str) -> bool:
    return letter.islower() or letter.isupper()


def _folded_text(text: str) -> str:
    """What ``_folded`` makes of a text, without the offsets: plain ASCII, as most quotes are, takes no walk."""
    return _SPACES.sub(" ", text.replace("`", "'").lower()) if text.isascii() else _folded(text)[0]


def _folded(text: str) -> tuple[str, list[int], list[int]]:
    """The text as it is compared, and for each of its characters where what it came from starts and ends."""
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, characters in _clusters(text):
        if characters.isspace():
            if folded and folded[-1] == " ":
                ends[-1] = end
                continue
            characters = " "
        for character in characters:
            folded.append(character)
            starts.append(start)
            ends.append(end)
    return "".join(folded), starts, ends


def _clusters(text: str) -> Iterator[tuple[int, int, str]]:
    """Every character with the marks that combine with it, folded; invisible ones are left out."""
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        plain = text[start:end]
        if plain not in _INVISIBLE:
            if not plain.isascii():
                plain = "".join(_SAME.get(character, character) for character in plain)
                plain = unicodedata.normalize("NFKC", plain).casefold()
                plain = "".join(_SAME.get(character, character) for character in unicodedata.normalize("NFKC", plain))
            else:
                plain = _SAME.get(plain, plain).lower()
            yield start, end, plain
        start = end
