"""A story of a Word document (body, header, footer, note) walked in reading order, each run judged for visibility."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from resumes.docx.formatting import FAR_TWIPS, READABLE_LINE_TWIPS, Look, Styles, look_of, reason, shading
from resumes.docx.shapes import PageSize, anchor_reason, fill, vml_reason
from resumes.docx.xml import Element, V, W, alternative, child, children, flag, local, number, value
from resumes.errors import UnreadableError
from resumes.extraction import Passage
from resumes.headings import is_heading
from resumes.ink import Colour
from scoring.resume import AbstentionReason, HiddenReason

SHORT_CELL = 60
LEFT_OUT = frozenset(("del", "moveFrom", "rPr", "pPr", "tblPr", "tcPr", "trPr", "sdtPr", "instrText", "delText", "rt"))
BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
SYMBOL_FONTS = ("symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the surroundings of a run decide: its paragraph's look, the ground, and whether all of it is hidden."""

    look: Look
    ground: Colour | str | None = None
    hidden: HiddenReason | None = None
    depth: int = 0


@dataclass(slots=True)
class Story:
    """The visible lines so far ("" parts blocks), their words in the same order, and what is hidden among these."""

    styles: Styles
    bullets: frozenset[tuple[str, str]]
    page: PageSize
    depth_at_most: int
    surfaces: bool = False  # whether any drawing is a dark surface that boxes may stand on
    lines: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    hidden: list[Passage] = field(default_factory=list)

    def walk(self, container: Element, setting: Setting) -> None:
        """Add every paragraph and table of a container. Raises UnreadableError when it nests too deeply."""
        if setting.depth > self.depth_at_most:
            raise UnreadableError(AbstentionReason.CORRUPT, "nested deeper than a document is")
        deeper = Setting(setting.look, setting.ground, setting.hidden, setting.depth + 1)
        for element in container:
            name = local(element)
            if name == "p":
                self._paragraph(element, deeper)
            elif name == "tbl":
                self._table(element, deeper)
            elif name == "AlternateContent":
                for part in alternative(element):
                    self.walk(part, deeper)
            elif name not in LEFT_OUT and name != "sectPr":
                self.walk(element, deeper)

    def note(self, hidden: HiddenReason, text: str) -> None:
        if text.strip():
            self.hidden.append(Passage(hidden, text, len(self.shown)))

    def _paragraph(self, paragraph: Element, setting: Setting) -> None:
        properties = children(child(paragraph, "pPr"))
        style = value(properties.get(W + "pStyle"))
        ground = shading(properties.get(W + "shd")) or self.styles.ground(style) or setting.ground
        hidden = setting.hidden or _misplaced(properties)
        boxes: list[Element] = []
        inner = Setting(self.styles.paragraph(style), ground, hidden, setting.depth)
        text = "".join(self._runs(paragraph, inner, boxes))
        if text.strip() and self._is_bulleted(properties, style):
            text = "• " + text.lstrip()
        self.lines.extend(text.split("\n"))
        for box in boxes:
            self._box(box, setting)

    def _runs(self, container: Element, setting: Setting, boxes: list[Element]) -> Iterable[str]:
        if setting.depth > self.depth_at_most:
            raise UnreadableError(AbstentionReason.CORRUPT, "nested deeper than a document is")
        deeper = Setting(setting.look, setting.ground, setting.hidden, setting.depth + 1)
        for element in container:
            name = local(element)
            if name == "r":
                yield from self._run(element, setting, boxes)
            elif name == "AlternateContent":
                for part in alternative(element):
                    yield from self._runs(part, deeper, boxes)
            elif name not in LEFT_OUT:
                yield from self._runs(element, deeper, boxes)

    def _run(self, run: Element, setting: Setting, boxes: list[Element]) -> Iterable[str]:
        properties = child(run, "rPr")
        style = self.styles.look(value(child(properties, "rStyle")))
        look = look_of(properties).over(style).over(setting.look)
        hidden = setting.hidden or reason(look, setting.ground)
        for element in run:
            name = local(element)
            if name == "AlternateContent":
                boxes.extend(alternative(element))
            elif name in ("drawing", "pict", "object"):
                boxes.append(element)
            elif text := _text(element, name):
                if hidden is None:
                    self.shown.append(text)
                    yield text
                else:
                    self.note(hidden, text)

    def _box(self, box: Element, setting: Setting) -> None:
        """The text boxes of a drawing, after the paragraph that anchors them."""
        outer = setting.hidden or (anchor_reason(box, self.page) if local(box) == "drawing" else None)
        for holder, ground, hidden in _text_boxes(box, self.page):
            self.lines.append("")
            inner = Setting(
                setting.look, ground or ("?" if self.surfaces else None), outer or hidden, setting.depth + 1
            )
            self.walk(holder, inner)
            self.lines.append("")

    def _table(self, table: Element, setting: Setting) -> None:
        style = value(child(table, "tblPr", "tblStyle"))
        whole = shading(child(table, "tblPr", "shd")) or ("?" if self.styles.shades_tables(style) else setting.ground)
        self.lines.append("")
        for row in _rows(table):
            hidden = setting.hidden or _row_hidden(child(row, "trPr"))
            cells = [self._cell(cell, whole, hidden, setting) for cell in row.iter(W + "tc") if _belongs(cell, row)]
            self._lay_out([cell for cell in cells if any(line.strip() for line in cell)])
        self.lines.append("")

    def _cell(
        self, cell: Element, whole: Colour | str | None, hidden: HiddenReason | None, setting: Setting
    ) -> list[str]:
        ground = shading(child(cell, "tcPr", "shd")) or whole
        outer, self.lines = self.lines, []
        self.walk(cell, Setting(setting.look, ground, hidden, setting.depth + 1))
        lines, self.lines = self.lines, outer
        while lines and not lines[-1].strip():
            lines.pop()
        return lines[next((place for place, line in enumerate(lines) if line.strip()), 0) :]

    def _lay_out(self, cells: list[list[str]]) -> None:
        """Cells of one line each stand on one line; a short one leads the next; long ones follow each other."""
        if all(len(cell) == 1 for cell in cells):
            self.lines.append("\t".join(cell[0] for cell in cells))
            return
        lead = ""
        for cell in cells:
            if len(cell) == 1 and len(cell[0]) <= SHORT_CELL and not is_heading(cell[0]) and cell is not cells[-1]:
                lead = f"{lead}{cell[0]}\t"
                continue
            self.lines.extend([lead + cell[0], *cell[1:], ""])
            lead = ""

    def _is_bulleted(self, properties: Mapping[str, Element], style: str | None) -> bool:
        own = properties.get(W + "numPr")
        inherited = self.styles.numbering(style)
        listed = value(child(own, "numId")) or inherited[0]
        level = value(child(own, "ilvl")) or inherited[1] or "0"
        return listed is not None and (listed, level) in self.bullets


