"""Degrees and studies that a resume lists."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scoring.profile.dates import DateRange
from scoring.profile.degrees import DegreeName, find_degrees
from scoring.profile.headings import Section
from scoring.profile.lines import Line
from scoring.profile.model import Education, Month, Span
from scoring.profile.places import is_place, without_place
from scoring.rubric.model import EducationLevel

_INSTITUTION = re.compile(
    r"\b(?:universit(?:y|ies|ät|aet|é|e|à|a|eit|ies)|universidad|universidade|college|institut(?:e|o|ion)?|school|"
    r"academy|polytechnic|"
    r"hochschule|fachhochschule|gymnasium|école|ecole|lycée|lycee|iut|politecnico|escuela|escola|faculdade|"
    r"facultad|istituto|"
    r"hogeschool|conservatory|seminary|iit|nit|mit|eth|epfl|ucla|usc|nyu|suny|cuny|tu|bootcamp|bootcamps|assembly|"
    r"technological|uc\s+[A-Z]\w+|\w+universität|\w+schule)\b",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"\s*(?:degree\s*)?(?:\([^)]{1,30}\)\s*)?(?:(?:in|of|en|em|im|der|with\s+an?\s+(?:major|emphasis|"
    r"concentration)\s+in|major(?:ing)?\s+in)\s+"
    r"|[,:]\s*(?:major(?:\s*:|\s+in)?\s*)?|[-–—]\s+|\s)(?P<field>[^\W\d_][^,|•·:;()\t\n–—\d]{1,70})",
    re.IGNORECASE,
)
_FIELD_END = re.compile(
    r"\s+(?:from|at|with|and\s+a\s|expected|graduat\w+|gpa|minor|cum|magna|summa|honou?rs|anticipated|an\s+der|"
    r"bei|was|is|for|"
    r"completed|awarded|conferred|degree|program|emphasis|concentration|city|plus|or|who|to|required|"
    r"students?)\b.*|\s+-\s.*|\.\s.*",
    re.IGNORECASE,
)
_NO_FIELD = re.compile(
    r"(?:degree|diploma|in progress|expected|present|current|honors|honours|graduated|gpa|cum laude|city|state|"
    r"program|certificate|"
    r"candidate|student|with|from|at|and|coursework|completed|the|a|an|or|equivalent|required)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:in[- ]progress|expected|anticipated|candidate|pursuing|ongoing|currently (?:enrolled|attending|"
    r"studying)|to be completed|"
    r"not completed|did not (?:graduate|finish|complete)|incomplete|coursework (?:towards?|completed|in)|"
    r"course ?work|some college|"
    r"credits? (?:towards?|completed|earned)|towards?|no degree|dropped out|voraussichtlich|en cours|en curso|"
    r"in corso|em andamento|"
    r"years? completed|undergraduate studies|attended|semester hours)\b",
    re.IGNORECASE,
)
_MARKS = re.compile(
    r"\s*[|•·∙●]\s*|\s+[-–—]+\s+|\s*[–—]\s*|\t+| {3,}|\s*,\s+|\s*[()]\s*|;\s+|\s*ï¼\S?\s*|:\s+|\s+at\s+|\s+from\s+"
)
_NOT_A_NAME = re.compile(
    r"(?:gpa|cgpa|cum\.?|grade|grad\b|honou?rs|dean|magna|summa|minor|major|relevant|coursework|expected|thesis|"
    r"dissertation|advisor|"
    r"percentage|class of|concentration|activities|specialization|graduat|candidate|degree|emphasis|awards?|"
    r"member|national|"
    r"course|in progress|\W*\d).*",
    re.IGNORECASE,
)
_TRIM = " \t,;:.|/–—-•·*()\u00ad"
_REACH = 3  # lines around a degree that can belong to it


@dataclass(frozen=True, slots=True)
class _Entry:
    line: int
    degree: DegreeName


def read_education(lines: Sequence[Line], as_of: date) -> tuple[Education, ...]:
    """Studies in the order of the resume; from the education section, else wherever a degree is surely named."""
    listed = [line for line in lines if line.section is Section.EDUCATION and not line.heading]
    entries = list(_entries(listed, sure=False))
    found = list(_read(listed, entries, as_of))
    elsewhere = [line for line in lines if line.section is not Section.EDUCATION and not line.heading]
    if not any(education.level and education.level >= EducationLevel.ASSOCIATE for education in found):
        spare = [line for line in elsewhere if line.section is not Section.EXPERIENCE or not listed]
        found += list(_read(spare, list(_entries(spare, sure=True)), as_of))
    return tuple(sorted(found, key=lambda education: education.span.start))


def _entries(lines: Sequence[Line], *, sure: bool) -> Iterator[_Entry]:
    """Degrees named in ``lines``. Outside an education section only clear names in short statements count."""
    for index, line in enumerate(lines):
        found = find_degrees(line.text)
        for place, degree in enumerate(found):
            if sure and (
                degree.ambiguous or degree.level < EducationLevel.ASSOCIATE or not _states_a_degree(line, degree)
            ):
                continue
            if degree.ambiguous and not _fits(line, degree):
                continue
            if place and degree.level is found[place - 1].level and _same_degree(line.text, found[place - 1], degree):
                continue
            yield _Entry(index, degree)


def _same_degree(text: str, first: DegreeName, second: DegreeName) -> bool:
    """ "Bachelor of Science (BS)", "High School Diploma / GED": said twice, held once."""
    return not re.search(r"\w{4,}", text[first.end : second.start])


def _fits(line: Line, degree: DegreeName) -> bool:
    """An ambiguous abbreviation is a degree where a line or a field of study begins, not after a town."""
    before = line.text[: degree.start].rstrip()
    if before.endswith(",") and re.search(r"[A-Z][a-z]+,$", before) and not _INSTITUTION.search(before):
        return False
    after = line.text[degree.end :]
    return not before or bool(re.match(r"\s*(?:in\b|degree|[,:–-]|[A-Z][a-z])|\s*$", after))


def _states_a_degree(line: Line, degree: DegreeName) -> bool:
    text = line.text
    if re.search(r"\b(?:require|prefer|students?|candidates?|taught|faculty|programs?|teach)", text, re.IGNORECASE):
        return False
    return bool(
        len(text) < 120
        or re.search(
            r"\b(?:with|have|hold|holds|holding|earned|completed|received|obtained|a|my|currently|pursuing|"
            r"graduat\w+)\b",
            text[max(0, degree.start - 60) : degree.start],
            re.IGNORECASE,
        )
    )


def _read(lines: Sequence[Line], entries: Sequence[_Entry], as_of: date) -> Iterator[Education]:
    if not entries:
        return
    lead = _institution_leads(lines, entries)
    for place, entry in enumerate(entries):
        previous = entries[place - 1] if place else None
        following = entries[place + 1] if place + 1 < len(entries) else None
        yield _education(lines, entry, _area(lines, entry, previous, following, lead=lead), previous, following, as_of)


def _institution_leads(lines: Sequence[Line], entries: Sequence[_Entry]) -> bool:
    """Whether the school stands above its degree: decided by the first entry."""
    first = entries[0].line
    own = lines[first].text
    if _INSTITUTION.search(_without_degree(own, entries[0].degree)):
        return False
    return first > 0 and any(_nameish(line.text) or line.dates for line in lines[max(0, first - 2) : first])


def _area(
    lines: Sequence[Line], entry: _Entry, previous: _Entry | None, following: _Entry | None, *, lead: bool
) -> range:
    """Indexes of the lines that belong to an entry."""
    low = high = entry.line
    if lead:
        floor = previous.line + 1 if previous and previous.line < entry.line else (entry.line if previous else 0)
        while low > floor and entry.line - low < _REACH and _belongs(lines[low - 1], lines[low]):
            low -= 1
        if (
            previous
            and previous.line + 1 == low
            and low < entry.line
            and lines[low].dates
            and not _nameish(lines[low].text)
        ):
            low += 1
    ceiling = following.line if following else len(lines)
    while high + 1 < ceiling and high - entry.line < _REACH and _belongs(lines[high + 1], lines[high]):
        if lead and following and high + 2 >= ceiling - 1 and _INSTITUTION.search(lines[high + 1].text):
            break
        high += 1
    return range(low, high + 1)


def _belongs(line: Line, neighbour: Line) -> bool:
    return abs(line.index - neighbour.index) == 1 and len(line.text) <= 160


def _nameish(text: str) -> bool:
    return bool(_INSTITUTION.search(text)) or (
        text[:1].isupper() and len(text.split()) <= 5 and not _NOT_A_NAME.match(text)
    )


def _education(
    lines: Sequence[Line],
    entry: _Entry,
    area: range,
    previous: _Entry | None,
    following: _Entry | None,
    as_of: date,
) -> Education:
    line, degree = lines[entry.line], entry.degree
    low = previous.degree.end if previous and previous.line == entry.line else 0
    high = following.degree.start if following and following.line == entry.line else len(line.text)
    field, field_end = _field(line.text[:high], degree)
    span = _span(lines, area, low, high, entry.line)
    dates = [found for i in area for found in lines[i].dates if span.start <= found.span.start < span.end]
    chosen = _graduation(dates, line)
    statement = " ".join(lines[i].text for i in area if i == entry.line or len(lines[i].text) < 80)
    statement = statement if low == 0 and high == len(line.text) else line.text[low:high]
    open_end = chosen is not None and (chosen.current or _ahead(chosen, as_of))
    return Education(
        level=degree.level,
        degree=line.text[degree.start : degree.end].strip(" ,"),
        field=field or degree.field,
        institution=_institution(lines, area, entry, (low, max(field_end, degree.end), high)),
        year=chosen.last.year if chosen and chosen.last else None,
        completed=not open_end and not _OPEN.search(statement),
        span=span,
        degree_span=Span(line.start + degree.start, line.start + degree.end),
    )


def _span(lines: Sequence[Line], area: range, low: int, high: int, own: int) -> Span:
    start = lines[area[0]].start if area[0] != own else lines[own].start + low
    end = lines[area[-1]].end if area[-1] != own else lines[own].start + high
    return Span(start, max(start, end))


def _graduation(dates: Sequence[DateRange], line: Line) -> DateRange | None:
    """The date on the degree's own line if there is one, else the nearest; ranges end with the graduation."""
    if not dates:
        return None
    own = [found for found in dates if line.start <= found.span.start < line.end]
    pool = own or sorted(dates, key=lambda found: abs(found.span.start - line.start))[:1]
    return max(pool, key=lambda found: found.last.index if found.last else 10**6)


