"""Who publishes the taxonomies that can be imported, and what their licences ask for."""

import re
from dataclasses import dataclass
from pathlib import Path

_VERSION = re.compile(r"(?:v|db_|^)(\d{1,2})[._](\d{1,2})(?:[._](\d{1,2}))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """``attribution`` holds ``{version}``; the licence asks for it wherever the data is used."""

    name: str
    area: str  # of its skills, and the name of its files
    publisher: str
    licence: str
    attribution: str


ESCO = Source(
    "ESCO",
    "esco",
    "European Commission",
    "free reuse under Commission Decision 2011/833/EU",
    "This service uses the ESCO classification of the European Commission (ESCO {version}). The classification was "
    "modified: labels were selected and shortened, relations were reduced.",
)
ONET = Source(
    "O*NET",
    "onet",
    "U.S. Department of Labor, Employment and Training Administration (USDOL/ETA)",
    "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/",
    "This service includes information from the O*NET {version} Database by the U.S. Department of Labor, Employment "
    "and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET® is a trademark of USDOL/ETA. "
    "The information was modified: labels were selected and shortened. USDOL/ETA has not approved, endorsed, or tested "
    "these modifications.",
)


def version_in(folder: Path) -> str:
    """The version that a download's folder is named after ("ESCO dataset - v1.2.0 …", "db_29_0_text"), '' for none."""
    found = _VERSION.search(folder.resolve().name)
    return ".".join(part for part in found.groups() if part) if found else ""
