"""Scans are read by character recognition only when that is asked for, and are marked as such."""

import sys
from pathlib import Path

import pytest
from resume_makers import a_pdf, a_stream

from resumes.limits import LIMITS
from resumes.page_pictures import page_pictures
from resumes.recognition import Recogniser
from resumes.recognition_child import Word, lines_of
from resumes.sandbox import ResumeReader
from scoring.resume import Abstention, AbstentionReason, Resume

GREY = "/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8"
LINE = "Welder at Example Dock from 2011 to 2019 with a certificate for pipes"


def a_scan(entries: str = GREY, data: bytes = b"\x00\xff\xff\x00", pages: int = 1) -> bytes:
    return a_pdf(
        *["q 612 0 0 792 0 0 cm /I Do Q"] * pages,
        resources="/XObject << /I 10 0 R >>",
        objects={10: a_stream(entries, data)},
    )


@pytest.fixture
def a_program(tmp_path):
    """A program that is called as Tesseract is and answers with a table of words, as Tesseract does."""

    def write(body: str) -> Recogniser:
        path: Path = tmp_path / "recognise"
        path.write_text(f"#!{sys.executable} -S\nimport sys\npicture = sys.stdin.buffer.read()\n{body}\n")
        path.chmod(0o755)
        return Recogniser(str(path))

    return write


def a_table(confidence: int = 90) -> str:
    head = "level\\tblock_num\\tpar_num\\tline_num\\tconf\\ttext"
    rows = "".join(f"\\n5\\t1\\t1\\t{line}\\t{confidence}\\t{word}" for line in (1, 2, 3) for word in LINE.split(" "))
    return f'print("{head}{rows}")'


def test_a_scan_is_read_and_marked_when_recognition_is_asked_for(a_program):
    with ResumeReader(recogniser=a_program(a_table())) as reader:
        answer = reader.read(a_scan(pages=2), "scan.pdf")

    assert isinstance(answer, Resume)
    assert answer.text.split("\n")[:3] == [LINE] * 3
    assert answer.pages == 2
    assert answer.quality == pytest.approx(0.9)
    assert any("pages 1 to 2 was recognised from pictures" in warning for warning in answer.warnings)


def test_a_scan_stays_abstained_by_default():
    with ResumeReader() as reader:
        answer = reader.read(a_scan(), "scan.pdf")

    assert isinstance(answer, Abstention)
    assert answer.reason is AbstentionReason.IMAGE_ONLY


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("sys.exit(1)", id="it fails"),
        pytest.param("print('nonsense')", id="it prints something else"),
        pytest.param(a_table(confidence=20), id="it is not certain"),
        pytest.param("bytearray(2_000_000_000)", id="it takes too much memory"),
    ],
)
def test_a_scan_that_is_not_recognised_stays_abstained(a_program, body):
    with ResumeReader(recogniser=a_program(body)) as reader:
        answer = reader.read(a_scan(), "scan.pdf")

    assert isinstance(answer, Abstention)
    assert answer.reason is AbstentionReason.IMAGE_ONLY


def test_the_program_has_no_network(a_program):
    body = "names = [line.split(':')[0].strip() for line in open('/proc/net/dev') if ':' in line]\n"

    with ResumeReader(recogniser=a_program(f"{body}assert names == ['lo'], names\n{a_table()}")) as reader:
        answer = reader.read(a_scan(), "scan.pdf")

    assert isinstance(answer, Resume)


def test_a_readable_file_is_not_recognised_again(a_program):
    with ResumeReader(recogniser=a_program(a_table())) as reader:
        answer = reader.read("\n".join(["Nurse in ward 7 of the hospital of Exampleton"] * 4).encode(), "resume.txt")

    assert isinstance(answer, Resume)
    assert answer.warnings == ()


@pytest.mark.parametrize(
    ("entries", "data", "file"),
    [
        pytest.param(GREY, b"\x00\xff\xff\x00", b"P5 2 2 255\n\x00\xff\xff\x00", id="grey"),
        pytest.param(GREY.replace("Gray", "RGB"), bytes(range(12)), b"P6 2 2 255\n" + bytes(range(12)), id="colour"),
        pytest.param(
            GREY.replace("Component 8", "Component 1"), b"\x40\x80", b"P4 2 2\n\xbf\x7f", id="black and white"
        ),
        pytest.param(
            GREY.replace("/DeviceGray", "[/Indexed /DeviceRGB 1 <000000FFFFFF>]"),
            b"\x00\x01\x01\x00",
            b"P6 2 2 255\n\x00\x00\x00\xff\xff\xff\xff\xff\xff\x00\x00\x00",
            id="indexed",
        ),
        pytest.param(f"{GREY} /Filter /DCTDecode", b"\xff\xd8\xff", b"\xff\xd8\xff", id="JPEG"),
    ],
)
def test_pictures_come_out_in_a_form_that_recognisers_take(entries, data, file):
    (picture,) = page_pictures(a_scan(entries, data), LIMITS)

    assert picture.content == file
    assert picture.dpi == 70


def test_a_picture_file_is_its_own_page():
    content = b"\x89PNG\r\n\x1a\n" + bytes(30)

    assert [picture.content for picture in page_pictures(content, LIMITS)] == [content]


def test_words_become_lines_and_paragraphs():
    words = [
        Word(text, 90.0, ("1", paragraph), ("1", paragraph, line))
        for text, paragraph, line in (
            ("Ada", "1", "1"),
            ("Example", "1", "1"),
            ("Welder", "1", "2"),
            ("2019", "2", "1"),
        )
    ]

    assert lines_of(words) == "Ada Example\nWelder\n\n2019"
