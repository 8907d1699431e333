"""Skills that an operator imported beside the shipped ones: one folder, checked against its manifest."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scoring.errors import InvalidInputError
from scoring.taxonomy.model import Skill
from scoring.taxonomy.source import parse_skills

MANIFEST = "taxonomy.json"
FORMAT = 1
FILE_NAME = re.compile(r"[a-z]{1,20}-[0-9a-f]{12}(?:\.listed)?\.txt")
_MOST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class ExtraFile:
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ExtraSource:
    """Where a part of the skills comes from, and what its licence asks to be said."""

    name: str
    area: str
    version: str
    licence: str
    attribution: str
    skills: ExtraFile
    listed: ExtraFile

    @property
    def files(self) -> tuple[ExtraFile, ExtraFile]:
        return self.skills, self.listed


@dataclass(frozen=True, slots=True)
class Extra:
    """``listed`` are labels that name a skill only in a list of skills. ``version`` changes with every letter of it."""

    skills: tuple[Skill, ...] = ()
    listed: tuple[str, ...] = ()
    version: str = ""
    sources: tuple[ExtraSource, ...] = ()

    def skills_beside(self, shipped: Mapping[str, Skill]) -> dict[str, Skill]:
        """The skills whose names are not shipped, by name. A relation to a skill that exists no more is left out: the
        shipped skills may have changed since the import."""
        added = {skill.name: skill for skill in self.skills if skill.name not in shipped}
        for name, skill in added.items():
            if any(other not in added and other not in shipped for other in (*skill.broader, *skill.uses)):
                broader = tuple(other for other in skill.broader if other in added or other in shipped)
                uses = tuple(other for other in skill.uses if other in added or other in shipped)
                added[name] = replace(skill, broader=broader, uses=uses)
        return added


NO_EXTRA = Extra()


def read_extra(folder: Path) -> Extra:
    """Everything in the folder. Raises InvalidInputError in one line for a folder that no import wrote, or whose files
    were changed since."""
    sources = read_manifest(folder)
    skills: list[Skill] = []
    listed: list[str] = []
    for source in sources:
        skills += parse_skills(_content(folder, source.skills), source.area)
        listed += _content(folder, source.listed).splitlines()
    hashes = "\n".join(file.sha256 for source in sources for file in source.files)
    return Extra(tuple(skills), tuple(listed), hashlib.sha256(hashes.encode()).hexdigest()[:12], sources)


def read_manifest(folder: Path) -> tuple[ExtraSource, ...]:
    """What the folder holds, without reading it. Raises InvalidInputError as ``read_extra`` does."""
    try:
        content = json.loads((folder / MANIFEST).read_bytes())
        if content["format"] != FORMAT:
            raise InvalidInputError(f"{folder} was imported by another release: import it again")
        return tuple(_source(entry) for entry in content["sources"])
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise InvalidInputError(f"{folder} holds no imported taxonomy: {MANIFEST}: {reason}") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InvalidInputError(f"{folder}: {MANIFEST} is damaged: import again") from None


def _source(entry: Mapping[str, Any]) -> ExtraSource:
    texts = {name: str(entry[name]) for name in ("name", "area", "version", "licence", "attribution")}
    return ExtraSource(**texts, skills=_file(entry["files"]["skills"]), listed=_file(entry["files"]["listed"]))


def _file(entry: Mapping[str, Any]) -> ExtraFile:
    name = str(entry["name"])
    if not FILE_NAME.fullmatch(name):
        raise ValueError(name)
    return ExtraFile(name, str(entry["sha256"]))


def _content(folder: Path, file: ExtraFile) -> str:
    path = folder / file.name
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InvalidInputError(f"{path} has more than {_MOST_BYTES} bytes")
        content = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise InvalidInputError(f"{path}: {reason}: import again") from None
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise InvalidInputError(f"{path} was changed since it was imported: import again")
    return content.decode("utf-8")
