"""Rates years of experience, in all or in a skill, field or role, by the union of dated episodes."""

from collections.abc import Sequence

from scoring.assessment import Evidence
from scoring.local.case import Case, Outcome, absent, unknown
from scoring.local.durations import Episode, covered_months, in_years, months_since, years_stated
from scoring.local.matching import SHOWN, coverage
from scoring.local.role import rate_career
from scoring.local.skill import episodes_of, rate_skill
from scoring.local.titles import Seniority, seniority, similarity
from scoring.local.view import Depth, Passage
from scoring.local.words import content_stems
from scoring.rubric.model import Option
from scoring.rubric.titles import names_role

STALE_MONTHS = 60
_SAME_ROLE = 0.78
_PASSAGE_SHOWS = 0.7
_ROUNDING = 0.05  # 4 years and 9 months are five years to anybody who counts
_MOST_QUOTES = 3


def rate_experience(option: Option, case: Case) -> Outcome:
    """4 for the years asked for, 3 when they ended more than five years ago or are only claimed, 2 from three quarters
    of them on, 1 for less. Without any dated position only a claim counts; else the years cannot be told."""
    if option.fields:
        return rate_career(option, case)
    if option.min_years is None:
        return rate_skill(option, case)
    needed = round(option.min_years * 12)
    enough = needed - max(1, needed * _ROUNDING)
    chosen = _episodes_for(option.terms, case)
    months = covered_months(chosen)
    if months >= enough:
        since = months_since(chosen, case.view) or 0
        evidence = _dated(chosen, case)
        if since > STALE_MONTHS:
            return Outcome(3, True, f"{in_years(months)}, the last of it {in_years(since)} ago.", evidence)
        return Outcome(4, True, f"{in_years(months)} in {_positions(chosen)}.", evidence)
    claimed = _claimed(option.terms, case)
    if claimed is not None and claimed[0] >= option.min_years:
        rating = 3 if not chosen else 2
        return Outcome(rating, True, "Claimed in a sentence; the dated positions do not add up to it.", claimed[1])
    if chosen:
        rating = 2 if months >= 0.75 * needed else 1
        return Outcome(rating, False, f"{in_years(months)} of {in_years(needed)} shown.", _dated(chosen, case))
    return _without_episodes(option, case, enough)


def _without_episodes(option: Option, case: Case, enough: float) -> Outcome:
    if not case.episodes:
        return unknown("No position in the resume is dated.")
    if option.terms and any(hit.credit >= SHOWN for hit in case.matcher.hits_of_any(option.terms)):
        if covered_months(case.episodes) >= enough:
            return unknown("Named, but not in a dated position: the resume does not say for how long.")
        return absent("All dated positions together are shorter.")
    return absent("No dated position shows it.")


def _episodes_for(terms: Sequence[str], case: Case) -> list[Episode]:
    if not terms:
        return list(case.episodes)
    hits = [hit for hit in case.matcher.hits_of_any(terms) if hit.credit >= SHOWN]
    by_name = episodes_of(hits, case)
    by_title = [
        episode
        for episode in case.episodes
        if _held(terms, episode, case) or any(episode.start <= hit.start < episode.heading_end for hit in hits)
    ]
    chosen = dict.fromkeys([*by_name, *by_title])
    return [episode for episode in chosen if not _is_of_another_role(terms, episode, case)]


def _is_of_another_role(terms: Sequence[str], episode: Episode, case: Case) -> bool:
    """Whether a position comes closer to another role whose years the job asks for as well: where three years as a
    business analyst and two as a data analyst are wanted, nobody's years as a data analyst are both."""
    if episode.position is None or not all(map(names_role, terms)):
        return False
    title = case.view.positions[episode.position].title
    rivals = [role for role in case.timed_roles if role not in terms]
    heading = set(content_stems(case.view.text[episode.start : episode.heading_end]))
    if not rivals or any(set(content_stems(term)) <= heading for term in terms):
        return False
    own = max(similarity(term, title) for term in terms)
    named = any(set(content_stems(rival)) <= heading for rival in rivals)
    return named or max(similarity(rival, title) for rival in rivals) > max(own, _SAME_ROLE)


def _held(terms: Sequence[str], episode: Episode, case: Case) -> bool:
    """Whether an episode was spent in one of the roles."""
    if episode.position is not None:
        title = case.view.positions[episode.position].title
        return any(similarity(term, title) >= _SAME_ROLE and _high_enough(term, title) for term in terms)
    passage = case.view.passage_at(episode.start)
    return passage is not None and _shows(terms, passage)


def _high_enough(wanted: str, held: str) -> bool:
    """Years as a manager are not years in the team; below that, ranks differ too much between employers to tell."""
    return seniority(wanted) < Seniority.MANAGER or seniority(held) >= Seniority.MANAGER


def _shows(terms: Sequence[str], passage: Passage) -> bool:
    return any(stems and coverage(stems, passage) >= _PASSAGE_SHOWS for stems in map(content_stems, terms))


def _claimed(terms: Sequence[str], case: Case) -> tuple[float, tuple[Evidence, ...]] | None:
    """The largest number of years that a sentence claims for one of the terms (or at all, without terms)."""
    best: tuple[float, int, int] | None = None
    for passage in case.view.passages:
        claim = years_stated(case.view.text[passage.start : passage.end])
        if claim is None or (passage.depth is Depth.LISTED and passage.position is not None):
            continue
        if terms and not _shows(terms, passage):
            continue
        years, start, end = claim
        if best is None or years > best[0]:
            best = (years, passage.start + start, passage.start + end)
    return None if best is None else (best[0], case.quote(best[1], best[2]))


def _dated(chosen: Sequence[Episode], case: Case) -> tuple[Evidence, ...]:
    """Quotes of the headings of the latest episodes."""
    latest = sorted(chosen, key=lambda episode: (-episode.last, episode.start))[:_MOST_QUOTES]
    quotes: list[Evidence] = []
    for episode in latest:
        span = None if episode.position is None else case.view.positions[episode.position].date_span
        start, end = (span.start, span.end) if span else (episode.start, min(episode.heading_end, episode.end))
        quotes += [quote for quote in case.quote(start, end) if quote not in quotes]
    return tuple(quotes)


def _positions(chosen: Sequence[Episode]) -> str:
    return f"{len(chosen)} position{'s' * (len(chosen) != 1)}"