def _text(element: Element, name: str) -> str:
    if name == "t":
        return element.text or ""
    if name == "sym":
        return _symbol(value(element, "font") or "", value(element, "char") or "")
    return BREAKS.get(name, "")


def _symbol(font: str, code: str) -> str:
    """A symbol by font and hexadecimal code; symbol fonts hold bullets and arrows where others hold letters."""
    if font.lower() in SYMBOL_FONTS:
        return "•"
    try:
        return chr(int(code, 16)) if 31 < int(code, 16) < 0xD800 else ""
    except ValueError:
        return ""


def _misplaced(properties: Mapping[str, Element]) -> HiddenReason | None:
    """Why a whole paragraph is out of sight: indented off the page, or in lines too low to show it."""
    if (indent := properties.get(W + "ind")) is not None:
        for side in ("left", "start", "right", "end", "firstLine"):
            if abs(number(value(indent, side)) or 0) >= FAR_TWIPS:
                return HiddenReason.OFF_PAGE
    frame = properties.get(W + "framePr")
    if any(abs(number(value(frame, axis)) or 0) >= 2 * FAR_TWIPS for axis in ("x", "y")):
        return HiddenReason.OFF_PAGE
    spacing = properties.get(W + "spacing")
    line = number(value(spacing, "line"))
    if value(spacing, "lineRule") == "exact" and line is not None and abs(line) < READABLE_LINE_TWIPS:
        return HiddenReason.CLIPPED
    return None


def _row_hidden(properties: Element | None) -> HiddenReason | None:
    if flag(child(properties, "hidden")):
        return HiddenReason.HIDDEN_FORMAT
    height = child(properties, "trHeight")
    tall = number(value(height))
    if value(height, "hRule") == "exact" and tall is not None and tall < READABLE_LINE_TWIPS:
        return HiddenReason.CLIPPED
    return None


def _rows(table: Element) -> list[Element]:
    return [row for row in table.iter(W + "tr") if _belongs(row, table)]


def _belongs(element: Element, owner: Element) -> bool:
    """Whether a row or cell is the owner's own (perhaps inside a content control), not one of a nested table."""
    parent = element.getparent()
    while parent is not None and parent is not owner:
        if local(parent) in ("tbl", "tr", "tc"):
            return False
        parent = parent.getparent()
    return True


def _text_boxes(box: Element, page: PageSize) -> Iterable[tuple[Element, Colour | str | None, HiddenReason | None]]:
    """Each text box of a drawing once, with its ground."""
    for content in box.iter(W + "txbxContent"):
        if any(local(above) in ("Fallback", "txbxContent") for above in _between(content, box)):
            continue
        ground: Colour | str | None = None
        hidden: HiddenReason | None = None
        for above in _between(content, box):
            if local(above) == "wsp" or above.tag.startswith(V):
                ground = ground or fill(above)
                hidden = hidden or (vml_reason(above, page) if above.tag.startswith(V) else None)
        yield content, ground, hidden


def _between(inner: Element, outer: Element) -> Iterable[Element]:
    parent = inner.getparent()
    while parent is not None:
        yield parent
        if parent is outer:
            return
        parent = parent.getparent()
