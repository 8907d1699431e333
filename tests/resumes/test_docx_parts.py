"""Of a Word document only what its text needs is unpacked, and its style sheet only where its styles are used."""

import zipfile
from io import BytesIO

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from lxml import etree
from resume_makers import LINES, SECRET, a_document, saved, with_part

from resumes import read_resume
from resumes.docx.stylesheet import NAMED, NORMAL, StyleSheet
from resumes.docx.xml import W
from scoring.resume import Abstention, AbstentionReason, Resume

STYLES = "word/styles.xml"
NAMESPACE = W[1:-1].encode()


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(name)


def without(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        members = {member: archive.read(member) for member in archive.namelist() if member != name}
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member, held in members.items():
            archive.writestr(member, held)
    return buffer.getvalue()


def a_document_with_a_hiding_style() -> bytes:
    document = a_document()
    document.styles.add_style("Discreet", WD_STYLE_TYPE.PARAGRAPH).font.hidden = True
    document.add_paragraph(SECRET, style="Discreet")
    return saved(document)


def test_a_damaged_or_missing_part_that_holds_no_text_does_not_matter():
    sound = saved(a_document())

    answers = [
        read_resume(content)
        for content in (without(sound, "word/theme/theme1.xml"), with_part(sound, "word/fontTable.xml", b"<fonts"))
    ]

    assert [isinstance(answer, Resume) and LINES[-1] in answer.text for answer in answers] == [True, True]


@pytest.mark.parametrize("name", ["_rels/.rels", "word/document.xml", STYLES, "word/numbering.xml"])
def test_a_missing_part_that_the_text_needs_is_abstained(name):
    answer = read_resume(without(saved(a_document()), name))

    assert isinstance(answer, Abstention)
    assert answer.reason in (AbstentionReason.CORRUPT, AbstentionReason.UNSUPPORTED_FORMAT)


def test_styles_taken_one_by_one_are_those_of_the_whole_sheet():
    content = part(saved(docx.Document()), STYLES)
    whole = parse_xml(content)

    sheet = StyleSheet(content)

    names = [style.get(W + "styleId") for style in whole.findall(W + "style")]
    assert len(names) > 100
    assert sheet.normal == "Normal"
    assert sheet.named("Absent") is None
    for name in names:
        assert etree.tostring(sheet.named(name), method="c14n") == etree.tostring(
            NAMED(whole, name=name)[-1], method="c14n"
        )


def test_only_the_styles_that_are_asked_for_are_parsed():
    content = part(saved(docx.Document()), STYLES)
    broken = content.replace(b'w:styleId="Title">', b'w:styleId="Title"><w:unclosed>')
    assert broken != content

    sheet = StyleSheet(broken)

    assert sheet.named("Heading1") is not None
    with pytest.raises(etree.XMLSyntaxError):
        sheet.named("Title")


SHOWN = b'<w:style w:type="paragraph" w:styleId="Discreet">'
LAST = b'<w:style w:type="table" w:styleId="Last">'


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        (b'<w:style w:type="paragraph" w:customStyle="1"', b"<w:style w:customStyle='1' w:type='paragraph'"),
        (b'<w:style w:type="paragraph" w:customStyle="1"', b'<w:style\nw:type="paragraph" w:customStyle="1"'),
        (b'w:styleId="Discreet"', b'w:styleId="Discree&#116;"'),
        (b'w:styleId="Discreet"', b'z:styleId="Discreet" xmlns:z="' + NAMESPACE + b'"'),
        (b"</w:styles>", LAST + b"<!--</w:style>" + SHOWN + b"--></w:style></w:styles>"),
        (b"</w:styles>", LAST + b"<?pi </w:style>" + SHOWN + b"?></w:style></w:styles>"),
        (b"</w:styles>", LAST + b"<![CDATA[</w:style>" + SHOWN + b"]]></w:style></w:styles>"),
        (b'<w:style w:type="paragraph" w:customStyle="1"', LAST + b'</w:style ><w:style w:customStyle="1"'),
        (b"</w:styles>", SHOWN[:-1] + b' xmlns:w="urn:other"></w:style></w:styles>'),
        (b"</w:styles>", SHOWN[:-1] + b"/></w:styles>"),
        (b"</w:styles>", LAST + SHOWN + b"</w:style></w:style></w:styles>"),
    ],
)
def test_a_sheet_means_what_its_xml_means_however_it_is_written(written, otherwise):
    usual = part(a_document_with_a_hiding_style(), STYLES)
    assert written in usual
    unusual = usual.replace(written, otherwise)

    sheet, whole = StyleSheet(unusual), parse_xml(unusual)

    assert etree.tostring(sheet.named("Discreet")) == etree.tostring(NAMED(whole, name="Discreet")[-1])
    assert [sheet.normal] == (NORMAL(whole)[:1] or [""])


def test_another_prefix_of_the_same_namespace_counts_as_well():
    usual = part(saved(docx.Document()), STYLES)
    bound = usual.replace(b"<w:styles ", b'<w:styles xmlns:z="' + NAMESPACE + b'" ')

    sheet = StyleSheet(bound.replace(b' w:default="1"', b' z:default="1"'))

    assert sheet.normal == "Normal"


def test_the_last_of_two_styles_of_one_name_counts_and_a_sheet_in_utf_16_is_read():
    sound = a_document_with_a_hiding_style()
    sheet = part(sound, STYLES)
    shown = b'<w:style w:type="paragraph" w:styleId="Discreet"><w:name w:val="Again"/></w:style></w:styles>'
    wide = etree.tostring(etree.fromstring(sheet), encoding="utf-16")

    again, hidden = (
        read_resume(with_part(sound, STYLES, other)) for other in (sheet.replace(b"</w:styles>", shown), wide)
    )

    assert isinstance(again, Resume)
    assert isinstance(hidden, Resume)
    assert SECRET in again.text
    assert SECRET not in hidden.text
