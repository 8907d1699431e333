"""Headings of job advertisements: which part of an advertisement the lines below them belong to."""

import itertools
import re
from collections.abc import Iterator
from enum import StrEnum

from scoring.rubric.word_lists import keyed_words_of


class Section(StrEnum):
    """A part of an advertisement. The part decides how a line reads when its own words do not."""

    TITLE = "title"
    OVERVIEW = "overview"
    DUTIES = "duties"
    REQUIRED = "required"
    PREFERRED = "preferred"
    EDUCATION = "education"
    BOILERPLATE = "boilerplate"  # benefits, pay, about us, equal opportunity, how to apply


FIELD_SECTION = {
    "title": Section.TITLE,
    "overview": Section.OVERVIEW,
    "responsibilities": Section.DUTIES,
    "qualifications": Section.REQUIRED,
    "education": Section.EDUCATION,
}

_WE = r"(?:we|we['’]re|we are|we['’]ll|we will|you|you['’]ll|you will|you['’]re|you are)"
# Headings that are half a sentence. The first pattern that matches wins.
_PHRASES: tuple[tuple[Section, re.Pattern[str]], ...] = tuple(
    (section, re.compile(pattern, re.IGNORECASE))
    for section, pattern in (
        (
            Section.BOILERPLATE,
            (
                r"(?:why|about) (?:us|join\b.*|work\b.*|you['’]ll love.*|the (?:company|firm|organi[sz]ation|client|"
                r"business).*|"
                r"our .*)|what['’]?s in it for you|what['’]?s on offer.*|"
                rf"what (?:{_WE}) (?:offer|get|provide|can offer).*|who we are|our (?:company|culture|values|mission|"
                rf"story|client).*|"
                r"we offer.*|how to apply.*|to apply.*|equal .*|top reasons.*|your right to work|"
                r"additional information|"
                r"about (?!(?:the|this|you|your)\b)\w+(?: \w+){0,2}|company (?:description|overview|profile|summary|"
                r"culture)|(?:application|interview) process.*|"
                r"the (?:package|company|client)"
            ),
        ),
        (
            Section.PREFERRED,
            (
                r"what will set you apart.*|.*\bwould be (?:a plus|great|nice)|great if you have.*|it['’]?s (?:a plus|"
                r"great|nice) if.*|"
                r"what would be nice.*|even better if.*|you might also have"
            ),
        ),
        (
            Section.DUTIES,
            (
                rf"what (?:{_WE} )?(?:will be doing|do|will do|be doing|the job involves|you can expect).*|"
                rf"how you will .*|"
                r"(?:in|as part of) (?:this|your|the) (?:role|position|job).*|as an? .{2,60}, you(?: will|['’]ll)|"
                r"you will(?: be)?|your impact|"
                r"day[- ]to[- ]day.*|a (?:typical )?day in the life.*"
            ),
        ),
        (
            Section.REQUIRED,
            (
                rf"what (?:{_WE} )?(?:can )?(?:need|bring|have|require|look for|looking for|expect).*|who you are|"
                rf"about you|"
                r"(?:we are |we['’]re )?looking for(?: someone who| an?.*)?|you(?: have| bring| are| possess|['’]ve|"
                r" should have| will have| must have)|"
                r"to (?:succeed|be successful|be considered|qualify).*|(?:the )?(?:ideal|successful|"
                r"right) (?:candidate|"
                r"person|applicant)\b.*|"
                r"(?:your|candidate|person) (?:profile|specification)|is this you|the person"
            ),
        ),
        (
            Section.OVERVIEW,
            (
                r"about (?:the|this) (?:role|job|position|opportunity|team)|(?:the|your) (?:role|job|position|"
                r"opportunity|challenge|mission)|"
                r"detailed info|primary purpose"
            ),
        ),
    )
)
# Otherwise a heading is a line of nothing but heading words; the first section with one of its words among them wins.
_WORDS = keyed_words_of("heading_words")
_KEYWORDS = tuple((Section(name), words) for name, words in _WORDS.items() if name != "any")
_VOCABULARY = frozenset().union(*_WORDS.values())
_LONGEST_HEADING = 64


def section_of(heading: str) -> Section | None:
    """The section that a line opens, or None when it is not a known heading. It may carry markup and a colon."""
    bare = heading.strip(" \t#*_:-–—•.!?=>")
    if not bare or len(bare) > _LONGEST_HEADING:
        return None
    for section, pattern in _PHRASES:
        if pattern.fullmatch(bare):
            return section
    words = re.findall(r"[a-z]+", bare.lower().replace("'", "").replace("’", ""))
    if not words or len(words) > 8 or not _VOCABULARY.issuperset(words) or re.search(r"\d", bare):
        return None
    if "not" in words and ("required" in words or "essential" in words):
        return Section.PREFERRED
    return next((section for section, keywords in _KEYWORDS if not keywords.isdisjoint(words)), None)


