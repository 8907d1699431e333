"""Reads which spellings are ambiguous, and what tells their senses apart.

    Go; GO | Go | clue | near: golang, api | before: to, let | after: to, live | with: tech

- spellings that count | the skill they stand for | policy | conditions
- policy ``open``: any case counts; ``cased``: the given case counts; ``clue``: the given case and a clue are needed,
  another case counts in a list beside a companion; ``exact``: the given case and a clue, nothing else
- ``near``: clues among the neighbouring words; ``before``, ``after``: phrases right before or after that rule it out
  (``YEAR`` stands for a year); ``with``: areas whose skills are companions in a list
"""

from functools import lru_cache
from importlib.resources import files

from scoring.errors import InvalidInputError
from scoring.taxonomy.model import Case, Sense
from scoring.taxonomy.tokens import shared_spelling, spellings

DATA = files("scoring.taxonomy") / "data"

AREA_GROUPS = {
    "tech": ("software", "data", "cloud", "security", "office", "design"),
    "health": ("healthcare", "pharma", "science", "fitness"),
    "money": ("finance", "office", "administration"),
    "build": ("engineering", "manufacturing", "construction", "trades", "automotive"),
    "management": ("administration",),
    "aviation": ("automotive",),
}
_OTHER_CASE = {"open": Case.ANY, "cased": Case.LISTED, "clue": Case.LISTED, "exact": Case.EXACT}


def shipped_senses() -> dict[str, tuple[Sense, ...]]:
    """The ambiguous spellings, by shared spelling, with the senses each may have."""
    senses: dict[str, tuple[Sense, ...]] = {}
    for line in (DATA / "ambiguous.txt").read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            key, sense = parse_sense(line)
            senses[key] = (*senses.get(key, ()), sense)
    return senses


def shipped_weak_words() -> frozenset[str]:
    """Shared spellings of ordinary words that name a skill only in a list of skills or beside "skills"."""
    lines = (DATA / "weak.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(key for line in lines if line[:1] != "#" for word in line.split() for key in spellings(word))


def parse_sense(line: str) -> tuple[str, Sense]:
    """The shared spelling and the sense of one line. Raises InvalidInputError when it cannot be read."""
    written, skill, policy, *conditions = (part.strip() for part in line.split("|"))
    if policy not in _OTHER_CASE:
        raise InvalidInputError(f"ambiguous spelling {written!r}: unknown policy {policy!r}")
    phrases: dict[str, frozenset[str]] = {}
    companions: frozenset[str] = frozenset()
    for condition in conditions:
        label, _, value = condition.partition(":")
        if label == "with":
            companions = _areas(value)
        elif label in {"near", "before", "after"}:
            phrases[label] = frozenset(_phrase(part) for part in value.split(","))
        else:
            raise InvalidInputError(f"ambiguous spelling {written!r}: unknown condition {label!r}")
    forms = [part.strip() for part in written.split(";")]
    sense = Sense(
        skill,
        frozenset(forms),
        policy in {"clue", "exact"},
        _OTHER_CASE[policy],
        phrases.get("near", frozenset()),
        phrases.get("before", frozenset()),
        phrases.get("after", frozenset()),
        companions,
    )
    return spellings(forms[0])[0], sense


@lru_cache(maxsize=256)
def _areas(value: str) -> frozenset[str]:
    return frozenset(area for name in value.split(",") for area in AREA_GROUPS.get(name.strip(), (name.strip(),)))


@lru_cache(maxsize=4096)
def _phrase(text: str) -> str:
    return " ".join(word if word == "YEAR" else shared_spelling(word) for word in text.split())
