"""One text as files of several formats, fonts, sizes and widths."""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape

from docx import Document
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate

HARD_WRAP = 80


@dataclass(frozen=True, slots=True)
class Look:
    """Font, size, margin and space between paragraphs (points) of a PDF."""

    font: str = "Helvetica"
    size: float = 10.0
    page: tuple[float, float] = A4
    margin: float = 72.0
    space: float = 6.0


LOOKS = {
    "plain": Look(),
    "wide, large, without space between paragraphs": Look("Times-Roman", 12.0, LETTER, 54.0, 0.0),
    "typewriter": Look("Courier", 9.0, LETTER, 72.0, 2.0),
    "narrow column": Look("Helvetica", 11.0, A4, 150.0, 4.0),
}


def files_of(text: str) -> Mapping[str, bytes]:
    """The text as it is, wrapped at 80 characters, as a Word document and as PDFs of every look, by file name."""
    pdfs = {f"{name}.pdf": as_pdf(text, look) for name, look in LOOKS.items()}
    return {
        "resume.txt": text.encode(),
        "wrapped.txt": hard_wrapped(text).encode(),
        "resume.docx": as_docx(text),
        **pdfs,
    }


def printable(text: str) -> str:
    """What the fonts of every format can show, so that all files say the same."""
    kept = text.encode("cp1252", "ignore").decode("cp1252")
    return "".join(char for char in kept if char in "\n " or char.isprintable())


def hard_wrapped(text: str) -> str:
    lines = (
        textwrap.wrap(line, HARD_WRAP, break_long_words=False, break_on_hyphens=False) for line in text.splitlines()
    )
    return "\n".join("\n".join(line) for line in lines)


def as_docx(text: str) -> bytes:
    document = Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def as_pdf(text: str, look: Look = LOOKS["plain"]) -> bytes:
    style = ParagraphStyle(
        "line", fontName=look.font, fontSize=look.size, leading=1.2 * look.size, spaceAfter=look.space
    )
    content = BytesIO()
    SimpleDocTemplate(
        content, pagesize=look.page, leftMargin=look.margin, rightMargin=look.margin, invariant=True
    ).build([Paragraph(escape(line) or "&nbsp;", style) for line in text.splitlines()])
    return content.getvalue()
