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
# Of the months held, each counted by how close its title is.
_CAREER_STEPS = ((0.6, 4), (0.45, 3), (0.3, 2), (0.12, 1))
_UNDATED_MONTHS = 12


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


def rate_career(option: Option, case: Case) -> Outcome:
    """4, 3, 2 or 1 by the share of all months that were spent in the option's field of work, each position counted by
    how close its title is. A position without dates counts a year."""
    if not case.view.positions:
        return unknown("No position could be read from the resume.")
    total, spent, best = 0, 0.0, (0.0, case.view.positions[0])
    for position in case.view.positions:
        close = max(similarity(field, position.title) for field in option.fields)
        months = max(1, position.months or _UNDATED_MONTHS)
        total += months
        if close >= _LOOSE:
            spent += close * months
            best = max(best, (close, position), key=lambda pair: pair[0])
    rating = next((step for least, step in _CAREER_STEPS if spent / total >= least), 0)
    if not rating:
        return absent("Little or none of the time was spent in such work.")
    span = best[1].title_span or best[1].span
    share = f"{('A small part', 'A part', 'About half', 'Most')[rating - 1]} of the time was spent in such work."
    return Outcome(rating, rating >= 2, share, case.quote(span.start, span.end))


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
