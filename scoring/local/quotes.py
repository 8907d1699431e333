"""Quotes: the words of the application that a rating rests on, without contact data and short enough to read."""

import re

from scoring.assessment import Evidence
from scoring.local.view import Passage, ResumeView

LONGEST_QUOTE = 240
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*|(?:https?://|www\.)\S+|\b(?:linkedin|github|facebook|twitter|instagram)\.com\S*"
    r"|(?:\+?\d{1,3}[ .-]?)?\(?\d{3}\)?[ .-]\d{3}[ .-]?\d{3,4}\b|\+\d[\d ().-]{7,}\d",
    re.IGNORECASE,
)
# What every contact has, found in under a fifth of the time of a contact; most lines have none.
_SIGN = re.compile(r"@|://|[wW]{3}\.|\.[cC][oO][mM]|\d{3}\)?[ .-]\d{3}|\+\d")
_CLAUSE_EDGE = re.compile(r"[|•·\n\t]|(?<=[.;!?])\s|\s{2,}|,\s")
_TRIM = " \t\n\r-–—•·*|,;:●▪◦"


def quote_around(view: ResumeView, start: int, end: int) -> Evidence:
    """A quote that holds ``text[start:end]``: its whole passage where that is short and free of contact data, else the
    clause around it, else just the words themselves."""
    passage = view.passage_at(start)
    first, last = (passage.start, max(passage.end, end)) if passage else (start, end)
    if _in_header(view, first):
        return quote_of(view.text, start, end)
    if last - first > LONGEST_QUOTE or _has_contact(view.text, first, last):
        first, last = _clause(view.text, first, last, start, end)
    if last - first > LONGEST_QUOTE:
        first = max(first, start - LONGEST_QUOTE // 3)
        last = min(last, max(end, first + LONGEST_QUOTE))
        first, last = _whole_words(view.text, first, last, start, end)
    if _has_contact(view.text, first, last):
        first, last = start, end
    return quote_of(view.text, first, last)


def quote_of(text: str, start: int, end: int, source: str = "resume") -> Evidence:
    """The range itself as evidence, without bullets and spaces at its edges, at most 240 characters."""
    end = min(end, start + LONGEST_QUOTE)
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    return Evidence(text[start:end], start, end, source)


def may_be_whole(view: ResumeView, passage: Passage) -> bool:
    """Whether a passage can be quoted as it stands: neither its owner's first line nor with contact data."""
    return not _in_header(view, passage.start) and not _has_contact(view.text, passage.start, passage.end)


def has_contact_data(text: str) -> bool:
    return _has_contact(text, 0, len(text))


def _has_contact(text: str, first: int, last: int) -> bool:
    return _SIGN.search(text, first, last) is not None and _CONTACT.search(text, first, last) is not None


def _in_header(view: ResumeView, first: int) -> bool:
    """The first line of a resume is its owner's name, often with a headline: never quote it whole."""
    return not view.text[:first].strip()


def _clause(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    for edge in _CLAUSE_EDGE.finditer(text, first, last):
        if edge.end() <= start:
            first = edge.end()
        elif edge.start() >= end:
            return first, edge.start()
    return first, last


def _whole_words(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    while first > 0 and first < start and not text[first - 1].isspace():
        first += 1
    while last < len(text) and last > end and not text[last].isspace():
        last -= 1
    return first, last
