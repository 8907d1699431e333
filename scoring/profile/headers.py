"""The heading of a job taken apart into title, employer and place."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scoring.profile.model import Span
from scoring.profile.places import after_place, is_place, without_place
from scoring.profile.titles import PLACEHOLDER, employer_score, is_activity_title, opens_a_duty, title_score, words_of

_STRONG = re.compile(
    r"[|•·∙●▪◆¦⋅;]|(?<=\s)\(|\)(?=[\s,;:]|$)|\s[-–—―~]{1,3}\s(?![a-z]|\s*and\b)|[–—―](?=\s?[A-Z])|[\t\n]| {2,}|//|"
    r"â€[“”]|ï¼\S?|\s@\s|:\s|→|\s/\s(?=[A-Z])"
)
_COMMA = re.compile(r"\s*,\s+|\.\s+(?=[A-Z])")
_AT = re.compile(r"\s+(?:at|@|bei|chez|presso|bij)\s+(?:the\s+)?(?=[A-Z0-9])")
_FOR = re.compile(r"\s+(?:with|for|in|para|pour|für)\s+(?:the\s+)?(?=[A-Z0-9])")
_DANGLING = re.compile(r"\s+(?:from|between|since|during|in|for|as|von|seit|de|desde|depuis)$", re.IGNORECASE)
_LABELLED = re.compile(
    r"(?:\*\*)?(?:(?P<title>(?:job\s+|position\s+)?title|position(?:\s+held)?|role|designation|job)|"
    r"(?P<employer>company(?:\s+name(?=\s*:))?|employer|organi[sz]ation|client|firm|institution|hospital))"
    r"(?:\*\*)?(?:\s*:\s*|\s+[-–]\s+)(?:\*\*)?(?=[^\s:])",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"\W*(?:\d[\d\s.,+]*(?:years?|yrs?|months?|mos?|hours?|hrs?|weeks?|jahre?|monate?|ans?|mois|hours? per week)\W*)+|"
    r"(?:job )?description|responsibilities|duties|full[- ]?time|part[- ]?time|contract(?:or)?|permanent|"
    r"temporary|temp|seasonal|freelance|per diem|prn|"
    r"from|to|dates?|(?:start|end)(?:ed)?(?: date)?|duration|period|since|until|and|page \d+|[\W\d]+|state \?|gpa.*",
    re.IGNORECASE,
)
_TRIM = " \xa0\t\n,;:.|/–—-•·*_#\u00ad\u200b?~>"
_PREFIX = re.compile(
    r"(?:(?:job |employment )?(?:description|dates?|period|duration|tenure)|from|start(?:ed)?(?: date)?|time)"
    r"\s*[:–-]\s*",
    re.IGNORECASE,
)
_FOOTER = re.compile(r".{0,60}(?:\bpage\s*\d+|\b\d+\s*/\s*\d+|\bpage\s+\d+\s+of\s+\d+)\s*$", re.IGNORECASE)
_ABBREVIATED = re.compile(
    r"\b(?:inc|ltd|co|corp|bros|jr|sr|llc|u\.s|u\.s\.a|n\.a|s\.a|l\.p|p\.c|b\.v|e\.v|dept|st)\.$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a job's heading with its scores as a title and as an employer."""

    start: int
    end: int
    text: str
    title: float
    employer: float
    line: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Header:
    """What the heading of a job says; None where it says nothing."""

    title: Piece | None
    employer: Piece | None


def pieces(text: str, start: int, line: int, holes: Sequence[Span] = ()) -> Iterator[Piece]:
    """The parts of a heading line between strong marks, without dates (``holes``), places and noise."""
    low = 0
    for hole in holes:
        yield from _between(text[low : max(low, hole.start - start)], start + low, line)
        low = max(low, hole.end - start)
    yield from _between(text[low:], start + low, line)


def without_prefix(text: str) -> str:
    """``text`` without a word that only announces a date ("Period: ")."""
    return _PREFIX.sub("", text, count=1) if _PREFIX.match(text) else text


def says_nothing(text: str) -> bool:
    """Whether a part of a heading names neither a title nor an employer ("Full-time", "Start date")."""
    return _NOISE.fullmatch(text) is not None


def _between(text: str, start: int, line: int) -> Iterator[Piece]:
    if label := _LABELLED.match(text):
        offset = label.end()
        for low, high in list(_split(text[offset:], _STRONG))[:1]:
            if found := _piece(text[offset + low : offset + high], start + offset + low, line):
                is_title = label["title"] is not None
                yield Piece(found.start, found.end, found.text, float(is_title) * 2, float(not is_title) * 2, line)
        return
    for low, high in _split(text, _STRONG):
        cursor = low
        for placeholder in PLACEHOLDER.finditer(text, low, high):
            yield from _kept(text, cursor, placeholder.start(), start, line)
            yield from _kept(text, placeholder.start(), placeholder.end(), start, line)
            cursor = placeholder.end()
        yield from _kept(text, cursor, high, start, line)


def _kept(text: str, low: int, high: int, start: int, line: int) -> Iterator[Piece]:
    if high > low and (found := _piece(text[low:high], start + low, line)):
        yield found


