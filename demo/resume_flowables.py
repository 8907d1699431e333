"""The parts that the PDF layouts are made of: headings, lines with a date on the right, paragraph styles."""

from dataclasses import dataclass

from reportlab.lib.colors import Color, HexColor, black
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable

GREY = HexColor("#555555")


@dataclass(frozen=True, slots=True)
class Look:
    """The typography of one resume; sizes in points."""

    regular: str
    bold: str
    size: float
    accent: Color
    centred: bool = False
    letter_spacing: float = 0.0
    upper_headings: bool = False


class SplitLine(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """A bold text on the left and the dates on the right of one line."""

    def __init__(self, left: str, right: str, look: Look) -> None:
        super().__init__()
        self._left, self._right, self._look = left, right, look
        self.keepWithNext = True

    def wrap(self, width: float, height: float) -> tuple[float, float]:  # noqa: ARG002  reportlab's signature
        self.width = width
        return width, self._look.size * 1.75

    def draw(self) -> None:
        canvas, look = self.canv, self._look
        room = self.width - pdfmetrics.stringWidth(self._right, look.regular, look.size) - 8
        size = look.size + 0.5
        size = min(size, size * room / max(room, pdfmetrics.stringWidth(self._left, look.bold, size)))
        canvas.setFont(look.bold, size)
        canvas.drawString(0, 2, self._left)
        canvas.setFont(look.regular, look.size)
        canvas.setFillColor(GREY)
        canvas.drawRightString(self.width, 2, self._right)
        canvas.setFillColor("black")


class Heading(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """A section heading over a thin rule, with as much space between its letters as the look asks for."""

    def __init__(self, text: str, look: Look) -> None:
        super().__init__()
        self._text = text.upper() if look.upper_headings else text
        self._look = look
        self.keepWithNext = True

    def wrap(self, width: float, height: float) -> tuple[float, float]:  # noqa: ARG002  reportlab's signature
        self.width = width
        return width, self._look.size * 2.7

    def draw(self) -> None:
        canvas, look = self.canv, self._look
        text = canvas.beginText(0, 6)
        text.setFont(look.bold, look.size + 2)
        text.setFillColor(look.accent)
        text.setCharSpace(look.letter_spacing)
        text.textOut(self._text)
        canvas.drawText(text)
        canvas.setStrokeColor(look.accent)
        canvas.setLineWidth(0.6)
        canvas.line(0, 1, self.width, 1)


def line_style(
    look: Look,
    *,
    bold: bool = False,
    bigger: float = 0.0,
    indent: float = 0.0,
    colour: Color = black,
    alignment: int = TA_LEFT,
) -> ParagraphStyle:
    size = look.size + bigger
    return ParagraphStyle(
        "resume",
        fontName=look.bold if bold else look.regular,
        fontSize=size,
        leading=size * 1.3,
        spaceAfter=1.5,
        textColor=colour,
        leftIndent=indent,
        bulletIndent=0,
        bulletFontName=look.regular,
        bulletFontSize=look.size,
        alignment=alignment,
    )
