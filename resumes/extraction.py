"""What a reader of one format hands on: visible text, hidden text and how the document was made."""

from dataclasses import dataclass

from scoring.resume import HiddenText


@dataclass(frozen=True, slots=True)
class Extraction:
    """``text`` is visible text in reading order before normalisation: lines end in ``\\n``, blocks in a blank line.

    ``damage`` (0 to 1) is the share of glyphs that the file maps to no character. ``scan`` says why what is visible
    counts as a picture; it is empty where it does not.
    """

    text: str
    pages: int = 1
    hidden: tuple[HiddenText, ...] = ()
    warnings: tuple[str, ...] = ()
    damage: float = 0.0
    scan: str = ""
