"""As much of CSS as decides whether text is seen: selectors, declarations, lengths and colours."""

import colorsys
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from resumes.ink import Colour

Declarations = Mapping[str, str]
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
DECLARATION = re.compile(r"([\w-]+)\s*:\s*((?:\([^()]*\)|[^;()])+)")
COMPOUND = re.compile(r"(?P<mark>[.#]?)(?P<name>[\w-]+|\*)")
LENGTH = re.compile(r"(-?(?:\d+\.?\d*|\.\d+))(px|pt|pc|em|rem|ex|ch|%|in|cm|mm|vw|vh|)")
POINTS = {"px": 0.75, "pt": 1.0, "pc": 12.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "rem": 12.0, "vw": 6.0, "vh": 6.0}
FUNCTION = re.compile(r"(rgba?|hsla?)\(([^)]*)\)")
NAMED: dict[str, Colour] = {
    "white": (255, 255, 255), "black": (0, 0, 0), "red": (255, 0, 0), "green": (0, 128, 0), "blue": (0, 0, 255),
    "yellow": (255, 255, 0), "gray": (128, 128, 128), "grey": (128, 128, 128), "silver": (192, 192, 192),
    "navy": (0, 0, 128), "teal": (0, 128, 128), "maroon": (128, 0, 0), "purple": (128, 0, 128), "olive": (128, 128, 0),
    "lime": (0, 255, 0), "aqua": (0, 255, 255), "fuchsia": (255, 0, 255), "orange": (255, 165, 0),
    "snow": (255, 250, 250), "ivory": (255, 255, 240), "ghostwhite": (248, 248, 255), "whitesmoke": (245, 245, 245),
    "floralwhite": (255, 250, 240), "mintcream": (245, 255, 250), "azure": (240, 255, 255),
    "aliceblue": (240, 248, 255), "seashell": (255, 245, 238), "lightgray": (211, 211, 211),
    "darkgray": (169, 169, 169),
}  # fmt: skip
RULES_AT_MOST = 2_000
SHORTHANDS_AT_MOST = 20_000


def declarations(text: str) -> dict[str, str]:
    """The properties of a style attribute or a rule, names and values in lower case; the last of each wins."""
    cleaned = COMMENT.sub("", text[:SHORTHANDS_AT_MOST]).lower().replace("!important", "")
    return {name: value.strip() for name, value in DECLARATION.findall(cleaned)}


def length(text: str | None, font_points: float = 12.0) -> float | None:
    """A length in points; percentages and ems count from the font size; None for anything else."""
    found = LENGTH.fullmatch((text or "").strip())
    if found is None:
        return None
    amount, unit = float(found[1]), found[2]
    if unit in ("em", "ex", "ch"):
        return amount * font_points * (1.0 if unit == "em" else 0.5)
    if unit == "%":
        return amount * font_points / 100
    return amount * POINTS.get(unit, 0.75)


def colour(text: str | None) -> tuple[Colour, float] | None:
    """A colour and its opacity; None where it is not known."""
    text = (text or "").strip().lower()
    if text == "transparent":
        return (255, 255, 255), 0.0
    if text in NAMED:
        return NAMED[text], 1.0
    if text.startswith("#"):
        return _hexadecimal(text[1:])
    found = FUNCTION.fullmatch(text)
    return _function(found[1], re.split(r"[\s,/]+", found[2].strip())) if found else None


def _hexadecimal(digits: str) -> tuple[Colour, float] | None:
    if len(digits) in (3, 4):
        digits = "".join(2 * digit for digit in digits)
    try:
        channels = bytes.fromhex(digits)
    except ValueError:
        return None
    if len(channels) not in (3, 4):
        return None
    return (channels[0], channels[1], channels[2]), (channels[3] / 255 if len(channels) == 4 else 1.0)


def _function(name: str, parts: Sequence[str]) -> tuple[Colour, float] | None:
    try:
        numbers = [float(part.removesuffix("deg").rstrip("%")) / (100 if part.endswith("%") else 1) for part in parts]
        first, second, third = numbers[:3]
    except ValueError:
        return None
    opacity = numbers[3] if len(numbers) > 3 else 1.0
    if name.startswith("hsl"):
        red, green, blue = colorsys.hls_to_rgb(first / 360 % 1, third, second)
        return (round(255 * red), round(255 * green), round(255 * blue)), opacity
    scale = 255 if parts[0].endswith("%") else 1
    return (round(first * scale), round(second * scale), round(third * scale)), opacity


@dataclass(frozen=True, slots=True)
class _Rule:
    selector: tuple[str, ...]  # compounds from the outermost ancestor to the element itself
    weight: tuple[int, int, int]
    declared: Declarations


class Sheet:
    """The rules of a document's style elements that apply on a screen."""

    def __init__(self, text: str) -> None:
        self._rules: list[_Rule] = []
        for selectors, body in _blocks(COMMENT.sub("", text)):
            declared = declarations(body)
            for selector in selectors.split(","):
                if declared and not re.search(r"[:\[>+~]", selector) and len(self._rules) < RULES_AT_MOST:
                    self._rules.append(_rule(selector, declared))

    def style(self, lineage: Sequence[tuple[str, str, frozenset[str]]]) -> dict[str, str]:
        """What the rules declare for the last of a lineage of elements, each as (tag, id, classes)."""
        matching = [rule for rule in self._rules if _matches(rule.selector, lineage)]
        merged: dict[str, str] = {}
        for rule in sorted(matching, key=lambda rule: rule.weight):
            merged.update(rule.declared)
        return merged


def _blocks(text: str) -> list[tuple[str, str]]:
    """Selectors and bodies; those of a media query count when it includes screens."""
    found = []
    for query, inner in re.findall(r"@media([^{]*)\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}", text):
        if "print" not in query or "screen" in query:
            found += re.findall(r"([^{}]+)\{([^{}]*)\}", inner)
    plain = re.sub(r"@[\w-]+[^{;]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})", "", text)
    return re.findall(r"([^{}]+)\{([^{}]*)\}", plain) + found


def _rule(selector: str, declared: Declarations) -> _Rule:
    compounds = tuple(selector.split())
    marks = [found["mark"] for compound in compounds for found in COMPOUND.finditer(compound)]
    return _Rule(compounds, (marks.count("#"), marks.count("."), marks.count("")), declared)


def _matches(selector: tuple[str, ...], lineage: Sequence[tuple[str, str, frozenset[str]]]) -> bool:
    if not selector or not lineage or not _fits(selector[-1], lineage[-1]):
        return False
    wanted = list(selector[:-1])
    for element in reversed(lineage[:-1]):
        if wanted and _fits(wanted[-1], element):
            wanted.pop()
    return not wanted


def _fits(compound: str, element: tuple[str, str, frozenset[str]]) -> bool:
    tag, identity, classes = element
    checks: dict[str, Callable[[str], bool]] = {
        "": lambda name: name in ("*", tag),
        "#": lambda name: name == identity,
        ".": lambda name: name in classes,
    }
    return all(checks[found["mark"]](found["name"].lower()) for found in COMPOUND.finditer(compound.lower()))
