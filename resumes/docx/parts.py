"""The parts of a Word document, each unpacked and parsed when it is asked for, with python-docx's names and parser."""

from collections.abc import Iterator
from typing import NamedTuple

from docx.opc.constants import NAMESPACE, RELATIONSHIP_TARGET_MODE, RELATIONSHIP_TYPE
from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.oxml.parser import parse_xml

from resumes.archive import Archive
from resumes.docx.xml import Element

RELATIONSHIP = f"{{{NAMESPACE.OPC_RELATIONSHIPS}}}Relationship"


class Relation(NamedTuple):
    """What a part is to the one that refers to it, and its name."""

    kind: str
    name: PackURI


class Parts:
    """The main document of an archive and what it refers to; parts that nothing asks for cost nothing.

    Its methods raise LookupError, ValueError or an error of lxml where the archive is no Word document, or where what
    they are asked for is missing or no XML. python-docx's own ``Package.open`` reads every picture, font and theme.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._elements: dict[str, Element] = {}
        documents = [
            name for kind, name in self._relations(PACKAGE_URI).values() if kind == RELATIONSHIP_TYPE.OFFICE_DOCUMENT
        ]
        if len(documents) != 1:
            raise LookupError("one main document")
        self.document = self._element(documents[0])
        self._related = self._relations(documents[0])

    def by_id(self, relation: str) -> Element | None:
        """What the document refers to under an id; None if it uses that for nothing inside the archive."""
        return self._element(self._related[relation].name) if relation in self._related else None

    def first(self, kind: str) -> Element | None:
        """What the document refers to as a kind; None if it refers to nothing so."""
        return next(self.all_of(kind), None)

    def content(self, kind: str) -> bytes | None:
        """What ``first`` would parse."""
        names = (name for found, name in self._related.values() if found == kind)
        return next((self._archive.read(name.membername) for name in names), None)

    def all_of(self, ending: str) -> Iterator[Element]:
        """Whatever the document refers to as a kind that ends so."""
        for kind, name in self._related.values():
            if kind.endswith(ending):
                yield self._element(name)

    def member(self, name: str) -> Element | None:
        """A part by its name in the archive, whether anything refers to it or not; None if it is not there."""
        content = self._archive.read(name)
        return parse_xml(content) if content else None

    def _element(self, name: PackURI) -> Element:
        if name not in self._elements:
            self._elements[name] = parse_xml(self._archive.read(name.membername))
        return self._elements[name]

    def _relations(self, source: PackURI) -> dict[str, Relation]:
        """By id, without those to something outside the archive."""
        listed = self.member(source.rels_uri.membername)
        return {
            relation.get("Id"): Relation(
                relation.get("Type"), PackURI.from_rel_ref(source.baseURI, relation.get("Target"))
            )
            for relation in (() if listed is None else listed.iterchildren(RELATIONSHIP))
            if relation.get("TargetMode") != RELATIONSHIP_TARGET_MODE.EXTERNAL
        }
