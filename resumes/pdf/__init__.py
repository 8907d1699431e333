"""PDF to visible text."""

from resumes.pdf.document import read_pdf

__all__ = ["read_pdf"]
