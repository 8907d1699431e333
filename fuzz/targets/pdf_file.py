"""Any bytes as a PDF file."""

from demo.applications import Layout
from fuzz.targets._answers import check_reading, demo_files
from fuzz.targets.pdf_page import a_pdf

WORDS = (
    "%PDF-1.7", "obj", "endobj", "stream", "endstream", "xref", "trailer", "startxref", "%%EOF", "/Type", "/Page",
    "/Pages", "/Kids", "/Count", "/Parent", "/Root", "/Size", "/Prev", "/Contents", "/Resources", "/Font", "/MediaBox",
    "/CropBox", "/Rotate", "/Length", "/Filter", "/FlateDecode", "/ASCII85Decode", "/LZWDecode", "/ObjStm", "/XRef",
    "/W", "/Index", "/Encrypt", "/Annots", "/OCProperties", "/ToUnicode", "/Encoding", "/Differences", "/Widths",
    "/FirstChar", "/DescendantFonts", "/Type0", "/Type3", "/CIDToGIDMap", "/Identity-H", "/XObject", "/Form", " 0 R",
)  # fmt: skip


def check(data: bytes) -> None:
    check_reading(b"%PDF-1.7\n" + data)


def seeds() -> list[bytes]:
    return [*demo_files(Layout.SINGLE, Layout.SIDEBAR), a_pdf(b"BT /F1 11 Tf 72 700 Td (words) Tj ET")]
