"""Which section of a resume a heading opens, in the many wordings that people use."""

import re
from enum import StrEnum
from functools import lru_cache

from scoring.profile.wordlists import lines_of, phrases_of_list


class Section(StrEnum):
    """A part of a resume. Lines before the first heading are in ``NONE``."""

    NONE = "none"
    SUMMARY = "summary"
    EXPERIENCE = "experience"
    EDUCATION = "education"
    SKILLS = "skills"
    CERTIFICATIONS = "certifications"
    LANGUAGES = "languages"
    PROJECTS = "projects"
    VOLUNTEERING = "volunteering"  # and clubs, community, leadership outside work
    COURSEWORK = "coursework"
    ACHIEVEMENTS = "achievements"  # of the person or of one job, and whatever is called additional
    OTHER = "other"  # awards, publications, memberships, interests, contact, references


_EXACT = {
    wording: Section(section) for section in lines_of("headings") for wording in phrases_of_list("headings", section)
}
# For letter-spaced headings and for PDFs that lost their spaces ("WORKEXPERIENCE").
_GLUED = {wording.replace(" ", ""): section for wording, section in _EXACT.items() if len(wording) >= 8}
_NOUNS = {
    "experience": Section.EXPERIENCE,
    "experiences": Section.EXPERIENCE,
    "employment": Section.EXPERIENCE,
    "internships": Section.EXPERIENCE,
    "education": Section.EDUCATION,
    "skills": Section.SKILLS,
    "competencies": Section.SKILLS,
    "proficiencies": Section.SKILLS,
    "certifications": Section.CERTIFICATIONS,
    "certificates": Section.CERTIFICATIONS,
    "licenses": Section.CERTIFICATIONS,
    "licensure": Section.CERTIFICATIONS,
    "projects": Section.PROJECTS,
    "volunteering": Section.VOLUNTEERING,
    "coursework": Section.COURSEWORK,
    "summary": Section.SUMMARY,
    "awards": Section.OTHER,
    "honors": Section.OTHER,
    "publications": Section.OTHER,
    "memberships": Section.OTHER,
    "affiliations": Section.OTHER,
    "accomplishments": Section.ACHIEVEMENTS,
    "achievements": Section.ACHIEVEMENTS,
}
_UNPAID = frozenset(
    ["volunteer", "volunteering", "community", "extracurricular", "campus", "civic", "leadership", "involvement"]
)
_NOT_WORK = {"education": Section.EDUCATION, "educational": Section.EDUCATION, "technical": Section.SKILLS}
_LETTER_SPACED = re.compile(r"(?:\w ){3,}\w(?!\w)|(?:\w[ ]{1,2}){4,}\w(?!\w)")
_DECORATION = re.compile(r"^[\W_\d]+(?<![('\"])|[\s:*_#=.~\-–—|•]+$")
_SPACES = re.compile(r"\s+")
_CONNECTORS = re.compile(r"\s*(?:&|\+|/|,| and | und | et | y | e | en )\s*")
LONGEST_HEADING = 60


def heading_of(line: str) -> Section | None:
    """The section that ``line`` opens as a heading, or None. Case, colons, rules and bullets are ignored."""
    if len(line) > LONGEST_HEADING or not line:
        return None
    return _heading(line)


@lru_cache(maxsize=4096)
def _heading(line: str) -> Section | None:
    words = _normal(line)
    if not words:
        return None
    if section := _EXACT.get(words) or _GLUED.get(words):
        return section
    parts = [part for part in _CONNECTORS.split(words) if part]
    if 1 < len(parts) <= 3 and all(part in _EXACT for part in parts):
        return _EXACT[parts[0]]
    if words.startswith(("professional ", "selected ", "other ", "additional ", "relevant ", "my ", "key ")):
        return _EXACT.get(words.split(" ", 1)[1])
    return None


def loose_heading_of(line: str) -> Section | None:
    """The section of a heading with unknown modifiers ("Customer Service Experience").

    Also matches an item of a list of skills, so the caller must see from the surroundings that it is a heading.
    """
    words = _normal(line).split(" ")
    if not 2 <= len(words) <= 5 or words[-1] not in _NOUNS or not line[0].isupper():
        return None
    if _UNPAID.intersection(words):
        return Section.VOLUNTEERING
    section = _NOUNS[words[-1]]
    if section is Section.EXPERIENCE:
        return next((_NOT_WORK[word] for word in words if word in _NOT_WORK), section)
    return section


def _normal(line: str) -> str:
    words = _DECORATION.sub("", line)
    if _LETTER_SPACED.fullmatch(words):
        words = "".join(words.split(" ")) if "  " not in words else _join_spaced(words)
    words = _SPACES.sub(" ", words).strip().lower().replace("’", "'")
    return words.replace(" & ", " and ").replace("-", " ")


def _join_spaced(words: str) -> str:
    """ "W O R K   H I S T O R Y" -> "WORK HISTORY": single spaces join letters, wider ones part words."""
    return " ".join(part.replace(" ", "") for part in re.split(r" {2,}", words))
