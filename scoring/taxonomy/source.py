"""Reads the curated data files: one area each, one skill a line.

    [Relational databases | > SQL | ~ 0.45]        category; the broader skill and sibling credit of what follows
    PostgreSQL | Postgres; PSQL | > SQL; + Linux; ~ MySQL 0.6; issuer X
    * Fastify; Koa.js = Koa, KoaJS | + Node.js      several skills with the same relations, aliases after "="
    # comment

Fields of a line are separated by "|": name, aliases, relations. ``> X`` is broader (and replaces the category's),
``+ X`` is what working with it takes, ``~ X 0.5`` is related with a credit in both directions, ``issuer X`` names who
awards a certificate. A hyphen in a name also covers the spellings with a space and closed up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from scoring.errors import InvalidInputError
from scoring.taxonomy.model import Case, Kind, Sense, Skill
from scoring.taxonomy.tokens import shared_spelling, spellings

DATA = files("scoring.taxonomy") / "data"

AREA_GROUPS = {
    "tech": ("software", "data", "cloud", "security", "office", "design"),
    "health": ("healthcare", "pharma", "science", "fitness", "social"),
    "money": ("finance", "office", "administration", "management"),
    "build": ("engineering", "manufacturing", "construction", "trades", "automotive", "aviation"),
}


@dataclass(slots=True)
class _Category:
    name: str = ""
    broader: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    sibling_credit: float = 0.0
    kind: Kind = Kind.SKILL
    issuer: str = ""


def shipped_skills() -> Iterator[Skill]:
    """Every skill of the shipped files, area by area."""
    for path in sorted((DATA / "skills").iterdir(), key=lambda path: path.name):
        yield from parse_skills(path.read_text(encoding="utf-8"), path.name.removesuffix(".txt"))


def parse_skills(text: str, area: str) -> Iterator[Skill]:
    """The skills of one file. Raises InvalidInputError with the line number when a line cannot be read."""
    category = _Category()
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line[0] == "#":
            continue
        try:
            if line[0] == "[":
                category = _category(line)
            elif line[0] == "*":
                yield from _peers(line[1:], area, category)
            else:
                yield _skill(line, area, category)
        except ValueError as error:
            raise InvalidInputError(f"{area}, line {number}: {error}") from error


def _category(line: str) -> _Category:
    name, *attributes = (part.strip() for part in line.strip("[] ").split("|"))
    category = _Category(name)
    for attribute in attributes:
        sign, _, value = attribute.partition(" ")
        if sign == ">":
            category.broader = _names(value)
        elif sign == "+":
            category.uses = _names(value)
        elif sign == "~":
            category.sibling_credit = float(value)
        elif sign == "kind":
            category.kind = Kind(value)
        elif sign == "issuer":
            category.issuer = value
        else:
            raise ValueError(f"unknown attribute {attribute!r}")
    return category


def _skill(line: str, area: str, category: _Category) -> Skill:
    fields = line.split("|")
    if len(fields) > 3:
        raise ValueError("more than three fields")
    name, aliases, relations = (*fields, "", "")[:3]
    broader: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    related: list[tuple[str, float]] = []
    issuer, kind = category.issuer, category.kind
    for attribute in relations.split(";"):
        sign, _, value = attribute.strip().partition(" ")
        if sign == ">":
            broader += _names(value)
        elif sign == "+":
            uses += _names(value)
        elif sign == "~":
            other, _, credit = value.rpartition(" ")
            related.append((other, float(credit)))
        elif sign == "issuer":
            issuer = value
        elif sign == "kind":
            kind = Kind(value)
        elif sign:
            raise ValueError(f"unknown relation {attribute.strip()!r}")
    return Skill(
        name.strip(),
        _aliases(aliases),
        kind,
        area,
        category.name,
        broader or category.broader,
        uses or category.uses,
        tuple(related),
        category.sibling_credit,
        issuer,
    )


def _peers(line: str, area: str, category: _Category) -> Iterator[Skill]:
    names, _, relations = line.partition("|")
    for entry in names.split(";"):
        name, _, aliases = entry.partition("=")
        yield _skill(f"{name} | {aliases.replace(',', ';')} | {relations}", area, category)


def _aliases(value: str) -> tuple[str, ...]:
    return tuple(alias for part in value.split(";") if (alias := part.strip()))


def _names(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(","))


def shipped_senses() -> dict[str, tuple[Sense, ...]]:
    """The ambiguous spellings, by shared spelling, with the senses each may have."""
    senses: dict[str, tuple[Sense, ...]] = {}
    for line in (DATA / "ambiguous.txt").read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            key, sense = _sense(line)
            senses[key] = (*senses.get(key, ()), sense)
    return senses


def shipped_weak_words() -> frozenset[str]:
    """Shared spellings that name a skill only in a list of skills or beside a word such as "skills"."""
    lines = (DATA / "weak.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(key for line in lines if line[:1] != "#" for word in line.split() for key in spellings(word))


def _sense(line: str) -> tuple[str, Sense]:
    """``Go; GO | Go | clue | near: golang, api | before: to, let | after: to, live``"""
    written, skill, policy, *conditions = (part.strip() for part in line.split("|"))
    if policy not in {"open", "cased", "clue", "exact"}:
        raise InvalidInputError(f"ambiguous spelling {written!r}: unknown policy {policy!r}")
    named: dict[str, frozenset[str]] = {}
    companions: frozenset[str] = frozenset()
    for condition in conditions:
        label, _, value = condition.partition(":")
        if label == "with":
            companions = frozenset(area for name in _names(value) for area in AREA_GROUPS.get(name, (name,)))
        else:
            named[label] = frozenset(_phrase(part) for part in value.split(","))
    forms = [part.strip() for part in written.split(";")]
    sense = Sense(
        skill,
        frozenset(forms),
        policy in {"clue", "exact"},
        {"open": Case.ANY, "exact": Case.EXACT}.get(policy, Case.LISTED),
        named.get("near", frozenset()),
        named.get("before", frozenset()),
        named.get("after", frozenset()),
        companions,
    )
    return spellings(forms[0])[0], sense


def _phrase(text: str) -> str:
    return " ".join(word if word == "YEAR" else shared_spelling(word) for word in text.split())
