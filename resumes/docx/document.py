"""A Word document: its stories in reading order, its hidden text, its comments and properties."""

from collections.abc import Iterator

from docx.opc.constants import RELATIONSHIP_TYPE
from lxml.etree import LxmlError

from resumes.archive import UNPACKING_ERRORS, Archive
from resumes.docx.body import Setting, Story
from resumes.docx.formatting import Styles, rgb
from resumes.docx.parts import Parts
from resumes.docx.shapes import PageSize, is_behind_text, is_dark_surface
from resumes.docx.stylesheet import StyleSheet
from resumes.docx.xml import A, Element, R, W, child, flag, number, value
from resumes.errors import UnreadableError
from resumes.extraction import Extraction, Passage
from resumes.hiding import located, notes
from resumes.limits import Limits
from scoring.resume import AbstentionReason, HiddenReason

NOT_CONTENT = ("separator", "continuationSeparator", "continuationNotice")
PROPERTIES = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")


def read_docx(content: bytes, limits: Limits) -> Extraction:
    """Headers, body with tables, text boxes and content controls, notes, footers: what the printed pages show.

    Raises UnreadableError for what is damaged or over a limit.
    """
    archive = Archive(content, limits)
    try:
        return _Document(Parts(archive), limits).extraction()
    except (LxmlError, LookupError, AttributeError, TypeError, *UNPACKING_ERRORS) as error:
        raise UnreadableError(AbstentionReason.CORRUPT, f"not a readable DOCX: {type(error).__name__}") from error


class _Document:
    def __init__(self, parts: Parts, limits: Limits) -> None:
        self._parts = parts
        self._root = parts.document
        body = child(self._root, "body")
        if body is None:
            raise UnreadableError(AbstentionReason.CORRUPT, "the document has no body")
        self._body = body
        self._settings = parts.first(RELATIONSHIP_TYPE.SETTINGS)
        self._story = Story(
            Styles(StyleSheet(parts.content(RELATIONSHIP_TYPE.STYLES))),
            _bullets(parts.first(RELATIONSHIP_TYPE.NUMBERING)),
            _page_size(self._root),
            limits.nesting,
        )

    def extraction(self) -> Extraction:
        story, ground = self._story, self._ground()
        setting = Setting(story.styles.paragraph(None), ground)
        for header in self._edges("headerReference"):
            story.walk(header, setting)
            story.lines.append("")
        story.walk(self._body, setting)
        for element in (*self._notes(), *self._edges("footerReference")):
            story.lines.append("")
            story.walk(element, setting)
        story.lines.extend(self._diagrams())
        hidden = located(story.hidden, story.shown)
        return Extraction("\n".join(story.lines), hidden=(*hidden, *self._margin_notes()))

    def _ground(self) -> tuple[int, int, int] | str | None:
        """The page's own colour; unclear when a large dark drawing stands behind the text."""
        surfaces = [drawing for drawing in self._root.iter(W + "drawing") if is_dark_surface(drawing)]
        self._story.surfaces = bool(surfaces)
        if any(is_behind_text(drawing) for drawing in surfaces):
            return "?"
        shown = flag(child(self._settings, "displayBackgroundShape"))
        return rgb(value(child(self._root, "background"), "color")) if shown else None

    def _edges(self, kind: str) -> Iterator[Element]:
        """Headers or footers that are in use, each text once."""
        seen = set()
        even = flag(child(self._settings, "evenAndOddHeaders"))
        for section in self._root.iter(W + "sectPr"):
            first = flag(child(section, "titlePg"))
            for reference in section.findall(W + kind):
                page = value(reference, "type")
                if (page == "first" and not first) or (page == "even" and not even):
                    continue
                element = self._parts.by_id(reference.get(R + "id", ""))
                text = "" if element is None else "".join(element.itertext()).strip()
                if text and text not in seen:
                    seen.add(text)
                    yield element

    def _notes(self) -> Iterator[Element]:
        for kind in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES):
            held = self._parts.first(kind)
            for note in () if held is None else held:
                if value(note, "type") not in NOT_CONTENT and "".join(note.itertext()).strip():
                    yield note

    def _diagrams(self) -> Iterator[str]:
        """The words of SmartArt, which live in parts of their own."""
        for diagram in self._parts.all_of("/diagramData"):
            yield ""
            for paragraph in diagram.iter(A + "p"):
                yield "".join(text.text or "" for text in paragraph.iter(A + "t"))

    def _margin_notes(self) -> Iterator[Passage]:
        """Comments, alternative texts and properties, where they are long or speak to a machine."""
        comments = self._parts.first(RELATIONSHIP_TYPE.COMMENTS)
        texts = ["".join(comment.itertext()) for comment in comments] if comments is not None else []
        texts += [element.get("descr") or "" for element in self._root.iter("{*}docPr", "{*}cNvPr")]
        yield from notes(HiddenReason.COMMENT, texts)
        properties = [element for name in PROPERTIES if (element := self._parts.member(name)) is not None]
        values = [text for element in properties for text in element.itertext()]
        yield from notes(HiddenReason.METADATA, values)


def _bullets(numbering: Element | None) -> frozenset[tuple[str, str]]:
    """List and level of everything that is marked with a bullet rather than a number."""
    if numbering is None:
        return frozenset()
    levels: dict[str, list[str]] = {}
    for abstract in numbering.findall(W + "abstractNum"):
        marked = [level for level in abstract.findall(W + "lvl") if value(child(level, "numFmt")) == "bullet"]
        levels[value(abstract, "abstractNumId") or ""] = [value(level, "ilvl") or "0" for level in marked]
    return frozenset(
        (value(listed, "numId") or "", level)
        for listed in numbering.findall(W + "num")
        for level in levels.get(value(child(listed, "abstractNumId")) or "", ())
    )


def _page_size(root: Element) -> PageSize:
    size = next(root.iter(W + "pgSz"), None)
    width, height = number(value(size, "w")), number(value(size, "h"))
    return PageSize(width, height) if width and height else PageSize()
