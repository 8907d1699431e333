"""What a PDF says beside its pages: annotations and document properties. Never scored; reported where noteworthy."""

from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from resumes.extraction import Passage
from resumes.hiding import excerpts, notes, noteworthy
from resumes.pdf.fonts import DAMAGE
from scoring.resume import HiddenReason

ANNOTATIONS_AT_MOST = 2_000


def notes_of(reader: PdfReader) -> list[Passage]:
    """Annotations, with their page, and properties that are long or speak to a machine."""
    comments: dict[str, int] = {}
    for number, page in enumerate(reader.pages, 1):
        for text in _annotations(page):
            comments.setdefault(text, number)
    noted = (Passage(HiddenReason.COMMENT, text, page=page) for text, page in comments.items() if noteworthy(text))
    return [*excerpts(noted), *notes(HiddenReason.METADATA, _properties(reader))]


def annotations(page: PageObject) -> list[DictionaryObject]:
    """The annotation dictionaries of a page, as far as they are readable."""
    listed = page.get("/Annots")
    listed = listed.get_object() if listed is not None else None
    entries = list(listed)[:ANNOTATIONS_AT_MOST] if isinstance(listed, ArrayObject) else []
    resolved = (_resolved(entry) for entry in entries)
    return [entry for entry in resolved if isinstance(entry, DictionaryObject)]


def _annotations(page: PageObject) -> Iterator[str]:
    for annotation in annotations(page):
        if annotation.get("/Subtype") != "/Widget":
            yield from (str(annotation[key]) for key in ("/Contents", "/T", "/Subj") if key in annotation)


def _properties(reader: PdfReader) -> Iterator[str]:
    try:
        properties = reader.metadata
        yield from (str(text) for text in (properties or {}).values())
    except DAMAGE:
        return


def _resolved(entry: Any) -> Any:
    try:
        return entry.get_object()
    except DAMAGE:
        return None
