"""Resumes as they should not be: the faults of the kind ``resume``."""

from icims.simulator.document_text import DOCX
from icims.simulator.profile import StoredFile


def broken(variant: str, file: StoredFile | None) -> StoredFile | None:
    """The file that is delivered in place of the real one; None for a resume that is missing."""
    match variant:
        case "image_only":
            return StoredFile(image_only_pdf(), "scan.pdf", "application/pdf")
        case "corrupt_docx":
            return StoredFile(b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)) * 4, "resume.docx", DOCX)
        case "octet_stream" if file:
            return StoredFile(file.content, file.filename, "application/octet-stream")
        case "empty":
            return StoredFile(b"", "resume.pdf", "application/pdf")
        case "truncated" if file:
            return StoredFile(file.content[: len(file.content) // 2], file.filename, file.media_type)
    return None


def image_only_pdf() -> bytes:
    """A one-page PDF with a grey picture and not one letter: what a scanner makes."""
    width, height = 64, 64
    pixels = bytes(128 + (x ^ y) for y in range(height) for x in range(width))
    picture = (
        f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray "
        f"/BitsPerComponent 8 /Length {len(pixels)} >>"
    )
    drawing = b"q 500 0 0 700 50 50 cm /Im1 Do Q"
    resources = "/Resources << /XObject << /Im1 4 0 R >> >>"
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R {resources} >>"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page.encode(),
        picture.encode() + b"\nstream\n" + pixels + b"\nendstream",
        f"<< /Length {len(drawing)} >>".encode() + b"\nstream\n" + drawing + b"\nendstream",
    ]
    document = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(document))
        document += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = len(document)
    document += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode()
    document += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    document += f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(document)
