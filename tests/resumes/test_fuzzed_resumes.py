"""Whatever the bytes, reading answers with a resume or an abstention that a reader decided on."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from resume_makers import LINES, a_document, a_pdf, a_run, a_zip, lines_of_text, saved, shown, with_namespaces

from resumes import read_resume
from resumes.pdf.tokens import operations
from scoring.resume import Abstention, Resume

WORD = saved(a_document())
with zipfile.ZipFile(BytesIO(WORD)) as _archive:
    PARTS = {name: _archive.read(name) for name in _archive.namelist()}
PDF = a_pdf(lines_of_text() + "q 0 0 10 10 re W n " + shown("clip") + " Q")
RTF = b"{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}{\\colortbl;\\red0\\green0\\blue0;}" + "\\par ".join(LINES).encode() + b"}"
PAGE = ("<html><body>" + "".join(f"<p style='color:red'>{line}</p>" for line in LINES) + "</body></html>").encode()
CONTENT = b'<a xmlns="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><body><text>words</text></body></a>'
ODT = a_zip(
    {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": CONTENT,
    },
    0,
)
SAMPLES = [PDF, WORD, RTF, PAGE, ODT, "\n".join(LINES).encode("utf-16")]
_OPERATORS = """q Q cm w gs BT ET Td TD Tm T* Tf Tc Tw Tz TL Tr Ts Tj TJ ' " m l c v y re f F f* B b S s n W W* sh g
rg k G cs sc scn Do BI BMC BDC EMC /F1 /OC /X << >> [ ] (a) (( <41> <4 1e9 -0 .5 -- 0 1 12 700 true null %"""
OPERATORS = _OPERATORS.split()
quickly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def assert_answered(content: bytes) -> None:
    answer = read_resume(content)

    assert isinstance(answer, Resume | Abstention)
    if isinstance(answer, Abstention):
        assert "unexpected" not in answer.detail, answer.detail
    else:
        assert answer.text
        assert 0.0 <= answer.quality <= 1.0
        assert all(len(item.excerpt) <= 200 for item in answer.hidden)


@given(st.binary(max_size=400))
@quickly
def test_any_bytes_are_answered(content):
    assert_answered(content)


@given(
    st.sampled_from(
        [b"%PDF-1.7\n", b"PK\x03\x04", b"{\\rtf1", b"<html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"]
    ),
    st.binary(max_size=400),
)
@quickly
def test_any_bytes_after_a_known_beginning_are_answered(head, content):
    assert_answered(head + content)


@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=6)), min_size=1, max_size=8),
)
@quickly
def test_a_file_with_changed_bytes_is_answered(sample, changes):
    content = bytearray(sample)
    for place, replacement in changes:
        start = int(place * len(content))
        content[start : start + len(replacement)] = replacement

    assert_answered(bytes(content))


@given(st.sampled_from(SAMPLES), st.floats(0, 1), st.floats(0, 1))
@quickly
def test_a_file_with_a_piece_missing_is_answered(sample, first, second):
    start, end = sorted((int(first * len(sample)), int(second * len(sample))))

    assert_answered(sample[:start] + sample[end:])


@given(st.lists(st.sampled_from(OPERATORS), max_size=80))
@quickly
def test_any_operators_on_a_page_are_answered(tokens):
    assert_answered(a_pdf(" ".join(tokens) + " " + lines_of_text()))


@given(st.binary(max_size=300))
@quickly
def test_any_bytes_as_a_content_stream_give_operators(data):
    for operator, operands in operations(data):
        assert isinstance(operator, bytes)
        assert isinstance(operands, list)


@given(
    st.lists(
        st.sampled_from(
            ["p", "r", "t", "tbl", "tr", "tc", "sdt", "sdtContent", "rPr", "vanish", "sz", "color", "drawing", "pict"]
        ),
        max_size=30,
    ),
    st.sampled_from(["", "0", "-1", "FFFFFF", "auto", "x", "99999999999"]),
)
@quickly
def test_any_nesting_of_word_elements_is_answered(names, number):
    opened = "".join(f'<w:{name} w:val="{number}" w:fill="{number}" w:char="{number}">' for name in names)
    closed = "".join(f"</w:{name}>" for name in reversed(names))
    body = f"<w:document><w:body><w:p>{a_run(' '.join(LINES))}</w:p>{opened}words{closed}</w:body></w:document>"

    assert_answered(a_zip({**PARTS, "word/document.xml": with_namespaces(body).encode()}))


@given(
    st.lists(
        st.sampled_from(
            [
                rb"{",
                rb"}",
                rb"\par ",
                rb"\v",
                rb"\u8211?",
                rb"\'e9",
                rb"\bin3 ",
                rb"\*",
                rb"\cf9",
                rb"\fs-4 ",
                rb"\uc9",
                rb"\colortbl;",
                rb"\ansicpg99999 ",
                b"words ",
            ]
        ),
        max_size=60,
    )
)
@quickly
def test_any_control_words_are_answered(tokens):
    assert_answered(b"{\\rtf1 " + " ".join(LINES).encode() + b"".join(tokens))


@given(st.text(max_size=300))
@quickly
def test_any_text_is_answered(text):
    assert_answered((" ".join(LINES) + text).encode("utf-8", "surrogatepass"))


@given(
    st.lists(
        st.sampled_from(
            [
                "<div>",
                "</div>",
                "<p style='",
                "color:",
                "#fff",
                "rgb(",
                "1e9",
                "px",
                "'>",
                "<style>",
                "</style>",
                "{",
                "}",
                "@media",
                "<!--",
                "&#x",
                "<br/>",
                ".a",
                "url(",
            ]
        ),
        max_size=40,
    )
)
@quickly
def test_any_markup_is_answered(parts):
    assert_answered(b"<html>" + "".join(parts).encode() + " ".join(LINES).encode())


def a_damaged_member() -> bytes:
    """A Word file in which the packed bytes of the body are no longer what was packed."""
    content = bytearray(WORD)
    with zipfile.ZipFile(BytesIO(WORD)) as archive:
        start = archive.getinfo("word/document.xml").header_offset + 30 + len("word/document.xml")
    content[start : start + 40] = bytes(range(200, 240))
    return bytes(content)


def an_unknown_compression() -> bytes:
    with zipfile.ZipFile(BytesIO(WORD)) as archive:
        start = archive.getinfo("word/document.xml").header_offset
    place = WORD.index(b"PK\x01\x02")
    while WORD[place + 46 : place + 63] != b"word/document.xml":
        place = WORD.index(b"PK\x01\x02", place + 4)
    content = bytearray(WORD)
    content[start + 8] = content[place + 10] = 77
    return bytes(content)


def an_unknown_filter() -> bytes:
    return PDF.replace(b"<<  /Length", b"<< /Filter /FlateDecody /Length")


def a_character_far_below_zero() -> bytes:
    return RTF[:-1] + rb"\u-400000?}"


@pytest.mark.parametrize(
    "make", [a_damaged_member, an_unknown_compression, an_unknown_filter, a_character_far_below_zero]
)
def test_what_fuzzing_found_stays_answered(make):
    assert_answered(make())
