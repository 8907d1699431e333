"""Names and small questions of WordprocessingML."""

from collections.abc import Iterator
from typing import Any, TypeAlias

Element: TypeAlias = Any  # of lxml, which ships no types
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
OFF = ("0", "false", "off", "none")
TWIPS_PER_POINT = 20
EMU_PER_TWIP = 635


def value(element: Element | None, name: str = "val") -> str | None:
    """A ``w:`` attribute; None if the element or the attribute is missing."""
    return None if element is None else element.get(W + name)


def flag(element: Element | None) -> bool | None:
    """An on/off property: present without a value means on; None if it is not present."""
    return None if element is None else element.get(W + "val", "1").lower() not in OFF


def number(text: str | None) -> float | None:
    """A number, a trailing unit cut off; None for anything else."""
    if not text:
        return None
    try:
        return float(text.rstrip("ptwinchm "))
    except ValueError:
        return None


def child(element: Element | None, *path: str) -> Element | None:
    """The first ``w:`` descendant along a path."""
    for name in path:
        if element is None:
            return None
        element = element.find(W + name)
    return element


def children(element: Element | None) -> dict[str, Element]:
    """The first child of every name, by its name with its namespace. Quicker than asking for more than one of them."""
    return {} if element is None else {inner.tag: inner for inner in element.iterchildren(reversed=True)}


def local(element: Element) -> str:
    """The name of an element without its namespace; "" for comments and processing instructions."""
    tag: Any = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def alternative(element: Element) -> Iterator[Element]:
    """The children of the one branch of an mc:AlternateContent that Word shows."""
    branch = element.find(MC + "Choice")
    shown = branch if branch is not None else element.find(MC + "Fallback")
    yield from () if shown is None else shown
