"""RTF to visible text: a small reader of control words, as Word writes them since 1992."""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from resumes.errors import UnreadableError
from resumes.extraction import Extraction, Passage
from resumes.hiding import located
from resumes.ink import READABLE_POINTS, WHITE, Colour, alike
from resumes.limits import Limits
from scoring.resume import AbstentionReason, HiddenReason

TOKEN = re.compile(
    rb"\\(?:(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?|'(?P<hex>[0-9a-fA-F]{2})|(?P<symbol>[^a-zA-Z]))"
    rb"|(?P<open>\{)|(?P<close>\})|(?P<line>[\r\n]+)|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
# Groups that hold no text of the page. Unknown groups marked \* are left out as well, as the specification asks.
DESTINATIONS = frozenset(
    word.encode()
    for word in (
        "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "objdata", "themedata", "datastore", "listtable",
        "listoverridetable", "rsidtbl", "generator", "filetbl", "revtbl", "latentstyles", "colorschememapping",
        "xmlnstbl", "fldinst", "annotation", "atnid", "atnauthor", "atrfstart", "atrfend", "bkmkstart", "bkmkend",
        "mmathPr", "wgrffmtfilter", "pgptbl", "nonshppict", "sp", "tc", "xe",
    )
)  # fmt: skip
MARKERS = (b"listtext", b"pntext")  # what a list item begins with, as text for old readers
KEPT_WHEN_STARRED = (b"shptxt", b"shpinst", b"shppict")
LINES = {b"par": "\n", b"line": "\n", b"sect": "\n\n", b"page": "\n\n", b"row": "\n", b"cell": "\t", b"tab": "\t",
         b"nestcell": "\t", b"nestrow": "\n"}  # fmt: skip
CHARACTERS = {b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
              b"rdblquote": "”", b"emspace": " ", b"enspace": " ", b"qmspace": " ", b"zwj": "\u200d",
              b"zwnj": "\u200c"}  # fmt: skip
SYMBOLS = {
    b"~": "\u00a0",
    b"_": "-",
    b"-": "",
    b"\\": "\\",
    b"{": "{",
    b"}": "}",
    b"\n": "\n",
    b"\r": "\n",
    b"\t": "\t",
}
CHARSETS = {0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253",
            162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
            238: "cp1250"}  # fmt: skip


@dataclass(slots=True)
class State:
    """What a group inherits and gives back when it closes. ``table`` names the group that holds no text of the page."""

    hidden: bool = False
    skipped: bool = False
    table: bytes = b""
    half_points: int = 24
    colour: int = 0
    ground: int = 0
    codec: str = "cp1252"
    fallback: int = 1  # characters that follow \u for readers without Unicode


@dataclass(slots=True)
class _Reader:
    nesting: int
    state: State = field(default_factory=State)
    codec: str = "cp1252"
    stack: list[State] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    hidden: list[Passage] = field(default_factory=list)
    colours: list[Colour | None] = field(default_factory=list)
    fonts: dict[int, str] = field(default_factory=dict)
    pending: bytearray = field(default_factory=bytearray)
    starred: bool = False
    font: int = 0
    rgb: list[int] = field(default_factory=lambda: [-1, -1, -1])
    to_skip: int = 0


def read_rtf(content: bytes, limits: Limits) -> Extraction:
    """The text that an RTF file shows. Hidden, tiny and invisible-coloured text comes back as such."""
    reader = _Reader(limits.nesting)
    position = 0
    while (token := TOKEN.match(content, position)) is not None:
        position = token.end()
        kind = token.lastgroup
        if kind in ("word", "number"):
            position += _word(reader, token["word"], int(token["number"]) if token["number"] else None)
        elif kind == "text":
            _bytes(reader, token["text"])
        elif kind == "hex":
            _bytes(reader, bytes.fromhex(token["hex"].decode()))
        elif kind == "symbol":
            _symbol(reader, token["symbol"])
        elif kind == "open":
            _open(reader)
        elif kind == "close":
            _close(reader)
    _flush(reader)
    return Extraction("".join(reader.out), hidden=tuple(located(reader.hidden, reader.out)))


def _open(reader: _Reader) -> None:
    _flush(reader)
    if len(reader.stack) >= reader.nesting:
        raise UnreadableError(AbstentionReason.CORRUPT, "groups nested deeper than a document is")
    reader.stack.append(reader.state)
    reader.state = replace(reader.state)
    reader.starred = False
    reader.to_skip = 0


def _close(reader: _Reader) -> None:
    _flush(reader)
    if reader.stack:
        reader.state = reader.stack.pop()
    reader.starred = False


def _word(reader: _Reader, word: bytes, number: int | None) -> int:
    """Carry out a control word; returns how many bytes of binary data follow it."""
    starred, reader.starred = reader.starred, False
    if word == b"bin":
        return max(0, number or 0)
    if word == b"u" and number is not None:
        _character(reader, number)
    elif word in DESTINATIONS or word in MARKERS or (starred and word not in KEPT_WHEN_STARRED):
        _flush(reader)
        if word in MARKERS and not reader.state.skipped:
            _emit(reader, "• ")
        reader.state.skipped, reader.state.table = True, word
    elif word in LINES or word in CHARACTERS:
        _flush(reader)
        _emit(reader, LINES.get(word) or CHARACTERS[word])
    elif word in PROPERTIES:
        _flush(reader)
        PROPERTIES[word](reader, number)
    return 0


def _character(reader: _Reader, number: int) -> None:
    _flush(reader)
    code = number + 65_536 if number < 0 else number
    if 0 <= code < 0x110000:
        _emit(reader, chr(code))
    reader.to_skip = reader.state.fallback


def _symbol(reader: _Reader, symbol: bytes) -> None:
    if symbol == b"*":
        reader.starred = True
        return
    _flush(reader)
    _emit(reader, SYMBOLS.get(symbol, ""))


def _bytes(reader: _Reader, text: bytes) -> None:
    if reader.state.table == b"colortbl":
        for _ in range(text.count(b";")):
            known = min(reader.rgb) >= 0
            reader.colours.append((reader.rgb[0], reader.rgb[1], reader.rgb[2]) if known else None)
            reader.rgb = [-1, -1, -1]
    if reader.state.skipped:
        return
    skipped = min(reader.to_skip, len(text))
    reader.to_skip -= skipped
    reader.pending += text[skipped:]


def _flush(reader: _Reader) -> None:
    """Decode the bytes so far: a character may be spread over several escapes."""
    if reader.pending:
        text = bytes(reader.pending).decode(reader.state.codec, "replace")
        reader.pending.clear()
        _emit(reader, text)


def _emit(reader: _Reader, text: str) -> None:
    state = reader.state
    if state.skipped:
        return
    reason = _reason(reader, state)
    if reason is None or text.isspace():
        reader.out.append(text)
    else:
        reader.hidden.append(Passage(reason, text, len(reader.out)))


def _reason(reader: _Reader, state: State) -> HiddenReason | None:
    if state.hidden:
        return HiddenReason.HIDDEN_FORMAT
    if state.half_points / 2 < READABLE_POINTS:
        return HiddenReason.TINY
    ink = reader.colours[state.colour] if 0 <= state.colour < len(reader.colours) else None
    ground = reader.colours[state.ground] if 0 < state.ground < len(reader.colours) else None
    return HiddenReason.BACKGROUND_COLOUR if alike(ink, ground or WHITE) else None


def _codec(number: int | None) -> str:
    try:
        return codecs.lookup(f"cp{number}").name
    except LookupError:
        return {65001: "utf-8", 10000: "mac_roman"}.get(number or 0, "cp1252")


def _set_default_codec(reader: _Reader, number: int | None) -> None:
    reader.codec = reader.state.codec = _codec(number)


def _set_font(reader: _Reader, number: int | None) -> None:
    reader.font = number or 0
    if reader.state.table != b"fonttbl":
        reader.state.codec = reader.fonts.get(reader.font, reader.codec)


def _set_charset(reader: _Reader, number: int | None) -> None:
    # The default charset (0, 1) means the document's own code page.
    reader.fonts[reader.font] = CHARSETS.get(number or 0, reader.codec) if (number or 0) > 1 else reader.codec


def _reset(reader: _Reader, _number: int | None) -> None:
    state = reader.state
    reader.state = State(skipped=state.skipped, table=state.table, codec=reader.codec, fallback=state.fallback)


def _component(place: int) -> Callable[[_Reader, int | None], None]:
    def set_component(reader: _Reader, number: int | None) -> None:
        reader.rgb[place] = number or 0

    return set_component


def _property(name: str, default: int) -> Callable[[_Reader, int | None], None]:
    def set_property(reader: _Reader, number: int | None) -> None:
        setattr(reader.state, name, default if number is None else number)

    return set_property


def _switch(name: str) -> Callable[[_Reader, int | None], None]:
    def set_switch(reader: _Reader, number: int | None) -> None:
        setattr(reader.state, name, number != 0)

    return set_switch


PROPERTIES: dict[bytes, Callable[[_Reader, int | None], None]] = {
    b"ansicpg": _set_default_codec,
    b"f": _set_font,
    b"fcharset": _set_charset,
    b"plain": _reset,
    b"red": _component(0),
    b"green": _component(1),
    b"blue": _component(2),
    b"fs": _property("half_points", 24),
    b"cf": _property("colour", 0),
    b"cb": _property("ground", 0),
    b"chcbpat": _property("ground", 0),
    b"cbpat": _property("ground", 0),
    b"clcbpat": _property("ground", 0),
    b"highlight": _property("ground", 0),
    b"uc": _property("fallback", 1),
    b"v": _switch("hidden"),
    b"deleted": _switch("skipped"),
}
