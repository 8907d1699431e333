"""How runs look: direct formatting over character, paragraph and default styles, and what ground they stand on."""

from collections.abc import Iterator
from dataclasses import dataclass

from resumes.docx.stylesheet import StyleSheet
from resumes.docx.xml import W14, Element, W, child, flag, number, value
from resumes.ink import READABLE_POINTS, WHITE, Colour, alike
from scoring.resume import HiddenReason

READABLE_LINE_TWIPS = 40
NARROWEST_PERCENT = 5
FAR_TWIPS = 15_840  # eleven inches: further in or out than any page is wide
STYLES_DEEP = 20
DECIDING = frozenset((*(W + name for name in ("vanish", "color", "sz", "w", "highlight", "shd")), W14 + "textFill"))
HIGHLIGHTS: dict[str, Colour] = {
    "black": (0, 0, 0), "blue": (0, 0, 255), "cyan": (0, 255, 255), "green": (0, 255, 0), "magenta": (255, 0, 255),
    "red": (255, 0, 0), "yellow": (255, 255, 0), "white": WHITE, "darkBlue": (0, 0, 128), "darkCyan": (0, 128, 128),
    "darkGreen": (0, 128, 0), "darkMagenta": (128, 0, 128), "darkRed": (128, 0, 0), "darkYellow": (128, 128, 0),
    "darkGray": (128, 128, 128), "lightGray": (192, 192, 192),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """What decides whether a run is seen. None: not set here, look further up."""

    vanish: bool | None = None
    colour: str | None = None  # six hex digits, "auto", or "?" for a theme colour without a value
    half_points: float | None = None
    percent: float | None = None
    transparent: bool | None = None
    ground: Colour | str | None = None  # of shading or highlight; "?" where it cannot be told

    def over(self, below: "Look") -> "Look":
        """This look, completed by the one below it."""
        return Look(
            below.vanish if self.vanish is None else self.vanish,
            below.colour if self.colour is None else self.colour,
            below.half_points if self.half_points is None else self.half_points,
            below.percent if self.percent is None else self.percent,
            below.transparent if self.transparent is None else self.transparent,
            below.ground if self.ground is None else self.ground,
        )


PLAIN = Look()


def look_of(properties: Element | None) -> Look:
    """The look that a ``w:rPr`` sets by itself."""
    if properties is None:
        return PLAIN
    # One pass over the few children there are: most runs set a font and a language, which hide nothing.
    found = {element.tag: element for element in properties if element.tag in DECIDING}
    if not found:
        return PLAIN
    colour = found.get(W + "color")
    text = value(colour)
    if colour is not None and (text is None or text == "auto") and value(colour, "themeColor") is not None:
        text = "FFFFFF" if value(colour, "themeColor") in ("background1", "light1") else "?"
    transparent = None
    if (fill := found.get(W14 + "textFill")) is not None:
        text, transparent = _text_fill(fill, text)
    return Look(
        flag(found.get(W + "vanish")),
        text,
        number(value(found.get(W + "sz"))),
        number(value(found.get(W + "w"))),
        transparent,
        HIGHLIGHTS.get(value(found.get(W + "highlight")) or "") or shading(found.get(W + "shd")),
    )


def shading(element: Element | None) -> Colour | str | None:
    """The colour of a ``w:shd``: its pattern where that is solid, else its fill; None if it has none."""
    text = value(element, "color") if value(element) == "solid" else value(element, "fill")
    if text in (None, "auto"):
        return "?" if value(element, "themeFill") else None
    return rgb(text) or "?"


def rgb(text: str | None) -> Colour | None:
    """Six hex digits as a colour."""
    digits = (text or "").lstrip("#")
    try:
        return (int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)) if len(digits) == 6 else None
    except ValueError:
        return None


def _text_fill(fill: Element, text: str | None) -> tuple[str | None, bool | None]:
    if fill.find(W14 + "noFill") is not None:
        return text, True
    solid = fill.find(f"{W14}solidFill/{W14}srgbClr")
    if solid is None:
        return ("?" if fill.find(W14 + "gradFill") is not None else text), None
    alpha = solid.find(W14 + "alpha")
    opaque = alpha is None or (number(alpha.get(W14 + "val")) or 0) < 95_000
    return solid.get(W14 + "val", text), None if opaque else True


def reason(look: Look, ground: Colour | str | None) -> HiddenReason | None:
    """Why a run of this look on this ground is not seen; None if it is."""
    if look.vanish:
        return HiddenReason.HIDDEN_FORMAT
    if look.transparent:
        return HiddenReason.TRANSPARENT
    small = look.half_points is not None and look.half_points / 2 < READABLE_POINTS
    if small or (look.percent is not None and look.percent < NARROWEST_PERCENT):
        return HiddenReason.TINY
    behind = look.ground or ground or WHITE
    ink = rgb(look.colour)
    if ink is not None and isinstance(behind, tuple) and alike(ink, behind):
        return HiddenReason.BACKGROUND_COLOUR
    return None


class Styles:
    """The styles of a document, each looked up and resolved once: a file uses few of the many that it holds."""

    def __init__(self, sheet: StyleSheet) -> None:
        self._sheet = sheet
        self._chains: dict[str, tuple[Element, ...]] = {}
        self._looks: dict[str, Look] = {}
        self._grounds: dict[str, Colour | str | None] = {}
        self._numberings: dict[str, tuple[str | None, str | None]] = {}
        self._default = look_of(sheet.defaults)

    def look(self, style: str | None) -> Look:
        """What a style and those it is based on set, without the defaults of the document."""
        if not style:
            return PLAIN
        if style not in self._looks:
            look = PLAIN
            for element in self._chain(style):
                look = look.over(look_of(child(element, "rPr")))
            self._looks[style] = look
        return self._looks[style]

    def paragraph(self, style: str | None) -> Look:
        """The look of text in a paragraph of a style, before its own formatting."""
        return self.look(style or self._sheet.normal).over(self._default)

    def ground(self, style: str | None) -> Colour | str | None:
        """The shading of a paragraph style."""
        name = style or self._sheet.normal
        if name not in self._grounds:
            shades = (shading(child(element, "pPr", "shd")) for element in self._chain(name))
            self._grounds[name] = next((shade for shade in shades if shade is not None), None)
        return self._grounds[name]

    def numbering(self, style: str | None) -> tuple[str | None, str | None]:
        """List and level that a paragraph style sets."""
        name = style or ""
        if name not in self._numberings:
            listed = next(filter(_present, (child(element, "pPr", "numPr") for element in self._chain(name))), None)
            self._numberings[name] = (value(child(listed, "numId")), value(child(listed, "ilvl")))
        return self._numberings[name]

    def shades_tables(self, style: str | None) -> bool:
        """Whether a table style colours cells in a way that depends on where they stand."""
        return any(element.find(f".//{W}shd") is not None for element in self._chain(style or ""))

    def _chain(self, style: str) -> tuple[Element, ...]:
        """A style and those that it is based on, nearest first."""
        if style not in self._chains:
            self._chains[style] = tuple(self._based_on(style))
        return self._chains[style]

    def _based_on(self, style: str) -> Iterator[Element]:
        for _ in range(STYLES_DEEP):
            element = self._sheet.named(style)
            if element is None:
                return
            yield element
            style = value(child(element, "basedOn")) or ""


def _present(element: Element | None) -> bool:
    return element is not None
