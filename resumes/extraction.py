"""What a reader of one format hands on: visible text, hidden text and how the document was made."""

from dataclasses import dataclass

from scoring.resume import HiddenReason


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that was taken out. ``place`` says where, in a measure of the reader's own until it is ``located``.

    None is no place in the text at all. ``page`` counts from 1; None in formats without pages.
    """

    reason: HiddenReason
    text: str
    place: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """``text`` is visible text in reading order before normalisation: lines end in ``\\n``, blocks in a blank line.

    The ``place`` of a hidden passage is the number of letters and digits of ``text`` that stand before it: layout comes
    and goes while a text is cleaned, these stay. ``damage`` (0 to 1) is the share of glyphs that the file maps to no
    character. ``scan`` says why what is visible counts as a picture; it is empty where it does not.
    """

    text: str
    pages: int = 1
    hidden: tuple[Passage, ...] = ()
    warnings: tuple[str, ...] = ()
    damage: float = 0.0
    scan: str = ""
