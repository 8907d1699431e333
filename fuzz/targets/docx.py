"""Any bytes as the body, the styles and the header of a Word file."""

from io import BytesIO

import docx

from demo.applications import Layout
from fuzz.targets._answers import LINES, check_reading, demo_files, members, zipped

WORDS = (
    "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:rPr>", "</w:rPr>", "<w:vanish/>", "<w:tbl>", "<w:tr>",
    "<w:tc>", "<w:sdt>", "<w:sdtContent>", "<w:ins>", "<w:del>", "<w:delText>", "<w:fldChar", "<w:instrText>",
    "<w:hyperlink", "<w:drawing>", "<w:txbxContent>", "<w:pict>", "<mc:AlternateContent>", "<w:color", "<w:sz",
    "<w:shd", "<w:numPr>", "<w:sectPr>", "<w:br/>", "<w:tab/>", "<w:sym", ' w:val="', ' w:fill="', ' w:char="',
    "FFFFFF", "auto", "-1", "99999999999", "&amp;", "&#x", "<![CDATA[", "<!DOCTYPE", "<!ENTITY",
)  # fmt: skip
_BODY, _STYLES, _HEADER = "word/document.xml", "word/styles.xml", "word/header1.xml"


def _skeleton() -> dict[str, bytes]:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Ada Example"
    for line in LINES:
        document.add_paragraph(line)
    buffer = BytesIO()
    document.save(buffer)
    return members(buffer.getvalue())


_PARTS = _skeleton()


def check(data: bytes) -> None:
    """What follows a zero byte is the styles, what follows a second one the header; empty ones stay as they were."""
    given = dict(zip((_BODY, _STYLES, _HEADER), data.split(b"\0", 2), strict=False))
    check_reading(zipped({**_PARTS, **{name: part for name, part in given.items() if part}}))


def seeds() -> list[bytes]:
    demo = [members(content)[_BODY] for content in demo_files(Layout.PLAIN_DOCX, Layout.TABLE_DOCX)]
    return [_PARTS[_BODY], *demo, _PARTS[_BODY] + b"\0\0" + _PARTS[_HEADER]]
