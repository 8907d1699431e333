"""Looks for known personal data in what is about to leave, or has come back."""

import re
from collections.abc import Iterator

from scoring.redaction.model import Identity, Redaction, RedactionKind
from scoring.redaction.names import PARTICLES, is_ordinary, name_words
from scoring.redaction.vocabulary import folded, transliterated

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_ESCAPE = re.compile(r"\\[nrtbf\"/\\]")
_NUMBER = re.compile(r"\+?\(?\d[\d\s().\-–/·]{5,}\d")
_WORDS = re.compile(r"[^\W_]+")
_FEWEST_DIGITS = 7
_COMPARED_DIGITS = 9  # without country code and the zero before an area code
_SHORTEST = 6
# Their values are words and years that also say other things, so finding one proves no leak.
_SAID_OTHERWISE = frozenset(
    {
        RedactionKind.AGE,
        RedactionKind.GENDER,
        RedactionKind.FAMILY,
        RedactionKind.NATIONALITY,
        RedactionKind.RELIGION,
        RedactionKind.PHOTO,
        RedactionKind.GRADUATION_YEAR,
        RedactionKind.BIRTHPLACE,
    }
)


def leaks(outgoing: str, source: Redaction | Identity) -> tuple[RedactionKind, ...]:
    """The kinds of known personal data that ``outgoing`` still holds, each once, never the data.

    Compares without case, accents, spacing and punctuation, telephone numbers by their digits. JSON escapes are read.
    Ordinary words of a name count only beside the rest of it; ages, years and other facts whose value is an everyday
    word are not looked for. Pass what was written about the candidate, not the requisition: a job at "Doe & Sons" is
    no leak of Jane Doe.
    """
    text = _ESCAPE.sub(" ", _ESCAPED.sub(lambda match: chr(int(match[1], 16)), outgoing))
    words = [folded(word) for word in _WORDS.findall(text)]
    spaced = f" {' '.join(words)} "
    numbers = [re.sub(r"\D", "", number) for number in _NUMBER.findall(text)]
    found = {kind for kind, value in _known(source) if _holds(spaced, numbers, kind, value)}
    return tuple(kind for kind in RedactionKind if kind in found)


def _known(source: Redaction | Identity) -> Iterator[tuple[RedactionKind, str]]:
    if isinstance(source, Redaction):
        yield from {(removal.kind, removal.original) for removal in source.removals}
        return
    for kind, values in (
        (RedactionKind.NAME, source.names),
        (RedactionKind.EMAIL, source.emails),
        (RedactionKind.PHONE, source.phones),
        (RedactionKind.STREET, tuple(address.split(",")[0] for address in source.addresses)),
    ):
        yield from ((kind, value) for value in values)


def _holds(spaced: str, numbers: list[str], kind: RedactionKind, value: str) -> bool:
    if kind in _SAID_OTHERWISE:
        return False
    if kind is RedactionKind.NAME:
        return any(_says_name(spaced, name_words(spelling)) for spelling in (value, transliterated(value)))
    if kind is RedactionKind.PHONE:
        digits = re.sub(r"\D", "", value)
        tail = digits[-_COMPARED_DIGITS:]
        return len(digits) >= _FEWEST_DIGITS and any(tail in number for number in numbers)
    words = [folded(word) for word in _WORDS.findall(value)]
    return len("".join(words)) >= _SHORTEST and f" {' '.join(words)} " in spaced


def _says_name(spaced: str, words: list[str]) -> bool:
    parts = [word for word in words if word not in PARTICLES and len(word) > 1]
    if any(not is_ordinary(part) and f" {part} " in spaced for part in parts):
        return True
    if len(words) < 2 or not parts:
        return False
    return any(f" {' '.join(order)} " in spaced for order in (words, [words[-1], *words[:-1]], [words[0], words[-1]]))
