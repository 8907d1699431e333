"""A resume's text cut into plain and quoted pieces, with what was hidden between them, for a page that escapes all."""

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
class Hidden:
    """A passage that a reader cannot see, as the page counts it.

    It stood before the character ``offset`` of the text, None where it has no place there; ``page`` is None in formats
    without pages.
    """

    number: int
    reason: str
    excerpt: str
    page: int | None
    offset: int | None

    @property
    def anchor(self) -> str:
        """Where in the text it is marked."""
        return f"hidden-{self.number}"


@dataclass(frozen=True, slots=True)
class Piece:
    """``references`` are what this piece is evidence for, none for plain text; ``ending`` those whose quote ends here.

    ``anchor`` is where a link from the criterion leads. ``hidden`` is what stood right before this piece.
    """

    text: str
    anchor: str
    references: tuple[Reference, ...]
    ending: tuple[Reference, ...]
    hidden: tuple[Hidden, ...]


def anchor_at(start: int) -> str:
    """The anchor of the piece that begins at this character of the text."""
    return f"text-{start}"


def stands_in(evidence: Mapping[str, Any], text: str) -> bool:
    """Whether the quote is from the resume and its offsets lie within the text."""
    return bool(evidence["source"] == "resume" and 0 <= evidence["start"] < evidence["end"] <= len(text))


def hidden_passages(card: Mapping[str, Any], text: str) -> tuple[Hidden, ...]:
    """What the card reports as hidden, in the order of the text, then what has no place in it.

    Cards of earlier versions say no places.
    """
    entries = [(entry, _place(entry.get("offset"), text)) for entry in card["hidden_text"]]
    ordered = sorted(entries, key=lambda pair: len(text) + 1 if pair[1] is None else pair[1])
    return tuple(
        Hidden(number, entry["reason"], entry["excerpt"], entry.get("page"), place)
        for number, (entry, place) in enumerate(ordered, start=1)
    )


def _place(offset: int | None, text: str) -> int | None:
    return offset if text and offset is not None and 0 <= offset <= len(text) else None


def highlighted(
    text: str,
    criteria: Sequence[Mapping[str, Any]],
    references: Mapping[str, Reference],
    hidden: Sequence[Hidden],
) -> tuple[Piece, ...]:
    """The whole text in order; joined, the pieces are the text. Overlapping quotes share a piece.

    An empty piece ends the text where something was hidden after it.
    """
    spans = [
        (evidence["start"], evidence["end"], references[criterion["id"]])
        for criterion in criteria
        for evidence in criterion["evidence"]
        if stands_in(evidence, text)
    ]
    starts = {start for start, _, _ in spans}
    places = {place for passage in hidden if (place := passage.offset) is not None}
    cuts = sorted({0, len(text), *starts, *places, *(end for _, end, _ in spans)})
    if len(text) in places:
        cuts.append(len(text))
    pieces = []
    for start, end in pairwise(cuts):
        covering = sorted({span for span in spans if span[0] <= start < end <= span[1]}, key=_number)
        pieces.append(
            Piece(
                text=text[start:end],
                anchor=anchor_at(start) if start in starts else "",
                references=tuple(dict.fromkeys(reference for _, _, reference in covering)),
                ending=tuple(dict.fromkeys(reference for _, last, reference in covering if last == end)),
                hidden=tuple(passage for passage in hidden if passage.offset == start),
            )
        )
    return tuple(pieces)


def _number(span: tuple[int, int, Reference]) -> int:
    return span[2].number