def _split(text: str, mark: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    low = 0
    for match in mark.finditer(text):
        yield low, match.start()
        low = match.end()
    yield low, len(text)


def _piece(text: str, start: int, line: int) -> Piece | None:
    text, start = _trimmed(_DANGLING.sub("", text.rstrip(_TRIM)), start)
    if len(text) < 2 or says_nothing(text) or is_place(text):
        return None
    behind = after_place(text)
    text, start = _trimmed(behind, start + len(text) - len(behind))
    shorter = without_place(text)
    if shorter != text:
        text, start = _trimmed(shorter, start)
        if len(text) < 2 or is_place(text):
            return None
    return Piece(start, start + len(text), text, title_score(text), employer_score(text), line)


def _trimmed(text: str, start: int) -> tuple[str, int]:
    left = len(text) - len(text.lstrip(_TRIM))
    text = text.strip(_TRIM)
    if text.startswith("(") and text.count("(") > text.count(")"):
        text, left = text[1:], left + 1
    return text, start + left


def read_header(found: Iterable[Piece], *, title_first: bool = True) -> Header:
    """Title and employer among the pieces of a heading. ``title_first`` decides where no word tells them apart."""
    candidates = list(found)
    if not candidates:
        return Header(None, None)
    if len(candidates) == 1:
        return _of_one(candidates[0])
    order = {id(piece): place for place, piece in enumerate(candidates)}
    title = max(candidates, key=lambda piece: (piece.title - 0.7 * piece.employer, -order[id(piece)]))
    if title.title == 0.0:
        return _of_unknown(candidates, title_first=title_first)
    rest = [piece for piece in candidates if piece is not title]
    employer = max(rest, key=lambda piece: (_as_employer(piece), -order[id(piece)]))
    if _as_employer(employer) < 0 or _is_description(employer):
        split = _of_one(title)
        return split if split.employer else Header(title, None)
    if employer.employer == 0.0 and "," in title.text:
        split = _of_one(title)
        if split.employer and split.employer.employer > 0:
            return split
    return Header(title, _first_part(employer))


def _as_employer(piece: Piece) -> float:
    return piece.employer - 0.8 * piece.title


def _is_description(piece: Piece) -> bool:
    return len(piece.text) > 90 or (opens_a_duty(piece.text) and piece.employer < 0.9)


def _of_unknown(candidates: list[Piece], *, title_first: bool) -> Header:
    employer = max(candidates, key=lambda piece: piece.employer)
    rest = [piece for piece in candidates if piece is not employer]
    if employer.employer > 0.0:
        split = _of_one(employer)
        return split if split.title else Header(rest[0] if len(rest[0].text) <= 60 else None, employer)
    first, second = candidates[:2]
    return Header(first, second) if title_first else Header(second, first)


def _of_one(piece: Piece) -> Header:
    """Split "Software Engineer, Globex" or "Designer at Lux Designs"; a single name is a title or an employer."""
    if piece.title > 1 or piece.employer > 1:
        return Header(piece if piece.title > 1 else None, piece if piece.employer > 1 else None)
    for mark in (_AT, _FOR, _COMMA):
        parts = [part for low, high in _split(piece.text, mark) if (part := _part(piece, low, high))]
        if len(parts) < 2:
            continue
        title = max(parts, key=lambda part: part.title - 0.7 * part.employer)
        if title.title <= 0.0 or (mark is not _COMMA and title is not parts[0]):
            continue
        rest = [part for part in parts if part is not title]
        employer = max(rest, key=_as_employer)
        if _as_employer(employer) < 0.0 or (employer.title > 0 and employer.employer == 0):
            continue
        if mark is _COMMA and _is_description(employer):
            return Header(title, None)
        if mark is _FOR and employer.employer == 0:
            continue
        if mark is _COMMA and employer.employer == 0 and len(words_of(employer.text)) > 5:
            continue
        return Header(title, employer)
    if piece.title and piece.title - 0.7 * piece.employer >= 0.2:
        return Header(piece, None)
    return Header(None, _first_part(piece)) if piece.employer > 0 else Header(None, piece)


def _part(piece: Piece, low: int, high: int) -> Piece | None:
    return _piece(piece.text[low:high], piece.start + low, piece.line)


def _first_part(piece: Piece) -> Piece:
    """An employer's name up to a comma, unless what follows belongs to it ("Acme, Inc.")."""
    name, comma, rest = piece.text.partition(", ")
    if not comma or employer_score(name) < employer_score(rest) or len(rest) <= 6:
        return piece
    if len(words_of(name)) == 1 and employer_score(name) == 0:
        return piece
    return Piece(piece.start, piece.start + len(name), name, piece.title, piece.employer, piece.line)


def looks_like_a_name(text: str) -> bool:
    """Whether a line can be part of a job's heading: short, capitalised, no sentence, no contact data."""
    if not 2 <= len(text) <= 110 or "@" in text or "http" in text or "www." in text:
        return False
    if _FOOTER.fullmatch(text):
        return False
    if text.endswith((".", ";")) and not _ABBREVIATED.search(text[-8:]) and not text.endswith("Name."):
        return False
    if not (text[0].isupper() or text[0].isdigit() or text[0] in "([\"“'"):
        return False
    tokens = [word for word in text.replace("/", " ").split() if word[0].isalpha()]
    if not tokens or len(tokens) > 14:
        return False
    capital = sum(
        1 for word in tokens if not word[0].islower() or word in ("of", "and", "for", "the", "in", "at", "de", "to")
    )
    if capital < 0.7 * len(tokens):
        return title_score(text) >= 0.7 and len(tokens) <= 8 and (not opens_a_duty(text) or is_activity_title(text))
    return not opens_a_duty(text) or employer_score(text) >= 0.9 or is_activity_title(text)
