"""What content streams draw on: the state, the resources at hand, and what the page holds so far."""

from collections.abc import Mapping
from typing import Any

from pypdf.generic import DictionaryObject, IndirectObject

from resumes.errors import UnreadableError
from resumes.limits import Limits
from resumes.pdf.colours import Colour
from resumes.pdf.fonts import Glyphs, load
from resumes.pdf.geometry import Box, Matrix
from resumes.pdf.graphics import GraphicsState
from resumes.pdf.layers import Layers
from resumes.pdf.marks import Area
from resumes.pdf.painting import Path, area
from resumes.pdf.showing import TextWriter
from scoring.resume import AbstentionReason

OPERATIONS_AT_MOST = 2_000_000  # per document; the busiest page among real resumes takes 20,000


class Budget:
    """What one document may cost over all of its pages, and the fonts that its pages share."""

    def __init__(self, limits: Limits) -> None:
        self._bytes = limits.unpacked_bytes
        self._operations = OPERATIONS_AT_MOST
        self._fonts: dict[object, Glyphs] = {}

    def unpack(self, data: bytes) -> bytes:
        """The data again. Raises UnreadableError when the document has unpacked to more than allowed."""
        self._bytes -= len(data)
        if self._bytes < 0:
            raise UnreadableError(AbstentionReason.TOO_LARGE, "the pages unpack to more than allowed")
        return data

    def spend(self, operations: int) -> None:
        self._operations -= operations
        if self._operations < 0:
            raise UnreadableError(AbstentionReason.TOO_LARGE, "more drawing operators than any resume has")

    def font(self, resource: object) -> Glyphs:
        """The font of a resource, loaded once per document."""
        if not isinstance(resource, IndirectObject):
            return load(resource)
        key = (resource.idnum, resource.generation)
        if key not in self._fonts:
            self._fonts[key] = load(resource.get_object())
        return self._fonts[key]


class Canvas:
    """One page while it is drawn. ``pieces`` and ``areas`` are in painting order."""

    def __init__(self, matrix: Matrix, layers: Layers, budget: Budget) -> None:
        self.areas: list[Area] = []
        self.state = GraphicsState(matrix)
        self.text = TextWriter()
        self.path = Path()
        self.clips = False  # the current path becomes a clip when it ends
        self.layers = layers
        self.budget = budget
        self.resources: DictionaryObject = DictionaryObject()
        self.marked: list[bool] = []  # for each open marked content: whether it starts a hidden layer
        self._fonts: dict[tuple[int, str], Glyphs] = {}

    def resource(self, category: str, name: str) -> Any:
        """A named resource, resolved. Raises KeyError where there is none."""
        return self._category(category)[f"/{name}"]

    def font(self, name: str) -> Glyphs:
        """A font resource by name; the same name means another font in another form."""
        key = (id(self.resources), name)
        if key not in self._fonts:
            category = self._category("/Font")
            self._fonts[key] = self.budget.font(category.raw_get(f"/{name}") if f"/{name}" in category else None)
        return self._fonts[key]

    def colour_space(self, name: str) -> object:
        """The array of a named colour space, or the name itself for those that need none."""
        listed: Mapping[str, Any] = self._category("/ColorSpace")
        return listed.get(f"/{name}", f"/{name}")

    def paint(self, box: Box, colour: Colour | None, alpha: float, *, solid: bool, picture: Any = None) -> None:
        """Record that an area (in page coordinates) was painted, as far as the clip shows it."""
        state = self.state
        if self.text.hidden_layer or state.masked:
            return
        self.text.order += 1
        self.text.painted(box)
        solid = solid and not state.blends
        painted = Area(box, colour, self.text.order, solid, picture=picture is not None, source=picture)
        if (found := area(painted, state.clip, alpha)) is not None:
            self.areas.append(found)

    def _category(self, category: str) -> DictionaryObject:
        listed = self.resources.get(category)
        listed = listed.get_object() if listed is not None else None
        return listed if isinstance(listed, DictionaryObject) else DictionaryObject()
