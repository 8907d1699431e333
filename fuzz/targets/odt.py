"""Any bytes as the content and the styles of an OpenDocument text."""

from fuzz.targets._answers import LINES, check_reading, zipped

WORDS = (
    "<text:p>", "</text:p>", "<text:h>", "<text:span", "<text:list>", "<text:list-item>", "<text:s", ' text:c="',
    "<text:tab/>", "<table:table>", "<table:table-row>", "<table:table-cell", ' table:number-columns-repeated="',
    "<draw:frame", "<draw:text-box>", "<office:annotation>", "<style:style", ' style:parent-style-name="',
    ' text:style-name="', "<style:text-properties", ' fo:color="#ffffff"', ' fo:font-size="1pt"',
    ' text:display="none"', ' svg:x="', "-9in", "99999999999", "<text:tracked-changes>", "&amp;", "<!DOCTYPE",
    "<!ENTITY",
)  # fmt: skip
_NAMES = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    )
)  # fmt: skip
_STYLES = (
    '<office:automatic-styles><style:style style:name="a"><style:text-properties fo:color="#ffffff"'
    ' fo:font-size="2pt"/></style:style></office:automatic-styles>'
)
_TEXT = "".join(f"<text:p>{line}</text:p>" for line in LINES) + '<text:p text:style-name="a">hidden words</text:p>'
_CONTENT = (
    f"<office:document-content{_NAMES}>{_STYLES}<office:body><office:text>{_TEXT}</office:text></office:body>"
    "</office:document-content>"
).encode()


def check(data: bytes) -> None:
    """What follows a zero byte is styles.xml."""
    content, _, styles = data.partition(b"\0")
    parts = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content}
    check_reading(zipped({**parts, "styles.xml": styles} if styles else parts))


def seeds() -> list[bytes]:
    return [_CONTENT, _CONTENT + b"\0" + f"<office:document-styles{_NAMES}>{_STYLES}</office:document-styles>".encode()]
