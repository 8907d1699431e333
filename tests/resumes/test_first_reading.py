"""A resume in each of the everyday formats comes out as text."""

from io import BytesIO

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

from resumes import read_resume
from scoring.resume import Abstention, AbstentionReason, Resume

LINES = [f"Engineer {number}: built and ran the payment service of a shop, in Python" for number in range(8)]


def a_pdf() -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer)
    for number, line in enumerate(LINES):
        canvas.drawString(72, 700 - 14 * number, line)
    canvas.save()
    return buffer.getvalue()


def a_docx() -> bytes:
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(a_pdf(), id="pdf"),
        pytest.param(a_docx(), id="docx"),
        pytest.param("\n".join(LINES).encode(), id="utf-8"),
        pytest.param("\r\n".join(LINES).encode("utf-16"), id="utf-16"),
        pytest.param("\n".join(LINES).encode("utf-16-le"), id="utf-16-without-mark"),
    ],
)
def test_every_line_of_an_everyday_file_comes_out_in_order(content):
    resume = read_resume(content)

    assert isinstance(resume, Resume)
    assert [line for line in resume.text.split("\n") if line] == LINES


def test_no_bytes_are_an_empty_file():
    answer = read_resume(b"", "resume.pdf", "application/pdf")

    assert isinstance(answer, Abstention)
    assert answer.reason is AbstentionReason.EMPTY_FILE
