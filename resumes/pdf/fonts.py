"""Fonts as decoders: the bytes of a string to characters and to the width that they take on the page."""

import re
import struct
import zlib
from collections.abc import Mapping
from typing import Any

# The library's own glyph list and font parser (encodings, ToUnicode maps, widths) are not among its public names, so
# the version is pinned to a major one and tests/resumes read every kind of font.
from pypdf._codecs.adobe_glyphs import adobe_glyphs
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject
from pypdf.generic._font import Font as PypdfFont

from resumes.pdf.geometry import IDENTITY, Matrix

UNKNOWN = "\ufffd"
SPACE_OF_JUMPS = 240.0
BLANK = 32
HYPHENS = frozenset("-\u00ad\u2010\u2011")
ICONS = re.compile(r"awesome|icon|material|glyphicon|marvosym|feather|webdings", re.IGNORECASE)
CONTROLS = re.compile("[\x00-\x1f]")
HEX_NAME = re.compile(r"(?:uni|u)([0-9A-Fa-f]{4,6})")
DEFAULT_CID_WIDTH = 1000.0  # ISO 32000, table 115: /DW
# What reading a damaged part raises, here and in the library.
DAMAGE = (
    PyPdfError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    AssertionError,
    ArithmeticError,
    NotImplementedError,
    OSError,
    struct.error,
    zlib.error,
)
Decoded = tuple[str, float, int, int]


class Glyphs:
    """One font of the document.

    ``decode`` gives the text, its width in thousandths of the font size, the number of codes and how many of them are
    the single-byte space that word spacing widens.
    """

    __slots__ = ("_codec", "_texts", "_two_bytes", "_widths", "matrix", "name", "space")

    def __init__(self, resource: Mapping[str, Any]) -> None:
        font = PypdfFont.from_font_resource(resource)  # type: ignore[arg-type]  # any pypdf dictionary
        self.name = font.name
        self.matrix: Matrix = _font_matrix(resource)
        self._two_bytes = isinstance(font.encoding, str)
        self._codec = font.encoding if isinstance(font.encoding, str) else ""
        if isinstance(font.encoding, dict):
            self._texts, self._widths = _simple_tables(font, font.encoding, resource)
        else:
            self._texts, self._widths = _composite_tables(font, resource)
        # Without a blank among its glyphs, a font's words are set apart by jumps, tightly in justified lines.
        codes = [code for code, text in self._texts.items() if text == " "]
        codes.sort(key=lambda code: code != BLANK)
        width = self._widths[codes[0]] if codes and (self._two_bytes or codes[0] == BLANK) else 0.0
        self.space = width if width > 0 else SPACE_OF_JUMPS / (1000 * self.matrix[0] or 1.0)

    def decode(self, string: bytes) -> Decoded:
        texts, widths = self._texts, self._widths
        if not self._two_bytes:
            text = "".join([texts[code] for code in string])
            return text, sum([widths[code] for code in string]), len(string), string.count(b" ")
        if self._codec == "utf-16-be":
            codes = [(string[i] << 8) | string[i + 1] for i in range(0, len(string) - 1, 2)]
        else:
            codes = [ord(char) for char in string.decode(self._codec, "replace")]
        text = "".join([texts[code] for code in codes])
        return text, sum([widths[code] for code in codes]), len(codes), 0


class _Defaults(dict[int, Any]):
    """A table that answers every code, and remembers what it answered."""

    def __init__(self, known: Mapping[int, Any], default: Any) -> None:
        super().__init__(known)
        self.default = default

    def __missing__(self, code: int) -> Any:
        answer = self[code] = self.default(code) if callable(self.default) else self.default
        return answer


def unknown_font() -> Glyphs:
    """Stands in for a font that is missing or damaged: every code is an unknown character of average width."""
    glyphs = object.__new__(Glyphs)
    glyphs.name, glyphs.matrix, glyphs.space = "", (0.001, 0.0, 0.0, 0.001, 0.0, 0.0), SPACE_OF_JUMPS
    glyphs._two_bytes, glyphs._codec = False, ""
    glyphs._texts, glyphs._widths = _Defaults({}, UNKNOWN), _Defaults({}, 500.0)
    return glyphs


