"""Education as an advertisement asks for it: level, fields of study, and what may stand in for it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scoring.rubric.model import CriterionKind, EducationLevel, Option
from scoring.rubric.years import years_stated

_LEVELS: tuple[tuple[EducationLevel, re.Pattern[str]], ...] = (
    (
        EducationLevel.DOCTORATE,
        re.compile(
            r"\bPh\.? ?D\b\.?|\bdoctora(?:te|l)(?: degree)?\b|\b(?:PharmD|DNP|EdD|DPT|J\.?D\.?)(?= (?:degree|"
            r"required|or|from))|\bMD\b(?= (?:degree|or|from))",
            re.IGNORECASE,
        ),
    ),
    (
        EducationLevel.MASTER,
        re.compile(
            r"\b(?<!scrum )master(?:['’]?s|s['’])?(?:['’]?s)? (?:of \w+|degree|level|(?=(?:or|and|in|preferred|"
            r"required|"
            r"qualification)\b))|\bmaster['’]?s\b|\bmasters\b|\bM\.?B\.?A\b\.?|\bM\.?Sc\b\.?|"
            r"\bM\.S\.|\bMS(?= (?:in|degree|or|/)|/PhD|/Ph)|(?<=BS/)MS\b|\bMSN\b|\bM\.?Ed\b|"
            r"\b(?:post-?)?graduate degree\b(?<!undergraduate degree)|\badvanced degree\b|\bpost-?graduate\b",
            re.IGNORECASE,
        ),
    ),
    (
        EducationLevel.BACHELOR,
        re.compile(
            r"\bbachelor(?:['’]?s|s['’])?(?: (?:degree|of (?:science|arts|engineering|technology|commerce|"
            r"business administration)))*\b|"
            r"\bB\.? ?Sc\b\.?|\bB\.S\.?(?=[\s,/)]|$)|\bB\.A\.?(?=[\s,/)]|$)|\b(?-i:BS|BA|BSN|BEng|BTech|"
            r"BE)(?=[ /,](?:in|degree|or|and|required|preferred|/|MS|BA|BS|[A-Z])|/|,|$)|"
            r"\bB\.?(?:Tech|Eng|Com)\b\.?|\bundergrad(?:uate)?(?: degree)?\b(?! students?)|\b(?:college|university|"
            r"four[- ]year|4[- ]year|honou?rs|higher education) (?:degree|graduate|education)\b|"
            r"\bcollege diploma\b|\bdegree[- ](?:qualified|educated|level)\b|\beducated to degree\b|"
            r"\brelevant degree\b|\btertiary (?:qualification|education)",
            re.IGNORECASE,
        ),
    ),
    (
        EducationLevel.ASSOCIATE,
        re.compile(
            r"\bassociate(?:['’]?s|s['’])?(?: of \w+)?(?: \w+)? degree\b|\bassociate['’]s\b|"
            r"\bA\.A\.?S?\.?(?= (?:degree|in))|\b(?:two|2)[- ]year (?:\w+ )?degree|\bHND\b",
            re.IGNORECASE,
        ),
    ),
    (
        EducationLevel.CERTIFICATE,
        re.compile(
            r"\b(?:vocational|technical|trade|post[- ]secondary)(?:[ /](?:or )?\w+)? (?:school|training|diploma|"
            r"certificate|education|degree)\b|\bapprenticeship\b|\bpost[- ]?secondary (?:education|degree|diploma|"
            r"training|certificate|qualification)\b|\bNVQ\b",
            re.IGNORECASE,
        ),
    ),
    (
        EducationLevel.HIGH_SCHOOL,
        re.compile(
            r"\bhigh[- ]school(?! (?:students?|teach|class|kids|pupils|english|math|science|sports|athlet|"
            r"coach))(?: (?:diploma|education|degree|graduate))?\b|\bG\.?E\.?D\b\.?|\bsecondary (?:school (?:diploma|"
            r"certificate|graduate|leaving)|"
            r"education)\b|\bhs diploma\b|\b(?-i:A)(?:-| (?=levels))levels?\b|\bGCSEs?\b",
            re.IGNORECASE,
        ),
    ),
)
_PLAIN_DEGREE = re.compile(
    r"\b(?:a |an |any |relevant |related |technical |accredited |STEM |university |engineering |"
    r"science )*degree(?! of)\b|\bdegree\b",
    re.IGNORECASE,
)
_NOT_A_DEGREE = re.compile(
    r"\b(?:high|large|certain|some|basic|greater|lesser|varying|to a|great|reasonable|significant|360[- ]|"
    r"\d+[- ]) ?degrees?\b|degree of (?!science|arts|master|bachelor)",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"(?:\s+from\s+[^,.;]{0,40}?(?=\s+in\b))?"
    r"\s*(?:degree|diploma|qualification|level|education|required|preferred|\([A-Z./ ]+\)|or (?:higher|above|"
    r"greater)|or equivalent(?= in))*[,\s]*"
    r"(?:in|of(?= (?!experience)))\s+(?:an? |the )?(?P<fields>[^;:.()\n]+)",
    re.IGNORECASE,
)
_FIELD_STOP = re.compile(
    r"\b(?:or (?:an )?(?:equivalent|comparable|commensurate|\d+|at least|significant|relevant (?:work|experience))|"
    r"and (?:at least|a minimum|minimum|\d+|experience|one|two|three|four|five|"
    r"knowledge|relevant|proven|strong)|with|plus|from|required?|preferred|is|are|or higher|degree|strongly|minimum|"
    r"at least|desired|a plus|equivalent (?:work|experience|combination)|"
    r"experience|combined|along|who|that|necessary|would|will|must|preferably|as well as|and/or (?:equivalent|"
    r"experience)|or (?:the )?equivalent|certification|combination)\b|\s[-–—]\s",
    re.IGNORECASE,
)
_LEADING_FIELD = re.compile(r"(?P<fields>(?:[A-Z][\w&]+ ?(?:(?:,|/|or|and|&) ?)?){1,5})\s*$")
_FIELD_NOUN = re.compile(
    r"\b(?:science|sciences|engineering|mathematics|math|economics|accounting|finance|business|nursing|law|psychology|"
    r"biology|chemistry|physics|statistics|marketing|administration|education|design|technology|health)\W*$",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"\s*(?:,|/|;|\bor\b|\band/or\b|\band\b(?= (?:a |any |other |similar|related|relevant))|\bor\b)\s*", re.IGNORECASE
)
_VAGUE = re.compile(
    r"^(?:an?|any|other|another|the|some|closely|a closely)?\s*(?:closely |directly )?(?:related|relevant|similar|"
    r"equivalent|appropriate|comparable|applicable|technical|quantitative|other)?\s*(?:technical |engineering |"
    r"quantitative |scientific |academic |stem |business |or similar )*(?:fields?|disciplines?|subjects?|areas?|"
    r"majors?|stud(?:y|ies)|similar|related|equivalent|course)?(?: of study)?$",
    re.IGNORECASE,
)
EQUIVALENT = re.compile(
    r"\b(?:or|and/or|/|in[- ]lieu|combination)\b[^.;]{0,60}?\b(?:equivalent|comparable|commensurate|experience|"
    r"substitut\w+|in[- ]lieu)|\bequivalent (?:\w+ ){0,3}(?:experience|education|combination|qualification)|"
    r"\bor (?:the )?equivalent\b",
    re.IGNORECASE,
)
# "Bachelor's degree programs" are what the work is about, not what a person holds.
_SUBJECT = re.compile(
    r"\s*(?:degree[- ])?(?:programs?|programmes?|courses?|admissions?|granting|students?|"
    r"candidates)\b",
    re.IGNORECASE,
)
# Without one of these no level is named; trying them first is what keeps a page quick.
_HINT = re.compile(
    r"degree|bachelor|master|diploma|graduat|doctor|school|universit|college|education|apprentice|vocational|technical|"
    r"trade|associate|a[- ]level|gcse|\bged\b|g\.e\.d|nvq|\bhnd\b|mba\b|ph\.? ?d\b|post-?secondary|tertiary|"
    r"\b[bmajd]\.? ?(?:s|a|d|e|sc|ed|eng|tech|com|sn)\b|pharmd|\bed\.?d\b|dnp|dpt|a\.a",
    re.IGNORECASE,
)
# Years of study that a degree takes. Where an advertisement takes "equivalent experience" without saying how much, this
# many years are asked for instead; the criterion's text says so.
YEARS_OF_STUDY = {
    EducationLevel.HIGH_SCHOOL: 1.0,
    EducationLevel.CERTIFICATE: 1.0,
    EducationLevel.ASSOCIATE: 2.0,
    EducationLevel.BACHELOR: 4.0,
    EducationLevel.MASTER: 6.0,
    EducationLevel.DOCTORATE: 8.0,
}
LEVEL_NAMES = {
    EducationLevel.HIGH_SCHOOL: "High school diploma",
    EducationLevel.CERTIFICATE: "Vocational or post-secondary certificate",
    EducationLevel.ASSOCIATE: "Associate degree",
    EducationLevel.BACHELOR: "Bachelor's degree",
    EducationLevel.MASTER: "Master's degree",
    EducationLevel.DOCTORATE: "Doctorate",
}


@dataclass(frozen=True, slots=True)
class EducationAsked:
    """``options`` with the education first; ``start`` and ``end`` cover the words that name the level."""

    options: tuple[Option, ...]
    text: str
    start: int
    end: int


def education_asked(text: str) -> EducationAsked | None:
    """What a statement asks for as education, or None. Of several levels the lowest is the minimum."""
    levels = _levels(text)
    if not levels:
        return None
    pairs = _paired_with_years(text, levels)
    if pairs is not None:
        return pairs
    level, start, end = min(levels, key=lambda found: (found[0], found[1]))
    last = max(found[2] for found in levels)
    fields = _fields(text, start, end) or _fields(text, start, last)
    wanted = Option(CriterionKind.EDUCATION, min_level=level, fields=fields)
    name = LEVEL_NAMES[level] + (f" in {_listed(fields)}" if fields else "")
    options, substitutes = [wanted], ""
    if EQUIVALENT.search(text) or re.search(rf"\bor\b[^.;]{{0,40}}(?:{years_pattern(text)})", text):
        years = _substitute_years(text, last)
        options.append(Option(CriterionKind.EXPERIENCE, min_years=years or YEARS_OF_STUDY[level]))
        substitutes = (
            f", or {years:g} years of experience"
            if years
            else f", or equivalent experience (read as {YEARS_OF_STUDY[level]:g} years)"
        )
    ends = [text.find(field, start) + len(field) for field in fields if field in text[start:]]
    return EducationAsked(tuple(options), name + substitutes, min(found[1] for found in levels), max([last, *ends]))


def _paired_with_years(text: str, levels: Sequence[tuple[EducationLevel, int, int]]) -> EducationAsked | None:
    """ "Master's with 3 years or Bachelor's with 5": two ways, each with its own years."""
    years = years_stated(text)
    levels = sorted(levels, key=lambda found: found[1])
    if len(levels) < 2 or len(years) != len(levels):
        return None
    ordered = [place for level, stated in zip(levels, years, strict=True) for place in (level[1], stated.start)]
    between = [text[stated.end : level[1]] for stated, level in zip(years, levels[1:], strict=False)]
    if ordered != sorted(ordered) or not all(re.search(r"\bor\b|;|/", gap, re.IGNORECASE) for gap in between):
        return None
    options = tuple(
        Option(CriterionKind.EDUCATION, min_years=stated.minimum, min_level=level[0], fields=_fields(text, *level[1:]))
        for level, stated in zip(levels, years, strict=True)
    )
    names = [
        f"{LEVEL_NAMES[level[0]]} with {stated.minimum:g} years" for level, stated in zip(levels, years, strict=True)
    ]
    return EducationAsked(options, f"{' or '.join(names)} of experience", levels[0][1], years[-1].end)


def years_pattern(text: str) -> str:
    """A pattern of the years that the text states, or one that matches nothing."""
    stated = years_stated(text)
    return "|".join(re.escape(text[years.start : years.end]) for years in stated) or r"(?!)"


def _substitute_years(text: str, after: int) -> float | None:
    """Years that stand in for the degree: those behind "or", not those asked for beside it."""
    for years in years_stated(text):
        between = text[after : years.start] if years.start >= after else text[years.end : after]
        if re.search(r"\bor\b|\bin[- ]lieu\b|/", between, re.IGNORECASE) and not re.search(
            r"\b(?:and|plus|with)\b(?!/or)", between, re.IGNORECASE
        ):
            return years.minimum
    return None


def _levels(text: str) -> list[tuple[EducationLevel, int, int]]:
    if _HINT.search(text) is None:
        return []
    found: list[tuple[EducationLevel, int, int]] = []
    for level, pattern in _LEVELS:
        for match in pattern.finditer(text):
            if _SUBJECT.match(text, match.end()) is None and all(
                match.end() <= start or match.start() >= end for _, start, end in found
            ):
                found.append((level, match.start(), match.end()))
    if not found:
        excluded = [match.span() for match in _NOT_A_DEGREE.finditer(text)]
        for match in _PLAIN_DEGREE.finditer(text):
            if all(match.end() <= start or match.start() >= end for start, end in excluded):
                return [(EducationLevel.BACHELOR, match.start(), match.end())]
    return found


def _fields(text: str, start: int, end: int) -> tuple[str, ...]:
    match = _FIELD.match(text, end)
    if match is not None:
        stop = _FIELD_STOP.search(match["fields"])
        return _split_fields(match["fields"][: stop.start()] if stop else match["fields"])
    leading = _LEADING_FIELD.search(text[:start])
    if leading is None or not (text[start:end].lower().endswith("degree") or _FIELD_NOUN.search(leading["fields"])):
        return ()
    return _split_fields(leading["fields"])


def _split_fields(listed: str) -> tuple[str, ...]:
    fields: list[str] = []
    for part in _SEPARATOR.split(listed):
        field = re.sub(
            r"^(?:and|an?|the|any|other)\s+|\s+(?:fields?|disciplines?|or|and|etc)$",
            "",
            part.strip(" ,-–"),
            flags=re.IGNORECASE,
        ).strip()
        if _VAGUE.match(part.strip(" ,-–")) or _VAGUE.match(field):
            if re.search(r"relat|relev|simil|equiv|compar", part, re.IGNORECASE):
                field = "related field"
            else:
                continue
        if 1 <= len(field.split()) <= 5 and field not in fields and len(field) > 1:
            fields.append(field)
    return tuple(fields[:8]) if any(field != "related field" for field in fields) else ()


def _listed(names: tuple[str, ...]) -> str:
    named = ["a related field" if name == "related field" else name for name in names]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"
