"""Bytes to a resume or the reason why not: sniff, read, clean, judge."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from resumes.archive import Archive
from resumes.characters import clean
from resumes.docx import read_docx
from resumes.errors import UnreadableError
from resumes.extraction import Extraction, Passage
from resumes.html import read_html
from resumes.instructions import passages
from resumes.limits import LIMITS, Limits
from resumes.media import Kind, claimed, sniff
from resumes.odt import read_odt
from resumes.pdf import read_pdf
from resumes.places import letters, offsets
from resumes.plain import read_text
from resumes.quality import READABLE, VISIBLE_LETTERS, glyphs, text_quality
from resumes.rtf import read_rtf
from scoring.resume import Abstention, AbstentionReason, HiddenReason, HiddenText, Resume

READERS: dict[Kind, Callable[[bytes, Limits], Extraction]] = {
    Kind.PDF: read_pdf,
    Kind.DOCX: read_docx,
    Kind.ODT: read_odt,
    Kind.RTF: read_rtf,
    Kind.HTML: read_html,
    Kind.TEXT: read_text,
}
DOCX_PART = b"word/document.xml"
ODT_START = b"mimetype" + Kind.ODT.value.encode()
ODT_WINDOW = 256
BESIDE = (HiddenReason.METADATA, HiddenReason.COMMENT)  # never part of what the pages show


def read_resume(
    content: bytes, filename: str = "", media_type: str = "", limits: Limits = LIMITS
) -> Resume | Abstention:
    """The resume as a human reader would see it, or an abstention with its reason; never an exception.

    A pure function of the bytes: ``filename`` and ``media_type`` are only compared with what the bytes show. It reads
    in this process; files from outside go through ``resumes.sandbox.ResumeReader``.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        kind, warnings = identify(content, filename, media_type, limits)
        extraction = READERS[kind](content, limits)
        return _judge(extraction, kind, warnings, sha256, limits)
    except UnreadableError as error:
        return Abstention(error.reason, error.detail, sha256)
    except MemoryError:
        return Abstention(AbstentionReason.TOO_LARGE, "reading needs more memory than allowed", sha256)
    except RecursionError:
        return Abstention(AbstentionReason.CORRUPT, "nested deeper than a document is", sha256)
    except Exception as error:  # noqa: BLE001  a stranger's bytes must end in an answer, whatever a library raises
        return Abstention(AbstentionReason.CORRUPT, f"unexpected {type(error).__name__} while reading", sha256)


def identify(content: bytes, filename: str, media_type: str, limits: Limits) -> tuple[Kind, tuple[str, ...]]:
    """The reader to use and what to say about the name. Raises UnreadableError for what no reader takes."""
    if not content:
        raise UnreadableError(AbstentionReason.EMPTY_FILE, "the file holds 0 bytes")
    if len(content) > limits.file_bytes:
        raise UnreadableError(AbstentionReason.TOO_LARGE, f"{len(content)} bytes, at most {limits.file_bytes}")
    wanted = claimed(filename, media_type)
    kind = sniff(content)
    if kind is Kind.ZIP:
        kind = _packed_kind(content, limits)
    _refuse(kind, wanted, content)
    if wanted not in (None, kind):
        return kind, (f"the file is {kind.value}, not {wanted.value} as its name or type says",)
    return kind, ()


def _packed_kind(content: bytes, limits: Limits) -> Kind:
    # Member names stand in the archive as they are; the readers open it within the limits.
    if DOCX_PART in content:
        return Kind.DOCX
    if ODT_START in content[:ODT_WINDOW]:
        return Kind.ODT
    Archive(content, limits)
    return Kind.ZIP


def _refuse(kind: Kind, wanted: Kind | None, content: bytes) -> None:
    if kind is Kind.OLE:
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise UnreadableError(AbstentionReason.ENCRYPTED, "the Office document asks for a password")
        raise UnreadableError(AbstentionReason.LEGACY_DOC, "a Word document from before 2007 (.doc)")
    if kind is Kind.IMAGE:
        raise UnreadableError(AbstentionReason.IMAGE_ONLY, "the file is a picture")
    if kind is Kind.BINARY and wanted in READERS:
        raise UnreadableError(AbstentionReason.CORRUPT, f"named as {wanted.value} but not one")
    if kind not in READERS:
        raise UnreadableError(AbstentionReason.UNSUPPORTED_FORMAT, f"{kind.value} is not a resume format")


def _judge(
    extraction: Extraction, kind: Kind, warnings: tuple[str, ...], sha256: str, limits: Limits
) -> Resume | Abstention:
    text, invisible = clean(extraction.text)
    hidden = (*_hidden(extraction.hidden, text), *invisible)

    def abstained(reason: AbstentionReason, detail: str) -> Abstention:
        return Abstention(reason, detail, sha256, tuple(replace(item, offset=None) for item in hidden))

    if len(text) > limits.characters:
        return abstained(AbstentionReason.TOO_LARGE, f"{len(text)} characters, at most {limits.characters}")
    visible = letters(text)
    if extraction.scan and visible < VISIBLE_LETTERS:
        return abstained(AbstentionReason.IMAGE_ONLY, extraction.scan)
    quality = text_quality(extraction.text, extraction.damage)
    if quality < READABLE and glyphs(extraction.text) >= VISIBLE_LETTERS:
        return abstained(AbstentionReason.GARBLED_TEXT, f"text quality {quality:.2f}")
    if visible < VISIBLE_LETTERS:
        if sum(len(item.excerpt) for item in hidden if item.reason not in BESIDE) > visible:
            return abstained(AbstentionReason.MANIPULATED, "more text is hidden than visible")
        return abstained(AbstentionReason.TOO_SHORT, f"{visible} visible letters and digits")
    return Resume(
        text=text,
        sha256=sha256,
        media_type=kind.value,
        pages=extraction.pages,
        quality=quality,
        hidden=hidden,
        warnings=warnings + extraction.warnings + _instructions(text),
    )


def _hidden(found: Sequence[Passage], text: str) -> Iterator[HiddenText]:
    """Hidden passages with their offsets in the cleaned text."""
    if not found:
        return
    places = offsets([passage.place or 0 for passage in found], text)
    for passage, place in zip(found, places, strict=True):
        yield HiddenText(passage.reason, passage.text, passage.page, None if passage.place is None else place)


def _instructions(text: str) -> tuple[str, ...]:
    found = len(passages(text))
    return (f"{found} visible passages read like instructions to a screening system",) if found else ()
