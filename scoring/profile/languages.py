"""Human languages and how well they are spoken."""

import re
from collections.abc import Iterator, Sequence

from scoring.profile.headings import Section
from scoring.profile.lines import Line
from scoring.profile.model import LanguageSkill, Span
from scoring.profile.wordlists import lines_of

_NAMES = {
    name: canonical
    for line in lines_of("languages")[""]
    for canonical, names in [line.split(": ")]
    for name in names.split()
}
_NAME = re.compile(
    r"(?<![\w-])(?:american\s+sign\s+language|(?:british\s+)?sign\s+language|"
    + "|".join(sorted(_NAMES, key=len, reverse=True))
    + r")(?![\w-])",
    re.IGNORECASE,
)
_LEVEL_WORDS = (
    r"native(?:\s+or\s+bilingual)?(?:\s+(?:speaker|proficiency|language|level|fluency))?|bilingual|"
    r"mother\s+tongue|first\s+language|"
    r"(?:completely\s+|highly\s+|very\s+|near[- ]native\s+)?fluen(?:t|cy)|(?:full\s+|limited\s+|"
    r"minimum\s+)?(?:professional|working)"
    r"(?:\s+working)?(?:\s+(?:proficiency|knowledge))?|(?:upper|lower|pre)?[- ]?intermediate|advanced|"
    r"proficien(?:t|cy)|conversational|"
    r"elementary(?:\s+proficiency)?|beginner|basic(?:\s+(?:knowledge|level|proficiency))?|good|very\s+good|"
    r"excellent|business\s+fluent|"
    r"[ABC][12](?:\s?[/–-]\s?[ABC][12])?\+?|JLPT\s?N[1-5]|HSK\s?[1-6]|N[1-5]|muttersprache|muttersprachler(?:in)?|"
    r"verhandlungssicher|"
    r"fließend|fliessend|gute?\s+kenntnisse|grundkenntnisse|konversationssicher|langue\s+maternelle|courant|"
    r"bilingue|intermédiaire|"
    r"notions|scolaire|lengua\s+materna|nativo|nativa|fluido|avanzado|intermedio|básico|alto|medio|madrelingua|"
    r"fluente|avanzato|"
    r"intermedio|base|buono|ottimo|língua\s+materna|avançado|intermediário|moedertaal|vloeiend|goed|redelijk|basis"
)
_LEVEL_AFTER = re.compile(rf"[\s:(,|/–—-]{{1,4}}(?:is\s+)?(?P<level>(?:{_LEVEL_WORDS}))(?![\w])", re.IGNORECASE)
_LEVEL_BEFORE = re.compile(
    rf"(?P<level>(?:{_LEVEL_WORDS}))(?:\s+(?:in|both|verbal and written|written and (?:spoken|verbal)|"
    rf"oral and written|knowledge of|"
    rf"spoken|written|with|of|and written))*[\s:(,-]*$",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"\b(?:fluent|bilingual|trilingual|multilingual|native|speak|speaks|spoken|speaking|conversational|languages?|"
    r"proficient in|"
    r"sprachkenntnisse|sprachen|langues|idiomas|lingue)\b",
    re.IGNORECASE,
)


_HINTS = (
    "fluen",
    "lingu",
    "nativ",
    "speak",
    "spoken",
    "conversation",
    "languag",
    "proficien",
    "sprach",
    "langue",
    "idioma",
)


def read_languages(lines: Sequence[Line]) -> tuple[LanguageSkill, ...]:
    """Languages of the language section, and those that a line elsewhere says the person speaks; each once."""
    found: dict[str, LanguageSkill] = {}
    for line in lines:
        if line.heading:
            continue
        listed = line.section is Section.LANGUAGES
        if not listed and (
            line.section in (Section.EDUCATION, Section.COURSEWORK) or not _tells_of_speaking(line.text)
        ):
            continue
        for language in _in_line(line, listed=listed):
            known = found.get(language.name)
            if known is None or (not known.level and language.level):
                found[language.name] = language
    return tuple(sorted(found.values(), key=lambda language: language.span.start))


def _tells_of_speaking(text: str) -> bool:
    lowered = text.lower()
    return any(hint in lowered for hint in _HINTS) and bool(_SPOKEN.search(text))


def _in_line(line: Line, *, listed: bool) -> Iterator[LanguageSkill]:
    matches = list(_NAME.finditer(line.text))
    if not listed:
        matches = [match for match in matches if match[0][0].isupper() and _is_spoken(line.text, match)]
    shared = ""
    for place, match in enumerate(matches):
        low = matches[place - 1].end() if place else 0
        high = matches[place + 1].start() if place + 1 < len(matches) else len(line.text)
        level = ""
        if after := _LEVEL_AFTER.match(line.text, match.end(), high):
            level = after["level"]
        elif before := _LEVEL_BEFORE.search(line.text, low, match.start()):
            level = shared = before["level"]
        elif place and re.fullmatch(r"\s*(?:,|and|&|,\s*and|/|und|et|y|e|en)\s*", line.text[low : match.start()]):
            level = shared
        name = re.sub(r"\s+", " ", match[0].lower())
        canonical = _NAMES.get(name) or ("American Sign Language" if name.startswith("american") else "Sign Language")
        yield LanguageSkill(canonical, level, Span(line.start + match.start(), line.start + match.end()))


def _is_spoken(text: str, match: re.Match[str]) -> bool:
    """ "Fluent in Spanish", "Languages: English, French": not "English teacher"."""
    around = text[max(0, match.start() - 60) : match.end() + 30]
    return bool(_SPOKEN.search(around)) and not re.match(
        r"\s+(?:teacher|literature|department|class|client|food|cuisine|wine)", text[match.end() :], re.IGNORECASE
    )
