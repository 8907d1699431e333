"""Text operators: where strings land on the page, cut into pieces wherever the pen jumps."""

import math
from collections.abc import Sequence

from resumes.pdf.colours import Colour, alike
from resumes.pdf.fonts import UNKNOWN
from resumes.pdf.geometry import IDENTITY, Box, Matrix, bounds, multiply
from resumes.pdf.graphics import GraphicsState
from resumes.pdf.marks import Piece
from resumes.pdf.tokens import Operand
from scoring.resume import HiddenReason

ASCENT, DESCENT = 0.75, 0.2  # of the font size: what the eye takes as the body of a line
STRAIGHT = 0.05  # tangent of the angle up to which a line counts as level
INVISIBLE_MODES = (3, 7)
NARROW = 0.05  # width of letters by their height: nobody reads text squeezed further
INSIDE = 0.3  # share of a piece that must lie inside the clip to be read


class TextWriter:
    """Turns strings into pieces. ``hidden_layer`` marks all that is shown while it is set."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.order = 0
        self.hidden_layer = False
        self._matrix: Matrix = IDENTITY
        self._line: Matrix = IDENTITY
        self._letters_as_clip: list[Piece] = []
        self._blank = False

    def begin(self) -> None:
        self._matrix = self._line = IDENTITY

    def set_matrix(self, a: float, b: float, c: float, d: float, e: float, f: float) -> None:
        self._matrix = self._line = (a, b, c, d, e, f)

    def move(self, x: float, y: float) -> None:
        a, b, c, d, e, f = self._line
        self._matrix = self._line = (a, b, c, d, x * a + y * c + e, x * b + y * d + f)

    def painted(self, box: Box) -> None:
        """Something was painted: letters that clip it (a gradient fill, say) have become visible."""
        for piece in self._letters_as_clip:
            if piece.box.share_in(box) > INSIDE:
                piece.seen_through = True

    def leave_clip(self) -> None:
        if self._letters_as_clip:
            self._letters_as_clip = []

    def show(self, items: Sequence[Operand], state: GraphicsState) -> None:
        """Strings and the jumps between them (in thousandths of the size, to the left), as the operator TJ has them."""
        font, size, stretch = state.font, state.size, state.scale
        decode, unit = font.decode, font.matrix[0] * size
        gap_at_least = word_gap(font.space * font.matrix[0]) * abs(size)
        texts: list[str] = []
        start = pen = 0.0
        for item in items:
            if isinstance(item, float):
                jump = -item * size / 1000
                if texts and (abs(jump) > gap_at_least):
                    self._put("".join(texts), start, pen, state)
                    texts = []
                pen += jump * stretch
            elif isinstance(item, bytes):
                text, width, count, spaces = decode(item)
                if not texts:
                    start = pen
                texts.append(text)
                pen += (width * unit + count * state.character_space + spaces * state.word_space) * stretch
        if texts:
            self._put("".join(texts), start, pen, state)
        a, b, c, d, e, f = self._matrix
        self._matrix = (a, b, c, d, pen * a + e, pen * b + f)

    def _put(self, text: str, start: float, end: float, state: GraphicsState) -> None:
        if not text or text.isspace():
            self._blank = bool(text)
            return
        a, b, c, d, e, f = multiply(self._matrix, state.matrix)
        e, f = e + state.rise * c, f + state.rise * d
        size = abs(state.size) * math.hypot(c, d)
        x0, y0, x1, y1 = e + start * a, f + start * b, e + end * a, f + end * b
        if state.size < 0:
            a, b = -a, -b
        turn, along, across = _direction(a, b)
        if turn == 0:
            box = Box(min(x0, x1), y0 - DESCENT * size, max(x0, x1), y0 + ASCENT * size)
            x, y, stop = x0, y0, x1
        else:
            cosine, sine = along, across
            x, y, stop = x0 * cosine + y0 * sine, y0 * cosine - x0 * sine, x1 * cosine + y1 * sine
            ux, uy = -sine * size, cosine * size
            corners = [
                (px + share * ux, py + share * uy) for px, py in ((x0, y0), (x1, y1)) for share in (-DESCENT, ASCENT)
            ]
            box = bounds(corners)
        self.order += 1
        piece = Piece(text, min(x, stop), max(x, stop), y, size, box, self.order, turn)
        piece.space = state.font.space * abs(state.font.matrix[0])
        piece.colour, piece.alpha = _ink(state)
        piece.unknown = text.count(UNKNOWN)
        piece.font = state.font.name
        piece.after_blank, self._blank = self._blank, False
        piece.hidden = self._hiding(piece, state)
        self.pieces.append(piece)
        if state.mode >= 4:
            self._letters_as_clip.append(piece)

    def _hiding(self, piece: Piece, state: GraphicsState) -> HiddenReason | None:
        """What this moment already tells; the ground and what is painted later are judged when the page is done."""
        if self.hidden_layer:
            return HiddenReason.HIDDEN_LAYER
        if state.mode in INVISIBLE_MODES:
            return HiddenReason.INVISIBLE_MODE
        if abs(state.scale) * math.hypot(self._matrix[0], self._matrix[1]) < NARROW * math.hypot(*self._matrix[2:4]):
            return HiddenReason.TINY
        if piece.box.share_in(state.clip) < INSIDE:
            return HiddenReason.CLIPPED
        return None


def word_gap(space: float) -> float:
    """The gap that parts words, in font sizes: half of the font's space, more than any kerning."""
    return min(0.17, max(0.1, space / 2))


def _direction(a: float, b: float) -> tuple[int, float, float]:
    """Quarter turns (or -1), and cosine and sine of the writing direction."""
    length = math.hypot(a, b)
    if length == 0.0 or (a > 0 and abs(b) <= STRAIGHT * a):
        return 0, 1.0, 0.0
    if abs(a) <= STRAIGHT * abs(b):
        return (1, 0.0, 1.0) if b > 0 else (3, 0.0, -1.0)
    if abs(b) <= STRAIGHT * abs(a):
        return 2, -1.0, 0.0
    return -1, a / length, b / length


def _ink(state: GraphicsState) -> tuple[Colour | None, float]:
    """Colour and opacity of the letters; no colour where two inks or a pattern leave no single one."""
    outlined, filled = state.mode in (1, 2, 5, 6), state.mode in (0, 2, 4, 6)
    if state.masked:
        return None, 1.0
    if outlined and filled:
        same = state.fill is not None and state.stroke is not None and alike(state.fill, state.stroke)
        return (state.fill if same else None), max(state.alpha, state.stroke_alpha)
    return (state.stroke, state.stroke_alpha) if outlined else (state.fill, state.alpha)
