"""What stands beside a degree: the field of study and the school."""

import re

from scoring.profile.degrees import DegreeName, find_degrees
from scoring.profile.lines import Line
from scoring.profile.places import TOWN_AND_REGION, is_place, without_place
from scoring.profile.wordlists import words_of_list

INSTITUTION = re.compile(
    r"\b(?:universit(?:y|ies|ät|aet|é|e|à|a|eit)|universidad|universidade|univ\.?|college|coll\.|institut(?:e|o|"
    r"ion)?|school|academy|"
    r"polytechnic|hochschule|fachhochschule|gymnasium|école|ecole|lycée|lycee|iut|politecnico|escuela|escola|"
    r"faculdade|facultad|"
    r"istituto|hogeschool|conservatory|seminary|iit|nit|mit|eth|epfl|ucla|usc|nyu|suny|cuny|bootcamps?|assembly|"
    r"uc\s+[A-Z]\w+|\w+universität|\w+schule)(?!\w)",
    re.IGNORECASE,
)
_FIELD_WORDS = words_of_list("fields", "words")
_FIELD = re.compile(
    r"\s*(?:degree\s*)?(?:\([^)]{1,30}\)\s*)?(?:(?:in|of|en|em|im|der|with\s+an?\s+(?:major|emphasis|"
    r"concentration)\s+in|"
    r"major(?:ing)?\s+in)\s+|[,:]\s*(?:major(?:\s*:|\s+in)?\s*)?|[-–—]\s+|\s)(?P<field>[^\W\d_][^,|"
    r"•·:;()\t\n–—\d]{1,80})",
    re.IGNORECASE,
)
_FIELD_END = re.compile(
    r"\s+(?:from|at|with|and\s+(?:a|\w+\s+years|over|more)\s|expected|graduat\w+|gpa|minor|cum|magna|summa|honou?rs|anticipated|an\s+der|"
    r"bei|was|is|for|"
    r"completed|awarded|conferred|degree|program|emphasis|concentration|city|plus|or|who|to|required|"
    r"students?)\b.*|\s+-\s.*|\.\s.*",
    re.IGNORECASE | re.DOTALL,
)
_NO_FIELD = re.compile(
    r"(?:degree|diploma|in progress|expected|present|current|honors|honours|graduated|gpa|cum laude|city|state|"
    r"program|certificate|"
    r"candidate|student|with|from|at|and|coursework|completed|the|a|an|or|equivalent|required|bachelor|master|"
    r"associate)\b",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"(?:gpa|cgpa|cum\.?|grade|grad\b|honou?rs|dean|magna|summa|minor|major|relevant|coursework|expected|thesis|"
    r"dissertation|advisor|"
    r"percentage|class of|concentration|activities|specialization|graduat|candidate|degree|emphasis|awards?|"
    r"member|national|"
    r"course|in progress|certifi|licen|\W*\d).*",
    re.IGNORECASE | re.DOTALL,
)
_NOISE = re.compile(
    r"(?:\bC?GPA\b\W*)+(?:\d[\d./ ]*)?|City\s*,\s*State(?:\s*,\s*[A-Z]\w+)?|\(?\d\.\d+\s?/\s?\d(?:\.\d+)?\)?",
    re.IGNORECASE,
)
_MARKS = re.compile(
    r"\s*[|•·∙●]+\s*|\s+[-–—]+\s+|\s*[–—]\s*|\t+|\n| {2,}|\s*,\s+|\s*[()]\s*|;\s+|\s*ï¼\S?\s*|:\s+|\s+from\s+"
)
_OF = re.compile(
    r"\s+(?:of|for|de|in|at|d['’]|du|della|di|do|der|für)\b(?:\s+(?:the|la|le))?(?:\s+(?:[A-Z&][\w.'’&-]*|and|of|"
    r"at|y|e|et)){1,4}"
)
_GENERAL = frozenset(
    {"science", "arts", "applied science", "applied arts", "philosophy", "technology", "research", "general studies"}
)
_NAME_FOLLOWS = ("univers", "école", "ecole", "lyc", "escuela", "escola", "istitut", "hochschule", "politec", "facul")
_NAMED_AFTER = re.compile(r"(?:\s+[A-Z][\w.'’-]+){1,3}(?:\s+(?:de|di|do|da)\s+[A-Z]\w+)?")
_SMALL_WORDS = frozenset({"of", "the", "and", "&", "for", "de", "la", "at"})
_TRIM = " \xa0\t\n,;:.|/–—-•·*()\u00ad"
_LONGEST = 110


