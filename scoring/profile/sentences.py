"""Jobs that are told in a sentence instead of listed under a heading."""

import re

from scoring.profile.dates import DateRange
from scoring.profile.headers import Header, Piece
from scoring.profile.lines import Line
from scoring.profile.titles import employer_score, opens_a_duty, title_score

_AS = re.compile(
    r"\b(?:as|into|became|being|role of|position of|post of|job of|career in)\s+(?:an?|the|our|their)?\s*"
    r"(?P<title>[^.;:()]{3,90}?)(?=\s+(?:role\s+|position\s+)?(?:at|for|with|from|between|during|in|over|since|"
    r"until|on)\b|\s*[.,;(:]|\s*$)",
    re.IGNORECASE,
)
_EMPLOYER = re.compile(
    r"\s(?:at|for|with)\s+(?:the\s+)?(?P<name>[A-Z][\w&'’.-]*(?:\s+(?:[A-Z&][\w&'’.-]*|of|and|the))*)"
)
_TAIL = re.compile(
    r"\s+(?:for|from|between|during|in|over|since|role|position|with|at)\b.*$|[\s,(:–-]+$", re.IGNORECASE | re.DOTALL
)
_SENTENCE = re.compile(r"(?<=[a-z)\d][.!?;])\s+(?=[A-Z])")


def role_in_sentence(line: Line, found: DateRange) -> Header | None:
    """Title and employer of the sentence of ``line`` in which ``found`` stands; None when it names no job."""
    low, high = _sentence(line, found)
    text = line.text[low:high]
    cut = found.span.start - line.start - low
    for match in _AS.finditer(text):
        name = match["title"].strip(" ,")
        if title_score(name) > 0 or name[:1].isupper():
            employer = _EMPLOYER.search(text, match.end("title"))
            return Header(_piece(line, low + match.start("title"), name), _employer(line, low, employer))
    name = _TAIL.sub("", text[:cut]).strip(" ,-–—(:•*")
    if name and title_score(name) >= 0.7 and not opens_a_duty(name) and len(name) <= 90:
        start = text.index(name)
        return Header(_piece(line, low + start, name), _employer(line, low, _EMPLOYER.search(text, start + len(name))))
    return None


def _sentence(line: Line, found: DateRange) -> tuple[int, int]:
    at = found.span.start - line.start
    low, high = 0, len(line.text)
    for mark in _SENTENCE.finditer(line.text):
        if mark.end() <= at:
            low = mark.end()
        elif mark.start() >= at:
            high = mark.start()
            break
    return low, high


def _piece(line: Line, offset: int, name: str) -> Piece:
    offset = line.text.index(name, offset)
    start = line.start + offset
    return Piece(start, start + len(name), name, title_score(name), employer_score(name), line.index)


def _employer(line: Line, low: int, match: re.Match[str] | None) -> Piece | None:
    return _piece(line, low + match.start("name"), match["name"].rstrip(" .,")) if match else None
