"""Resumes that cannot or must not be read as they are: scans, locked, empty and stuffed files."""

import textwrap
from collections.abc import Callable, Iterator
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from demo.applications import Layout, Trouble
from demo.content import read_content
from demo.resume_docx import DOCX_LAYOUTS, write_docx
from demo.resume_pdf import Extras, write_pdf
from demo.resume_sheet import Sheet

SCAN_SIZE = (1020, 1320)  # letter at 120 dots per inch


def write_troubled(sheet: Sheet, trouble: Trouble, layout: Layout, style: int) -> bytes:
    """A file with the given trouble, hidden text in the layout's own format, the others as PDF; the same each time."""
    match trouble:
        case Trouble.ENCRYPTED:
            lock = StandardEncryption("not-in-the-application", "owner", strength=128)
            return write_pdf(sheet, Layout.SINGLE, style, Extras(encryption=lock))
        case Trouble.EMPTY:
            return _drawn(lambda canvas: canvas.line(54, 700, 54 + style % 500, 700))
        case Trouble.SCAN:
            picture = ImageReader(BytesIO(_scan(sheet, style)))
            return _drawn(lambda canvas: canvas.drawImage(picture, 0, 0, *LETTER))
        case Trouble.HIDDEN_KEYWORDS | Trouble.HIDDEN_INSTRUCTION:
            hidden = read_content("general")[trouble.value] * (4 if trouble is Trouble.HIDDEN_KEYWORDS else 1)
            if layout in DOCX_LAYOUTS:
                return write_docx(sheet, layout, style, hidden=hidden)
            return write_pdf(sheet, Layout.SINGLE, style, Extras(hidden=hidden))


def is_docx(layout: Layout, trouble: Trouble | None) -> bool:
    """Whether the file that is written is a DOCX."""
    return layout in DOCX_LAYOUTS and trouble in (None, Trouble.HIDDEN_KEYWORDS, Trouble.HIDDEN_INSTRUCTION)


def _drawn(draw: Callable[[Canvas], object]) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=LETTER, invariant=1)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def _scan(sheet: Sheet, style: int) -> bytes:
    """A grey, slightly turned photograph of a printed resume, without any text behind it."""
    page = Image.new("L", SCAN_SIZE, 246)
    draw = ImageDraw.Draw(page)
    y = 90
    for line, size in _printed(sheet):
        draw.text((96, y), line.replace("–", "-"), fill=45, font=ImageFont.load_default(size))
        y += round(size * 1.5)
    turned = page.rotate(0.6 if style % 2 else -0.8, fillcolor=238, resample=Image.Resampling.BILINEAR)
    picture = BytesIO()
    turned.save(picture, "JPEG", quality=60)
    return picture.getvalue()


def _printed(sheet: Sheet) -> Iterator[tuple[str, int]]:
    yield sheet.name, 34
    yield from ((line, 17) for line in (sheet.headline, " | ".join(sheet.contacts), ""))
    yield from ((line, 16) for line in textwrap.wrap(sheet.summary, 100))
    for entry in (*sheet.experience, *sheet.education):
        yield f"{entry.heading}, {entry.place}, {entry.dates}", 18
        for bullet in entry.bullets:
            yield from ((line, 16) for line in textwrap.wrap(f"- {bullet}", 100))
