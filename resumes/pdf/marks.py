"""What a page holds once its content stream has run: pieces of text and painted areas, in painting order."""

from dataclasses import dataclass
from typing import Any

from resumes.pdf.colours import Colour
from resumes.pdf.geometry import Box
from scoring.resume import HiddenReason


@dataclass(slots=True)
class Piece:
    """Text shown at once, without a gap inside.

    ``x`` to ``end`` along the baseline ``y``, in points of a page turned so that this text runs to the right;
    ``turn`` counts the quarter turns, or is -1 for text at another angle. ``box`` lies on the page as it is.
    """

    text: str
    x: float
    end: float
    y: float
    size: float
    box: Box
    order: int
    turn: int = 0
    space: float = 0.25  # width of a space, in font sizes
    colour: Colour | None = None
    alpha: float = 1.0
    hidden: HiddenReason | None = None
    unknown: int = 0  # codes that the font maps to no character
    font: str = ""
    after_blank: bool = False  # a blank was shown just before
    seen_through: bool = False  # a clip made of letters that was painted afterwards


@dataclass(frozen=True, slots=True)
class Area:
    """A painted area. ``colour`` None is a picture or pattern; ``solid`` areas hide what they cover entirely."""

    box: Box
    colour: Colour | None
    order: int
    solid: bool
    picture: bool = False
    source: Any = None  # the picture itself, for those that have to look at it
