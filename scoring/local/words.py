"""Content words of a text as stems, with how much each one says."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from scoring.local.synonyms import GROUPS
from scoring.local.vocabulary import FILLER, GENERAL, IRREGULAR, STOP, WHOLE

# A word that is one of these goes on behind its hyphen ("co-operate").
_PREFIXES = ("multi", "co", "pre", "non", "re", "e", "inter", "anti", "sub")
_BEFORE_A_HYPHEN = "|".join(rf"(?<=(?<![^\W_]){word})" for word in _PREFIXES)
_WORD = re.compile(rf"([^\W_]+(?:(?:{_BEFORE_A_HYPHEN})-[^\W_]+)?(?:['’][a-z]+)?(?:[+#]+)?)", re.IGNORECASE)

# By the least number of letters that must be left.
_SUFFIXES: Mapping[int, str] = {
    4: "ivities ivity ionate "
    "izations isations ization isation atively ational atives ative ations ators ating ation ator ated ates ate "
    "fulness ousness iveness ically ments ment ings ities ances ences ancies encies ance ence ancy ency able ible ical "
    "ious ness ists isms ions",
    3: "ing ers ors ies ied ion ist ism ity ive ary ous ful al er or ed es ly al ic ie s",
}
_BY_LAST_LETTER: dict[str, list[tuple[str, int]]] = {}
for _least, _listed in _SUFFIXES.items():
    for _suffix in _listed.split():
        _BY_LAST_LETTER.setdefault(_suffix[-1], []).append((_suffix, _least))
for _pairs in _BY_LAST_LETTER.values():
    _pairs.sort(key=lambda pair: -len(pair[0]))
_INNER_ENDINGS = ("aliz", "ional", "ation", "atic", "iz", "ic", "ist", "al", "ar", "at", "iv", "or", "er")
_SHORTEST_ROOT = 4
_GENERAL_WEIGHT = 0.45


class Word(NamedTuple):
    """A content word: its stem and its place in the text. A tuple, because a resume makes hundreds of them."""

    stem: str
    start: int
    end: int


def content_words(text: str) -> Iterator[Word]:
    """The words that carry meaning, in order; articles, numbers and words such as "knowledge of" are left out."""
    # Gaps and words by turns: half the time of asking every match for its span.
    pieces = _WORD.split(text)
    pieces.pop()
    places = list(accumulate(map(len, pieces)))
    found = zip(map(stem, pieces[1::2]), places[::2], places[1::2], strict=True)
    return map(Word._make, (word for word in found if word[0]))


def content_stems(text: str) -> tuple[str, ...]:
    """Distinct stems of the content words, in order of first appearance."""
    return tuple(dict.fromkeys(word.stem for word in content_words(text)))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem that a word shares with its family ("manager", "managing", "management"), or '' for a word that says
    nothing on its own."""
    plain = word.lower().replace("’", "'").removesuffix("'s").replace("'", "").replace("-", "")
    if plain in STOP or plain in FILLER or plain.isdigit():
        return ""
    if plain in IRREGULAR:
        return IRREGULAR[plain]
    stripped = _stripped(plain)
    if stripped in IRREGULAR:
        return IRREGULAR[stripped]
    return stripped if stripped in WHOLE else _root(stripped)


def _root(found: str) -> str:
    """Without the ending that another member of the family has ("visualiz", "statistic", "librar" and "libr")."""
    for ending in _INNER_ENDINGS:
        if found.endswith(ending) and len(found) - len(ending) >= _SHORTEST_ROOT:
            return found[: -len(ending)]
    return found


def _stripped(word: str) -> str:
    if len(word) <= 3 or not word.isalpha():
        return word
    for suffix, least in _BY_LAST_LETTER.get(word[-1], ()):
        if word.endswith(suffix) and len(word) - len(suffix) >= least and not word.endswith("ss"):
            word = word[: -len(suffix)]
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        return word[:-1]
    if len(word) > 3 and (word[-1] == "e" or (word[-1] == "y" and word[-2] not in "aeiou")):
        return word[:-1]
    return word


_STEMMED_GENERAL = frozenset(found for word in GENERAL if (found := stem(word)))
_NEAR: dict[str, frozenset[str]] = {}
for _group in GROUPS:
    _stems = frozenset(found for word in _group.split() if (found := stem(word)))
    for _stem in _stems:
        _NEAR[_stem] = _NEAR.get(_stem, frozenset()) | _stems


def weight(found: str) -> float:
    """How much a stem says: 1, or less for words such as "management" that stand in every field."""
    return _GENERAL_WEIGHT if found in _STEMMED_GENERAL else 1.0


def near(found: str) -> frozenset[str]:
    """Stems that can stand for a stem in a duty ("oversee" for "manage"), itself among them."""
    return _NEAR.get(found) or frozenset({found})


def one_slip_apart(one: str, other: str) -> bool:
    """Whether one letter was added, left out, changed or swapped with its neighbour; the first letter must agree."""
    if abs(len(one) - len(other)) > 1 or one[:1] != other[:1] or one == other:
        return False
    short, long = sorted((one, other), key=len)
    at = next((i for i, letter in enumerate(short) if letter != long[i]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[:at] + short[at : at + 2][::-1] + short[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or swapped == long
