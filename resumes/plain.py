"""Plain text: find the encoding, keep the lines."""

import codecs

from resumes.extraction import Extraction
from resumes.limits import Limits
from resumes.media import utf16_without_mark


def read_text(content: bytes, limits: Limits) -> Extraction:
    """Decode UTF-8, UTF-16 (with or without a byte order mark) or, failing these, Windows-1252."""
    del limits  # the bytes are counted before, the characters after
    return Extraction(decode(content).replace("\f", "\n\n"))


def decode(content: bytes) -> str:
    """The text of bytes whose encoding nobody declared; every byte sequence gives some text."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    if codec := utf16_without_mark(content[:65_536]):
        return content.decode(codec, "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
