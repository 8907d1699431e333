"""Optional content: which layers of the document a viewer shows when it opens the file."""

from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

DEPTH_AT_MOST = 20


class Layers:
    """Answers whether a layer, or a membership in layers, is shown in the default configuration."""

    def __init__(self, reader: PdfReader) -> None:
        properties = reader.root_object.get("/OCProperties")
        properties = properties.get_object() if properties is not None else None
        self._any = isinstance(properties, DictionaryObject)
        default = properties.get("/D") if isinstance(properties, DictionaryObject) else None
        default = default.get_object() if default is not None else DictionaryObject()
        self._off_by_default = str(default.get("/BaseState", "/ON")) == "/OFF"
        self._on = _references(default.get("/ON"))
        self._off = _references(default.get("/OFF"))

    def hides(self, layer: object) -> bool:
        """Whether content of this layer (a reference or a dictionary of a resource) is not shown."""
        return self._any and not self._shows(layer, 0)

    def _shows(self, layer: object, depth: int) -> bool:
        entry = layer.get_object() if isinstance(layer, IndirectObject) else layer
        if not isinstance(entry, DictionaryObject) or depth > DEPTH_AT_MOST:
            return True
        if entry.get("/Type") == "/OCMD" or "/OCGs" in entry:
            return self._membership_shows(entry, depth + 1)
        key = _key(layer)
        if key in self._off:
            return False
        return key in self._on or not self._off_by_default

    def _membership_shows(self, entry: DictionaryObject, depth: int) -> bool:
        if "/VE" in entry:
            return self._expression_shows(entry["/VE"], depth)
        layers = entry.raw_get("/OCGs") if "/OCGs" in entry else ArrayObject()
        if isinstance(layers, IndirectObject) and isinstance(layers.get_object(), ArrayObject):
            layers = layers.get_object()
        listed = list(layers) if isinstance(layers, ArrayObject) else [layers]
        shown = [self._shows(layer, depth) for layer in listed]
        if not shown:
            return True
        policy = str(entry.get("/P", "/AnyOn"))
        return {
            "/AllOn": all(shown),
            "/AnyOff": not all(shown),
            "/AllOff": not any(shown),
        }.get(policy, any(shown))

    def _expression_shows(self, expression: Any, depth: int) -> bool:
        expression = expression.get_object()
        if not isinstance(expression, ArrayObject) or not expression or depth > DEPTH_AT_MOST:
            return self._shows(expression, depth)
        operator, *rest = expression
        shown = [
            self._expression_shows(part, depth + 1)
            if isinstance(part.get_object(), ArrayObject)
            else self._shows(part, depth + 1)
            for part in rest
        ]
        if str(operator) == "/Not":
            return not any(shown)
        return any(shown) if str(operator) == "/Or" else all(shown)


def _key(layer: object) -> object:
    return (layer.idnum, layer.generation) if isinstance(layer, IndirectObject) else id(layer)


def _references(listed: Any) -> frozenset[object]:
    entries = listed.get_object() if listed is not None else None
    return frozenset(_key(entry) for entry in entries) if isinstance(entries, ArrayObject) else frozenset()
