"""Where the resume mentions skills: in which job, and whether in use (a sentence, a title) or in a bare list."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from scoring.profile.headings import Section
from scoring.profile.lines import Line
from scoring.profile.model import Position, SkillMention, Span
from scoring.profile.titles import opens_a_duty
from scoring.taxonomy import Mention

_LISTING = frozenset({Section.SKILLS, Section.LANGUAGES, Section.COURSEWORK, Section.CERTIFICATIONS})
_ITEMS = re.compile(r"\s*[,;|•·/●▪]\s*|\s+and\s+|\t+| {3,}")
_LABEL = re.compile(
    r"(?:key\s+)?(?:skills?(?:\s+(?:used|set))?|technolog(?:y|ies)(?:\s+used)?|tech(?:\s+stack)?|"
    r"tools?(?:\s+used)?|environment|stack|"
    r"keywords?|languages?|software|platforms?|frameworks?|databases?|operating\s+systems?|tools\s+(?:and|"
    r"&)\s+technologies|"
    r"techniken|technologien|outils|herramientas|tecnologías)\s*[:–-]",
    re.IGNORECASE,
)
_UNCOUNTED = re.compile(r"[\s,;|•·/]+")
_SHARE_OF_SKILLS = 0.6  # a line made of so much skill names is a list, whatever its marks
_SHORT_ITEM = 3  # words


def read_mentions(
    found: Sequence[Mention], lines: Sequence[Line], positions: Sequence[Position]
) -> tuple[SkillMention, ...]:
    """All mentions in order, each with the job it lies in."""
    if not lines:
        return ()
    line_starts = [line.start for line in lines]
    position_starts = [position.span.start for position in positions]
    by_line: dict[int, list[Mention]] = {}
    for mention in found:
        by_line.setdefault(max(0, bisect_right(line_starts, mention.start) - 1), []).append(mention)
    mentions: list[SkillMention] = []
    for index, here in sorted(by_line.items()):
        line = lines[index]
        listed = _is_list(line, here)
        for mention in here:
            place = bisect_right(position_starts, mention.start) - 1
            job = positions[place] if place >= 0 and mention.end <= positions[place].span.end else None
            span = Span(mention.start, mention.end)
            bare = listed and not (job and _lies_in(span, job.title_span))
            mentions.append(SkillMention(mention.skill, span, place if job else None, bare))
    return tuple(mentions)


def _lies_in(span: Span, outer: Span | None) -> bool:
    return outer is not None and outer.start <= span.start and span.end <= outer.end


def _is_list(line: Line, here: Sequence[Mention]) -> bool:
    if line.section in _LISTING or line.heading or _LABEL.match(line.text):
        return True
    if opens_a_duty(line.text) and len(line.text.split()) > 2 * len(here):
        return False
    if len(here) > 1 and _covered(here) >= _SHARE_OF_SKILLS * len(_UNCOUNTED.sub("", line.text)):
        return True
    items = [item for item in _ITEMS.split(line.text) if item]
    short = sum(1 for item in items if len(item.split()) <= _SHORT_ITEM)
    if len(items) >= 4 and short >= 0.8 * len(items):
        return True
    return len(items) == 1 and len(line.text.split()) <= _SHORT_ITEM and line.section is not Section.EXPERIENCE


def _covered(here: Sequence[Mention]) -> int:
    return sum(mention.end - mention.start for mention in here)
