"""Rates a skill on the evidence ladder: listed, stated, used in a role, used recently at length."""

from collections.abc import Sequence

from scoring.local.case import Case, Outcome, absent
from scoring.local.durations import Episode, covered_months, in_years, months_since
from scoring.local.matching import SHOWN, Hit
from scoring.local.view import Depth
from scoring.rubric.model import Option

AT_LENGTH_MONTHS = 24
RECENT_MONTHS = 36
_CLOSELY_RELATED = 0.5


def rate_skill(option: Option, case: Case) -> Outcome:
    """1 listed or related, 2 stated in a sentence or closely related in a role, 3 used in a role, 4 used there for two
    years and within the last three. Any one of the option's terms is enough; repeating a name changes nothing."""
    hits = case.matcher.hits_of_any(option.terms)
    own = [hit for hit in hits if hit.credit >= SHOWN]
    if own:
        return _shown(own, case)
    if hits:
        return _related(hits, case)
    return absent("Not found in the resume.")


def _shown(hits: Sequence[Hit], case: Case) -> Outcome:
    deepest = sorted(hits, key=lambda hit: (-hit.depth, -hit.credit, hit.start))
    evidence = case.quotes(deepest)
    because = f" ({deepest[0].reason})" if deepest[0].reason else ""
    if deepest[0].depth is Depth.LISTED:
        return Outcome(1, True, f"Listed, without a place where it was used{because}.", evidence)
    if deepest[0].depth is Depth.STATED:
        return Outcome(2, True, f"Stated, but not as part of a position{because}.", evidence)
    used_in = episodes_of(hits, case)
    months, since = covered_months(used_in), months_since(used_in, case.view)
    if since is None:
        return Outcome(3, True, f"Used in a position{because}; the resume gives no dates for it.", evidence)
    length = in_years(months)
    if since > RECENT_MONTHS:
        return Outcome(3, True, f"Used in positions of {length}, last {in_years(since)} ago{because}.", evidence)
    if months < AT_LENGTH_MONTHS:
        return Outcome(3, True, f"Used recently, in positions of {length}{because}.", evidence)
    return Outcome(4, True, f"Used recently, in positions of {length}{because}.", evidence)


def _related(hits: Sequence[Hit], case: Case) -> Outcome:
    used = [hit for hit in hits if hit.credit >= _CLOSELY_RELATED and hit.depth is Depth.USED]
    best = max(used or hits, key=lambda hit: (hit.credit, hit.depth))
    return Outcome(2 if used else 1, False, f"Not named; {best.reason}.", case.quotes([best]))


def episodes_of(hits: Sequence[Hit], case: Case) -> list[Episode]:
    """The dated episodes in which the hits lie, lists of keywords left out."""
    offsets = [hit.start for hit in hits if hit.depth is Depth.USED]
    return [episode for episode in case.episodes if any(episode.start <= at < episode.end for at in offsets)]
