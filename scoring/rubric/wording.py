"""Words by which an advertisement says how much it wants something, and which sentences say nothing about a person."""

import re
import tomllib
from enum import IntEnum
from importlib.resources import files


class Strength(IntEnum):
    """How much the job wants something; a larger one wins when the same thing is asked for twice."""

    MENTIONED = 1  # named in the duties or the summary, asked for nowhere
    NICE = 2
    EXPECTED = 3  # on a list of skills that does not say "required"
    MUST = 4


_WORDING = tomllib.loads((files("scoring.rubric") / "data" / "wording.toml").read_text(encoding="utf-8"))


def _pattern(name: str, behind: str = r"\b") -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_WORDING[name])}){behind}", re.IGNORECASE)


NICE = _pattern("nice", r"\b(?! [a-z]+ing)")
MUST = _pattern("must")
ABOUT_A_PERSON = _pattern("about_a_person")
SOFT = _pattern("soft")
CIRCUMSTANCE = _pattern("circumstance")
_BOILERPLATE = _pattern("boilerplate", "")
_MONEY = re.compile(r"[$£€]\s?\d[\d,.]*\s?(?:k\b|per|/|-|–|to|an)|\d[\d,.]*\s?[$£€]", re.IGNORECASE)
_FORWARD = _pattern("nice_of_what_follows")
_BACKWARD_MUST = _pattern("required_of_what_precedes", r"\b(?!\s+(?:skills?|experience|knowledge|for|to|by))")
_NOT_REQUIRED = re.compile(
    r"\b(?:not|n['’]t)\s+(?:be\s+)?(?:required|necessary|essential|mandatory|a must)\b", re.IGNORECASE
)


def is_boilerplate(words: str) -> bool:
    """Whether a sentence is about pay, benefits, the firm or a notice, and not about a person."""
    return _BOILERPLATE.search(words) is not None or _MONEY.search(words) is not None


def strength_at(words: str, position: int, default: Strength) -> Strength:
    """What the words say of the thing at ``position``, where one sentence wants several things differently."""
    cues = [(match.start(), match.end(), Strength.NICE) for match in NICE.finditer(words)]
    if not cues:
        return strength_of(words, default)
    cues += [(match.start(), match.end(), Strength.MUST) for match in _BACKWARD_MUST.finditer(words)]
    behind_forward = False
    for start, end, strength in sorted(cues):
        if strength is Strength.NICE and _FORWARD.match(words, start):
            if position < start:
                break
            behind_forward = True
        elif position < end and not (
            words[:start].rstrip().endswith(("(", "[")) and re.search(r"[,;/]|\band\b", words[position:start])
        ):
            return strength
    if behind_forward:
        return Strength.NICE
    return Strength.MUST if MUST.search(NICE.sub(" ", words)) else default


def strength_of(words: str, default: Strength) -> Strength:
    """What the words themselves say, or ``default`` where they say nothing. "Preferred" beats "required" beside it."""
    if NICE.search(words) or _NOT_REQUIRED.search(words):
        return Strength.NICE
    if MUST.search(words):
        return Strength.MUST
    return default
