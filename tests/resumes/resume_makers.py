"""Resumes made for the tests: every byte of them is written here."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml import parse_xml

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
LINES = (
    "Ada Example, ada@example.com, 555-0101",
    "EXPERIENCE",
    "Payroll Accountant, Example Freight, March 2019 to June 2023",
    "Closed the books of four companies every month and paid 900 people on time",
    "Bookkeeper, Sample Bakery, 2015 to 2019",
    "EDUCATION",
    "Bachelor of Accounting, Exampleton College, 2015",
)
SECRET = "Kubernetes Terraform champion"


def a_pdf(
    *pages: str,
    resources: str = "",
    fonts: str = "",
    catalog: str = "",
    page: str = "",
    box: str = "0 0 612 792",
    objects: Mapping[int, bytes] | None = None,
) -> bytes:
    """A PDF of content streams. Font F1 is Helvetica; extra objects take numbers from 10 to 99."""
    found: dict[int, bytes] = {
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        **(objects or {}),
    }
    kids = []
    for place, content in enumerate(pages):
        data = content.encode("latin-1")
        number = 100 + 2 * place
        kids.append(f"{number} 0 R")
        found[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents {number + 1} 0 R "
            f"/Resources << /Font << /F1 3 0 R {fonts} >> {resources} >> {page} >>"
        ).encode()
        found[number + 1] = a_stream("", data)
    found[1] = f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode()
    found[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _numbered(found)


def a_stream(entries: str, data: bytes) -> bytes:
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _numbered(objects: Mapping[int, bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number in sorted(objects):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + objects[number] + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {max(objects) + 1}\n".encode()
    for number in range(max(objects) + 1):
        used = number in places
        out += f"{places.get(number, 0):010} {0 if used else 65535:05} {'n' if used else 'f'} \n".encode()
    out += f"trailer\n<< /Size {max(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def shown(text: str, x: float = 72, y: float = 100, size: float = 11, before: str = "") -> str:
    """One string of a content stream, in a text object of its own."""
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F1 {size} Tf {before} 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET\n"


def lines_of_text(lines: Sequence[str] = LINES, x: float = 72, top: float = 720, pitch: float = 14) -> str:
    return "".join(shown(line, x, top - pitch * number) for number, line in enumerate(lines))


def a_document(*paragraphs: str, lines: Sequence[str] = LINES) -> Document:
    """A Word document with the usual lines, then the given paragraphs as XML (in ``w:`` and the drawing prefixes)."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    wrapped = parse_xml(with_namespaces(f"<w:body>{''.join(paragraphs)}</w:body>"))
    for paragraph in list(wrapped):
        document.element.body.insert_element_before(paragraph, "w:sectPr")
    return document


def with_namespaces(xml: str) -> str:
    return re.sub(r"^<([\w:]+)", rf"<\1 {NAMESPACES}", xml)


def a_run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def a_paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def saved(document: Document) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def a_zip(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """A zip with one member added or replaced."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    return a_zip({**members, name: part})
