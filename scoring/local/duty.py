"""Rates a responsibility, or another statement without a name in it, by its words and their near synonyms."""

from scoring.local.case import Case, Outcome, absent, unknown
from scoring.local.matching import matched_words, shares
from scoring.local.view import Depth
from scoring.local.words import content_stems
from scoring.rubric.model import Option

_STEPS = ((0.7, 4), (0.5, 3), (0.36, 2), (0.24, 1))


def rate_duty(option: Option, case: Case) -> Outcome:
    """4, 3, 2 or 1 where a passage of a position has 70, 50, 36 or 24 % of the statement's words, weighted; outside of
    a position at most 2. What a resume does not echo at all is not shown."""
    best: tuple[int, float, int, tuple[str, ...]] | None = None
    for term in option.terms:
        stems = content_stems(term)
        for number, share in shares(case.view, stems).items():
            if share < _STEPS[-1][0]:
                continue
            rating = next(step for least, step in _STEPS if share >= least)
            if case.view.passages[number].depth is not Depth.USED:
                rating = min(rating, 2)
            if best is None or (rating, share, -number) > (best[0], best[1], -best[2]):
                best = (rating, share, number, stems)
    if best is None:
        return absent("Nothing in the resume reads like it.")
    rating, share, number, stems = best
    matched = matched_words(stems, case.view.passages[number])
    start, end = min(word.start for word in matched), max(word.end for word in matched)
    return Outcome(rating, rating >= 2, f"A passage shares {share:.0%} of its words.", case.quote(start, end))


def rate_statement(option: Option, case: Case) -> Outcome:
    """What a resume need not state (travel, permits, character): shown where it says so, else it cannot be told."""
    outcome = rate_duty(option, case)
    hits = case.matcher.hits_of_any(option.terms)
    if hits:
        return Outcome(2, True, "Stated in the resume.", case.quotes(hits))
    return outcome if outcome.rating >= 3 else unknown("A resume does not normally say this.")
