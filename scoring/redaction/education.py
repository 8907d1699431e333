"""Years of studies, from which an age can be told. Dates of work stay."""

import re
from collections.abc import Iterator

from scoring.profile.headings import Section
from scoring.profile.titles import title_score
from scoring.redaction.model import RedactionKind
from scoring.redaction.passage import Found, Line, Passage

_MONTH = (
    r"(?:jan|feb|fév|fev|mar|mär|mrz|apr|avr|abr|may|mai|mei|jun|juin|jul|juil|aug|août|aout|ago|sep|set|oct"
    r"|okt|out|nov|dec|"
    r"dez|déc|dic|ene|gen|mag|giu|lug|ott|spring|summer|fall|autumn|winter|enero|frühjahr|herbst|sommer|wise"
    r"|sose|ws|ss)[a-zéûäç]{0,7}\.?"
)
_YEAR = r"(?:19[4-9]\d|20[0-4]\d)"
_DATE = re.compile(
    rf"(?<![\w.,$€£/-])(?:(?:\d{{1,2}}(?:st|nd|rd|th|\.)?[\s.]*)?{_MONTH}(?:\s*\d{{1,2}}(?:st|nd|rd"
    rf"|th)?)?[\s,.'’/-]*(?:de\s|of\s)?)?"
    rf"(?:(?:\d{{1,2}}[./-]){{1,2}})?{_YEAR}(?:[/–-]\d{{2}}(?!\d)(?!\s*[./-]\s*\d))?(?!\d|[.,]\d|\+|%|[-/]\d{{2}}-\d)"
    rf"|(?<![\w.]){_MONTH}\s?['’]\s?\d\d(?!\d)|(?<![\w])['’]\d\d(?!\w)|(?<![\d/.])(?:0?[1-9]|1[0-2])/\d\d(?![\d/])",
    re.IGNORECASE,
)
# What must not stand before is asked after the first digit: a pattern that begins with a digit is searched faster.
_BARE_YEAR = re.compile(r"[12](?<![\w$€£][12])(?:(?<=1)9[4-9]|(?<=2)0[0-4])\d(?!\d)")
_STUDIES = re.compile(
    r"\b(?:universit|college|school|hochschule|universidad|université|institut|academy|faculty|lyc[ée]e|gymnasium|"
    r"bachelor|master|diplom|degree|ph\.?\s?d|mba|b\.?\s?sc|m\.?\s?sc|b\.?\s?tech|m\.?\s?tech|b\.?\s?com"
    r"|b\.?e\b|b\.?a\b|m\.?a\b|"
    r"b\.?s\b|m\.?s\b|licence|licenciatura|grado|abitur|baccalaur|matura|gpa|hsc|ssc|cbse|icse|graduat|associate)",
    re.IGNORECASE,
)
_CERTIFICATE = re.compile(
    r"\b(?:certifi\w+|zertifi\w+|licen[sc]ed?\b|license|training|course|seminar|workshop|schulung|kurs"
    r"|formation continue|"
    r"certificat\w*|curso)\b",
    re.IGNORECASE,
)
_GRADUATED = re.compile(
    rf"\b(?:class of|graduat\w+(?:\s+(?:in|from|with|date|year|on))?|abitur|matura|baccalaur[ée]at"
    rf"|bachillerato|year of (?:passing|graduation|completion)|"
    rf"passed out(?: in)?|passing year|promotion(?=\s(?:de\s)?\d)|promo(?=\s\d)|alumn\w+|abschluss"
    rf"|dipl[oô]m[ée]e? en|titulad[oa] en|egresad[oa] en|conferred|degree awarded)"
    rf"[^\n]{{0,40}}?(?P<date>(?:{_MONTH}\s*(?:\d{{1,2}},?\s*)?)?{_YEAR}|['’]\d\d)(?!\d)",
    re.IGNORECASE,
)
_DEGREE_THEN_YEAR = re.compile(
    rf"\b(?:bachelor|master|diplom|doctorate|ph\.?\s?d|mba|b\.?\s?sc|m\.?\s?sc|b\.?\s?tech|m\.?\s?tech"
    rf"|b\.?\s?com|b\.?s\.?|m\.?s\.?|b\.?a\.?|m\.?a\.?|"
    rf"licence|licenciatura|staatsexamen|magister)(?![\w-])[^\n]{{0,70}}?(?P<date>{_YEAR})(?!\d|\s*[-–])",
    re.IGNORECASE,
)
# How the words begin that such a statement begins with.
_GRADUATION_WORDS = (
    "class", "graduat", "abitur", "matura", "baccalaur", "bachiller", "year", "passed", "passing", "promo", "alumn",
    "abschluss", "diplom", "titulad", "egresad", "conferred", "degree",
)  # fmt: skip
_OPENINGS = frozenset(word[:4] for word in _GRADUATION_WORDS)
_WORK = (Section.EXPERIENCE, Section.PROJECTS)
_A_JOB = 0.7


def find_graduations(passage: Passage) -> Iterator[Found]:
    """Dates in the education section, and years that a text says a degree or a graduation is of.

    A line of that section that reads as a job or as a certificate keeps its dates. "Present" and "expected" stay, so
    that studies in progress are still known to be.
    """
    text = passage.text
    kind = RedactionKind.GRADUATION_YEAR
    dated = {passage.line_number(year.start()) for year in _BARE_YEAR.finditer(text)}
    jobs = False
    for number, line in enumerate(passage.lines):
        if line.heading:
            jobs = False
            continue
        if line.section is Section.EDUCATION:
            jobs = _is_a_job(passage, number) or (jobs and not _STUDIES.search(text, line.start, line.end))
            if not jobs and not _is_a_certificate(text, line):
                yield from (Found(*date.span(), kind) for date in _DATE.finditer(text, line.start, line.end))
                yield from (Found(*date.span(), kind) for date in _BARE_YEAR.finditer(text, line.start, line.end))
        elif number in dated and line.section not in _WORK:
            yield from (
                Found(*date.span("date"), kind) for date in _DEGREE_THEN_YEAR.finditer(text, line.start, line.end)
            )
    free = 0
    for start in [start for start, word in zip(passage.starts, passage.words, strict=True) if word[:4] in _OPENINGS]:
        if start >= free and (graduated := _GRADUATED.match(text, start)):
            free = graduated.end()
            yield Found(*graduated.span("date"), kind)


def _is_a_job(passage: Passage, number: int) -> bool:
    """Whether a line names a job that stands in the education section because its own heading was lost."""
    line = passage.lines[number]
    written = passage.text[line.start : line.end].strip()
    if len(written) > 120 or _STUDIES.search(written):
        return False
    return title_score(re.split(r"\s[-–|@]\s|,", written)[0]) >= _A_JOB and bool(
        re.search(r"\d{4}", passage.text[line.start : line.end + 60])
    )


def _is_a_certificate(text: str, line: Line) -> bool:
    return bool(_CERTIFICATE.search(text, line.start, line.end)) and not _STUDIES.search(text, line.start, line.end)
