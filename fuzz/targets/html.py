"""Any bytes as a web page."""

from fuzz.targets._answers import LINES, check_reading

WORDS = (
    "<p>", "</p>", "<div", "</div>", "<span", "<table>", "<tr>", "<td>", "<li>", "<br/>", "<style>", "</style>",
    "<script>", "<svg>", "<template>", "<title>", "<meta", "<!--", "-->", " style='", " class='a'", " hidden", "'>",
    "display:none", "visibility:hidden", "color:#fff", "background:", "rgb(", "rgba(", "hsl(", "font-size:", "1px",
    "0.1em", "1e9", "opacity:0", "position:absolute", "left:-9999px", "clip:rect(", "!important", "@media", "{", "}",
    ".a", "#b", "*", ":not(", "url(", "var(--", "&#x", "&nbsp;", "calc(",
)  # fmt: skip


def check(data: bytes) -> None:
    check_reading(b"<html>" + data)


def seeds() -> list[bytes]:
    lines = "".join(f"<p style='color:red'>{line}</p>" for line in LINES)
    style = "<style>.a{color:#fff;font-size:1px} @media print{.b{display:none}}</style>"
    return [f"<head>{style}</head><body>{lines}<div class='a'>hidden <b>words</b></div></body></html>".encode()]
