"""DOCX to visible text."""

from io import BytesIO

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from resumes.archive import Archive
from resumes.errors import UnreadableError
from resumes.extraction import Extraction
from resumes.limits import Limits
from scoring.resume import AbstentionReason


def read_docx(content: bytes, limits: Limits) -> Extraction:
    """The visible text of body, tables and text boxes in reading order."""
    Archive(content, limits)
    try:
        document = docx.Document(BytesIO(content))
    except (KeyError, ValueError, PackageNotFoundError, XMLSyntaxError) as error:
        raise UnreadableError(AbstentionReason.CORRUPT, f"not a readable DOCX: {type(error).__name__}") from error
    lines = []
    for paragraph in document.element.body.iter(qn("w:p")):
        texts = [node.text or "" if node.tag == qn("w:t") else "\t" for node in paragraph.iter(qn("w:t"), qn("w:tab"))]
        lines.append("".join(texts))
    return Extraction("\n".join(lines))
