"""How close two job titles are: the same words, the same family or area of occupations, and their seniority."""

import re
from enum import IntEnum
from functools import lru_cache

from scoring.local.curated import areas_of_groups
from scoring.local.vocabulary import FILLER
from scoring.local.words import near, stem

SAME = 1.0
FAMILY = 0.7
AREA = 0.45
_WORD = re.compile(r"[^\W\d_]+(?:[+#]+)?")


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
    Seniority.INTERN: "intern internship trainee apprentice student volunteer",
    Seniority.JUNIOR: "junior jr entry associate assistant asst aide helper graduate",
    Seniority.SENIOR: "senior sr experienced ii iii",
    Seniority.LEAD: "lead principal staff head iv foreman supervisor",
    Seniority.MANAGER: "manager mgr superintendent administrator",
    Seniority.DIRECTOR: "director",
    Seniority.EXECUTIVE: "vp president chief ceo cto cfo coo cio partner owner founder executive",
}
_RANK_OF = {word: rank for rank, words in _RANKS.items() for word in words.split()}
_ADORNED = (
    "senior sr junior jr entry lead level intern internship trainee apprentice i ii iii iv full part time permanent "
    "temporary temp contract freelance remote self employed graduate student head chief certified interim acting vice "
    "president city state company name"
)
_ADORNMENT = frozenset(_ADORNED.split())
_EXPANDED = {
    "hr": "human resources", "it": "information technology", "pr": "public relations", "rn": "registered nurse",
    "qa": "quality assurance", "mgr": "manager", "asst": "assistant", "admin": "administrator", "dev": "developer",
    "eng": "engineer", "rep": "representative", "acct": "accountant", "coord": "coordinator", "tech": "technician",
    "supv": "supervisor", "dir": "director", "ops": "operations", "mktg": "marketing", "cpa": "accountant",
    "swe": "software engineer", "sde": "software engineer", "ui": "user interface", "ux": "user experience",
    "sysadmin": "systems administrator", "administrative": "officework",
}  # fmt: skip
# What such a word stands behind says what somebody does; alone it says little.
_GENERIC_WORDS = (
    "specialist manager coordinator assistant analyst associate officer director representative administrator "
    "supervisor consultant executive professional worker clerk agent technician operator advisor staff team member "
    "leader services service general senior principal office other all miscellaneous except including related"
)
_GENERIC = frozenset(stem(word) or word for word in _GENERIC_WORDS.split())
_GENERIC_WEIGHT = 0.35
_HEAD_FACTOR = 1.5


def seniority(title: str) -> Seniority:
    """The highest rank that a title names; a plain one is regular."""
    ranks = [_RANK_OF[word] for word in _WORD.findall(title.lower()) if word in _RANK_OF]
    return max(ranks, default=Seniority.REGULAR)


@lru_cache(maxsize=20_000)
def similarity(wanted: str, found: str) -> float:
    """0 to 1. 1 for the same title whatever the rank, at least 0.7 within one family of occupations and 0.45 within one
    area of work."""
    one, other = _core(wanted), _core(found)
    if not one or not other:
        return 0.0
    if set(one) == set(other):
        return SAME
    shared = 0.7 * _covered(one, other) + 0.3 * _covered(other, one)
    if families(wanted) & families(found):
        return max(shared, FAMILY)
    return max(shared, AREA if areas(wanted) & areas(found) else 0.0)


@lru_cache(maxsize=20_000)
def families(title: str) -> frozenset[int]:
    """Numbers of the families of occupations that a title belongs to."""
    stems = frozenset(_core(title))
    return frozenset(number for found in stems for number, name in _NAMES_BY_STEM.get(found, ()) if name <= stems)


@lru_cache(maxsize=20_000)
def areas(title: str) -> frozenset[str]:
    """Areas of work that a title belongs to."""
    return frozenset(_FAMILIES[number][0] for number in families(title))


@lru_cache(maxsize=20_000)
def _core(title: str) -> tuple[str, ...]:
    """Stems of the words that say what somebody does, in order."""
    words = [part for word in _WORD.findall(title.lower()) for part in _EXPANDED.get(word, word).split()]
    stems = [stem(word) or (word if word in FILLER else "") for word in words if word not in _ADORNMENT]
    return tuple(dict.fromkeys(found for found in stems if found))


def _covered(wanted: tuple[str, ...], found: tuple[str, ...]) -> float:
    """Which share of one title's words the other has; its last telling word counts half as much again."""
    telling = [part for part in wanted if part not in _GENERIC]
    total = credit = 0.0
    for part in wanted:
        worth = _GENERIC_WEIGHT if part in _GENERIC else _HEAD_FACTOR if part == telling[-1] else 1.0
        total += worth
        if part in found:
            credit += worth
        elif near(part) & set(found):
            credit += worth * 0.7
    return credit / total


_FAMILIES = tuple(
    (area, tuple(frozenset(_core(name)) for name in names)) for area, names in areas_of_groups("families.txt")
)
# Each name stands under one of its stems, so that a title is compared with few of them.
_NAMES_BY_STEM: dict[str, list[tuple[int, frozenset[str]]]] = {}
for _number, (_, _names) in enumerate(_FAMILIES):
    for _name in filter(None, _names):
        _NAMES_BY_STEM.setdefault(min(_name), []).append((_number, _name))
