"""A resume's text cut into plain and quoted pieces, for a page that escapes each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True, slots=True)
class Reference:
    """A criterion as the page counts it; criteria with the same text (a gate and its points) share one."""

    number: int
    text: str

    @property
    def anchor(self) -> str:
        """Where on the page the criterion is explained."""
        return f"criterion-{self.number}"


@dataclass(frozen=True, slots=True)
class Piece:
    """``references`` are what this piece is evidence for, none for plain text; ``ending`` those whose quote ends here.

    ``anchor`` is where a link from the criterion leads.
    """

    text: str
    anchor: str
    references: tuple[Reference, ...]
    ending: tuple[Reference, ...]


def anchor_at(start: int) -> str:
    """The anchor of the piece that begins at this character of the text."""
    return f"text-{start}"


def stands_in(evidence: Mapping[str, Any], text: str) -> bool:
    """Whether the quote is from the resume and its offsets lie within the text."""
    return bool(evidence["source"] == "resume" and 0 <= evidence["start"] < evidence["end"] <= len(text))


def highlighted(
    text: str, criteria: Sequence[Mapping[str, Any]], references: Mapping[str, Reference]
) -> tuple[Piece, ...]:
    """The whole text in order; joined, the pieces are the text. Overlapping quotes share a piece."""
    spans = [
        (evidence["start"], evidence["end"], references[criterion["id"]])
        for criterion in criteria
        for evidence in criterion["evidence"]
        if stands_in(evidence, text)
    ]
    starts = {start for start, _, _ in spans}
    cuts = sorted({0, len(text), *starts, *(end for _, end, _ in spans)})
    pieces = []
    for start, end in pairwise(cuts):
        covering = sorted({span for span in spans if span[0] <= start and end <= span[1]}, key=_number)
        pieces.append(
            Piece(
                text=text[start:end],
                anchor=anchor_at(start) if start in starts else "",
                references=tuple(dict.fromkeys(reference for _, _, reference in covering)),
                ending=tuple(dict.fromkeys(reference for _, last, reference in covering if last == end)),
            )
        )
    return tuple(pieces)


def _number(span: tuple[int, int, Reference]) -> int:
    return span[2].number
