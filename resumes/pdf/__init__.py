"""PDF to visible text."""

from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from resumes.errors import UnreadableError
from resumes.extraction import Extraction
from resumes.limits import Limits
from scoring.resume import AbstentionReason


def read_pdf(content: bytes, limits: Limits) -> Extraction:
    """The visible text of every page in reading order."""
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError(AbstentionReason.ENCRYPTED, "the PDF asks for a password")
        if len(reader.pages) > limits.pages:
            raise UnreadableError(AbstentionReason.TOO_LARGE, f"{len(reader.pages)} pages, at most {limits.pages}")
        text = "\n\n".join(page.extract_text() for page in reader.pages)
        scanned = not text.strip() and any(page.images for page in reader.pages)
        return Extraction(text, pages=len(reader.pages), scanned=scanned)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise UnreadableError(AbstentionReason.CORRUPT, f"not a readable PDF: {type(error).__name__}") from error
