"""Writes imported skills into a folder, so that whoever loads it sees the old content or the new, never a mixture."""

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import uuid4

from scoring.taxonomy.extra import FILE_NAME, FORMAT, MANIFEST, read_manifest
from scoring.taxonomy.importing.labels import RULES
from scoring.taxonomy.importing.sorting import Imported
from scoring.taxonomy.model import Kind, Skill

ATTRIBUTION = "ATTRIBUTION.txt"


def write_extra(folder: Path, imports: Sequence[tuple[Imported, str]]) -> Path:
    """Make the folder hold exactly these imports, each with its source's version; the path of the manifest.

    Files are named after their content and the manifest is replaced last, so that a failure on the way leaves the old
    import in force. Files of the import before are kept for services that are just loading them; older ones go.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = _named_files(folder)
    listed = [_source(folder, imported, version) for imported, version in imports]
    notice = "\n\n".join(source["attribution"] for source in listed) + "\n"
    _replace(folder / ATTRIBUTION, notice.encode())
    content = {"format": FORMAT, "rules": RULES, "sources": listed}
    _replace(folder / MANIFEST, (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode())
    _tidy(folder, before | _named_files(folder))
    return folder / MANIFEST


def skill_lines(skills: Iterable[Skill]) -> Iterable[str]:
    """Our own format, see ``scoring.taxonomy.source``."""
    ordered = sorted(skills, key=lambda skill: (skill.category, skill.name))
    for category, members in groupby(ordered, key=lambda skill: skill.category):
        yield f"[{category}]"
        yield from map(_line, members)


def _line(skill: Skill) -> str:
    relations = [f"> {', '.join(skill.broader)}"] if skill.broader else []
    relations += [f"+ {', '.join(skill.uses)}"] if skill.uses else []
    relations += [f"kind {skill.kind.value}"] if skill.kind is not Kind.SKILL else []
    fields = [skill.name, "; ".join(skill.aliases), "; ".join(relations)]
    return " | ".join(fields).rstrip(" |")


def _source(folder: Path, imported: Imported, version: str) -> dict[str, Any]:
    source = imported.source
    shown = version or "of a version that was not stated"
    return {
        "name": source.name,
        "area": source.area,
        "version": version,
        "publisher": source.publisher,
        "licence": source.licence,
        "attribution": source.attribution.replace("{version}", shown),
        "skills": len(imported.skills),
        "files": {
            "skills": _stored(folder, source.area, ".txt", skill_lines(imported.skills)),
            "listed": _stored(folder, source.area, ".listed.txt", sorted(imported.listed)),
        },
    }


def _stored(folder: Path, area: str, suffix: str, lines: Iterable[str]) -> dict[str, str]:
    content = "".join(f"{line}\n" for line in lines).encode()
    sha256 = hashlib.sha256(content).hexdigest()
    name = f"{area}-{sha256[:12]}{suffix}"
    _replace(folder / name, content)
    return {"name": name, "sha256": sha256}


def _replace(path: Path, content: bytes) -> None:
    partial = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    try:
        with partial.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _named_files(folder: Path) -> set[str]:
    return {entry.name for source in read_manifest(folder) for entry in source.files} if _holds_one(folder) else set()


def _holds_one(folder: Path) -> bool:
    return (folder / MANIFEST).is_file()


def _tidy(folder: Path, needed: set[str]) -> None:
    for path in folder.iterdir():
        if FILE_NAME.fullmatch(path.name) and path.name not in needed:
            path.unlink(missing_ok=True)
