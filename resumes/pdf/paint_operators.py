"""The operators of a content stream that set colours, build paths and paint (ISO 32000, 8.4 to 8.6)."""

from collections.abc import Callable

from pypdf.generic import ArrayObject

from resumes.pdf import colours
from resumes.pdf.canvas import Canvas
from resumes.pdf.geometry import multiply
from resumes.pdf.painting import Path
from resumes.pdf.tokens import Operand


def _concatenate(canvas: Canvas, a: float, b: float, c: float, d: float, e: float, f: float) -> None:
    canvas.state.matrix = multiply((a, b, c, d, e, f), canvas.state.matrix)


def _external_state(canvas: Canvas, name: str) -> None:
    parameters = canvas.resource("/ExtGState", name)
    canvas.state.apply(parameters)
    font = parameters.get("/Font")
    if isinstance(font, ArrayObject):
        canvas.state.font, canvas.state.size = canvas.budget.font(list(font)[0]), float(font[1])  # noqa: RUF015  raw


def _line_width(canvas: Canvas, width: float) -> None:
    canvas.state.line_width = width


def _fill_device(canvas: Canvas, *numbers: float) -> None:
    canvas.state.fill_space, canvas.state.fill = "", colours.from_numbers(numbers)


def _stroke_device(canvas: Canvas, *numbers: float) -> None:
    canvas.state.stroke_space, canvas.state.stroke = "", colours.from_numbers(numbers)


def _fill_colour_space(canvas: Canvas, name: str) -> None:
    canvas.state.fill_space = canvas.colour_space(name)
    canvas.state.fill = colours.initial(canvas.state.fill_space)


def _stroke_colour_space(canvas: Canvas, name: str) -> None:
    canvas.state.stroke_space = canvas.colour_space(name)
    canvas.state.stroke = colours.initial(canvas.state.stroke_space)


def _fill_colour(canvas: Canvas, *numbers: Operand) -> None:
    components = [number for number in numbers if isinstance(number, float)]
    canvas.state.fill = colours.in_space(canvas.state.fill_space, components)


def _stroke_colour(canvas: Canvas, *numbers: Operand) -> None:
    components = [number for number in numbers if isinstance(number, float)]
    canvas.state.stroke = colours.in_space(canvas.state.stroke_space, components)


def _path_move(canvas: Canvas, x: float, y: float) -> None:
    canvas.path.move(x, y, canvas.state.matrix)


def _path_line(canvas: Canvas, x: float, y: float) -> None:
    canvas.path.line(x, y, canvas.state.matrix)


def _path_curve(canvas: Canvas, *points: float) -> None:
    canvas.path.line(points[-2], points[-1], canvas.state.matrix)


def _path_rectangle(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    canvas.path.rectangle(x, y, width, height, canvas.state.matrix)


def _fill_path(canvas: Canvas) -> None:
    for box, solid in canvas.path.surfaces():
        canvas.paint(box, canvas.state.fill, canvas.state.alpha, solid=solid)
    _end_path(canvas)


def _fill_and_stroke_path(canvas: Canvas) -> None:
    _paint_strokes(canvas)
    _fill_path(canvas)


def _stroke_path(canvas: Canvas) -> None:
    _paint_strokes(canvas)
    _end_path(canvas)


def _paint_strokes(canvas: Canvas) -> None:
    a, b, _, _, _, _ = canvas.state.matrix
    for box in canvas.path.strokes(canvas.state.line_width * (abs(a) + abs(b))):
        canvas.paint(box, canvas.state.stroke, canvas.state.stroke_alpha, solid=True)


def _end_path(canvas: Canvas) -> None:
    if canvas.clips:
        canvas.clips = False
        if (box := canvas.path.box()) is not None:
            canvas.state.clip = canvas.state.clip.meet(box)
    canvas.path = Path()


def _clip_path(canvas: Canvas) -> None:
    canvas.clips = True


def _shade(canvas: Canvas, _name: str) -> None:
    canvas.paint(canvas.state.clip, None, canvas.state.alpha, solid=True)


PAINT_OPERATORS: dict[bytes, Callable[..., None]] = {
    b"cm": _concatenate,
    b"gs": _external_state,
    b"w": _line_width,
    b"g": _fill_device,
    b"rg": _fill_device,
    b"k": _fill_device,
    b"G": _stroke_device,
    b"RG": _stroke_device,
    b"K": _stroke_device,
    b"cs": _fill_colour_space,
    b"CS": _stroke_colour_space,
    b"sc": _fill_colour,
    b"scn": _fill_colour,
    b"SC": _stroke_colour,
    b"SCN": _stroke_colour,
    b"m": _path_move,
    b"l": _path_line,
    b"c": _path_curve,
    b"v": _path_curve,
    b"y": _path_curve,
    b"re": _path_rectangle,
    b"f": _fill_path,
    b"F": _fill_path,
    b"f*": _fill_path,
    b"B": _fill_and_stroke_path,
    b"B*": _fill_and_stroke_path,
    b"b": _fill_and_stroke_path,
    b"b*": _fill_and_stroke_path,
    b"S": _stroke_path,
    b"s": _stroke_path,
    b"n": _end_path,
    b"W": _clip_path,
    b"W*": _clip_path,
    b"sh": _shade,
}
