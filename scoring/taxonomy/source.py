"""Reads the curated skill files: one area each, one skill a line.

    [SQL databases | > SQL | ~ 0.6]                     category; what holds for every line below it
    PostgreSQL | Postgres; PSQL | ~ SQLite 0.4          name | aliases | relations and attributes
    * Fastify; Koa.js = Koa, KoaJS | + Node.js          several skills with the same relations; aliases after "="
    # comment

- ``> X``: falls under X, instead of what the category falls under
- ``+ X``: working with it takes X
- ``~ X 0.5``: related to X, with the credit it earns in either direction
- ``~ 0.5``: everything in the category or line is related to everything else in it
- ``covers X 0.9``: whoever has this has X, not the other way round
- ``issuer X``: who awards a certificate; ``kind X``: skill, soft, certification or language

A hyphen, dot or slash in a name also covers the spellings with a space and closed up.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from importlib.resources import files

from scoring.errors import InvalidInputError
from scoring.taxonomy.model import Kind, Skill

DATA = files("scoring.taxonomy") / "data"
SKILL_FILES = DATA / "skills"


@dataclass(slots=True)
class _Attributes:
    """What a category or a line says about its skills, before their names are known."""

    category: str = ""
    kind: Kind = Kind.SKILL
    issuer: str = ""
    broader: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    related: list[tuple[str, float]] = field(default_factory=list)
    covers: list[tuple[str, float]] = field(default_factory=list)
    sibling_credit: float = 0.0
    group: str = ""

    def read(self, attributes: list[str]) -> None:
        for attribute in attributes:
            sign, _, value = attribute.strip().partition(" ")
            if sign == ">":
                self.broader = (*self.broader, *_names(value))
            elif sign == "+":
                self.uses = (*self.uses, *_names(value))
            elif sign == "~" and " " in value:
                self.related.append(_credited(value))
            elif sign == "~":
                self.sibling_credit, self.group = float(value), ", ".join(self.broader)
            elif sign == "covers":
                self.covers.append(_credited(value))
            elif sign == "issuer":
                self.issuer = value
            elif sign == "kind":
                self.kind = Kind(value)
            elif sign:
                raise ValueError(f"unknown attribute {attribute.strip()!r}")

    def for_line(self, attributes: list[str]) -> "_Attributes":
        if not attributes:
            return self
        own = _Attributes(self.category, self.kind, self.issuer, sibling_credit=self.sibling_credit, group=self.group)
        own.read(attributes)
        return replace(own, broader=own.broader or self.broader, uses=own.uses or self.uses)

    def skill(self, name: str, aliases: tuple[str, ...], area: str) -> Skill:
        return Skill(
            name,
            aliases,
            self.kind,
            area,
            self.category,
            self.broader,
            self.uses,
            tuple(self.related),
            tuple(self.covers),
            self.sibling_credit,
            self.group,
            self.issuer,
        )


def shipped_skills() -> Iterator[Skill]:
    """Every skill of the shipped files, area by area."""
    for path in sorted(SKILL_FILES.iterdir(), key=lambda path: path.name):
        yield from parse_skills(path.read_text(encoding="utf-8"), path.name.removesuffix(".txt"))


def shipped_version() -> str:
    """12 hex digits that change with every letter of the shipped data."""
    content = hashlib.sha256()
    for path in sorted((*DATA.iterdir(), *SKILL_FILES.iterdir()), key=lambda path: path.name):
        if path.is_file():
            content.update(path.read_bytes())
    return content.hexdigest()[:12]


def parse_skills(text: str, area: str) -> Iterator[Skill]:
    """The skills of one file. Raises InvalidInputError with the line number when a line cannot be read."""
    category = _Attributes()
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line[0] == "#":
            continue
        try:
            if line[0] == "[":
                category = _category(line)
            else:
                yield from _line(line, area, category)
        except ValueError as error:
            raise InvalidInputError(f"{area}, line {number}: {error}") from error


def _category(line: str) -> _Attributes:
    name, *attributes = line.strip("[] ").split("|")
    category = _Attributes(name.strip())
    category.read(attributes)
    return replace(category, group=category.category if category.sibling_credit else "")


def _line(line: str, area: str, category: _Attributes) -> Iterator[Skill]:
    if line[0] == "*":
        names, _, relations = line[1:].partition("|")
        attributes = category.for_line(relations.split(";") if relations else [])
        for entry in names.split(";"):
            name, _, others = entry.partition("=")
            yield attributes.skill(name.strip(), _names(others) if others else (), area)
        return
    fields = line.split("|")
    if len(fields) > 3:
        raise ValueError("more than three fields")
    aliases = tuple(alias for part in fields[1].split(";") if (alias := part.strip())) if len(fields) > 1 else ()
    yield category.for_line(fields[2].split(";") if len(fields) > 2 else []).skill(fields[0].strip(), aliases, area)


def _names(value: str) -> tuple[str, ...]:
    return tuple(name for part in value.split(",") if (name := part.strip()))


def _credited(value: str) -> tuple[str, float]:
    name, _, credit = value.rpartition(" ")
    return name, float(credit)
