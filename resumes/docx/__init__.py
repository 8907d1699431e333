"""DOCX to visible text."""

from resumes.docx.document import read_docx

__all__ = ["read_docx"]
