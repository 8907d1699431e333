"""What iCIMS's own text extraction would give for a stored file: plain and without care."""

from io import BytesIO
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from icims.simulator.profile import StoredFile

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def document_text(file: StoredFile) -> str:
    """The text of a PDF, a DOCX or a text file; empty where none can be extracted."""
    try:
        if file.content.startswith(b"%PDF"):
            return "\n".join(page.extract_text() for page in PdfReader(BytesIO(file.content)).pages).strip()
        if file.media_type == DOCX:
            return "\n".join(paragraph.text for paragraph in Document(BytesIO(file.content)).paragraphs).strip()
        if file.media_type.startswith("text/"):
            return file.content.decode("utf-8", "replace").strip()
    except (PyPdfError, PackageNotFoundError, BadZipFile, KeyError, ValueError):
        return ""
    return ""
