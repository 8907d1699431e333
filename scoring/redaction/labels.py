"""Facts that stand behind a label: "Date of birth: ...", "Familienstand ledig", "Nom : ..."."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scoring.redaction.model import PLACEHOLDER, RedactionKind
from scoring.redaction.passage import Found, Passage
from scoring.redaction.vocabulary import folded, labels, values

_SIGN = re.compile(r"[^\S\n]*(?:no\.?|nr\.?|n°|#)?[^\S\n]*\*{0,2}[^\S\n]*(?:[:：=]|[-–—](?=\s)|\t|\s{2,})[:\s*–—-]*")
_SPACE = re.compile(r"[^\S\n]+")
_GAP = re.compile(r"[^\S\n]{0,2}[.'’/&()-]{0,2}[^\S\n]?(?:[&+][^\S\n])?")
_VALUE_END = re.compile(r"[|•;\t\n]|[^\S\n]{3,}|(?<=[^\W\d_]{3})\.(?=\s)|$")
_NEXT_LABEL = re.compile(r"\s[^\W\d_]{2,20}[^\S\n]?[:：]")
_OPENS = re.compile(r"(?:^|[\n|•;·,(\[/:\t●▪◦‣❖➢*#>.–—-]|\s{2}|\d[.)]|\])[\s*_#>()-]*$")
_OPENS_A_LINE = re.compile(r"(?:^|[\n|•;\t●▪◦‣❖➢]|\s{2})[\s*_#>-]*$")
_WORK_RIGHT = re.compile(
    r"authori[sz]|right to work|eligible|no sponsorship|arbeitserlaubnis|autorisation|permiso de trabajo|\bead\b|"
    r"permit\b|nicht erforderlich|not required",
    re.IGNORECASE,
)
_DATED = re.compile(r"\d{1,2}[./\-\s]|(?:19|20)\d\d|\d{2}\.")
_IDENTIFIER = re.compile(r"[A-Z]{0,3}[\s.-]?(?:[\dX*][\s./-]?){4,}[\dA-Z]*|[A-Z]{5}\d{4}[A-Z]|[A-Z]{1,2}\d[\dA-Z]{5,}")
_LONGEST = 90
# These are also words of other things ("Company Name", "Target age"), so they count only where a statement begins.
_MUST_OPEN = frozenset(
    {RedactionKind.NAME, RedactionKind.AGE, RedactionKind.FAMILY, RedactionKind.PHOTO, RedactionKind.STREET}
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value behind a label. ``value`` may hold placeholders of an earlier pass."""

    start: int
    end: int
    kind: RedactionKind


def find_labelled(passage: Passage) -> Iterator[Labelled]:
    """Values of personal facts behind their labels, in text order."""
    places = list(_labels(passage))
    for number, (start, end, kind) in enumerate(places):
        if kind is None:
            continue
        following = places[number + 1][0] if number + 1 < len(places) else len(passage.text)
        value = _value(passage, start, end, following, kind)
        if value is not None:
            identifier = _IDENTIFIER.search(passage.text, *value) if kind is RedactionKind.NATIONAL_ID else None
            yield Labelled(*(identifier.span() if identifier else value), kind)


def as_found(labelled: Labelled) -> Found:
    return Found(labelled.start, labelled.end, labelled.kind)


def _labels(passage: Passage) -> Iterator[tuple[int, int, RedactionKind | None]]:
    known, words = labels(), passage.words
    free = 0
    for number in [number for number, word in enumerate(words) if word in known]:
        if number < free:
            continue
        for phrase, kind in known[words[number]]:
            after = number + len(phrase)
            if tuple(words[number:after]) == phrase and _adjacent(passage, number, after):
                yield passage.starts[number], passage.ends[after - 1], kind
                free = after
                break


def _adjacent(passage: Passage, first: int, after: int) -> bool:
    return all(
        _GAP.fullmatch(passage.text, passage.ends[number], passage.starts[number + 1])
        for number in range(first, after - 1)
    )


def _value(passage: Passage, start: int, end: int, following: int, kind: RedactionKind) -> tuple[int, int] | None:
    text = passage.text
    while text[end : end + 1] in (")", "]", "."):
        end += 1
    sign = _SIGN.match(text, end)
    opens = bool(_OPENS.search(text, max(0, start - 12), start)) or start == 0
    if sign is None:
        space = _SPACE.match(text, end)
        if space is None or not _OPENS_A_LINE.search(text, max(0, start - 12), start):
            return None
        at = space.end()
        stop = _stop(text, at, following)
        return (at, stop) if _reads_as(kind, text[at:stop], bare=True) else None
    if not opens and (kind in _MUST_OPEN or ":" not in sign[0]):
        return None
    at = sign.end()
    below = "\n" in sign[0]
    stop = _stop(text, at, following if following > at else len(text))
    if below and (":" in text[at:stop] or stop - at > 45 or not _reads_as(kind, text[at:stop], bare=True)):
        return None
    return (at, stop) if stop > at and _reads_as(kind, text[at:stop], bare=below) else None


def _stop(text: str, at: int, following: int) -> int:
    end = _VALUE_END.search(text, at)
    stop = min(end.start() if end else len(text), following if following >= at else len(text), at + _LONGEST)
    label = _NEXT_LABEL.search(text, at, min(stop + 24, len(text)))
    if label and label.start() < stop:
        stop = label.start()
    return at + len(text[at:stop].rstrip(" ,-–—(["))


def _reads_as(kind: RedactionKind, value: str, *, bare: bool) -> bool:
    """Whether ``value`` can be a fact of this kind; ``bare`` when no sign parts it from its label."""
    plain = " ".join(re.findall(r"\w+", folded(value)))
    if PLACEHOLDER.fullmatch(value.strip()):
        return False
    match kind:
        case RedactionKind.NATIONAL_ID:
            return bool(_IDENTIFIER.search(value))
        case RedactionKind.NATIONALITY:
            few = len(plain.split()) <= 2 and not any(letter.isdigit() for letter in plain)
            return not _WORK_RIGHT.search(value) and (not bare or few)
        case RedactionKind.BIRTH_DATE:
            return bool(_DATED.search(value))
        case RedactionKind.AGE:
            return bool(re.match(r"\d{2}\b(?!\s*[-–+%])", plain))
        case RedactionKind.GENDER | RedactionKind.RELIGION | RedactionKind.FAMILY:
            return not bare or plain in values(kind) or (kind is RedactionKind.FAMILY and plain.isdigit())
        case RedactionKind.NAME:
            return not bare and _can_name(value, plain)
        case RedactionKind.BIRTHPLACE:
            return not bare or value[:1].isupper()
        case RedactionKind.STREET:
            return not bare
        case _:
            return not bare or plain in values(kind)


def _can_name(value: str, plain: str) -> bool:
    words = plain.split()
    return 0 < len(words) <= 7 and not any(letter.isdigit() for letter in PLACEHOLDER.sub("", value))
