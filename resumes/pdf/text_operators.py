"""The text operators of a content stream (ISO 32000, 9.3 and 9.4)."""

from collections.abc import Callable

from resumes.pdf.canvas import Canvas
from resumes.pdf.tokens import Operand


def _move_leading(canvas: Canvas, x: float, y: float) -> None:
    canvas.state.leading = -y
    canvas.text.move(x, y)


def _next_line(canvas: Canvas) -> None:
    canvas.text.move(0.0, -canvas.state.leading)


def _font(canvas: Canvas, name: str, size: float) -> None:
    canvas.state.font = canvas.font(name)
    canvas.state.size = size


def _character_space(canvas: Canvas, width: float) -> None:
    canvas.state.character_space = width


def _word_space(canvas: Canvas, width: float) -> None:
    canvas.state.word_space = width


def _scale(canvas: Canvas, percent: float) -> None:
    canvas.state.scale = percent / 100


def _leading(canvas: Canvas, height: float) -> None:
    canvas.state.leading = height


def _mode(canvas: Canvas, mode: float) -> None:
    canvas.state.mode = int(mode)


def _rise(canvas: Canvas, height: float) -> None:
    canvas.state.rise = height


def _show(canvas: Canvas, string: Operand) -> None:
    canvas.text.show((string,), canvas.state)


def _show_array(canvas: Canvas, items: list[Operand]) -> None:
    canvas.text.show(items, canvas.state)


def _next_line_show(canvas: Canvas, string: Operand) -> None:
    _next_line(canvas)
    _show(canvas, string)


def _spaced_show(canvas: Canvas, word: float, character: float, string: Operand) -> None:
    canvas.state.word_space, canvas.state.character_space = word, character
    _next_line_show(canvas, string)


TEXT_OPERATORS: dict[bytes, Callable[..., None]] = {
    b"BT": lambda canvas: canvas.text.begin(),
    b"Td": lambda canvas, x, y: canvas.text.move(x, y),
    b"Tm": lambda canvas, *matrix: canvas.text.set_matrix(*matrix),
    b"TD": _move_leading,
    b"T*": _next_line,
    b"Tf": _font,
    b"Tc": _character_space,
    b"Tw": _word_space,
    b"Tz": _scale,
    b"TL": _leading,
    b"Tr": _mode,
    b"Ts": _rise,
    b"Tj": _show,
    b"TJ": _show_array,
    b"'": _next_line_show,
    b'"': _spaced_show,
}
