"""OpenDocument text to visible text."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from resumes import css
from resumes.archive import Archive
from resumes.docx.xml import Element, local
from resumes.errors import UnreadableError
from resumes.extraction import Extraction, Passage
from resumes.hiding import located, notes
from resumes.ink import READABLE_POINTS, WHITE, Colour, alike
from resumes.limits import Limits
from scoring.resume import AbstentionReason, HiddenReason

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
FAR_POINTS = 900.0
BEFORE = {"p": "\n", "h": "\n\n", "list-item": "\n• ", "table": "\n\n", "note": "\n"}
AFTER = {"table-cell": "\t", "table-row": "\n", "h": "\n", "text-box": "\n", "table": "\n"}
STYLED = (TEXT, DRAW, TABLE)
SPACES_AT_MOST = 100
STYLES_DEEP = 20
LEFT_OUT = frozenset(("tracked-changes", "note-citation", "sequence-decls", "forms", "desc", "title", "bookmark"))


@dataclass(frozen=True, slots=True)
class Look:
    hidden: HiddenReason | None = None
    none: bool = False
    ink: Colour | None = None
    ground: Colour | None = WHITE
    points: float | None = None


@dataclass(slots=True)
class _Document:
    styles: dict[str, Element]
    nesting: int
    out: list[str] = field(default_factory=list)
    hidden: list[Passage] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def walk(self, element: Element, look: Look, depth: int = 0) -> None:
        name = local(element)
        if depth > self.nesting:
            raise UnreadableError(AbstentionReason.CORRUPT, "nested deeper than a document is")
        if name in LEFT_OUT or not name:
            return
        if name == "annotation":
            self.notes.append(" ".join(element.itertext()))
            return
        look = self._look(element, name, look)
        marked = name == "p" and self.out and self.out[-1] == BEFORE["list-item"]
        if not marked:
            self.out.append(BEFORE.get(name, ""))
        self.add(_own_text(element, name), look)
        for inner in element:
            self.walk(inner, look, depth + 1)
            self.add(inner.tail or "", look)
        self.out.append(
            {"table-cell": "\t", "table-row": "\n", "h": "\n", "text-box": "\n", "table": "\n"}.get(name, "")
        )

    def add(self, text: str, look: Look) -> None:
        reason = look.hidden or _reason(look)
        if not text:
            return
        if reason is None or not text.strip():
            self.out.append(text)
        else:
            self.hidden.append(Passage(reason, text, len(self.out)))

    def _look(self, element: Element, name: str, outer: Look) -> Look:
        hidden = outer.hidden or _hiding(element, name)
        style = (
            element.get(TEXT + "style-name") or element.get(DRAW + "style-name") or element.get(TABLE + "style-name")
        )
        look = Look(hidden, outer.none, outer.ink, outer.ground, outer.points)
        for properties in self._properties(style):
            look = _applied(properties, look)
        return look

    def _properties(self, style: str | None) -> Iterator[Element]:
        """The property elements of a style, from the most general ancestor down."""
        chain: list[Element] = []
        while style and (found := self.styles.get(style)) is not None and len(chain) < STYLES_DEEP:
            chain.append(found)
            style = found.get(STYLE + "parent-style-name")
        for found in reversed(chain):
            yield from (part for part in found if local(part).endswith("-properties"))


def read_odt(content: bytes, limits: Limits) -> Extraction:
    """Headers, body and footers of a text document; hidden formatting gives hidden text."""
    archive = Archive(content, limits)
    if b"manifest:encryption-data" in archive.read("META-INF/manifest.xml"):
        raise UnreadableError(AbstentionReason.ENCRYPTED, "the document asks for a password")
    body, styles = _parsed(archive, "content.xml"), _parsed(archive, "styles.xml")
    if body is None:
        raise UnreadableError(AbstentionReason.CORRUPT, "the document has no content")
    named = {}
    for root in (styles, body):
        for style in root.iter(STYLE + "style") if root is not None else ():
            named[style.get(STYLE + "name", "")] = style
    document = _Document(named, limits.nesting)
    for part in (*_margins(styles, "header"), *body.iter(OFFICE + "text"), *_margins(styles, "footer")):
        document.walk(part, Look())
        document.out.append("\n\n")
    comments = notes(HiddenReason.COMMENT, document.notes)
    return Extraction("".join(document.out), hidden=(*located(document.hidden, document.out), *comments))


def _parsed(archive: Archive, name: str) -> Element | None:
    if not (blob := archive.read(name)):
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(blob, parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableError(AbstentionReason.CORRUPT, f"{name} is not readable") from error


def _margins(styles: Element | None, name: str) -> list[Element]:
    return [] if styles is None else list(styles.iter(STYLE + name))


def _own_text(element: Element, name: str) -> str:
    if name == "s":
        count = element.get(TEXT + "c", "1")
        return " " * min(int(count) if count.isdigit() else 1, SPACES_AT_MOST)
    return {"tab": "\t", "line-break": "\n"}.get(name, "") + (element.text or "")


def _hiding(element: Element, name: str) -> HiddenReason | None:
    if name in ("hidden-text", "hidden-paragraph") and element.get(TEXT + "is-hidden", "true") != "false":
        return HiddenReason.HIDDEN_FORMAT
    if name == "section" and element.get(TEXT + "display") in ("none", "condition"):
        return HiddenReason.HIDDEN_FORMAT
    if name == "frame":
        for edge in ("x", "y"):
            distance = css.length(element.get(SVG + edge))
            if distance is not None and abs(distance) >= FAR_POINTS:
                return HiddenReason.OFF_PAGE
    return None


def _applied(properties: Element, look: Look) -> Look:
    """The look with a style's properties on top."""
    ink, ground = properties.get(FO + "color"), properties.get(FO + "background-color")
    shown = css.colour(ground) if ground and ground != "transparent" else None
    written = css.colour(ink)
    size = css.length(properties.get(FO + "font-size"), look.points or 12.0)
    display = properties.get(TEXT + "display")
    indent = css.length(properties.get(FO + "text-indent")) or css.length(properties.get(FO + "margin-left")) or 0.0
    return Look(
        look.hidden or (HiddenReason.OFF_PAGE if abs(indent) >= FAR_POINTS else None),
        look.none if display is None else display == "none",
        written[0] if written else look.ink,
        shown[0] if shown else look.ground,
        look.points if size is None else size,
    )


def _reason(look: Look) -> HiddenReason | None:
    if look.none:
        return HiddenReason.HIDDEN_FORMAT
    if look.points is not None and look.points < READABLE_POINTS:
        return HiddenReason.TINY
    return HiddenReason.BACKGROUND_COLOUR if alike(look.ink, look.ground) else None
