"""Totals of experience that a resume states about itself ("over 8 years of experience")."""

import re
from collections.abc import Sequence

from scoring.profile.headings import Section
from scoring.profile.lines import Line
from scoring.profile.model import Span

_WORDS = {
    word: number
    for number, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        1,
    )
} | {"twenty-five": 25, "thirty": 30, "thirty-five": 35, "forty": 40}
_NUMBER = r"(?P<number>\d{1,2}(?:[.,]\d)?|" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")"
_YEARS = (
    r"\s*\+?\s*(?:\([^)]{1,12}\)\s*)?(?:-\s*|–\s*|to\s+)?(?P<high>\d{1,2})?\s*\+?\s*"
    r"(?:plus\s+|solid\s+|full\s+)?(?:years?|yrs?\.?|jahren?|ans|années|años|anni|anos|jaar)\b['’]?"
)
_WORK = (
    r"(?:experiences?|expertise|background|career|practice|industry|work(?:ing)?|service|berufserfahrung|erfahrung|"
    r"expérience|experiencia|esperienza|experiência|ervaring)"
)
_AFTER = re.compile(
    rf"(?<![\w.,$])(?:{_NUMBER}){_YEARS}(?:\s+(?!ago\b|old\b)[\w/&,+'’-]+){{0,6}}?\s+(?:of\s+)?{_WORK}\b", re.IGNORECASE
)
_BEFORE = re.compile(
    rf"\b{_WORK}\s*(?:of|:|von|de|di|van|for|spanning)?\s*(?:over|more than|approximately|about|über|plus de|"
    rf"más de)?\s*{_NUMBER}{_YEARS}",
    re.IGNORECASE,
)
_DOING = re.compile(rf"(?<![\w.,$]){_NUMBER}{_YEARS}\s+(?:of\s+)?\w+ing\b", re.IGNORECASE)
_UNITS = ("year", "yrs", "yr.", "jahr", " ans", "année", "años", "anni", "anos", "jaar")
_MOST = 60


def read_stated_years(lines: Sequence[Line]) -> tuple[float, Span] | None:
    """The largest total stated outside the jobs, with the span of the words that state it."""
    best: tuple[float, Span] | None = None
    for line in lines:
        if line.section in (Section.EXPERIENCE, Section.EDUCATION) and (line.bullet or len(line.text) < 30):
            continue
        lowered = line.text.lower()
        if not any(word in lowered for word in _UNITS):
            continue
        patterns = [_AFTER, _BEFORE]
        if line.section in (Section.SUMMARY, Section.NONE):
            patterns.append(_DOING)
        for pattern in patterns:
            for match in pattern.finditer(line.text):
                years = _years(match["number"])
                if 0 < years <= _MOST and (best is None or years > best[0]):
                    best = years, Span(line.start + match.start(), line.start + match.end())
    return best


def _years(written: str) -> float:
    return float(_WORDS[written.lower()]) if written.lower() in _WORDS else float(written.replace(",", "."))
