"""Any bytes as what a PDF page draws, and as the form and the character map that it may use."""

import zlib
from io import BytesIO

from pypdf import PdfReader

from demo.applications import Layout
from fuzz.targets._answers import LINES, check_reading, demo_files
from resumes.pdf.tokens import operations

WORDS = (
    "q", "Q", "cm", "gs", "BT", "ET", "Td", "TD", "Tm", "T*", "Tf", "Tc", "Tw", "Tz", "TL", "Tr", "Ts", "Tj", "TJ",
    "'", '"', "m", "l", "c", "v", "y", "re", "f", "f*", "B", "b", "S", "s", "n", "W", "W*", "sh", "g", "rg", "k", "G",
    "cs", "sc", "scn", "Do", "BI", "ID", "EI", "BMC", "BDC", "EMC", "/F1", "/F2", "/X", "/E", "/OC", "<<", ">>", "[",
    "]", "(", ")", "<41>", "beginbfchar", "endbfchar", "beginbfrange", "endbfrange", "begincodespacerange",
)  # fmt: skip
_HEAD = "BT /F1 11 Tf 14 TL 72 720 Td " + " ".join(f"({line}) '" for line in LINES) + " ET\n"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
_MAPPED = b"<< /Type /Font /Subtype /TrueType /BaseFont /Arial /FirstChar 32 /Widths [500 600] /ToUnicode 8 0 R >>"
_RESOURCES = b"<< /Font << /F1 3 0 R /F2 7 0 R >> /XObject << /X 6 0 R >> /ExtGState << /E << /ca 0 >> >> >>"


def check(data: bytes) -> None:
    """The part after the first zero byte is the form X, what follows a second one the map of font F2."""
    for _ in operations(data):
        pass
    page, _, others = data.partition(b"\0")
    form, _, mapped = others.partition(b"\0")
    check_reading(a_pdf(page, form, mapped))


def a_pdf(page: bytes, form: bytes = b"", mapped: bytes = b"") -> bytes:
    """One page with readable lines before the given operators."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        3: _FONT,
        4: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources " + _RESOURCES + b" >>",
        5: _stream(b"", _HEAD.encode() + page),
        6: _stream(b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources " + _RESOURCES, form),
        7: _MAPPED,
        8: _stream(b"", mapped),
    }
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in objects.items():
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 9\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<< /Size 9 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)


def _stream(entries: bytes, data: bytes) -> bytes:
    packed = zlib.compress(data, 1)
    return b"<< %b /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream" % (entries, len(packed), packed)


def seeds() -> list[bytes]:
    """What the demo's PDF files draw, and a page that uses the form and the map."""
    drawn = []
    for content in demo_files(Layout.SINGLE, Layout.SIDEBAR, Layout.BANNER):
        contents = PdfReader(BytesIO(content)).pages[0].get_contents()
        assert contents is not None
        drawn.append(contents.get_data())
    mapped = b"begincmap 1 beginbfchar <20> <0041> endbfchar 1 beginbfrange <21> <22> <0042> endbfrange endcmap"
    return [*drawn, b"/X Do BT /F2 9 Tf 3 Tr ( !) Tj [(a) -200 (b)] TJ ET 1 1 1 rg 0 0 99 99 re f\0 q W n Q\0" + mapped]
