"""HTML to visible text: what a browser shows of a page without running its scripts."""

import re
from dataclasses import dataclass, field

from lxml import etree

from resumes import css
from resumes.errors import UnreadableError
from resumes.extraction import Extraction, Passage
from resumes.hiding import located, notes
from resumes.ink import READABLE_POINTS, WHITE, Colour, alike
from resumes.limits import Limits
from resumes.plain import decode
from scoring.resume import AbstentionReason, HiddenReason

_DROPPED = """script style noscript template head title svg math canvas video audio iframe object select datalist
textarea"""
_BLOCKS = """address article aside blockquote body center dd details div dl dt figure footer form header hr li main nav
pre tr"""
DROPPED = frozenset(_DROPPED.split())
BLOCKS = frozenset(_BLOCKS.split())
PARTED = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "p", "section", "table", "ul", "ol"])
CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
BLANKS = re.compile(r"[ \t\r\n\f]+")
FAINTEST = 0.1
FAR_POINTS = 700.0  # further left or up than any page begins
NOTHING_SHOWN = re.compile(r"rect\(\s*0\w*[\s,]+0|inset\((?:50|100)%|circle\(0|scale[xy]?\(\s*0?\.?0*\s*[,)]")


@dataclass(frozen=True, slots=True)
class Look:
    """What an element inherits. ``ground`` None is a picture or gradient."""

    hidden: HiddenReason | None = None
    invisible: bool = False
    points: float = 12.0
    ink: Colour | None = (0, 0, 0)
    opacity: float = 1.0
    ground: Colour | None = WHITE
    kept_blanks: bool = False


@dataclass(slots=True)
class _Page:
    sheet: css.Sheet
    nesting: int
    out: list[str] = field(default_factory=list)
    hidden: list[Passage] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def walk(self, element: etree._Element, look: Look, lineage: list[tuple[str, str, frozenset[str]]]) -> None:
        if len(lineage) > self.nesting:
            raise UnreadableError(AbstentionReason.CORRUPT, "elements nested deeper than a page is")
        if not isinstance(element.tag, str):
            self.notes.append(element.text or "")
            return
        if element.tag in DROPPED:
            return
        here = [*lineage, _described(element)]
        look = _look(element, {**self.sheet.style(here), **css.declarations(element.get("style", ""))}, look)
        before, after = _edges(element.tag)
        self.out.append(before)
        self.add(element.text, look)
        for inner in element:
            self.walk(inner, look, here)
            self.add(inner.tail, look)
        self.out.append(after)

    def add(self, text: str | None, look: Look) -> None:
        if not text:
            return
        text = text if look.kept_blanks else BLANKS.sub(" ", text)
        reason = _reason(look)
        if reason is None or not text.strip():
            self.out.append(text)
        else:
            self.hidden.append(Passage(reason, text, len(self.out)))


def read_html(content: bytes, limits: Limits) -> Extraction:
    """The text that a browser shows; elements and styles that hide text give hidden text."""
    text = DECLARATION.sub("", _decoded(content))
    parser = etree.HTMLParser(recover=True, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(text, parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableError(AbstentionReason.CORRUPT, "not a readable HTML page") from error
    if root is None:
        return Extraction("")
    sheet = css.Sheet("\n".join(style.text or "" for style in root.iter("style")))
    page = _Page(sheet, limits.nesting)
    page.walk(root, Look(), [])
    lines = [line.strip() for line in "".join(page.out).split("\n")]
    return Extraction(
        "\n".join(lines), hidden=(*located(page.hidden, page.out), *notes(HiddenReason.COMMENT, page.notes))
    )


def _decoded(content: bytes) -> str:
    declared = CHARSET.search(content[:2048])
    if declared and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return content.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            return decode(content)
    return decode(content)


def _described(element: etree._Element) -> tuple[str, str, frozenset[str]]:
    classes = frozenset(element.get("class", "").lower().split())
    return element.tag, element.get("id", "").lower(), classes


def _edges(tag: str) -> tuple[str, str]:
    if tag == "br":
        return "", "\n"
    if tag in ("td", "th"):
        return "", "\t"
    if tag == "li":
        return "\n• ", "\n"
    if tag in PARTED:
        return "\n\n", "\n\n"
    return ("\n", "\n") if tag in BLOCKS else ("", "")


def _look(element: etree._Element, style: dict[str, str], outer: Look) -> Look:
    points = _points(style.get("font-size"), outer.points)
    ink, ink_opacity = _ink(style.get("color") or element.get("color"), outer)
    opacity = css.length(style.get("opacity", "1") + "px")
    visibility = style.get("visibility")
    return Look(
        outer.hidden or _hiding(element, style, points),
        outer.invisible if visibility is None else visibility in ("hidden", "collapse"),
        points,
        ink,
        outer.opacity * ink_opacity * (1.0 if opacity is None else opacity / 0.75),
        _ground(style, element.get("bgcolor"), outer.ground),
        outer.kept_blanks or element.tag == "pre" or style.get("white-space", "").startswith("pre"),
    )


def _points(size: str | None, outer: float) -> float:
    if size is None or size in ("inherit", "initial"):
        return outer
    points = css.length(size, outer)
    return outer if points is None else points


def _ink(text: str | None, outer: Look) -> tuple[Colour | None, float]:
    if text is None or text in ("inherit", "currentcolor"):
        return outer.ink, 1.0
    known = css.colour(text)
    return known if known is not None else (None, 1.0)


def _ground(style: dict[str, str], attribute: str | None, outer: Colour | None) -> Colour | None:
    text = style.get("background-color") or style.get("background") or attribute
    if "url(" in style.get("background-image", "") or "gradient" in style.get("background-image", ""):
        return None
    if text is None or text in ("none", "inherit"):
        return outer
    known = css.colour(text) or css.colour(text.split(" ")[0])
    if known is None:
        return None
    return known[0] if known[1] >= 1 - FAINTEST else outer


def _hiding(element: etree._Element, style: dict[str, str], points: float) -> HiddenReason | None:
    """Why an element and all in it is not shown, whatever its colours."""
    if "hidden" in element.attrib or style.get("display") == "none":
        return HiddenReason.HIDDEN_FORMAT
    if NOTHING_SHOWN.search(" ".join(style.get(name, "") for name in ("clip", "clip-path", "transform"))):
        return HiddenReason.CLIPPED
    if "hidden" in style.get("overflow", ""):
        sizes = [css.length(style.get(name), points) for name in ("width", "height", "max-width", "max-height")]
        if any(size is not None and size < READABLE_POINTS for size in sizes):
            return HiddenReason.CLIPPED
    placed = style.get("position") in ("absolute", "fixed", "relative")
    moves = [style.get("text-indent"), style.get("margin-left"), style.get("margin-top")]
    moves += [style.get("left"), style.get("top")] if placed else []
    away = [css.length(move, points) for move in moves]
    right = css.length(style.get("right"), points) if placed else None
    if any(move is not None and move <= -FAR_POINTS for move in (*away, right)):
        return HiddenReason.OFF_PAGE
    return None


def _reason(look: Look) -> HiddenReason | None:
    if look.hidden is not None:
        return look.hidden
    if look.invisible:
        return HiddenReason.HIDDEN_FORMAT
    if look.opacity < FAINTEST:
        return HiddenReason.TRANSPARENT
    if look.points < READABLE_POINTS:
        return HiddenReason.TINY
    return HiddenReason.BACKGROUND_COLOUR if alike(look.ink, look.ground) else None
