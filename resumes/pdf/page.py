"""One page: its box and rotation, its content drawn, its form fields drawn on top, its pieces judged."""

from dataclasses import dataclass
from typing import Any

from pypdf import PageObject
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from resumes.pdf.canvas import Budget, Canvas
from resumes.pdf.content import draw, draw_form, matrix_of
from resumes.pdf.fonts import DAMAGE
from resumes.pdf.geometry import IDENTITY, Box, Matrix, transform
from resumes.pdf.layers import Layers
from resumes.pdf.marks import Piece
from resumes.pdf.notes import annotations
from resumes.pdf.visibility import is_scan, judge

LETTER = Box(0.0, 0.0, 612.0, 792.0)
TURNS: dict[int, Matrix] = {
    0: IDENTITY,
    90: (0.0, -1.0, 1.0, 0.0, 0.0, 0.0),
    180: (-1.0, 0.0, 0.0, -1.0, 0.0, 0.0),
    270: (0.0, 1.0, -1.0, 0.0, 0.0, 0.0),
}
PARTS_AT_MOST = 1_000
HIDDEN_ANNOTATION = 0b10_0010  # flags Hidden and NoView


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """Pieces in painting order, each judged; ``scan`` says that pictures cover most of the page."""

    pieces: tuple[Piece, ...]
    scan: bool
    pictures: int
    drawings: int


def draw_page(page: PageObject, layers: Layers, budget: Budget) -> DrawnPage:
    """Execute a page. Raises UnreadableError when the document exceeds its budget."""
    turn = TURNS.get(int(page.get("/Rotate", 0) or 0) % 360, IDENTITY)
    box = transform(_box(page), turn)
    canvas = Canvas(turn, layers, budget)
    resources = page.get_inherited("/Resources", DictionaryObject()).get_object()
    draw(canvas, _contents(page), resources if isinstance(resources, DictionaryObject) else DictionaryObject())
    _draw_fields(canvas, page)
    judge(canvas.text.pieces, canvas.areas, box)
    pictures = sum(1 for area in canvas.areas if area.picture)
    return DrawnPage(tuple(canvas.text.pieces), is_scan(canvas.areas, box), pictures, len(canvas.areas) - pictures)


def _box(page: PageObject) -> Box:
    """The part of the page that a viewer shows: the crop box within the media box."""
    media = _rectangle(page.get_inherited("/MediaBox")) or LETTER
    crop = _rectangle(page.get_inherited("/CropBox"))
    return media if crop is None or not crop.meet(media).area else crop.meet(media)


def _rectangle(numbers: Any) -> Box | None:
    try:
        x0, y0, x1, y1 = (float(number) for number in numbers.get_object())
    except DAMAGE:
        return None
    box = Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return box if box.area else None


def _contents(page: PageObject) -> bytes:
    """The page's content streams as one; parts that cannot be unpacked are left out, as viewers do."""
    contents = page.get("/Contents")
    contents = contents.get_object() if contents is not None else None
    parts = list(contents) if isinstance(contents, ArrayObject) else [contents]
    data = []
    for part in parts[:PARTS_AT_MOST]:
        stream = part.get_object() if part is not None else None
        if isinstance(stream, StreamObject):
            data.append(stream.get_data() or b"")
    return b"\n".join(data)


def _draw_fields(canvas: Canvas, page: PageObject) -> None:
    """Draw what form fields show: a filled form is part of the page that a reader sees."""
    for field in annotations(page):
        try:
            if field.get("/Subtype") == "/Widget" and not int(field.get("/F", 0)) & HIDDEN_ANNOTATION:
                _draw_field(canvas, field)
        except DAMAGE:
            continue


def _draw_field(canvas: Canvas, field: DictionaryObject) -> None:
    appearance: Any = field["/AP"].get_object()["/N"]  # type: ignore[index]  # else stepped over
    if not isinstance(appearance, StreamObject) and "/AS" in field:
        appearance = appearance[field["/AS"]]
    place = _rectangle(field.get("/Rect"))
    if isinstance(appearance, StreamObject) and place is not None:
        box = transform(_rectangle(appearance.get("/BBox")) or place, matrix_of(appearance))
        shift: Matrix = (1.0, 0.0, 0.0, 1.0, place.x0 - box.x0, place.y0 - box.y0)
        draw_form(canvas, appearance, shift)
