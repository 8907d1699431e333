"""Takes a skill's name out of the words that requisitions wrap around it."""

import re
from collections.abc import Iterator

_LEADING = re.compile(
    r"(?:(?:(?:strong|excellent|good|solid|basic|advanced|proven|deep|expert|great|effective|exceptional|demonstrated|"
    r"sound|working|thorough|superior|outstanding|intermediate|hands[- ]on|extensive|in[- ]depth|general)\s+)*"
    r"(?:(?:knowledge|understanding|experience|proficiency|proficient|familiarity|familiar|expertise|skilled|skills?|"
    r"competence|competency|capacity|ability|aptitude|command|use|background|fluency|fluent)\s+"
    r"(?:of|in|with|using|to|for|working with)\s+)?(?:the\s+)?)",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"\s+(?:skills?|abilit(?:y|ies)|knowledge|experience|expertise|proficiency|competenc(?:y|ies)|aptitude|tools?|"
    r"software|principles|techniques|concepts|certification|certified|certificate|license|programming language|"
    r"programming|language)\s*$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*\([^)]*\)\s*")


def unwrapped(name: str) -> Iterator[str]:
    """The name as given, then ever barer readings of it: "Strong knowledge of SQL skills" ends with "SQL"."""
    yield name
    bare = _BRACKETS.sub(" ", name).strip(" .,:;()*-•")
    if bare != name:
        yield bare
    without_lead = bare[match.end() :] if (match := _LEADING.match(bare)) else bare
    if without_lead and without_lead != bare:
        yield without_lead
    for full in (bare, without_lead):
        shorter = _TRAILING.sub("", full)
        if shorter and shorter != full:
            yield shorter
    inner = re.search(r"\(([^)]+)\)", name)
    if inner:
        yield inner.group(1)
