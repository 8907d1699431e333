"""Reads the CSV bundle of ESCO (v1.1 and v1.2, English): skills, their groups and their relations."""

from collections.abc import Iterator
from pathlib import Path

from scoring.errors import InvalidInputError
from scoring.taxonomy.importing.concepts import Concept
from scoring.taxonomy.importing.tables import Progress, read_table
from scoring.taxonomy.model import Kind

MOST_CONCEPTS = 100_000
MOST_LABELS = 100  # of one concept
_SKILLS = (
    *("conceptType", "conceptUri", "skillType", "reuseLevel"),
    *("preferredLabel", "altLabels", "hiddenLabels", "status"),
)
_GROUPS = ("conceptUri", "preferredLabel")
_BROADER = ("conceptUri", "broaderType", "broaderUri")
_RELATIONS = ("originalSkillUri", "relationType", "relatedSkillUri")
_LANGUAGES = ("conceptUri",)
_LANGUAGE_FILE = "languageSkillsCollection_en.csv"
_CONCEPT = "KnowledgeSkillCompetence"


def read_esco(folder: Path, progress: Progress) -> Iterator[Concept]:
    """Every released skill. ``skills_en.csv`` must be there; the files of groups, broader concepts, relations and
    languages are used where they are.

    What a skill essentially needs becomes ``uses``; optional relations and kinship within a group say too little about
    a person to earn credit. Transversal skills are generic. A language is one when its label is a single word; the
    other language skills ("write Hungarian") are left out, because languages have a rule of their own.
    """
    groups = _group_labels(folder, progress)
    categories, broader = _broader(folder, groups, progress)
    uses = _essential(folder, progress)
    languages = {
        row["conceptUri"] for row in _optional(folder, "languageSkillsCollection_en.csv", _LANGUAGES, progress)
    }
    for count, row in enumerate(read_table(folder / "skills_en.csv", _SKILLS, progress=progress), start=1):
        if count > MOST_CONCEPTS:
            raise InvalidInputError(f"skills_en.csv has more than {MOST_CONCEPTS} skills")
        uri, label = row["conceptUri"], row["preferredLabel"]
        if row["conceptType"] != _CONCEPT or row["status"] not in {"", "released"} or not uri or not label:
            continue
        is_language = uri in languages
        if is_language and (" " in label or row["skillType"] != "knowledge"):
            continue
        yield Concept(
            key=uri,
            labels=_labels(label, row["altLabels"], row["hiddenLabels"]),
            category=categories.get(uri, "") or ("languages" if is_language else "other"),
            kind=Kind.LANGUAGE if is_language else Kind.SKILL,
            generic=row["reuseLevel"] == "transversal" and not is_language,
            broader=tuple(broader.get(uri, ())),
            uses=tuple(uses.get(uri, ())),
        )


def _labels(preferred: str, *others: str) -> tuple[str, ...]:
    """Alternative labels stand one a line; some releases put a bar between them."""
    written = [label.strip() for text in others for line in text.splitlines() for label in line.split(" | ")]
    return tuple(dict.fromkeys([preferred, *filter(None, written)]))[:MOST_LABELS]


def _group_labels(folder: Path, progress: Progress) -> dict[str, str]:
    rows = _optional(folder, "skillGroups_en.csv", _GROUPS, progress)
    return {row["conceptUri"]: row["preferredLabel"] for row in rows if row["preferredLabel"]}


def _broader(folder: Path, groups: dict[str, str], progress: Progress) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The label of the first group that each skill stands in, and the skills that it falls under."""
    categories: dict[str, str] = {}
    broader: dict[str, list[str]] = {}
    for row in _optional(folder, "broaderRelationsSkillPillar_en.csv", _BROADER, progress):
        if row["broaderType"] == _CONCEPT:
            broader.setdefault(row["conceptUri"], []).append(row["broaderUri"])
        elif row["broaderUri"] in groups:
            categories.setdefault(row["conceptUri"], groups[row["broaderUri"]])
    return categories, broader


def _essential(folder: Path, progress: Progress) -> dict[str, list[str]]:
    uses: dict[str, list[str]] = {}
    for row in _optional(folder, "skillSkillRelations_en.csv", _RELATIONS, progress):
        if row["relationType"] == "essential":
            uses.setdefault(row["originalSkillUri"], []).append(row["relatedSkillUri"])
    return uses


def _optional(folder: Path, name: str, columns: tuple[str, ...], progress: Progress) -> Iterator[dict[str, str]]:
    if (folder / name).exists():
        for row in read_table(folder / name, columns, progress=progress):
            yield dict(row)
