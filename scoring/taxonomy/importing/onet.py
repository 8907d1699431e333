"""Reads the text database of O*NET (releases 23 to 30): technologies, and the names of its general skills."""

import re
from collections.abc import Iterator
from pathlib import Path

from scoring.taxonomy.importing.concepts import Concept
from scoring.taxonomy.importing.tables import Progress, read_table
from scoring.taxonomy.model import Kind

_TECHNOLOGY = ("Example", "Commodity Title")
_ELEMENT = ("Element Name",)
_TRAILING = re.compile(r"\s+software$", re.IGNORECASE)
# "Geographic information system GIS", "JavaScript Object Notation JSON"
_ACRONYM = re.compile(r"^(?P<name>\S+(?: \S+)+) (?P<acronym>[A-Z][A-Z0-9]{2,6})$")


def read_onet(folder: Path, progress: Progress) -> Iterator[Concept]:
    """Every technology once, under the title of its commodity. ``Technology Skills.txt`` must be there;
    ``Skills.txt`` and ``Knowledge.txt`` add the names of general skills where they are, which count only in lists.

    Titles of occupations are no skills and are not read.
    """
    seen: set[str] = set()
    path = folder / "Technology Skills.txt"
    for row in read_table(path, _TECHNOLOGY, delimiter="\t", progress=progress):
        example = row["Example"]
        if example and example.casefold() not in seen:
            seen.add(example.casefold())
            yield Concept(f"technology:{example}", _labels(example), row["Commodity Title"])
    for name, kind in (("Skills.txt", Kind.SOFT), ("Knowledge.txt", Kind.SKILL)):
        if (folder / name).exists():
            yield from _elements(folder / name, kind, seen, progress)


def _elements(path: Path, kind: Kind, seen: set[str], progress: Progress) -> Iterator[Concept]:
    for row in read_table(path, _ELEMENT, delimiter="\t", progress=progress):
        element = row["Element Name"]
        if element and element.casefold() not in seen:
            seen.add(element.casefold())
            yield Concept(f"element:{element}", (element,), path.stem, kind, generic=True)


def _labels(example: str) -> tuple[str, ...]:
    """The barest name first: "Adobe Systems Adobe Acrobat software" is "Adobe Acrobat"."""
    bare = _TRAILING.sub("", example)
    words = bare.split()
    again = next((i for i in range(1, len(words) - 1) if words[i] == words[0]), 0)
    once = " ".join(words[again:])
    parts = _ACRONYM.match(once)
    if parts and _stands_for(parts["acronym"], parts["name"]):
        return tuple(dict.fromkeys((parts["name"], parts["acronym"], once)))
    return tuple(dict.fromkeys((once, bare)))


def _stands_for(acronym: str, name: str) -> bool:
    """Whether the letters of the acronym stand in the name, in order ("JSON" in "JavaScript Object Notation")."""
    letters = iter(name.upper())
    return name[0].upper() == acronym[0] and all(letter in letters for letter in acronym)
