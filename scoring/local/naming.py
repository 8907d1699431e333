"""Tells whether two names of one entry of the taxonomy mean the same, or only stand beside each other in it."""

import re
from functools import lru_cache

from scoring.local.words import content_stems
from scoring.taxonomy.tokens import spellings

_PART = re.compile(r"[/()]|\s+or\s+", re.IGNORECASE)
_LETTERS = re.compile(r"[^a-z]")


@lru_cache(maxsize=50_000)
def same_thing(asked: str, written: str, name: str) -> bool:
    """Whether ``written`` shows what was ``asked``, where the taxonomy lists both as ways of saying ``name``.

    The name itself and its spellings stand for all others; so do names that share a word, and a short form of the
    other. What is left are members of a family: BGP and OSPF are both routing protocols, and neither is the other.
    """
    if spellings(asked)[0] in (own := spellings(name)) or spellings(written)[0] in (*own, spellings(asked)[0]):
        return True
    wanted, found, common = (frozenset(content_stems(each)) for each in (asked, written, name))
    if not wanted or not found or wanted & found or common in (wanted, found):
        return True
    return any(
        _is_short_for(one, other) or _is_short_for(other, one)
        for one in _PART.split(asked)
        for other in _PART.split(written)
    )


def _is_short_for(short: str, long: str) -> bool:
    """Whether the letters of one word stand in the other name in this order, from its first ("UX", "telecom")."""
    left, rest = _LETTERS.sub("", short.lower()), iter(_LETTERS.sub("", long.lower()))
    if not left or " " in short.strip():
        return False
    return left[0] == _LETTERS.sub("", long.lower())[:1] and all(letter in rest for letter in left)
