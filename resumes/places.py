"""Places in a text counted in letters and digits: layout comes and goes while a text is cleaned, these stay."""

from collections.abc import Iterable

CLOSING = frozenset(".,;:!?)]}\"'”’»%")


def letters(text: str) -> int:
    """Letters and digits of any script: what is left of a text when its layout is gone."""
    return sum(map(str.isalnum, text))


def offsets(counts: Iterable[int], text: str) -> list[int]:
    """Where so many letters and digits have passed, behind the marks that close their word; at most the text's end."""
    ends = [place + 1 for place, char in enumerate(text) if char.isalnum()]
    return [_closed(text, ends[min(count, len(ends)) - 1]) if count and ends else 0 for count in counts]


def _closed(text: str, place: int) -> int:
    while place < len(text) and text[place] in CLOSING:
        place += 1
    return place
