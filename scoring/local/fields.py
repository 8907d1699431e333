"""Fields of study: which names mean the same or a neighbouring field."""

from functools import lru_cache

from scoring.local.curated import name_groups
from scoring.local.words import content_stems

_RELATED = "related"
_STEMS = tuple(
    tuple(frozenset(content_stems(field)) for field in group) for group in name_groups("fields_of_study.txt")
)
_BROAD = frozenset({"engineer", "scien", "busines", "technolog", "art", "manag"})


@lru_cache(maxsize=10_000)
def same_field(wanted: str, written: str) -> bool:
    """Whether a degree as written is in the field that is wanted, or in a neighbouring one.

    "Engineering" or "science" alone accepts every field of that kind; "related field" says nothing by itself.
    """
    if _RELATED in wanted.casefold():
        return False
    asked, has = frozenset(content_stems(wanted)), frozenset(content_stems(written))
    if not asked or not has:
        return False
    if asked <= has or (asked & has) - _BROAD:
        return True
    return any(_named(asked, group) and _named(has, group) for group in _STEMS)


def _named(stems: frozenset[str], group: tuple[frozenset[str], ...]) -> bool:
    return any(field and field <= stems for field in group)
