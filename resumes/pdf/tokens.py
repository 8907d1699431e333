"""Content streams as operators with operands: one regular expression, one pass, no objects of the PDF library."""

import re
from collections.abc import Callable, Iterator

Operand = float | bytes | str | list["Operand"] | dict[str, "Operand"]

# Possessive quantifiers (++, *+) keep hostile input from backtracking.
TOKEN = re.compile(
    rb"""[\0\t\n\f\r ]*+(?:
      (?P<number>[-+]*+(?:\d++\.?+\d*+|\.\d++))
    | (?P<constant>(?:true|false|null)(?![A-Za-z0-9*]))
    | (?P<operator>[A-Za-z'"][^\0\t\n\f\r ()<>\[\]{}/%]*+)
    | \((?P<string>(?:[^()\\]++|\\.)*+)\)
    | <(?!<)(?P<hex>[^>]*+)>
    | (?P<open>\[)
    | (?P<close>\])
    | /(?P<name>[^\0\t\n\f\r ()<>\[\]{}/%]*+)
    | (?P<nested>\()
    | (?P<dictionary><<)
    | (?P<end>>>)
    | (?P<comment>%[^\r\n]*+)
    | (?P<junk>[^\0\t\n\f\r ])
    )""",
    re.VERBOSE | re.DOTALL,
)
NUMBER, CONSTANT, OPERATOR, STRING, HEX, OPEN, CLOSE, NAME, NESTED, DICTIONARY, END = range(1, 12)
INLINE_DATA = re.compile(rb"(?<=[\0\t\n\f\r >])ID[\0\t\n\f\r ]")
INLINE_END = re.compile(rb"[\0\t\n\f\r ]EI(?=[\0\t\n\f\r ]+[\t\n\r -~]{0,12}|$)")
ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))", re.DOTALL)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
NAME_ESCAPE = re.compile(r"#([0-9A-Fa-f]{2})")
NOT_HEX = re.compile(rb"[^0-9A-Fa-f]+")
PARENTHESIS = re.compile(rb"\\.|[()]", re.DOTALL)
OPERANDS_AT_MOST = 10_000  # an operator takes six numbers or one array; more is damage or an attack


def operations(data: bytes) -> Iterator[tuple[bytes, list[Operand]]]:
    """Every operator with its operands: numbers as float, names as str, strings as bytes. Damage is stepped over.

    An inline image comes as the operator ``BI`` without operands.
    """
    position = 0
    match_token = TOKEN.match
    operands: list[Operand] = []
    stack: list[list[Operand]] = []
    while (token := match_token(data, position)) is not None:
        position = token.end()
        kind = token.lastindex
        if kind == NUMBER:
            operands.append(_number(token[NUMBER]))
        elif kind == OPERATOR:
            operator = token[OPERATOR]
            if stack:
                operands = _close_all(stack, operands)
            if operator == b"BI":
                position = _after_inline_image(data, position)
                operands = []
            yield operator, operands
            operands = []
        elif kind in (OPEN, DICTIONARY):
            stack.append(operands)
            operands = []
        elif kind in (CLOSE, END):
            if stack:
                operands = _close(stack, operands, as_dictionary=kind == END)
        elif kind == NESTED:
            string, position = _nested_string(data, position)
            operands.append(string)
        elif kind is not None and kind <= NAME:
            operands.append(READERS[kind](token[kind]))
        if len(operands) > OPERANDS_AT_MOST and not stack:
            operands = []


def _close(stack: list[list[Operand]], operands: list[Operand], *, as_dictionary: bool) -> list[Operand]:
    outer = stack.pop()
    outer.append(_dictionary(operands) if as_dictionary else operands)
    return outer


def _close_all(stack: list[list[Operand]], operands: list[Operand]) -> list[Operand]:
    """An array that is still open when an operator comes ends there."""
    while stack:
        operands = _close(stack, operands, as_dictionary=False)
    return operands


def _dictionary(flat: list[Operand]) -> Operand:
    return {key: value for key, value in zip(flat[::2], flat[1::2], strict=False) if isinstance(key, str)}


def _number(digits: bytes) -> float:
    try:
        return float(digits)
    except ValueError:  # "--5", which some generators write
        return float(b"-" + digits.lstrip(b"+-")) if digits.startswith(b"-") else float(digits.lstrip(b"+-"))


def _name(name: bytes) -> str:
    text = name.decode("latin-1")
    return NAME_ESCAPE.sub(lambda code: chr(int(code[1], 16)), text) if "#" in text else text


def _unhex(digits: bytes) -> bytes:
    try:
        return bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        digits = NOT_HEX.sub(b"", digits)
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def unescape(string: bytes) -> bytes:
    """A literal string without its backslashes."""
    return ESCAPE.sub(_escaped, string) if b"\\" in string else string


def _escaped(escape: re.Match[bytes]) -> bytes:
    if escape[1]:
        return bytes((int(escape[1], 8) & 0xFF,))
    return ESCAPES.get(escape[2], escape[2])


def _nested_string(data: bytes, start: int) -> tuple[bytes, int]:
    """A string with balanced parentheses inside, from after its opening one; damage runs to the end of the data."""
    depth = 1
    for found in PARENTHESIS.finditer(data, start):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if depth == 0:
            return unescape(data[start : found.start()]), found.end()
    return unescape(data[start:]), len(data)


def _after_inline_image(data: bytes, position: int) -> int:
    begun = INLINE_DATA.search(data, position)
    if begun is None:
        return len(data)
    ended = INLINE_END.search(data, begun.end() - 1)
    return len(data) if ended is None else ended.end()


READERS: dict[int, Callable[[bytes], Operand]] = {CONSTANT: _name, STRING: unescape, HEX: _unhex, NAME: _name}
