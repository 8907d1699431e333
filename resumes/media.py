"""What kind of file the bytes are. Magic bytes decide; the name and the declared type only say what was claimed."""

from enum import StrEnum

PDF_HEADER_WINDOW = 1024  # ISO 32000 lets readers accept a header within the first 1,024 bytes


class Kind(StrEnum):
    """A format, by the media type that the tracking system would use for it."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ODT = "application/vnd.oasis.opendocument.text"
    RTF = "application/rtf"
    HTML = "text/html"
    TEXT = "text/plain"
    ZIP = "application/zip"  # an archive whose members decide
    OLE = "application/x-ole-storage"  # Word before 2007, or an encrypted package
    IMAGE = "image"
    BINARY = "application/octet-stream"


EXTENSIONS = {
    "pdf": Kind.PDF,
    "docx": Kind.DOCX,
    "docm": Kind.DOCX,
    "odt": Kind.ODT,
    "rtf": Kind.RTF,
    "html": Kind.HTML,
    "htm": Kind.HTML,
    "txt": Kind.TEXT,
    "doc": Kind.OLE,
}
IMAGE_MAGIC = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"II*\x00",
    b"MM\x00*",
    b"BM",
    b"\x00\x00\x01\x00",
    b"\xff\x4f\xff\x51",
)
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD_2_MAGIC = (b"\xdb\xa5", b"1\xbe\x00\x00")  # Word for Windows 2 and Word for DOS
HTML_TAGS = tuple(b"<" + tag for tag in b"!doctype html|html|head|body|meta|div|title|style|table|p>".split(b"|"))
TEXT_CONTROLS = frozenset(b"\t\n\v\f\r\x1a\x1b")


def sniff(content: bytes) -> Kind:
    """The kind that the bytes themselves show."""
    head = content[:PDF_HEADER_WINDOW]
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in head:
        return Kind.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.ZIP
    if start.startswith(b"{\\rtf"):
        return Kind.RTF
    if head.startswith((OLE_MAGIC, *WORD_2_MAGIC)):
        return Kind.OLE
    if _is_image(head):
        return Kind.IMAGE
    if start.lower().startswith(HTML_TAGS) or (start.startswith(b"<?xml") and b"<html" in head.lower()):
        return Kind.HTML
    return Kind.TEXT if looks_like_text(content) else Kind.BINARY


def claimed(filename: str, media_type: str) -> Kind | None:
    """The kind that the sender claims: the media type where it names one, else the extension; None if neither does."""
    declared = media_type.partition(";")[0].strip().lower()
    if declared.startswith("image/"):
        return Kind.IMAGE
    if declared in ("application/msword", "text/rtf"):
        return Kind.OLE if declared == "application/msword" else Kind.RTF
    if declared in (Kind.PDF, Kind.DOCX, Kind.ODT, Kind.RTF, Kind.HTML, Kind.TEXT):
        return Kind(declared)
    return EXTENSIONS.get(filename.rpartition(".")[2].lower())


def looks_like_text(content: bytes) -> bool:
    """Whether the bytes are text: a byte order mark, UTF-16 by its zeros, or hardly any control bytes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    sample = content[:65_536]
    if b"\x00" in sample:
        return utf16_without_mark(sample) is not None
    controls = sum(sample.count(byte) for byte in range(32) if byte not in TEXT_CONTROLS)
    return controls * 200 <= len(sample)


def utf16_without_mark(sample: bytes) -> str | None:
    """The codec of UTF-16 text that carries no byte order mark, judged by where its zero bytes stand."""
    pairs = len(sample) // 2
    if not pairs:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > pairs * 0.6 and even < pairs * 0.05:
        return "utf-16-le"
    if even > pairs * 0.6 and odd < pairs * 0.05:
        return "utf-16-be"
    return None


def _is_image(head: bytes) -> bool:
    riff = head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    iso = head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"avif", b"hevc")
    bitmap = head.startswith(b"BM") and head[6:10] == b"\x00\x00\x00\x00"
    return riff or iso or bitmap or head.startswith(tuple(magic for magic in IMAGE_MAGIC if magic != b"BM"))
