"""Rates certificates, licences and human languages."""

import re

from scoring.local.case import Case, Outcome, absent, unknown
from scoring.local.matching import SHOWN, Hit
from scoring.local.words import content_stems
from scoring.profile.model import Certification, LanguageSkill
from scoring.rubric.model import Option

_UNFINISHED = re.compile(
    r"\b(?:in progress|pursuing|working towards?|studying for|preparing for|candidate|expected|eligible|anticipated|"
    r"in training|enrolled|to be (?:completed|obtained)|not yet)\b",
    re.IGNORECASE,
)
# Everyday documents that people hold without writing them into a resume.
_SELDOM_STATED = re.compile(
    r"\bdriv(?:er|ing)\S*(?: \w+)? licen[sc]e\b|\bclearance\b|\bbackground check\b", re.IGNORECASE
)
_LEVELS = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), rating)
    for words, rating in (
        ("native|mother tongue|bilingual|c2|first language", 4),
        ("fluent|fluency|fluently|full professional|professional|advanced|c1|excellent|proficient", 4),
        ("good|conversational|intermediate|working|limited working|b1|b2", 3),
        ("basic|beginner|elementary|a1|a2|notions|learning|some", 2),
    )
)
_ENGLISH_WORDS = frozenset(("the", "and", "of", "to", "in", "for", "with", "a", "on", "by", "as", "at", "is", "was"))
_WANTS_FLUENCY = re.compile(
    r"\b(?:fluen\w+|native|bilingual|proficien\w+|excellent|advanced|business|c1|c2)\b", re.IGNORECASE
)


def rate_certification(option: Option, case: Case) -> Outcome:
    """4 for a certificate that the resume claims, 2 while it is in progress or expired, 1 for a related one."""
    for entry in case.view.profile.certifications:
        if any(_same(term, entry, case) for term in option.terms):
            return _claimed(entry, case)
    hits = case.matcher.hits_of_any(option.terms)
    own = [hit for hit in hits if hit.credit >= SHOWN]
    if own:
        return _named(own, case)
    if hits:
        return Outcome(1, False, f"Not claimed; {hits[0].reason}.", case.quotes(hits[:1]))
    if any(_SELDOM_STATED.search(term) for term in option.terms):
        return unknown("A resume does not normally say this.")
    return absent("Not claimed in the resume.")


def _same(term: str, entry: Certification, case: Case) -> bool:
    known = case.taxonomy.canonical(term)
    if known is not None and known == case.taxonomy.canonical(entry.name):
        return True
    wanted, has = frozenset(content_stems(term)), frozenset(content_stems(entry.name))
    return bool(wanted) and wanted <= has


def _claimed(entry: Certification, case: Case) -> Outcome:
    evidence = case.quote(entry.span.start, entry.span.end)
    if entry.expires and entry.expires < case.view.as_of.isoformat()[: len(entry.expires)]:
        return Outcome(2, False, "Claimed, but expired by the resume's own date.", evidence)
    if any(_UNFINISHED.search(quote.quote) for quote in evidence):
        return Outcome(2, False, "Not yet obtained.", evidence)
    return Outcome(4, True, "Claimed in the resume; not verified.", evidence)


def _named(hits: list[Hit], case: Case) -> Outcome:
    evidence = case.quotes(hits)
    if evidence and all(_UNFINISHED.search(quote.quote) for quote in evidence):
        return Outcome(2, False, "Not yet obtained.", evidence)
    return Outcome(4, True, "Claimed in the resume; not verified.", evidence)


def rate_language(option: Option, case: Case) -> Outcome:
    """By the level that the resume states: 4 from fluent on, 3 for a working level or none stated, 2 for basic."""
    outcomes = [
        _spoken(entry, option, case)
        for entry in case.view.profile.languages
        if any(_names(term, entry.name) for term in option.terms)
    ]
    if outcomes:
        return max(outcomes, key=lambda outcome: outcome.rating)
    hits = [hit for hit in case.matcher.hits_of_any(option.terms) if hit.credit >= SHOWN]
    if hits:
        return Outcome(3, True, "Named, without a level.", case.quotes(hits))
    if any(_names(term, "English") for term in option.terms) and (passage := _english_passage(case)):
        return Outcome(3, True, "The resume itself is written in English.", case.quote(*passage))
    return absent("Not among the languages of the resume.")


def _spoken(entry: LanguageSkill, option: Option, case: Case) -> Outcome:
    evidence = case.quote(entry.span.start, entry.span.end)
    stated = next((rating for pattern, rating in _LEVELS if pattern.search(entry.level)), 3)
    fluency = any(_WANTS_FLUENCY.search(term) for term in option.terms)
    level = f"at the level {entry.level}" if entry.level else "without a level"
    return Outcome(stated, stated >= (3 if fluency else 2), f"Stated {level}.", evidence)


def _names(term: str, language: str) -> bool:
    return language.casefold() in term.casefold()


def _english_passage(case: Case) -> tuple[int, int] | None:
    """A sentence with enough English function words to show that the resume is English prose."""
    for passage in case.view.passages:
        words = re.findall(r"[a-z]+", case.view.text[passage.start : passage.end].lower())
        if len(words) >= 8 and sum(word in _ENGLISH_WORDS for word in words) >= 3:
            return passage.start, passage.end
    return None
