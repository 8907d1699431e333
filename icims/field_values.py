"""Our values as iCIMS takes them: short enough, without markup or control characters, in the JSON of their type."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from icims.models import node, number, write_datetime
from scoring.errors import InvalidInputError

ELLIPSIS = "…"
JOINERS = "\u200c\u200d"  # Persian and Indic words and some emoji fall apart without them
SIGNS = (("->", "→"), ("=>", "⇒"), ("<=", "≤"), (">=", "≥"), ("<", " under "), (">", " over "))
_TAG = re.compile(r"</?[A-Za-z!?][^<>]*>")


def clean_text(text: str, *, lines: bool = False) -> str:
    """Text that no page will take for markup: tags and control, format and private characters are gone, a lone "<" is
    written out. Line breaks are kept only where ``lines`` is set, else they become semicolons; runs of spaces become
    one.

    iCIMS refuses texts with constructs in angle brackets, and shows some fields as HTML.
    """
    text = _TAG.sub(" ", text)
    for sign, words in SIGNS:
        text = text.replace(sign, words)
    kept = (" " if character == "\t" else character for character in text if _is_kept(character))
    rows = [" ".join(row.split()) for row in "".join(kept).split("\n")]
    if lines:
        return re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip()
    filled = [row for row in rows if row]
    ended = [row if row[-1] in ".;:,!?" else f"{row};" for row in filled[:-1]]
    return " ".join([*ended, *filled[-1:]])


def shortened(text: str, longest: int) -> str:
    """At most ``longest`` characters, cut after a word and marked with an ellipsis.

    Counted as Java does, in UTF-16: one emoji fills two places.
    """
    if _length(text) <= longest:
        return text
    room = longest - 1
    cut = text.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore")
    whole = cut if text[len(cut)].isspace() else re.sub(r"\s+\S*\Z", "", cut)
    # One word without end is cut inside: half of it says more than nothing.
    return (whole if len(whole) > len(cut) // 2 else cut).rstrip(" \n,;:.-") + ELLIPSIS


def field_value(kind: str, value: Any, longest: int, options: Mapping[str, str]) -> Any:
    """The JSON for a field of type ``kind``, or None when there is nothing to write.

    ``options`` maps our values to node ids of the tenant; where it is given, values without an entry are left out,
    because one unknown list value makes iCIMS refuse the whole call. Raises InvalidInputError for a text that stands
    for no number where one is due.
    """
    if value is None or value in ("", (), [], {}):
        return None
    if kind in ("text", "textarea"):
        return shortened(clean_text(_words(value), lines=kind == "textarea"), longest) or None
    if kind == "number":
        return _as_number(value)
    if kind == "checkbox":
        return value if isinstance(value, bool) else _words(value).casefold() in ("yes", "true", "1")
    if kind in ("date", "datetime"):
        return _moment(kind, value)
    nodes = [entry for item in _items(kind, value, options) if (entry := _node(item, options, longest)) is not None]
    if kind == "multi-list":
        return nodes or None
    return nodes[0] if nodes else None


def _node(value: Any, options: Mapping[str, str], longest: int) -> dict[str, str] | None:
    label = clean_text(_words(value))
    if options:
        return node(options[label]) if label in options else None
    return {"value": shortened(label, longest)} if label else None


def _items(kind: str, value: Any, options: Mapping[str, str]) -> Iterable[Any]:
    if isinstance(value, str) and kind == "multi-list" and value not in options:
        return [part.strip() for part in value.split(",")]
    return value if isinstance(value, (list, tuple)) else (value,)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, (list, tuple)):
        return ", ".join(_words(item) for item in value if item not in (None, ""))
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value.is_finite() else ""
    return str(value)


def _as_number(value: Any) -> int | float:
    try:
        exact = Decimal(str(value).strip())
    except InvalidOperation:
        exact = Decimal("NaN")
    if isinstance(value, bool) or not exact.is_finite() or abs(exact) >= 10**12:
        raise InvalidInputError("a number is due")
    return number(exact)


def _moment(kind: str, value: Any) -> str:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        if kind == "datetime" and isinstance(moment, datetime) and moment.tzinfo is not None:
            return write_datetime(moment)
        if kind == "date" and isinstance(moment, date):
            return f"{moment:%Y-%m-%d}"
    except ValueError:
        pass
    raise InvalidInputError(f"a {kind} is due" + (", with its time zone" if kind == "datetime" else ""))


def _is_kept(character: str) -> bool:
    return (
        character in "\n\t"
        or character in JOINERS
        or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
