"""The word lists in ``words/`` and the form in which words are compared."""

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from scoring.redaction.model import RedactionKind

WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
_TRANSLITERATED = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "ß": "ss"}
_PLAIN = {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}


@lru_cache(maxsize=8192)
def folded(word: str) -> str:
    """Lower case without accents, so that "José", "JOSÉ" and "Jose" are one word."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(_PLAIN.get(letter, letter) for letter in plain if not unicodedata.combining(letter))


def transliterated(word: str) -> str:
    """Folded as people do who have no umlauts on their keyboard: "Müller" is "mueller"."""
    composed = unicodedata.normalize("NFC", word).casefold()
    return folded("".join(_TRANSLITERATED.get(letter, letter) for letter in composed))


def words_in(text: str) -> tuple[str, ...]:
    """The words of ``text``, folded."""
    return tuple(folded(word) for word in WORD.findall(text))


def word_set(name: str, section: str) -> frozenset[str]:
    """The words of a section of ``words/<name>.txt``."""
    return frozenset(word for line in _sections(name)[section] for word in line.split())


@cache
def ordinary_words() -> frozenset[str]:
    """Words and places that are also names."""
    sections = _sections("ordinary")
    return frozenset(word for lines in sections.values() for line in lines for word in line.split())


@cache
def labels() -> dict[str, tuple[tuple[tuple[str, ...], RedactionKind | None], ...]]:
    """First word -> the labels that begin with it, longest first, each with what it announces (None: nothing)."""
    by_first: dict[str, list[tuple[tuple[str, ...], RedactionKind | None]]] = {}
    for section, lines in _sections("labels").items():
        kind = None if section == "other" else RedactionKind(section)
        for phrase in " ".join(lines).split("|"):
            if words := words_in(phrase):
                by_first.setdefault(words[0], []).append((words, kind))
    return {first: tuple(sorted(found, key=lambda entry: -len(entry[0]))) for first, found in by_first.items()}


@cache
def values(kind: RedactionKind) -> frozenset[str]:
    """Values of a kind that need no label where a person describes themselves, words parted by single spaces."""
    phrases = " ".join(_sections("values").get(kind.value, ())).split("|")
    return frozenset(" ".join(re.findall(r"\w+", folded(phrase))) for phrase in phrases if phrase.strip())


@cache
def _sections(name: str) -> dict[str, tuple[str, ...]]:
    sections: dict[str, list[str]] = {}
    current = ""
    text = (files("scoring.redaction") / "words" / f"{name}.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            current = line.strip("[] ")
        elif line.strip() and not line.startswith("#"):
            sections.setdefault(current, []).append(line)
    return {section: tuple(lines) for section, lines in sections.items()}
