"""Small invented files in the real column layouts of ESCO v1.2 and O*NET 29."""

import csv
from pathlib import Path

SKILL = "http://data.europa.eu/esco/skill/"
SKILL_COLUMNS = (
    *("conceptType", "conceptUri", "skillType", "reuseLevel", "preferredLabel", "altLabels", "hiddenLabels"),
    *("status", "modifiedDate", "scopeNote", "definition", "inScheme", "description"),
)
TECHNOLOGY_COLUMNS = ("O*NET-SOC Code", "Example", "Commodity Code", "Commodity Title", "Hot Technology", "In Demand")
ELEMENT_COLUMNS = ("O*NET-SOC Code", "Element ID", "Element Name", "Scale ID", "Data Value", "N", "Standard Error")


def a_skill(key, label, *others, reuse="sector-specific", kind="skill/competence", status="released"):
    fields = dict.fromkeys(SKILL_COLUMNS, "")
    fields |= {"conceptType": "KnowledgeSkillCompetence", "conceptUri": SKILL + key, "skillType": kind}
    fields |= {"reuseLevel": reuse, "preferredLabel": label, "altLabels": "\n".join(others), "status": status}
    return fields | {"description": 'A "quoted" description, with a comma\nand a second line.'}


def write_csv(path: Path, columns, rows, delimiter=","):
    with path.open("w", encoding="utf-8", newline="") as file:
        quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
        writer = csv.writer(file, delimiter=delimiter, quoting=quoting, quotechar=None if delimiter == "\t" else '"')
        writer.writerows([columns, *rows])


def an_esco_bundle(folder: Path, *skills, broader=(), essential=(), groups=(), languages=()):
    """``broader`` and ``essential`` are pairs of keys; ``groups`` pairs of a key and the label of its group."""
    folder.mkdir(exist_ok=True)
    write_csv(folder / "skills_en.csv", SKILL_COLUMNS, [list(skill.values()) for skill in skills])
    write_csv(
        folder / "skillGroups_en.csv",
        ["conceptType", "conceptUri", "preferredLabel", "altLabels", "hiddenLabels", "status", "code"],
        [["SkillGroup", SKILL + label, label, "", "", "released", "S1"] for _, label in groups],
    )
    concept = "KnowledgeSkillCompetence"
    write_csv(
        folder / "broaderRelationsSkillPillar_en.csv",
        ["conceptType", "conceptUri", "broaderType", "broaderUri"],
        [
            *([concept, SKILL + one, concept, SKILL + other] for one, other in broader),
            *([concept, SKILL + one, "SkillGroup", SKILL + label] for one, label in groups),
        ],
    )
    write_csv(
        folder / "skillSkillRelations_en.csv",
        ["originalSkillUri", "originalSkillType", "relationType", "relatedSkillType", "relatedSkillUri"],
        [[SKILL + one, "skill/competence", "essential", "knowledge", SKILL + other] for one, other in essential],
    )
    write_csv(
        folder / "languageSkillsCollection_en.csv",
        ["conceptType", "conceptUri", "preferredLabel"],
        [[concept, SKILL + key, key] for key in languages],
    )
    return folder


def an_onet_database(folder: Path, *examples, elements=()):
    """``examples`` are pairs of a technology and its commodity."""
    folder.mkdir(exist_ok=True)
    rows = [["11-1011.00", example, "43232202", title, "Y", "N"] for example, title in examples]
    write_csv(folder / "Technology Skills.txt", TECHNOLOGY_COLUMNS, rows, "\t")
    rows = [["11-1011.00", "2.A.1.a", element, "IM", "4.12", "8", "0.13"] for element in elements]
    write_csv(folder / "Skills.txt", ELEMENT_COLUMNS, rows, "\t")
    return folder
