"""The values of the taxonomy."""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    SKILL = "skill"
    SOFT = "soft"
    CERTIFICATION = "certification"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a skill is named: ``text[start:end] == alias``, and ``skill`` is its canonical name."""

    skill: str
    start: int
    end: int
    alias: str


@dataclass(frozen=True, slots=True)
class Skill:
    """A canonical skill. ``broader`` are kinds it belongs to, ``uses`` what working with it takes, both by name.

    ``covers`` are skills that it includes in one direction only: a Class A licence covers Class B.
    """

    name: str
    aliases: tuple[str, ...]
    kind: Kind
    area: str
    category: str
    broader: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    related: tuple[tuple[str, float], ...] = ()
    covers: tuple[tuple[str, float], ...] = ()
    sibling_credit: float = 0.0
    group: str = ""  # skills of one group are siblings
    issuer: str = ""


class Case(StrEnum):
    """Whether a spelling in another case counts: always, beside a skill of the same list ("sql, go"), or never."""

    ANY = "any"
    LISTED = "listed"
    EXACT = "exact"


@dataclass(frozen=True, slots=True)
class Sense:
    """When an ambiguous spelling stands for a skill.

    ``spellings`` are the ways of writing it that count. ``needs_clue`` asks for evidence beyond the spelling: a clue
    word nearby, another skill of a companion area in the same list, or the skill named unambiguously elsewhere.
    ``not_before`` and ``not_after`` are phrases that rule it out when they stand right before or after it.
    """

    skill: str
    spellings: frozenset[str]
    needs_clue: bool
    other_case: Case = Case.LISTED
    clues: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()
    companions: frozenset[str] = field(default=frozenset())
