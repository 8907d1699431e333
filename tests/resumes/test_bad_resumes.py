"""Files that cannot be read end with their reason, quickly, and leave the reader alive."""

import struct
import zipfile
import zlib
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas
from resume_makers import LINES, a_document, a_pdf, a_stream, a_zip, lines_of_text, saved, with_part

from resumes import LIMITS, read_resume
from resumes.sandbox import ResumeReader
from scoring.resume import Abstention, AbstentionReason, Resume

WORD = saved(a_document())
PDF = a_pdf(lines_of_text())
PICTURE = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def encrypted(password: str, algorithm: str = "RC4-128") -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(PDF)))
    writer.encrypt(password, owner_password="owner", algorithm=algorithm)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def two_hundred_pages() -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer)
    for number in range(200):
        canvas.drawString(72, 700, f"Page {number}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def bombed(size: int = 400_000_000) -> bytes:
    """A DOCX whose body unpacks to far more than it weighs."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(deflate.compress(b" " * 1_000_000) for _ in range(size // 1_000_000)) + deflate.flush()
    return _raw_zip("word/document.xml", packed, size)


def _raw_zip(name: str, packed: bytes, size: int) -> bytes:
    """A zip of one member whose directory says what it is told to say."""
    encoded = name.encode()
    fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, 0, len(packed), size, len(encoded), 0)
    local = b"PK\x03\x04" + fields + encoded + packed
    central = b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, 0) + encoded
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


def understated() -> bytes:
    """A bomb whose directory claims 100 bytes."""
    return _raw_zip("word/document.xml", zlib.compress(b" " * 90_000_000, 9)[2:-4], 100)


def pdf_bomb() -> bytes:
    data = zlib.compress(b" " * 120_000_000, 9)
    return a_pdf(
        "/X Do",
        resources="/XObject << /X 10 0 R >>",
        objects={10: a_stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Filter /FlateDecode", data)},
    )


def endless_forms() -> bytes:
    """Forms that draw each other twice, over and over."""
    body = b"/A Do /A Do /B Do /B Do"
    entries = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A 10 0 R /B 11 0 R >> >>"
    forms = {number: a_stream(entries, body) for number in (10, 11)}
    return a_pdf("/A Do", resources="/XObject << /A 10 0 R /B 11 0 R >>", objects=forms)


def deeply_nested_word() -> bytes:
    depth = 3_000
    nested = "<w:sdt><w:sdtContent>" * depth + "</w:sdtContent></w:sdt>" * depth
    head = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    return with_part(WORD, "word/document.xml", f"{head}{nested}</w:body></w:document>".encode())


def with_entity() -> bytes:
    """A body that asks the parser for a file of the machine, and one that multiplies itself."""
    doctype = '<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/hostname"><!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    head = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    body = f"{doctype}{head}<w:t>&f;&b;</w:t></w:r></w:p></w:body></w:document>"
    return with_part(WORD, "word/document.xml", body.encode())


BAD = {
    "0 bytes": (b"", "resume.pdf", AbstentionReason.EMPTY_FILE),
    "empty page": (a_pdf(""), "resume.pdf", AbstentionReason.TOO_SHORT),
    "empty document": (saved(a_document(lines=())), "resume.docx", AbstentionReason.TOO_SHORT),
    "blank text": (b" \n\n \n", "resume.txt", AbstentionReason.TOO_SHORT),
    "a name only": (b"Ada Example\nada@example.com", "resume.txt", AbstentionReason.TOO_SHORT),
    "PDF cut in the middle": (PDF[: len(PDF) // 2], "resume.pdf", AbstentionReason.CORRUPT),
    "PDF header only": (b"%PDF-1.7\n", "resume.pdf", AbstentionReason.CORRUPT),
    "DOCX cut in the middle": (WORD[: len(WORD) // 2], "resume.docx", AbstentionReason.CORRUPT),
    "DOCX without a body": (a_zip({"word/document.xml": b"<x/>"}), "resume.docx", AbstentionReason.CORRUPT),
    "DOCX with broken XML": (with_part(WORD, "word/document.xml", b"<w:document"), "r.docx", AbstentionReason.CORRUPT),
    "password": (encrypted("secret"), "resume.pdf", AbstentionReason.ENCRYPTED),
    "encrypted Office package": (
        OLE + "EncryptedPackage".encode("utf-16-le"),
        "resume.docx",
        AbstentionReason.ENCRYPTED,
    ),
    "scan": (
        a_pdf(
            "q 612 0 0 792 0 0 cm /I Do Q", resources="/XObject << /I 10 0 R >>", objects={10: a_stream(PICTURE, b"0")}
        ),
        "resume.pdf",
        AbstentionReason.IMAGE_ONLY,
    ),
    "outlined letters": (
        a_pdf("".join(f"{n} 700 m {n + 3} 710 l {n + 5} 700 l h f\n" for n in range(0, 600, 2))),
        "resume.pdf",
        AbstentionReason.IMAGE_ONLY,
    ),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "resume.png", AbstentionReason.IMAGE_ONLY),
    "picture named PDF": (b"\xff\xd8\xff\xe0" + bytes(100), "resume.pdf", AbstentionReason.IMAGE_ONLY),
    "program named PDF": (b"MZ\x90\x00" + bytes(range(256)) * 4, "resume.pdf", AbstentionReason.CORRUPT),
    "program": (b"\x7fELF" + bytes(range(256)) * 4, "resume.bin", AbstentionReason.UNSUPPORTED_FORMAT),
    "spreadsheet": (a_zip({"xl/workbook.xml": b"<x/>"}), "resume.xlsx", AbstentionReason.UNSUPPORTED_FORMAT),
    "legacy Word": (OLE, "resume.doc", AbstentionReason.LEGACY_DOC),
    "legacy Word named DOCX": (OLE, "resume.docx", AbstentionReason.LEGACY_DOC),
    "zip bomb": (bombed(), "resume.docx", AbstentionReason.TOO_LARGE),
    "zip bomb that understates": (understated(), "resume.docx", AbstentionReason.CORRUPT),
    "zip with too many parts": (
        with_part(a_zip({f"part{n}": b"" for n in range(300)}), "word/document.xml", b"<x/>"),
        "resume.docx",
        AbstentionReason.TOO_LARGE,
    ),
    "zip that unpacks to 60 MB": (
        a_zip({"word/document.xml": b"<x/>", **{f"media/{n}": bytes(990_000) for n in range(61)}}),
        "resume.docx",
        AbstentionReason.TOO_LARGE,
    ),
    "PDF nested too deeply": (
        a_pdf("", catalog="/Names 10 0 R", objects={10: b"[" * 20_000 + b"]" * 20_000}).replace(
            b"/Pages 2 0 R", b"/Pages 10 0 R"
        ),
        "resume.pdf",
        AbstentionReason.CORRUPT,
    ),
    "nested too deeply": (deeply_nested_word(), "resume.docx", AbstentionReason.CORRUPT),
    "RTF nested too deeply": (b"{\\rtf1 " + b"{" * 5_000, "resume.rtf", AbstentionReason.CORRUPT),
    "PDF stream bomb": (pdf_bomb(), "resume.pdf", AbstentionReason.TOO_SHORT),
    "200 pages": (two_hundred_pages(), "resume.pdf", AbstentionReason.TOO_LARGE),
    "over 10 MB": (b"a" * 10_000_001, "resume.txt", AbstentionReason.TOO_LARGE),
    "over 200,000 characters": (b"word " * 50_000, "resume.txt", AbstentionReason.TOO_LARGE),
    "letters without characters": (
        a_pdf(lines_of_text()).replace(
            b"/Encoding /WinAnsiEncoding", b"/Encoding << /Differences [32 " + b"/g1 " * 96 + b"] >>"
        ),
        "resume.pdf",
        AbstentionReason.GARBLED_TEXT,
    ),
    "wrong encoding twice over": (
        ("Führungskräfte für Büros in Köln und München: größter Händler Österreichs " * 4)
        .encode()
        .decode("cp1252", "replace")
        .encode()
        .decode("cp1252", "replace")
        .replace("r", "Ã¼")
        .encode(),
        "resume.txt",
        AbstentionReason.GARBLED_TEXT,
    ),
}


@pytest.fixture(scope="module")
def reader():
    with ResumeReader(replace(LIMITS, wall_seconds=20.0)) as reader:
        yield reader


@pytest.mark.parametrize("name", BAD)
def test_a_bad_resume_is_abstained_with_its_reason_and_the_reader_lives(name, reader):
    content, filename, reason = BAD[name]

    answer = reader.read(content, filename)

    assert isinstance(answer, Abstention), answer
    assert answer.reason is reason, answer
    assert "unexpected" not in answer.detail
    assert isinstance(reader.read(PDF), Resume)


@pytest.mark.parametrize("name", [name for name in BAD if "bomb" not in name])
def test_reading_in_process_gives_the_same_reason(name):
    content, filename, reason = BAD[name]

    answer = read_resume(content, filename)

    assert isinstance(answer, Abstention)
    assert answer.reason is reason


def test_forms_that_draw_each_other_without_end_are_cut_off(reader):
    answer = reader.read(endless_forms())

    assert isinstance(answer, Abstention)


def test_no_file_of_the_machine_is_read_into_a_resume(reader):
    answer = reader.read(with_entity())

    assert isinstance(answer, Abstention)


@pytest.mark.parametrize(
    ("content", "filename"),
    [
        pytest.param(PDF, "resume.docx", id="PDF named DOCX"),
        pytest.param(WORD, "resume.pdf", id="DOCX named PDF"),
        pytest.param("\n".join(LINES).encode(), "resume.pdf", id="text named PDF"),
        pytest.param(b"{\\rtf1 " + "\\par ".join(LINES).encode() + b"}", "resume.doc", id="RTF named DOC"),
    ],
)
def test_the_bytes_decide_what_a_file_is_and_the_wrong_name_is_a_warning(content, filename):
    answer = read_resume(content, filename)

    assert isinstance(answer, Resume)
    assert all(line in answer.text for line in LINES)
    assert any("as its name or type says" in warning for warning in answer.warnings)


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256"])
def test_a_pdf_that_only_its_owner_may_change_is_read(algorithm):
    answer = read_resume(encrypted("", algorithm))

    assert isinstance(answer, Resume)
    assert LINES[0] in answer.text


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_pdf_with_a_password_says_so(algorithm):
    answer = read_resume(encrypted("secret", algorithm))

    assert isinstance(answer, Abstention)
    assert (answer.reason, answer.detail) == (AbstentionReason.ENCRYPTED, "the PDF asks for a password")


def test_junk_before_the_header_does_not_matter():
    assert isinstance(read_resume(b"\n\n" + PDF), Resume)


def test_an_abstention_names_no_one_and_quotes_nothing():
    answers = [read_resume(content, filename) for content, filename, _ in BAD.values() if len(content) < 100_000]

    assert not any("Ada" in answer.detail or "\n" in answer.detail for answer in answers)


def test_a_word_file_with_many_pictures_is_within_the_limits():
    members = {f"word/media/image{n}.png": bytes(1000) for n in range(120)}
    content = WORD
    with zipfile.ZipFile(BytesIO(content)) as archive:
        content = a_zip({**{name: archive.read(name) for name in archive.namelist()}, **members})

    assert isinstance(read_resume(content), Resume)