_BEFORE_COLON = re.compile(r"(?P<heading>[A-Z][A-Za-z'’/&-]{0,20}(?:(?: | ?[&/] ?|-)\(?[A-Za-z'’-]{1,20}\)?){0,6}) ?:")
_OF_A_NAME = frozenset(("skill", "skills", "ability", "abilities", "knowledge", "experience"))
_CAPITALISED_BEFORE = re.compile(r"\b[A-Z][\w-]* $")
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z][a-z'’])")
_SENTENCE_START = re.compile(r"(?<=[.!?;)•*])\s?(?=[A-Z])")
_SMALL_WORDS = keyed_words_of("heading_case")["small"]
# A heading without a mark behind it is only believed with two words, or with one of these.
_PLURALS = keyed_words_of("heading_case")["alone"]
_FIRST_WORDS = _VOCABULARY | _SMALL_WORDS | frozenset(["why", "who", "how", "it", "even", "great"])
_MOST_WORDS = 8
_MOST_GLUED = 400


def headings_within(text: str, start: int, end: int) -> Iterator[tuple[int, int, Section]]:
    """Headings inside a line, in order: where each starts, where the text behind it starts, and what it opens."""
    found: list[tuple[int, int, Section]] = []
    for match in _BEFORE_COLON.finditer(text, start, end):
        suffix = _heading_suffix(text, match.start("heading"), match.end("heading"))
        if suffix is not None:
            found.append((suffix[0], match.end(), suffix[1]))
    for match in itertools.islice(_GLUED.finditer(text, start, end), _MOST_GLUED):
        before = _title_case_tail(text, start, match.start())
        suffix = _heading_suffix(text, before, match.start()) if before is not None else None
        if suffix is not None:
            found.append((suffix[0], match.start(), suffix[1]))
    for place in [start, *(match.end() for match in _SENTENCE_START.finditer(text, start, end))]:
        prefix = _heading_prefix(text, place, end)
        if prefix is not None:
            found.append((place, *prefix))
    at = start
    for heading_start, behind, section in sorted(found, key=lambda heading: (heading[0], -heading[1])):
        if heading_start >= at:
            yield heading_start, behind, section
            at = behind


def _heading_suffix(text: str, start: int, end: int) -> tuple[int, Section] | None:
    """The longest tail of a range that is a heading: of "a team Preferred Skills" the last two words. "Communication
    Skills" is none, but the name of a skill."""
    for word in list(re.finditer(r"(?<![A-Z])[A-Z]", text[start:end]))[-_MOST_WORDS:]:
        tail = start + word.start()
        section = section_of(text[tail:end])
        if section is not None:
            named = text[tail:end].lower() in _OF_A_NAME and _CAPITALISED_BEFORE.search(text, start, tail) is not None
            return None if named else (tail, section)
    return None


def _title_case_tail(text: str, start: int, end: int) -> int | None:
    """Where the words in title case that end at ``end`` begin; None when the last one is not capitalised."""
    tail = None
    for word in reversed(list(re.finditer(r"[^\s.!?:;,()]+", text[max(start, end - _LONGEST_HEADING) : end]))):
        if word[0][0].isupper():
            tail = max(start, end - _LONGEST_HEADING) + word.start()
        elif word[0].lower() not in _SMALL_WORDS:
            break
    return tail


def _heading_prefix(text: str, start: int, end: int) -> tuple[int, Section] | None:
    """A heading in title case that a capital or a number follows on the same line: "Required Skills Python, SQL"."""
    first = re.compile(r"[A-Za-z]+").match(text, start)
    if first is None or first[0].lower() not in _FIRST_WORDS:
        return None
    words = list(re.finditer(r"[^\s]+", text[start : min(end, start + _LONGEST_HEADING + 24)]))[: _MOST_WORDS + 1]
    for count in range(len(words) - 1, 0, -1):
        named, following = [word[0] for word in words[:count]], words[count][0].lstrip("-–—•*( ")
        title_case = named[0][0].isupper() and all(w[0].isupper() or w in _SMALL_WORDS or w in "&/-" for w in named)
        if not title_case or not following[:1].isupper() | following[:1].isdigit():
            continue
        weighty = [word for word in named if word.lower() not in _SMALL_WORDS]
        if {named[-1].lower(), following.lower()} & _SMALL_WORDS or not (
            len(weighty) > 1 or weighty[0].lower() in _PLURALS
        ):
            continue
        section = section_of(" ".join(named))
        if section is not None:
            return start + words[count].start(), section
    return None
