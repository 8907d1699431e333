"""Rates how close the positions held come to the requisition's title."""

from scoring.local.case import Case, Outcome, absent, unknown
from scoring.local.durations import covered_months, in_years, months_since
from scoring.local.relevance import rate_relevance
from scoring.local.titles import Seniority, seniority, similarity
from scoring.rubric.model import Option

_SAME, _CLOSE, _LOOSE = 0.85, 0.65, 0.4
_AT_LENGTH_MONTHS = 24
_RECENT_MONTHS = 36
_HEADLINE_CHARACTERS = 120


def rate_role(option: Option, case: Case) -> Outcome:
    """4 for the same role held recently for two years, 3 for the same role or long work in its family, 2 for its
    family, 1 for some likeness. A rank two or more below the wanted one costs a step. Without a
    title the whole resume is compared with the whole job."""
    if not option.terms:
        return rate_relevance(case)
    held = [(max(similarity(term, p.title) for term in option.terms), i) for i, p in enumerate(case.view.positions)]
    held = [(score, i) for score, i in held if score >= _LOOSE]
    if not held:
        return _headline(option, case)
    best = max(score for score, _ in held)
    close = [i for score, i in held if score >= min(best, _CLOSE)]
    episodes = [episode for episode in case.episodes if episode.position in close]
    months, since = covered_months(episodes), months_since(episodes, case.view)
    lasting = months >= _AT_LENGTH_MONTHS and since is not None and since <= _RECENT_MONTHS
    rating = (3 if best >= _SAME else 2 if best >= _CLOSE else 1) + (lasting and best >= _CLOSE)
    chosen = next(i for score, i in held if score == best)
    wanted = max(seniority(term) for term in option.terms)
    below = wanted > Seniority.REGULAR and max(seniority(case.view.positions[i].title) for i in close) <= wanted - 2
    position = case.view.positions[chosen]
    span = position.title_span or position.span
    how = _likeness(best)
    length = f" for {in_years(months)}" if months else ""
    rank = ", at a lower rank" if below else ""
    return Outcome(rating - below, best >= _CLOSE, f"{how}{length}{rank}.", case.quote(span.start, span.end))


def _likeness(score: float) -> str:
    if score >= _SAME:
        return "The same role"
    return "A role of its family" if score >= _CLOSE else "A distantly similar role"


def _headline(option: Option, case: Case) -> Outcome:
    """Without a similar position, the words at the top of the resume count for what somebody says they are."""
    for passage in case.view.passages[:3]:
        if passage.end - passage.start > _HEADLINE_CHARACTERS:
            continue
        words = case.view.text[passage.start : passage.end]
        score = max(similarity(term, words) for term in option.terms)
        if score >= _CLOSE:
            first, last = passage.words[0].start, passage.words[-1].end
            return Outcome(2 if score >= _SAME else 1, True, "Stated at the top, not held.", case.quote(first, last))
    if not case.view.positions:
        return unknown("No position could be read from the resume.")
    return absent("No position comes close to it.")
