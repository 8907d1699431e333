"""Lines that a writer broke because they were full, joined again: what a resume says does not depend on its width."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

TURNS_AT_MOST = 3  # a text that was broken twice, at two widths
FEWEST_WITNESSES = 3
SHORTEST = 40  # characters of a full line; a narrower column holds fields and items of lists
FULL = 0.8  # times the usual length of lines that certainly go on
EXACT = 0.7  # share of the lines that certainly go on which had no room for the next word: the width is counted
ENDED = (".", "!", "?", ":", ";")
BRACKETED = re.compile(r"\([^()]{4,30}\)")
STARTS = re.compile(r"[^\W\d_]|[(\d&]")


def unwrap(text: str) -> str:
    """The text with every line that goes on in the next one joined to it by a space. Blank lines and bullets part.

    A line goes on where the next begins in lower case and it is as long as other such lines; where those are filled
    to the letter, as in mail and on terminals, also where the next begins otherwise.
    """
    for _ in range(TURNS_AT_MOST):
        lines = text.split("\n")
        joins = _joins(lines)
        if not any(joins):
            break
        text = "".join(
            [lines[0], *((" " if join else "\n") + line for join, line in zip(joins, lines[1:], strict=True))]
        )
    return text


def _joins(lines: Sequence[str]) -> list[bool]:
    width = max(map(len, lines))
    certain = [(above, below) for above, below in pairwise(lines) if len(above) >= SHORTEST and _goes_on(above, below)]
    exact = bool(certain) and sum(_has_no_room(*pair, width) for pair in certain) >= EXACT * len(certain)
    if len(certain) >= FEWEST_WITNESSES or exact:
        full = max(SHORTEST, FULL * median(len(above) for above, _ in certain))
    else:
        full = width + 1
    return [
        _is_bracketed(above, below)
        or (
            len(above) >= full
            and (_goes_on(above, below) or (exact and _may_go_on(above, below) and _has_no_room(above, below, width)))
        )
        for above, below in pairwise(lines)
    ]


def _is_bracketed(above: str, below: str) -> bool:
    """Whether brackets hold two lines together: they open above and close below, or hold all of the line below."""
    opened = above.count("(") > above.count(")") and below.count(")") > below.count("(")
    return bool(above) and (opened or BRACKETED.fullmatch(below) is not None)


def _goes_on(above: str, below: str) -> bool:
    """Whether the next line begins in the middle of a sentence."""
    return below[:1].islower() and below[:2] != "â€" and not above.endswith(ENDED)


def _may_go_on(above: str, below: str) -> bool:
    return STARTS.match(below) is not None and not above.endswith(ENDED)


def _has_no_room(above: str, below: str, width: int) -> bool:
    return len(above) <= width < len(above) + 1 + len(below.split(" ", 1)[0])
