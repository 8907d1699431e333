"""The parts of a written advertisement: title, overview, duties, qualifications, or a bare list of tags."""

import re
from dataclasses import dataclass, field

from scoring.rubric.headings import Section, headings_within, section_of
from scoring.rubric.titles import names_role


@dataclass(frozen=True, slots=True)
class Parts:
    """Every text keeps the headings that stood over it, so that "preferred" is not lost."""

    title: str = ""
    overview: str = ""
    responsibilities: str = ""
    qualifications: str = ""
    education: str = ""
    skills: tuple[str, ...] = ()


@dataclass(slots=True)
class _Lines:
    by_section: dict[Section, list[str]] = field(default_factory=dict)

    def add(self, section: Section, line: str) -> None:
        self.by_section.setdefault(section, []).append(line)

    def text(self, *sections: Section) -> str:
        return "\n".join(line for section in sections for line in self.by_section.get(section, ())).strip()


_LABELLED_TITLE = re.compile(
    r"\s*[#*\s]*(?:job |position |role )?(?:title|position|role|vacancy)\s*[:–-]\**\s*(?P<title>\S.*)", re.IGNORECASE
)
_WANTED = re.compile(
    r"\b(?:looking for|seeking|hiring|recruiting|searching for|in search of|need|role of|position of|join (?:us|"
    r"our team) as|opportunity for|as)\s+(?:an?|our(?: next)?|the)?\s*(?P<title>[^,.;:\n]{3,80})",
    re.IGNORECASE,
)
_TITLE_END = re.compile(
    r"\b(?:to|who|with|in|for|at|that|will|is|on|you|and will|based|available|within|having|must)\b", re.IGNORECASE
)
_TITLE_QUALITY = re.compile(
    r"^(?:(?:an?|the|highly|very|experienced|talented|dynamic|motivated|skilled|passionate|professional|qualified|"
    r"dedicated|full[- ]time|part[- ]time|self[- ]motivated|ambitious|enthusiastic|driven|proven|strong|bright|"
    r"organized|creative)\s+)+",
    re.IGNORECASE,
)
_LONGEST_TITLE = 110


def divided(text: str, title: str = "") -> Parts:
    """The parts of ``text``. With a ``title`` given, none is looked for."""
    tags = _tags(text)
    if tags is not None:
        return _tagged(tags, title)
    lines = text.split("\n")
    if not title:
        title, lines = _title_of(lines)
    sorted_lines, section = _Lines(), Section.OVERVIEW
    for line in lines:
        heading = section_of(line)
        section = heading or section
        labelled = None if heading else _labelled_section(line)
        sorted_lines.add(labelled or section, line)
        if labelled not in {None, Section.BOILERPLATE}:
            section = labelled or section
    return Parts(
        title or _title_in_prose(text),
        overview=sorted_lines.text(Section.OVERVIEW, Section.TITLE, Section.BOILERPLATE),
        responsibilities=sorted_lines.text(Section.DUTIES),
        qualifications=sorted_lines.text(Section.REQUIRED, Section.PREFERRED),
        education=sorted_lines.text(Section.EDUCATION),
    )


def _labelled_section(line: str) -> Section | None:
    """What a heading at the start of a line opens: "Requirements: three years of ...", "Location: Boston"."""
    first = next(headings_within(line, 0, len(line)), None)
    return first[2] if first is not None and not line[: first[0]].strip(" \t•*-#") else None


def _title_of(lines: list[str]) -> tuple[str, list[str]]:
    """The title and the lines without it: under a "Job title" heading, labelled, or a short first line."""
    filled = [position for position, line in enumerate(lines) if line.strip()]
    for place, position in enumerate(filled[:6]):
        line = lines[position]
        labelled = _LABELLED_TITLE.fullmatch(line)
        if labelled is not None and len(labelled["title"]) <= _LONGEST_TITLE:
            return _bare(labelled["title"]), lines[:position] + lines[position + 1 :]
        if (
            section_of(line) is Section.TITLE
            and place + 1 < len(filled)
            and len(lines[filled[place + 1]]) <= _LONGEST_TITLE
        ):
            following = filled[place + 1]
            return _bare(lines[following]), lines[:position] + lines[following + 1 :]
    first = lines[filled[0]] if filled else ""
    is_title = len(first) <= _LONGEST_TITLE and len(first.split()) <= 14 and not re.search(r"[.!?:]$", first.strip())
    if is_title and section_of(first) is None and (len(filled) > 1 or names_role(first)):
        return _bare(first), lines[: filled[0]] + lines[filled[0] + 1 :]
    return "", lines


def _bare(line: str) -> str:
    return line.strip(" \t#*_>-–•:").strip()


def _title_in_prose(text: str) -> str:
    for match in _WANTED.finditer(text[:1500]):
        words = match["title"]
        stop = _TITLE_END.search(words, 1)
        words = words[: stop.start()] if stop else words
        words = _TITLE_QUALITY.sub("", words).strip(" -–")
        if names_role(words) and len(words.split()) <= 8:
            return words
    first = re.split(r"(?<=[.!?:])\s|\n", text.strip(), maxsplit=1)[0].strip(" .!")
    return first if len(first.split()) <= 8 and names_role(first) and section_of(first) is None else ""


def _tags(text: str) -> list[str] | None:
    """The entries of a bare list of tags, or None when the text is prose."""
    lines = [line.strip(" \t•*-") for line in text.split("\n") if line.strip()]
    if any(section_of(line) or line.endswith((".", "!", "?")) or ":" in line for line in lines):
        return None
    separated = (
        re.split(r"\s*[;|]\s*|\s*\n\s*", text) if ";" in text or "|" in text else re.split(r"\s*,\s*|\s*\n\s*", text)
    )
    tags = [tag.strip(" \t•*-.") for tag in separated if tag.strip(" \t•*-.")]
    if len(tags) < 2 or len(tags) > 80 or max(len(tag.split()) for tag in tags) > 7:
        return None
    mean = sum(len(tag.split()) for tag in tags) / len(tags)
    return tags if mean <= 4 and not re.search(r"[a-z]{3,}\. +[A-Z]", text) else None


def _tagged(tags: list[str], title: str) -> Parts:
    """The first tag is the title if it names a role, else the last one that does."""
    if not title:
        roles = [tag for tag in tags if names_role(tag)]
        title = tags[0] if names_role(tags[0]) else (roles[-1] if roles else "")
    return Parts(title or tags[0], skills=tuple(dict.fromkeys(tag for tag in tags if tag.lower() != title.lower())))
