"""Content streams executed in one pass: the loop over operators, forms, pictures and marked content."""

from collections.abc import Callable

from pypdf.generic import DictionaryObject, StreamObject

from resumes.pdf.canvas import Canvas
from resumes.pdf.fonts import DAMAGE
from resumes.pdf.geometry import IDENTITY, Box, Matrix, multiply, transform
from resumes.pdf.graphics import GraphicsState
from resumes.pdf.paint_operators import PAINT_OPERATORS
from resumes.pdf.text_operators import TEXT_OPERATORS
from resumes.pdf.tokens import Operand, operations

FORMS_DEEP = 12
OPERATIONS_AT_ONCE = 1_000
UNIT = Box(0.0, 0.0, 1.0, 1.0)


def draw(canvas: Canvas, data: bytes, resources: DictionaryObject, depth: int = 0) -> None:
    """Execute a content stream. Operators with missing or damaged operands are stepped over, as viewers do.

    Raises UnreadableError when the document costs more than its budget.
    """
    outer, canvas.resources = canvas.resources, resources
    stack: list[GraphicsState] = []
    handler_of = HANDLERS.get
    count = 0
    for operator, operands in operations(canvas.budget.unpack(data)):
        count += 1
        if count == OPERATIONS_AT_ONCE:
            canvas.budget.spend(count)
            count = 0
        if operator == b"q":
            stack.append(canvas.state.copy())
        elif operator == b"Q":
            if stack:
                canvas.state = stack.pop()
            canvas.text.leave_clip()
        elif (handler := handler_of(operator)) is not None:
            try:
                handler(canvas, *operands)
            except DAMAGE:
                continue
        elif operator == b"Do":
            _draw_object(canvas, operands, depth)
    canvas.budget.spend(count)
    canvas.resources = outer


def draw_form(canvas: Canvas, form: StreamObject, placement: Matrix, depth: int = 0) -> None:
    """Execute a form in its own coordinates, clipped to its box; ``placement`` puts these on the current ones."""
    if depth > FORMS_DEEP:
        return
    outer = canvas.state
    canvas.state = outer.copy()
    canvas.state.matrix = multiply(multiply(matrix_of(form), placement), canvas.state.matrix)
    if "/BBox" in form:
        x0, y0, x1, y1 = [float(number) for number in form["/BBox"]]  # type: ignore[attr-defined]  # else stepped over
        box = transform(Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), canvas.state.matrix)
        canvas.state.clip = canvas.state.clip.meet(box)
    own_resources = form.get("/Resources")
    own_resources = own_resources.get_object() if own_resources is not None else None
    resources = own_resources if isinstance(own_resources, DictionaryObject) else canvas.resources
    layer = form.raw_get("/OC") if "/OC" in form else None
    canvas.marked.append(layer is not None and canvas.layers.hides(layer))
    _set_hidden(canvas)
    open_marks = len(canvas.marked)
    draw(canvas, form.get_data() or b"", resources, depth + 1)
    del canvas.marked[open_marks - 1 :]
    _set_hidden(canvas)
    canvas.state = outer


def _draw_object(canvas: Canvas, operands: list[Operand], depth: int) -> None:
    try:
        (name,) = operands
        drawn = canvas.resource("/XObject", str(name))
        layer = drawn.raw_get("/OC") if "/OC" in drawn else None
        if drawn["/Subtype"] == "/Form":
            # A form that draws itself would not end otherwise.
            canvas.budget.spend(OPERATIONS_AT_ONCE // 10)
            draw_form(canvas, drawn, IDENTITY, depth)
        elif layer is None or not canvas.layers.hides(layer):
            _draw_picture(canvas, drawn)
    except DAMAGE:
        return


def _draw_picture(canvas: Canvas, picture: DictionaryObject) -> None:
    stencil = bool(picture.get("/ImageMask", False))
    see_through = stencil or "/SMask" in picture or "/Mask" in picture
    colour = canvas.state.fill if stencil else None
    box = transform(UNIT, canvas.state.matrix)
    canvas.paint(box, colour, canvas.state.alpha, solid=not see_through, picture=None if stencil else picture)


def _inline_image(canvas: Canvas) -> None:
    box = transform(UNIT, canvas.state.matrix)
    canvas.paint(box, None, canvas.state.alpha, solid=False, picture=DictionaryObject())


def _begin_marked(canvas: Canvas, tag: str = "", properties: Operand = "") -> None:
    hidden = False
    if tag == "OC" and isinstance(properties, str):
        listed = canvas.resources.get("/Properties")
        listed = listed.get_object() if listed is not None else DictionaryObject()
        hidden = f"/{properties}" in listed and canvas.layers.hides(listed.raw_get(f"/{properties}"))
    canvas.marked.append(hidden)
    _set_hidden(canvas)


def _end_marked(canvas: Canvas) -> None:
    if canvas.marked:
        canvas.marked.pop()
        _set_hidden(canvas)


def _set_hidden(canvas: Canvas) -> None:
    canvas.text.hidden_layer = any(canvas.marked)


def matrix_of(form: StreamObject) -> Matrix:
    """The matrix of a form; identity where it has none."""
    numbers = [float(number) for number in form.get("/Matrix", ())]
    return (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]) if len(numbers) == 6 else IDENTITY


HANDLERS: dict[bytes, Callable[..., None]] = {
    **TEXT_OPERATORS,
    **PAINT_OPERATORS,
    b"BI": _inline_image,
    b"BMC": _begin_marked,
    b"BDC": _begin_marked,
    b"EMC": _end_marked,
}
