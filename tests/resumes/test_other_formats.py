"""RTF, ODT, HTML and plain text: lines come out in order, hidden text is reported, visible text is not."""

import pytest
from resume_makers import LINES, SECRET, a_zip

from resumes import read_resume
from scoring.resume import Abstention, AbstentionReason, HiddenReason, Resume

ODT_NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)


def an_rtf(inner: str = "", lines: tuple[str, ...] = LINES) -> bytes:
    head = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fnil\fcharset204 Arial Cyr;}}"
    colours = r"{\colortbl;\red0\green0\blue0;\red255\green255\blue255;\red31\green56\blue100;}"
    body = "".join(rf"\pard\plain\f0\fs22 {line}\par" + "\n" for line in lines)
    return f"{head}{colours}{{\\*\\generator Example;}}\n{body}{inner}}}".encode("cp1252")


def an_odt(inner: str = "", styles: str = "", lines: tuple[str, ...] = LINES) -> bytes:
    body = "".join(f"<text:p>{line}</text:p>" for line in lines) + inner
    content = (
        f"<office:document-content {ODT_NAMESPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return a_zip({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()}, 0)


def a_page(inner: str = "", head: str = "", lines: tuple[str, ...] = LINES) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<!DOCTYPE html><html><head><title>x</title>{head}</head><body>{body}{inner}</body></html>".encode()


def odt_span(properties: str, family: str = "text") -> tuple[str, str]:
    style = f'<style:style style:name="S" style:family="{family}"><style:text-properties {properties}/></style:style>'
    return f'<text:p><text:span text:style-name="S">{SECRET}</text:span></text:p>', style


HIDING = {
    "rtf hidden": (an_rtf(rf"{{\v {SECRET}}}\par"), HiddenReason.HIDDEN_FORMAT),
    "rtf white": (an_rtf(rf"{{\cf2 {SECRET}}}\par"), HiddenReason.BACKGROUND_COLOUR),
    "rtf one point": (an_rtf(rf"{{\fs2 {SECRET}}}\par"), HiddenReason.TINY),
    "rtf dark on dark": (an_rtf(rf"{{\cf3\chcbpat3 {SECRET}}}\par"), HiddenReason.BACKGROUND_COLOUR),
    "odt hidden": (an_odt(*odt_span('text:display="none"')), HiddenReason.HIDDEN_FORMAT),
    "odt white": (an_odt(*odt_span('fo:color="#ffffff"')), HiddenReason.BACKGROUND_COLOUR),
    "odt one point": (an_odt(*odt_span('fo:font-size="1pt"')), HiddenReason.TINY),
    "odt hidden section": (
        an_odt(f'<text:section text:display="none"><text:p>{SECRET}</text:p></text:section>'),
        HiddenReason.HIDDEN_FORMAT,
    ),
    "odt hidden field": (
        an_odt(f'<text:p><text:hidden-text text:is-hidden="true">{SECRET}</text:hidden-text></text:p>'),
        HiddenReason.HIDDEN_FORMAT,
    ),
    "odt frame off the page": (
        an_odt(
            f'<text:p><draw:frame svg:x="-90in" svg:y="1in"><draw:text-box><text:p>{SECRET}</text:p></draw:text-box>'
            "</draw:frame></text:p>"
        ),
        HiddenReason.OFF_PAGE,
    ),
    "html display none": (a_page(f'<div style="display: none">{SECRET}</div>'), HiddenReason.HIDDEN_FORMAT),
    "html visibility": (a_page(f'<p style="visibility:hidden">{SECRET}</p>'), HiddenReason.HIDDEN_FORMAT),
    "html hidden attribute": (a_page(f"<p hidden>{SECRET}</p>"), HiddenReason.HIDDEN_FORMAT),
    "html font size 0": (a_page(f'<span style="font-size:0">{SECRET}</span>'), HiddenReason.TINY),
    "html one pixel": (a_page(f'<span style="font-size:1px">{SECRET}</span>'), HiddenReason.TINY),
    "html white": (a_page(f'<font color="#FFFFFF">{SECRET}</font>'), HiddenReason.BACKGROUND_COLOUR),
    "html same as ground": (
        a_page(f'<div style="background:#123456;color:rgb(18, 52, 86)">{SECRET}</div>'),
        HiddenReason.BACKGROUND_COLOUR,
    ),
    "html opacity": (a_page(f'<div style="opacity:0">{SECRET}</div>'), HiddenReason.TRANSPARENT),
    "html transparent": (a_page(f'<div style="color:rgba(0,0,0,0)">{SECRET}</div>'), HiddenReason.TRANSPARENT),
    "html off screen": (
        a_page(f'<div style="position:absolute;left:-9999px">{SECRET}</div>'),
        HiddenReason.OFF_PAGE,
    ),
    "html text indent": (a_page(f'<div style="text-indent:-9999px">{SECRET}</div>'), HiddenReason.OFF_PAGE),
    "html clip": (
        a_page(f'<div style="position:absolute;clip:rect(0,0,0,0)">{SECRET}</div>'),
        HiddenReason.CLIPPED,
    ),
    "html no height": (a_page(f'<div style="height:0;overflow:hidden">{SECRET}</div>'), HiddenReason.CLIPPED),
    "html by class": (
        a_page(f'<div class="a b">{SECRET}</div>', "<style>.x, div.b { display:none }</style>"),
        HiddenReason.HIDDEN_FORMAT,
    ),
    "html by ancestor": (
        a_page(f'<div id="k"><p><i>{SECRET}</i></p></div>', "<style>#k p i {color: white}</style>"),
        HiddenReason.BACKGROUND_COLOUR,
    ),
    "text in tags": (
        ("\n".join(LINES) + "".join(chr(0xE0000 + ord(char)) for char in SECRET)).encode(),
        HiddenReason.ZERO_WIDTH,
    ),
}
SEEN = {
    "rtf": an_rtf(rf"{SECRET}\par"),
    "rtf not hidden any more": an_rtf(rf"{{\v x\v0 {SECRET}}}\par"),
    "rtf white on dark": an_rtf(rf"{{\cf2\chcbpat3 {SECRET}}}\par"),
    "rtf in a field": an_rtf(rf"{{\field{{\*\fldinst HYPERLINK x}}{{\fldrslt {SECRET}}}}}\par"),
    "rtf in a shape": an_rtf(rf"{{\shp{{\*\shpinst{{\sp{{\sn a}}{{\sv b}}}}{{\shptxt {SECRET}\par}}}}}}\par"),
    "odt": an_odt(f"<text:p>{SECRET}</text:p>"),
    "odt grey": an_odt(*odt_span('fo:color="#777777"')),
    "odt white on dark": an_odt(*odt_span('fo:color="#ffffff" fo:background-color="#1f3864"')),
    "odt in a frame": an_odt(
        f"<text:p><draw:frame><draw:text-box><text:p>{SECRET}</text:p></draw:text-box></draw:frame></text:p>"
    ),
    "html": a_page(f"<div>{SECRET}</div>"),
    "html white on dark": a_page(f'<div style="background-color:#123456"><b style="color:#fff">{SECRET}</b></div>'),
    "html white on a picture": a_page(f'<div style="background:url(x.png)"><b style="color:#fff">{SECRET}</b></div>'),
    "html shown on screens": a_page(
        f'<div class="a">{SECRET}</div>', "<style>@media print { .a { display:none } }</style>"
    ),
    "html small": a_page(f"<small style='font-size:70%'>{SECRET}</small>"),
    "html visible child": a_page(f'<div style="visibility:hidden"><i style="visibility:visible">{SECRET}</i></div>'),
}


def read(content: bytes) -> Resume:
    answer = read_resume(content)
    assert isinstance(answer, Resume), answer
    return answer


def lines_of(content: bytes) -> list[str]:
    return [line for line in read(content).text.split("\n") if line]


@pytest.mark.parametrize("make", [an_rtf, an_odt, a_page], ids=["rtf", "odt", "html"])
def test_every_line_comes_out_in_order(make):
    assert lines_of(make()) == list(LINES)


@pytest.mark.parametrize("name", HIDING)
def test_hidden_text_is_not_scored_but_reported(name):
    content, reason = HIDING[name]

    resume = read(content)

    assert SECRET not in resume.text
    assert [(item.reason, item.excerpt) for item in resume.hidden] == [(reason, SECRET)]


@pytest.mark.parametrize("name", SEEN)
def test_visible_text_is_scored_and_not_reported(name):
    resume = read(SEEN[name])

    assert resume.text.count(SECRET) == 1
    assert [item for item in resume.hidden if SECRET in item.excerpt] == []


def test_rtf_characters_come_out_in_every_spelling():
    inner = r"caf\'e9 \u8211? \emdash\u1055?\f1 \'cf\'f0\'e8\'e2\'e5\'f2\f0 \bullet na\u239\'efve \~end\par"

    assert lines_of(an_rtf(inner))[-1] == "café – —ППривет•naïve end"


def test_rtf_tables_and_lists_read_line_by_line():
    inner = r"\trowd\cellx1\cellx2 Forklift\cell 2016\cell\row {\pntext\'b7\tab}Welded pipes\par"

    assert lines_of(an_rtf(inner))[-2:] == ["Forklift  2016", "• Welded pipes"]


def test_rtf_pictures_and_binary_data_are_stepped_over():
    inner = rb"{\pict\pngblip 89504e47}{\object{\*\objdata 0102}}\bin5 {}{}{ after\par"

    assert lines_of(an_rtf().removesuffix(b"}") + inner + b"}")[-1] == "after"


def test_odt_lists_tables_notes_and_spaces():
    inner = (
        "<text:list><text:list-item><text:p>Welded<text:s/>pipes</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>Forklift</text:p></table:table-cell>"
        "<table:table-cell><text:p>2016</text:p></table:table-cell></table:table-row></table:table>"
        "<text:tracked-changes><text:changed-region>gone</text:changed-region></text:tracked-changes>"
    )

    text = read(an_odt(inner)).text

    assert "• Welded pipes" in text
    assert "Forklift" in text
    assert "gone" not in text


def test_html_lists_tables_scripts_and_breaks():
    inner = (
        "<ul><li>Welded pipes</li><li>Drove vans</li></ul><table><tr><td>Forklift</td><td>2016</td></tr></table>"
        "First<br>Second<script>var hidden = 'no'</script><style>p { color: red }</style>&eacute;"
    )

    assert lines_of(a_page(inner))[-5:] == ["• Welded pipes", "• Drove vans", "Forklift  2016", "First", "Secondé"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
def test_plain_text_is_read_in_every_common_encoding(encoding):
    lines = (*LINES, "Müller & Söhne, Größe 3 – Übersetzer".replace("–", "-"))

    assert lines_of("\n".join(lines).encode(encoding)) == list(lines)


def test_html_in_its_declared_encoding():
    page = a_page("<p>Größe</p>", '<meta charset="iso-8859-1">').decode().encode("latin-1")

    assert lines_of(page)[-1] == "Größe"


def test_an_encrypted_odt_is_abstained():
    manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    content = a_zip(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": manifest,
            "content.xml": b"\x00\x01",
        },
        0,
    )

    answer = read_resume(content)

    assert isinstance(answer, Abstention)
    assert answer.reason is AbstentionReason.ENCRYPTED
