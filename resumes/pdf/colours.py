"""Colours of fills and strokes as red, green, blue from 0 to 1; None where a colour cannot be told without painting."""

from collections.abc import Sequence
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)
# No channel further apart than this: grey #E6E6E6 on white. The faintest grey that designers use for text is darker.
SAME = 0.1


def alike(one: Colour, other: Colour) -> bool:
    """Whether text of one colour disappears on the other."""
    return all(abs(a - b) <= SAME for a, b in zip(one, other, strict=True))


def mix(ink: Colour, ground: Colour, alpha: float) -> Colour:
    """What an ink of this opacity looks like on the ground."""
    red, green, blue = (alpha * a + (1 - alpha) * b for a, b in zip(ink, ground, strict=True))
    return red, green, blue


def from_numbers(numbers: Sequence[float]) -> Colour | None:
    """Grey, RGB or CMYK by the count of components."""
    clipped = [min(1.0, max(0.0, number)) for number in numbers]
    if len(clipped) == 1:
        return clipped[0], clipped[0], clipped[0]
    if len(clipped) == 3:
        return clipped[0], clipped[1], clipped[2]
    if len(clipped) == 4:
        cyan, magenta, yellow, black = clipped
        return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)
    return None


def in_space(space: object, numbers: Sequence[float]) -> Colour | None:
    """The colour that numbers mean in a colour space (a name, or the array of a resource)."""
    if isinstance(space, ArrayObject) and space:
        family, rest = str(space[0]), space[1:]
    else:
        family, rest = str(space), ArrayObject()
    if family in ("/Pattern", "Pattern") or not numbers:
        return None
    if family == "/Indexed" and len(rest) >= 3:
        return _indexed(rest, int(numbers[0]))
    if family in ("/Separation", "/DeviceN") and len(rest) >= 3:
        return _tinted(rest, numbers)
    if family == "/Lab":
        return from_numbers([numbers[0] / 100])
    return from_numbers(numbers)


def initial(space: object) -> Colour | None:
    """What a colour space starts with when it is chosen: black, except where inks or patterns decide."""
    family = str(space[0]) if isinstance(space, ArrayObject) and space else str(space)
    return None if family in ("/Pattern", "/Separation", "/DeviceN", "/Indexed") else BLACK


def _indexed(rest: Sequence[Any], index: int) -> Colour | None:
    base, table = rest[0].get_object(), rest[2].get_object()
    palette = table.get_data() if isinstance(table, StreamObject) else getattr(table, "original_bytes", b"")
    size = {"/DeviceGray": 1, "/CalGray": 1, "/DeviceCMYK": 4}.get(str(base), 3)
    if isinstance(base, ArrayObject) and base and str(base[0]) == "/ICCBased":
        size = int(base[1].get_object().get("/N", 3))
    entry = palette[index * size : (index + 1) * size]
    return from_numbers([byte / 255 for byte in entry]) if len(entry) == size else None


def _tinted(rest: Sequence[Any], tints: Sequence[float]) -> Colour | None:
    """An ink by its exponential tint function; no tint at all leaves the paper white."""
    alternate, function = rest[1].get_object(), rest[2].get_object()
    if not any(tints):
        return WHITE
    if isinstance(function, DictionaryObject) and function.get("/FunctionType") == 2 and len(tints) == 1:
        none = [float(number) for number in function.get("/C0", (0.0,))]
        full = [float(number) for number in function.get("/C1", (1.0,))]
        share = min(1.0, max(0.0, tints[0])) ** float(function.get("/N", 1))
        return in_space(alternate, [a + share * (b - a) for a, b in zip(none, full, strict=False)])
    return None
