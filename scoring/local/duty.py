"""Rates a responsibility, or another statement without a name in it, by its words and their near synonyms."""

from collections.abc import Iterator

from scoring.local.case import Case, Outcome, absent, unknown
from scoring.local.matching import matched_words, shares
from scoring.local.relevance import rate_recent_work
from scoring.local.view import Depth
from scoring.local.words import content_stems
from scoring.rubric.model import Option

_STEPS = ((0.6, 4), (0.45, 3), (0.33, 2), (0.22, 1))
_MOST_AT = {Depth.LISTED: 2, Depth.STATED: 3, Depth.USED: 4}


def rate_duty(option: Option, case: Case) -> Outcome:
    """4, 3, 2 or 1 where a passage of a position has 60, 45, 33 or 22 % of the statement's words, weighted; a sentence
    outside of a position earns at most 3, a list 2. What a resume does not echo at all is not shown. Without a
    statement the latest positions are compared with the whole job."""
    if not option.terms:
        return rate_recent_work(case)
    for rating, share, number, stems in sorted(_echoes(option, case), reverse=True):
        matched = matched_words(stems, case.view.passages[-number])
        if len(matched) >= min(2, len(stems)):
            start, end = min(word.start for word in matched), max(word.end for word in matched)
            return Outcome(rating, rating >= 2, f"A passage shares {share:.0%} of its words.", case.quote(start, end))
    return absent("Nothing in the resume reads like it.")


def _echoes(option: Option, case: Case) -> Iterator[tuple[int, float, int, tuple[str, ...]]]:
    """Rating, share, negative number (so that the first of equal passages wins) and stems of what reads alike."""
    for term in option.terms:
        stems = content_stems(term)
        for number, share in shares(case.view, stems).items():
            step = next((step for least, step in _STEPS if share >= least), 0)
            if step:
                yield min(step, _MOST_AT[case.view.passages[number].depth]), share, -number, stems


def rate_statement(option: Option, case: Case) -> Outcome:
    """What a resume need not state (travel, permits, character): shown where it says so, else it cannot be told."""
    outcome = rate_duty(option, case)
    hits = case.matcher.hits_of_any(option.terms)
    if hits:
        return Outcome(2, True, "Stated in the resume.", case.quotes(hits))
    return outcome if outcome.rating >= 3 else unknown("A resume does not normally say this.")
