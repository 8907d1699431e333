"""One text as a Word and as a PDF file."""

from io import BytesIO
from xml.sax.saxutils import escape

from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate


def as_docx(text: str) -> bytes:
    document = Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def as_pdf(text: str) -> bytes:
    style = getSampleStyleSheet()["BodyText"]
    content = BytesIO()
    SimpleDocTemplate(content, pagesize=A4, invariant=True).build(
        [Paragraph(escape(line) or "&nbsp;", style) for line in text.splitlines()]
    )
    return content.getvalue()
