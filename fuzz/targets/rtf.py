"""Any bytes as an RTF file."""

from fuzz.targets._answers import LINES, check_reading

WORDS = (
    "{", "}", "\\par ", "\\pard", "\\v ", "\\v0", "\\u8211?", "\\u-4000?", "\\uc1", "\\uc9", "\\'e9", "\\bin3 ",
    "\\*\\",
    "\\cf1", "\\cb1", "\\highlight2", "\\fs2", "\\fs-4", "\\f1", "\\fonttbl", "\\fcharset128", "\\fcharset204",
    "\\colortbl;", "\\red255\\green255\\blue255;", "\\ansicpg1252", "\\ansicpg99999", "\\stylesheet", "\\s1", "\\pict",
    "\\object", "\\shp", "\\shptxt", "\\field", "\\fldinst", "\\fldrslt", "\\header", "\\footnote", "\\deleted",
    "\\cell",
    "\\row", "\\tab", "\\line", "\\~", "\\_", "\\-", "\\\n", "\\upr", "\\ud", "99999999999",
)  # fmt: skip


def check(data: bytes) -> None:
    check_reading(b"{\\rtf1" + data)


def seeds() -> list[bytes]:
    tables = b"\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\colortbl;\\red255\\green255\\blue255;}\n"
    return [tables + "\\par ".join(LINES).encode() + b"\\par{\\cf1 hidden words}{\\v more}\\u8211?\\'e9}"]
