"""The pictures that the pages of a scan consist of, in forms that a recogniser takes."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from resumes.limits import Limits
from resumes.media import Kind, sniff
from resumes.pdf.colours import in_space
from resumes.pdf.fonts import DAMAGE

USUAL_DPI = 200
COMPLETE = ("/DCTDecode", "/JPXDecode", "/CCITTFaxDecode")  # unpack to a JPEG, JPEG 2000 or TIFF file
LARGEST = 60_000_000  # samples: an A4 page at 600 dpi in one colour has 35,000,000


class Picture(NamedTuple):
    content: bytes
    dpi: int


def page_pictures(content: bytes, limits: Limits) -> Iterator[Picture]:
    """The file itself if it is a picture, else the largest picture of each page of a PDF; damaged ones are left out."""
    if sniff(content) is Kind.IMAGE:
        yield Picture(content, USUAL_DPI)
        return
    try:
        for page in PdfReader(BytesIO(content)).pages[: limits.pages]:
            if (picture := _largest(page)) is not None:
                yield picture
    except DAMAGE:
        return


def _largest(page: PageObject) -> Picture | None:
    resources: Any = page.get_inherited("/Resources", DictionaryObject()).get_object()
    drawn = resources.get("/XObject", DictionaryObject()).get_object()
    pictures = [drawn[name] for name in drawn if drawn[name].get("/Subtype") == "/Image"]
    sized = [picture for picture in pictures if 0 < _samples(picture) <= LARGEST]
    try:
        return _picture(max(sized, key=_samples), page) if sized else None
    except DAMAGE:
        return None


def _samples(picture: Any) -> int:
    return int(picture.get("/Width", 0)) * int(picture.get("/Height", 0))


def _picture(picture: StreamObject, page: PageObject) -> Picture | None:
    filters: Any = picture.get("/Filter", ())
    last = filters[-1] if isinstance(filters, list) and filters else filters
    data = picture.get_data() or b""
    width, height = int(picture["/Width"]), int(picture["/Height"])  # type: ignore[call-overload]
    dpi = max(70, min(600, round(72 * width / max(float(page.mediabox.width), 1.0))))
    if str(last) in COMPLETE:
        return Picture(data, dpi)
    bits = int(picture.get("/BitsPerComponent", 8))
    file = _one_bit(data, width, height) if bits == 1 else _eight_bits(picture, data, width, height)
    return Picture(file, dpi) if file else None


def _one_bit(data: bytes, width: int, height: int) -> bytes:
    """A portable bitmap, in which 1 is black where PDF has white."""
    return f"P4 {width} {height}\n".encode() + bytes(255 - byte for byte in data)


def _eight_bits(picture: StreamObject, data: bytes, width: int, height: int) -> bytes:
    """A portable grey or colour map; nothing for inks other than grey and RGB."""
    space: Any = picture.get("/ColorSpace")
    channels = len(data) // (width * height)
    if channels == 1 and isinstance(space, list) and space and str(space[0]) == "/Indexed":
        palette = [in_space(space, [float(index)]) or (1.0, 1.0, 1.0) for index in range(256)]
        planes = [data.translate(bytes(round(255 * colour[plane]) for colour in palette)) for plane in range(3)]
        mixed = bytearray(3 * len(data))
        for plane in range(3):
            mixed[plane::3] = planes[plane]
        return f"P6 {width} {height} 255\n".encode() + bytes(mixed)
    kind = {1: "P5", 3: "P6"}.get(channels)
    return f"{kind} {width} {height} 255\n".encode() + data[: width * height * channels] if kind else b""
