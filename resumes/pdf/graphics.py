"""The graphics state of a content stream: what ``q`` saves and ``Q`` brings back."""

from collections.abc import Mapping
from typing import Any

from resumes.pdf.colours import BLACK, Colour
from resumes.pdf.fonts import Glyphs, unknown_font
from resumes.pdf.geometry import Box, Matrix

EVERYWHERE = Box(-1e9, -1e9, 1e9, 1e9)
NORMAL_BLENDS = ("/Normal", "/Compatible", "None")


class GraphicsState:
    """Mutable while operators run; ``copy`` is what the stack keeps."""

    __slots__ = (
        "alpha",
        "blends",
        "character_space",
        "clip",
        "fill",
        "fill_space",
        "font",
        "leading",
        "line_width",
        "masked",
        "matrix",
        "mode",
        "rise",
        "scale",
        "size",
        "stroke",
        "stroke_alpha",
        "stroke_space",
        "word_space",
    )

    def __init__(self, matrix: Matrix) -> None:
        self.matrix = matrix
        self.clip = EVERYWHERE
        self.fill: Colour | None = BLACK
        self.stroke: Colour | None = BLACK
        self.fill_space: object = "/DeviceGray"
        self.stroke_space: object = "/DeviceGray"
        self.alpha = self.stroke_alpha = 1.0
        self.masked = self.blends = False
        self.line_width = 1.0
        self.font: Glyphs = NO_FONT
        self.size = 0.0
        self.character_space = self.word_space = self.leading = self.rise = 0.0
        self.scale = 1.0
        self.mode = 0

    def copy(self) -> "GraphicsState":
        twin = object.__new__(GraphicsState)
        twin.matrix, twin.clip, twin.fill, twin.stroke = self.matrix, self.clip, self.fill, self.stroke
        twin.fill_space, twin.stroke_space = self.fill_space, self.stroke_space
        twin.alpha, twin.stroke_alpha, twin.masked, twin.blends = (
            self.alpha,
            self.stroke_alpha,
            self.masked,
            self.blends,
        )
        twin.line_width, twin.font, twin.size, twin.mode = self.line_width, self.font, self.size, self.mode
        twin.character_space, twin.word_space = self.character_space, self.word_space
        twin.leading, twin.rise, twin.scale = self.leading, self.rise, self.scale
        return twin

    def apply(self, parameters: Mapping[str, Any]) -> None:
        """Take over the entries of an ExtGState that decide what can be seen."""
        if "/ca" in parameters:
            self.alpha = float(parameters["/ca"])
        if "/CA" in parameters:
            self.stroke_alpha = float(parameters["/CA"])
        if "/SMask" in parameters:
            self.masked = str(parameters["/SMask"]) != "/None"
        if "/BM" in parameters:
            blend = parameters["/BM"]
            first = blend[0] if isinstance(blend, list) and blend else blend
            self.blends = str(first) not in NORMAL_BLENDS
        if "/LW" in parameters:
            self.line_width = float(parameters["/LW"])


NO_FONT = unknown_font()
