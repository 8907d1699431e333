"""Turns the published files of ESCO and O*NET into files of our own format, which ``scoring.taxonomy.extra`` loads."""

from scoring.taxonomy.importing.concepts import Concept
from scoring.taxonomy.importing.esco import read_esco
from scoring.taxonomy.importing.onet import read_onet
from scoring.taxonomy.importing.sorting import Imported, Sorter
from scoring.taxonomy.importing.sources import ESCO, ONET, Source, version_in
from scoring.taxonomy.importing.writing import write_extra

__all__ = [
    "ESCO",
    "ONET",
    "Concept",
    "Imported",
    "Sorter",
    "Source",
    "read_esco",
    "read_onet",
    "version_in",
    "write_extra",
]