def masked(line: Line) -> str:
    """The line with bars in place of dates, grades and places, so that offsets stay and names end there."""
    text = line.text
    for found in line.dates:
        low, high = found.span.start - line.start, found.span.end - line.start
        text = text[:low] + "|" * (min(high, len(text)) - low) + text[high:]
    for noise in (*_NOISE.finditer(text), *TOWN_AND_REGION.finditer(text)):
        if not INSTITUTION.search(noise[0]):
            text = text[: noise.start()] + "|" * (noise.end() - noise.start()) + text[noise.end() :]
    return text


def field_of_study(text: str, degree: DegreeName) -> tuple[str, int]:
    """The field of study after a degree as written, and where it ends; empty when none is named."""
    match = _FIELD.match(text, degree.end)
    if not match:
        return "", degree.end
    written = match["field"]
    school = school_in(written)
    if school:
        written = written[: school[0]]
    written = without_place(_FIELD_END.sub("", written).rstrip(_TRIM))
    if len(written) < 3 or _NO_FIELD.match(written) or is_place(written):
        return "", degree.end
    if not written[0].isupper() and not re.match(r"\s*(?:degree\s+)?(?:in|of|en|em|im)\b", text[degree.end :]):
        return "", degree.end
    return written, match.start("field") + len(written)


def field_in_name(degree: str) -> str:
    """The field that a degree's own name states ("Bachelor of Business Administration"); general names state none."""
    if degree.lower().startswith("juris"):
        return "Law"
    _, _, named = degree.partition(" of ")
    named = named.split("(")[0].strip()
    return "" if named.lower() in _GENERAL else named


def field_after(text: str, institution: str) -> str:
    """The field of "PhD State University, Physics", which stands behind the school."""
    match = re.search(re.escape(institution) + r"\s*[,|·–—:-]+\s*(?P<field>[A-Z][^,|•·:;()\t\n–—\d]{2,60})", text)
    if not match:
        return ""
    field = _FIELD_END.sub("", match["field"]).rstrip(_TRIM)
    return "" if is_place(field) or _NOT_A_NAME.match(field) or _NO_FIELD.match(field) or find_degrees(field) else field


def school_in(text: str) -> tuple[int, int] | None:
    """Where the name of a school stands in a text without marks ("Project Management Colorado State University")."""
    match = INSTITUTION.search(text)
    if not match or not (match[0][0].isupper() or text[: match.start()].strip()):
        return None
    start, end = match.span()
    while following := INSTITUTION.match(text, end + 1):
        end = following.end()
    tail = _NAMED_AFTER.match(text, end) if match[0].lower().startswith(_NAME_FOLLOWS) else None
    if tail := _OF.match(text, end) or tail:
        end = tail.end()
    before = list(re.finditer(r"\S+", text[: match.start()]))[-5:]
    for distance, word in enumerate(reversed(before)):
        if word[0] in _SMALL_WORDS:
            continue
        if not word[0][0].isupper() or (match[0].isupper() and not word[0].isupper()):
            break
        # "Springfield Law School", but "Interior Design School": one such word right before may belong to the name.
        if word[0].strip(".,'’").lower() in _FIELD_WORDS and (
            distance or _is_field(" ".join(w[0] for w in before[:-1]))
        ):
            break
        start = word.start()
    return start, end


def school_among(texts: list[str]) -> str:
    """The first name with a word such as "University", else the first bare name; the texts stand nearest first."""
    parts = [part for text in texts for raw in _MARKS.split(text) if (part := raw.strip(_TRIM))]
    for part in parts:
        found = school_in(part)
        if found and len(part) <= _LONGEST:
            name = without_place(part[found[0] : found[1]].strip(_TRIM))
            if not find_degrees(name) and len(name) > 2:
                return name
    for part in parts:
        bare = part[0].isupper() and 2 <= len(part) <= 60 and len(part.split()) <= 6 and not part.endswith(".")
        if (
            bare
            and not _NOT_A_NAME.match(part)
            and not is_place(part)
            and not find_degrees(part)
            and not _is_field(part)
        ):
            return part
    return ""


def is_name(text: str) -> bool:
    """Whether a line beside a degree can be the name of a school."""
    if INSTITUTION.search(text):
        return True
    return text[:1].isupper() and len(text.split()) <= 5 and not _NOT_A_NAME.match(text) and not _is_field(text)


def _is_field(text: str) -> bool:
    words = text.split()
    return bool(words) and words[-1].lower().strip(_TRIM) in _FIELD_WORDS
