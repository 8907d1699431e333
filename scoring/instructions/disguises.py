"""Text that is written so that only a machine reads it: plain forms of look-alike letters, figures, gaps and codes."""

import base64
import binascii
import codecs
import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

# Letters of other scripts that look like Latin ones (a part of Unicode's confusables).
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһӏԛԝкмтвнАВЕКМНОРСТУХІЈЅαορυνικτεΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhlqwkmtbhABEKMHOPCTYXIJSaopuvikteABEZHIKMNOPTYX",
)
_FIGURES = str.maketrans("013457@$!|", "oieastasil")
_MIXED_WORD = re.compile(r"(?<!\w)(?=[\w@$!|]*[^\W\d_])(?=[\w@$!|]*[013457@$!|])[\w@$!|]{3,}")
_FOREIGN_LETTER = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_LATIN_LETTER = re.compile("[A-Za-z]")
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_](?:[ ._*-]| {2,3})){7,}[^\W\d_](?!\w)")
_BASE64 = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/]{24,}={0,2}(?![\w+/=])")
_HEXADECIMAL = re.compile(r"(?<!\w)(?:(?:0x|\\x)?[0-9a-fA-F]{2}[ ,:]?){16,}(?!\w)")
_ESCAPED = re.compile(r"(?:%[0-9a-fA-F]{2}|&#x?[0-9a-fA-F]{2,4};|\\u00[0-9a-fA-F]{2}){8,}")
_READABLE = re.compile(r"[\w\s.,;:!?'\"()/%&-]+")
_CODED_WORDS = ("vtaber", "vafgehpgvba", "pnaqvqngr", "nccyvpnag", "erfhzr", "qvfertneq")  # rot13
_TURNED_WORDS = ("erongi", "etadidnac", "noitcurtsni", "tnacilppa")
_FIGURE_INSIDE = re.compile(r"[013457@$!|](?<=[^\W\d_].)[^\W\d_]")
# What letters that are set apart hold anyhow, found sooner; and the least that base64 or character codes run to.
_SET_APART = re.compile(r"[ ._*-][^\W\d_][ ._*-]{1,3}[^\W\d_][ ._*-]")
_SHORTEST_CODE = 24


def may_be_disguised(text: str) -> bool:
    """Whether any line of a text is worth a look; most texts show no sign of a disguise."""
    if _HEXADECIMAL.search(text) or (_SET_APART.search(text) and _SPACED.search(text)):
        return True
    if any(
        len(piece) >= _SHORTEST_CODE and (_BASE64.search(piece) or _ESCAPED.search(piece)) for piece in text.split()
    ):
        return True
    lowered = text.lower()
    if any(word in lowered for word in (*_CODED_WORDS, *_TURNED_WORDS)):
        return True
    return len(_FIGURE_INSIDE.findall(text)) > 1 or (not text.isascii() and _FOREIGN_LETTER.search(text) is not None)


def plain_forms(line: str) -> Iterator[str]:
    """What a line says once look-alike letters, figures for letters, letters set apart or rot13 are undone.

    Only where a line shows signs of one; nothing for ordinary lines.
    """
    if not line.isascii() and _FOREIGN_LETTER.search(line) and _LATIN_LETTER.search(line):
        yield line.translate(_LOOKALIKES)
    if len(_MIXED_WORD.findall(line)) > 1:
        yield _MIXED_WORD.sub(lambda word: word[0].translate(_FIGURES), line)
    if _SPACED.search(line):
        yield _SPACED.sub(lambda run: re.sub(r"[ ._*-](?! )", "", run[0]), line)
    lowered = line.lower()
    if any(word in lowered for word in _CODED_WORDS):
        yield codecs.decode(line, "rot13")
    if any(word in lowered for word in _TURNED_WORDS):
        yield line[::-1]


def run_together(line: str) -> str | None:
    """The letters of a line that sets them apart, without any gap; None for ordinary lines."""
    return re.sub(r"[\W\d_]", "", line).lower() if _SPACED.search(line) else None


def coded_text(line: str) -> str | None:
    """The words that a line holds in base64, as hexadecimal digits or as character codes; None where it holds none."""
    for match in _BASE64.finditer(line):
        try:
            words = _words(base64.b64decode(match[0] + "=" * (-len(match[0]) % 4), validate=True))
        except binascii.Error:
            continue
        if words:
            return words
    if digits := _HEXADECIMAL.search(line):
        pairs = re.sub(r"0x|\\x|[^0-9a-fA-F]", "", digits[0])
        return _words(bytes.fromhex(pairs[: len(pairs) // 2 * 2]))
    if escaped := _ESCAPED.search(line):
        return _words(unquote(html.unescape(re.sub(r"\\u00", "%", escaped[0]))).encode())
    return None


def _words(content: bytes) -> str | None:
    """The bytes as text if that reads as several words."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if _READABLE.fullmatch(text) and len(text.split()) > 2 else None
