"""Resume files that go wrong in every way that reaches an applicant tracking system."""

import random
import zipfile
from collections.abc import Callable
from io import BytesIO

import docx
from PIL import Image
from pypdf import PdfWriter
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

LINES = [f"Engineer {number}: built and ran the payment service of a shop, in Python" for number in range(30)]


def a_pdf(pages: int = 1, **options: object) -> bytes:
    return drawn(
        lambda canvas: [canvas.drawString(72, 750 - 20 * n, line) for n, line in enumerate(LINES)], pages, **options
    )


def drawn(draw: Callable[[Canvas], object], pages: int = 1, **options: object) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=1, **options)
    for _ in range(pages):
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def a_docx() -> bytes:
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def a_zip_bomb() -> bytes:
    """A DOCX of some hundred kilobytes that unpacks to 200 MB."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(a_docx())) as good, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bomb:
        for member in good.infolist():
            content = good.read(member)
            if member.filename == "word/document.xml":
                content = content.replace(b"<w:body>", b"<w:body>" + b" " * 200_000_000)
            bomb.writestr(member, content)
    return buffer.getvalue()


def a_locked_pdf() -> bytes:
    return a_pdf(encrypt=StandardEncryption("not-in-the-application", "owner", strength=128))


def a_picture_of_a_page() -> bytes:
    picture = BytesIO()
    Image.frombytes("L", (600, 800), random.Random(1).randbytes(480_000)).save(picture, "JPEG", quality=30)
    return drawn(lambda canvas: canvas.drawImage(ImageReader(picture), 0, 0, 600, 800))


def a_blank_page() -> bytes:
    buffer = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(600, 800)
    writer.write(buffer)
    return buffer.getvalue()


def a_cut_off_pdf() -> bytes:
    whole = a_pdf()
    return whole[: len(whole) // 3]


def an_old_word_file() -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + random.Random(2).randbytes(20_000)


def a_spreadsheet() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return buffer.getvalue()


def noise() -> bytes:
    return b"\x00\x01" + random.Random(3).randbytes(20_000)


# name: (file name, content, reason code of the abstention)
ABSTAINED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("empty.pdf", a_blank_page, "too_short"),
    "truncated": ("cut.pdf", a_cut_off_pdf, "corrupt"),
    "encrypted": ("locked.pdf", a_locked_pdf, "encrypted"),
    "image_only": ("scan.pdf", a_picture_of_a_page, "image_only"),
    "zero_bytes": ("nothing.pdf", lambda: b"", "empty_file"),
    "noise_named_pdf": ("noise.pdf", noise, "corrupt"),
    "spreadsheet": ("table.xlsx", a_spreadsheet, "unsupported_format"),
    "legacy_doc": ("old.doc", an_old_word_file, "legacy_doc"),
    "zip_bomb": ("bomb.docx", a_zip_bomb, "too_large"),
    "two_hundred_pages": ("long.pdf", lambda: a_pdf(200), "too_large"),
}

# Readable, whatever the name says.
MISNAMED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a_pdf_named_docx": ("resume.docx", a_pdf),
    "a_docx_named_pdf": ("resume.pdf", a_docx),
    "a_docx_without_extension": ("resume", a_docx),
    "a_text_named_doc": ("resume.doc", lambda: "\n".join(LINES).encode()),
}
