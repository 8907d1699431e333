"""A resume's text cut into plain and quoted pieces, for a page that escapes each of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True, slots=True)
class Piece:
    """``criteria`` are the texts of the criteria that this piece is evidence for; empty for plain text."""

    text: str
    criteria: tuple[str, ...]


def highlighted(text: str, card: Mapping[str, Any]) -> tuple[Piece, ...]:
    """The whole text in order; joined, the pieces are the text. Overlapping quotes share a piece."""
    spans = [
        (evidence["start"], evidence["end"], criterion["text"])
        for criterion in card["criteria"]
        for evidence in criterion["evidence"]
        if evidence["source"] == "resume" and 0 <= evidence["start"] < evidence["end"] <= len(text)
    ]
    cuts = sorted({0, len(text), *(edge for start, end, _ in spans for edge in (start, end))})
    pieces = []
    for start, end in pairwise(cuts):
        names = dict.fromkeys(name for first, last, name in spans if first <= start and end <= last)
        pieces.append(Piece(text[start:end], tuple(names)))
    return tuple(pieces)
