"""Pictures as grounds: one that has the same colour everywhere is as good as a painted area."""

from collections.abc import Sequence
from typing import Any

from pypdf.generic import StreamObject

from resumes.pdf import colours
from resumes.pdf.colours import SAME, Colour
from resumes.pdf.fonts import DAMAGE

SAMPLES_AT_MOST = 4_000_000  # bytes of unpacked picture; larger ones are photographs
PACKED = ("/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode")


def uniform_colour(picture: Any) -> Colour | None:
    """The one colour of an unpacked picture; None for any other picture, and where it cannot be told."""
    try:
        return _uniform(picture) if isinstance(picture, StreamObject) else None
    except DAMAGE:
        return None


def _uniform(picture: StreamObject) -> Colour | None:
    filters = picture.get("/Filter", ())
    listed = filters if isinstance(filters, list) else [filters]
    size = int(picture["/Width"]) * int(picture["/Height"])  # type: ignore[call-overload]
    if any(str(name) in PACKED for name in listed) or not 0 < size <= SAMPLES_AT_MOST:
        return None
    if int(picture.get("/BitsPerComponent", 8)) != 8:
        return None
    data = picture.get_data() or b""
    channels = len(data) // size
    if channels not in (1, 3, 4):
        return None
    levels = [data[channel : size * channels : channels] for channel in range(channels)]
    if any(max(level) - min(level) > 255 * SAME / 2 for level in levels):
        return None
    return _meaning(picture, [max(level) for level in levels])


def _meaning(picture: StreamObject, levels: Sequence[int]) -> Colour | None:
    space: Any = picture.get("/ColorSpace")
    if isinstance(space, list) and space and str(space[0]) == "/Indexed":
        return colours.in_space(space, [float(levels[0])])
    return colours.from_numbers([level / 255 for level in levels])
