"""How close two job titles are: the same words, the same family of occupations, and their seniority."""

import re
from enum import IntEnum
from functools import lru_cache

from scoring.local.curated import name_groups
from scoring.local.words import content_stems, near, stem, weight

SAME = 1.0
FAMILY = 0.65
_WORD = re.compile(r"[^\W\d_]+")


class Seniority(IntEnum):
    INTERN = 0
    JUNIOR = 1
    REGULAR = 2
    SENIOR = 3
    LEAD = 4
    MANAGER = 5
    DIRECTOR = 6
    EXECUTIVE = 7


_RANKS = {
    Seniority.INTERN: "intern internship trainee apprentice student co-op volunteer",
    Seniority.JUNIOR: "junior jr entry associate assistant aide helper graduate",
    Seniority.SENIOR: "senior sr experienced ii iii",
    Seniority.LEAD: "lead principal staff head iv foreman supervisor chief-of-staff",
    Seniority.MANAGER: "manager mgr superintendent administrator",
    Seniority.DIRECTOR: "director",
    Seniority.EXECUTIVE: "vp president chief ceo cto cfo coo cio partner owner founder executive",
}
_RANK_OF = {word: rank for rank, words in _RANKS.items() for word in words.split()}
_ADORNED = (
    "senior sr junior jr entry lead principal level intern trainee apprentice i ii iii iv staff full part permanent "
    "temporary temp contract freelance remote self employed graduate student head chief certified"
)
_ADORNMENT = frozenset(found for word in _ADORNED.split() if (found := stem(word)))


def seniority(title: str) -> Seniority:
    """The highest rank that a title names; a plain one is regular."""
    ranks = [_RANK_OF[word] for word in _WORD.findall(title.lower()) if word in _RANK_OF]
    return max(ranks, default=Seniority.REGULAR)


@lru_cache(maxsize=20_000)
def similarity(wanted: str, found: str) -> float:
    """0 to 1. 1 for the same title whatever the rank; at least 0.65 for two titles of one family of occupations."""
    one, other = _core(wanted), _core(found)
    if not one or not other:
        return 0.0
    if set(one) == set(other):
        return SAME
    shared = 0.7 * _covered(one, other) + 0.3 * _covered(other, one)
    return max(shared, FAMILY if families(wanted) & families(found) else 0.0)


@lru_cache(maxsize=20_000)
def families(title: str) -> frozenset[int]:
    """Numbers of the families of occupations that a title belongs to."""
    stems = frozenset(content_stems(title))
    return frozenset(
        number for number, members in enumerate(_FAMILY_STEMS) if any(member <= stems for member in members)
    )


def _core(title: str) -> tuple[str, ...]:
    stems = content_stems(title)
    return tuple(found for found in stems if found not in _ADORNMENT) or stems


def _covered(wanted: tuple[str, ...], found: tuple[str, ...]) -> float:
    """Which share of one title's words the other has; the last word says what somebody is and counts double."""
    total = credit = 0.0
    for place, part in enumerate(wanted):
        worth = weight(part) * (2 if place == len(wanted) - 1 else 1)
        total += worth
        if part in found:
            credit += worth
        elif near(part) & set(found):
            credit += worth * 0.8
    return credit / total


# Titles of one paragraph are the same kind of work, whatever the rank.
_FAMILY_STEMS = tuple(
    tuple(frozenset(content_stems(name)) for name in family) for family in name_groups("families.txt")
)