def load(resource: object) -> Glyphs:
    """The font of a resource; an unknown one if it is too damaged to be used."""
    if not isinstance(resource, DictionaryObject):
        return unknown_font()
    try:
        return Glyphs(resource)
    except DAMAGE:
        return unknown_font()


def _font_matrix(resource: Mapping[str, Any]) -> Matrix:
    if resource.get("/Subtype") == "/Type3" and "/FontMatrix" in resource:
        numbers = tuple(float(number) for number in resource["/FontMatrix"])
        return numbers if len(numbers) == 6 else IDENTITY
    return (0.001, 0.0, 0.0, 0.001, 0.0, 0.0)


def _simple_tables(font: PypdfFont, encoding: dict[int, str], resource: Mapping[str, Any]) -> tuple[Any, Any]:
    characters = font.character_map
    texts = {}
    for code in range(256):
        raw = encoding.get(code, "")
        mapped = characters.get(chr(code), raw) if font.interpretable else UNKNOWN
        texts[code] = _plain(character_of(mapped))
    if ICONS.search(font.name):  # a picture font: what has no character is a drawing, not damage
        texts = {code: "" if text == UNKNOWN or _is_private(text) else text for code, text in texts.items()}
    widths = font.character_widths
    if resource.get("/Subtype") == "/Type3":
        first = int(resource.get("/FirstChar", 0))
        table = {first + place: float(width) for place, width in enumerate(resource.get("/Widths", ()))}
        return texts, _Defaults(table, 0.0)
    default = float(widths.get("default", 500.0))
    return texts, {code: float(widths.get(chr(code), default)) for code in range(256)}


def _composite_tables(font: PypdfFont, resource: Mapping[str, Any]) -> tuple[Any, Any]:
    unicode_codes = "UCS2" in str(resource.get("/Encoding", "")) or "UTF16" in str(resource.get("/Encoding", ""))
    identity = str(resource.get("/Encoding", "")).startswith("/Identity")
    mapped = font.character_map.items()
    texts = {ord(code): _plain(text) for code, text in mapped if isinstance(code, str) and len(code) == 1}
    # Without a ToUnicode map, the codes of an identity encoding number glyphs: no character can be known.
    glyph_numbers = identity and not unicode_codes
    default: Any = UNKNOWN if texts or glyph_numbers else chr
    descendants: Any = resource.get("/DescendantFonts")
    declared = bool(descendants) and "/DW" in descendants[0].get_object()
    width = float(font.character_widths.get("default", DEFAULT_CID_WIDTH)) if declared else DEFAULT_CID_WIDTH
    widths = {ord(code): float(size) for code, size in font.character_widths.items() if len(code) == 1}
    if ICONS.search(font.name):
        texts, default = {code: "" if _is_private(text) else text for code, text in texts.items()}, ""
    return _Defaults(texts, default), _Defaults(widths, width)


def character_of(glyph: str) -> str:
    """The characters of a glyph name ("/f_l", "/three.oldstyle", "/uni00E9"), or the text itself if it is none."""
    if not glyph:
        return UNKNOWN
    if len(glyph) < 2 or not glyph.startswith("/"):
        return PLAIN_FORMS.get(glyph, glyph)
    parts = glyph[1:].partition(".")[0].split("_")
    characters = [_named(part) for part in parts]
    return "".join(characters) if all(characters) else UNKNOWN


def _named(name: str) -> str:
    if listed := adobe_glyphs.get(f"/{name}"):
        return PLAIN_FORMS.get(listed, listed)
    code = HEX_NAME.fullmatch(name)
    return chr(int(code[1], 16)) if code and int(code[1], 16) < 0x110000 else ""


def _plain(text: str) -> str:
    """What a glyph reads as: one blank for any white space, one hyphen for several ways of writing it."""
    if text.isspace():
        return " "
    if text == "\x7f":  # WinAnsi shows a bullet for every code that it does not use
        return "•"
    if text and HYPHENS.issuperset(text):
        return "-"
    return CONTROLS.sub("", text) or UNKNOWN


def _is_private(text: str) -> bool:
    return any("\ue000" <= char <= "\uf8ff" for char in text)


# Adobe's glyph list gives old-style figures and small capitals code points of its own.
PLAIN_FORMS = {chr(0xF730 + digit): str(digit) for digit in range(10)} | {
    chr(0xF761 + place): chr(ord("A") + place) for place in range(26)
}
