"""Drawings that carry text: where they stand, how they are filled, whether they can be seen."""

import re
from dataclasses import dataclass

from resumes.docx.formatting import rgb
from resumes.docx.xml import EMU_PER_TWIP, WP, WPS, A, Element, V, local, number
from resumes.ink import WHITE, Colour
from scoring.resume import HiddenReason

SMALLEST_EMU = 38_100  # three points: a box lower than a line of text that does not grow shows nothing
LARGE_EMU = 914_400 * 914_400 // 4  # a filled shape of a quarter of a square inch may be what white text stands on
PICTURE_EMU = 3 * 914_400 * 914_400  # a picture has to be larger than the photograph of a person
USUAL_MARGIN_EMU = 914_400
EMU_PER_POINT = 12_700
FROM_EDGE = ("page", "leftMargin", "topMargin", "outsideMargin", "insideMargin")
STYLE = re.compile(r"\s*([\w-]+)\s*:\s*([^;]*)")
POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, "": 1.0}


@dataclass(frozen=True, slots=True)
class PageSize:
    """In twips."""

    width: float = 12_240.0
    height: float = 15_840.0


def anchor_reason(drawing: Element, page: PageSize) -> HiddenReason | None:
    """Why a ``w:drawing`` is not seen; None if it is."""
    holder = next(iter(drawing), None)
    if holder is None:
        return None
    properties = holder.find(WP + "docPr")
    if properties is not None and properties.get("hidden") in ("1", "true"):
        return HiddenReason.HIDDEN_FORMAT
    extent = holder.find(WP + "extent")
    width, height = (number(extent.get(name)) if extent is not None else None for name in ("cx", "cy"))
    grows = any(local(element) in ("spAutoFit", "sizeRelV") for element in drawing.iter())
    if not grows and ((width is not None and width < SMALLEST_EMU) or (height is not None and height < SMALLEST_EMU)):
        return HiddenReason.CLIPPED
    across, down = _offset(holder.find(WP + "positionH")), _offset(holder.find(WP + "positionV"))
    if _outside(across, width, page.width) or _outside(down, height, page.height):
        return HiddenReason.OFF_PAGE
    return None


def vml_reason(shape: Element, page: PageSize) -> HiddenReason | None:
    """Why a VML shape is not seen; None if it is."""
    style = {name.lower(): text.strip().lower() for name, text in STYLE.findall(shape.get("style", ""))}
    if style.get("visibility") == "hidden" or style.get("display") == "none":
        return HiddenReason.HIDDEN_FORMAT
    for edge, extent, limit in (("left", "width", page.width), ("top", "height", page.height)):
        start = _points(style.get(f"margin-{edge}", style.get(edge)))
        size = _points(style.get(extent))
        if start is not None and _outside(start * EMU_PER_POINT + USUAL_MARGIN_EMU, (size or 0) * EMU_PER_POINT, limit):
            return HiddenReason.OFF_PAGE
    return None


def fill(shape: Element) -> Colour | str | None:
    """The ground that a shape's text stands on: its colour, "?" where that cannot be told, None if it has no fill."""
    properties = shape.find(f".//{WPS}spPr")
    if properties is not None:
        solid = properties.find(f"{A}solidFill/{A}srgbClr")
        if solid is not None:
            return rgb(solid.get("val")) or "?"
        scheme = properties.find(f"{A}solidFill/{A}schemeClr")
        if scheme is not None:
            return WHITE if scheme.get("val") in ("bg1", "lt1") and not len(scheme) else "?"
        if any(properties.find(A + name) is not None for name in ("gradFill", "blipFill", "pattFill", "grpFill")):
            return "?"
        if properties.find(A + "noFill") is not None:
            return None
        reference = shape.find(f".//{WPS}style/{A}fillRef")
        return "?" if reference is not None and reference.get("idx", "0") != "0" else None
    if shape.tag.startswith(V):
        if shape.get("filled", "t").lower() in ("f", "false"):
            return None
        return rgb(shape.get("fillcolor", "").split(" ")[0]) or ("?" if shape.get("fillcolor") else WHITE)
    return None


def is_behind_text(drawing: Element) -> bool:
    """Whether the text of the body runs in front of a drawing."""
    holder = next(iter(drawing), None)
    return holder is not None and holder.get("behindDoc") in ("1", "true")


def is_dark_surface(drawing: Element) -> bool:
    """Whether a drawing may be the dark ground of text in front of it: not white, and large enough."""
    holder = next(iter(drawing), None)
    extent = holder.find(WP + "extent") if holder is not None else None
    width, height = (number(extent.get(name)) or 0 if extent is not None else 0 for name in ("cx", "cy"))
    picture = any(local(element) == "pic" for element in drawing.iter())
    grounds = [fill(element) for element in drawing.iter() if local(element) == "wsp"]
    filled = any(ground not in (None, WHITE) for ground in grounds)
    return (filled and width * height >= LARGE_EMU) or (picture and width * height >= PICTURE_EMU)


def _offset(position: Element | None) -> float | None:
    """How far from the page's edge a drawing stands, in EMU; None where it is aligned instead."""
    offset = None if position is None else position.find(WP + "posOffset")
    distance = number(offset.text) if offset is not None else None
    if position is None or distance is None:
        return None
    return distance if position.get("relativeFrom") in FROM_EDGE else distance + USUAL_MARGIN_EMU


def _outside(start: float | None, size: float | None, page_twips: float) -> bool:
    """Whether a stretch (EMU) begins behind the page's end or ends before its start."""
    return start is not None and (start >= page_twips * EMU_PER_TWIP or start + (size or 0.0) <= 0)


def _points(text: str | None) -> float | None:
    found = re.fullmatch(r"(-?[\d.]+)(pt|in|cm|mm|px|)", text or "")
    amount = number(found[1]) if found else None
    return amount * POINTS[found[2]] if found and amount is not None else None