def _ahead(found: DateRange, as_of: date) -> bool:
    """Whether the graduation is still to come; a bare year counts as past once it has begun."""
    if found.last is None:
        return False
    if not found.precise:
        return found.last.year > as_of.year
    return found.last.index > Month(as_of.year, as_of.month).index


def _field(text: str, degree: DegreeName) -> tuple[str, int]:
    """The field of study after a degree as written, and where it ends."""
    match = _FIELD.match(text, degree.end)
    if not match:
        return "", degree.end
    written = _FIELD_END.sub("", match["field"]).rstrip(_TRIM)
    written = without_place(written)
    if len(written) < 3 or _NO_FIELD.match(written) or _INSTITUTION.search(written) or is_place(written):
        return "", degree.end
    if not written[0].isupper() and not re.match(r"\s*(?:degree\s+)?(?:in|of|en|em|im)\b", text[degree.end :]):
        return "", degree.end
    return written, match.start("field") + len(written)


def _without_degree(text: str, degree: DegreeName) -> str:
    return text[: degree.start] + " | " + text[degree.end :]


def _institution(lines: Sequence[Line], area: range, entry: _Entry, bounds: tuple[int, int, int]) -> str:
    """The school: a name with a word such as "University" near the degree, else the first bare name."""
    low, taken, high = bounds
    own = lines[entry.line]
    texts = [_clean(own, own.text[taken:high]), _clean(own, own.text[low : entry.degree.start])]
    order = sorted((i for i in area if i != entry.line), key=lambda i: (abs(i - entry.line), i > entry.line))
    texts += [_clean(lines[i], lines[i].text) for i in order if len(lines[i].text) <= 160]
    parts = [part for text in texts for raw in _MARKS.split(text) if (part := raw.strip(_TRIM))]
    for part in parts:
        if _INSTITUTION.search(part) and not find_degrees(part) and len(part) <= 110 and part[0].isupper():
            return without_place(part)
    for part in parts:
        bare = part[0].isupper() and 2 <= len(part) <= 60 and len(part.split()) <= 6 and not part.endswith(".")
        if bare and not _NOT_A_NAME.match(part) and not is_place(part) and not find_degrees(part):
            return part
    return ""


def _clean(line: Line, text: str) -> str:
    """``text`` without the dates of its line."""
    for found in line.dates:
        text = text.replace(line.text[found.span.start - line.start : found.span.end - line.start], " | ")
    return text
