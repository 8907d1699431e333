"""Years of experience as an advertisement states them."""

import re
from dataclasses import dataclass

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
}  # fmt: skip
_NUMBER = r"(?:\d{1,2}(?:\.\d)?|" + "|".join(_WORDS) + r")"
YEARS = re.compile(
    rf"(?P<upto>up to |less than |no more than |not more than |maximum (?:of )?|max\.? )?"
    rf"(?<![\w.$])(?P<low>{_NUMBER})(?: ?\(\d{{1,2}}\))? ?(?P<plus>\+|plus|or more|or greater|and above)?"
    rf"(?: ?(?:-|–|—|to|or) ?(?P<high>{_NUMBER})(?: ?\(\d{{1,2}}\))? ?\+?)?"
    r"[- ]?(?:(?:full|consecutive|solid|recent|complete|steady|"
    r"preceding|previous|prior|successive|continuous|calendar|good|whole) )?"
    r"(?P<unit>years?|yrs?\.?|months?)(?:['’]s?)?(?: ?\+|"
    r" or more| or greater| plus)?(?![a-z])",
    re.IGNORECASE,
)
_NOT_EXPERIENCE_AFTER = re.compile(
    r"\s*(?:of age|old|ago|in business|warranty|contract|fixed|degree|college|course|program(?:me)?|university|"
    r"anniversary|period|term|history|"
    r"lease|tenure|of (?:innovation|growth|history|success|service to)|,? we\b|of (?:college|university|study|school|"
    r"training|vocational|apprentice))",
    re.IGNORECASE,
)
_NOT_EXPERIENCE_BEFORE = re.compile(
    r"(?:for (?:over|more than|the (?:last|past)|nearly|almost)|(?:last|past|next|first|within|every|over the|after|"
    r"aged?|renewed|valid for|founded)) $",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class YearsStated:
    """A minimum in years with the range of the text it was read from; a span "3-5 years" states a minimum of 3."""

    minimum: float
    start: int
    end: int


def years_stated(text: str) -> tuple[YearsStated, ...]:
    """Every minimum of experience in the text. Ages, contracts and histories of firms are not among them."""
    found = []
    for match in YEARS.finditer(text):
        before, after = text[max(0, match.start() - 24) : match.start()], text[match.end() : match.end() + 32]
        if match["upto"] or _NOT_EXPERIENCE_AFTER.match(after):
            continue
        if _NOT_EXPERIENCE_BEFORE.search(before) and "experience" not in after.lower():
            continue
        minimum = _number(match["low"])
        if match["unit"].lower().startswith("month"):
            if "experience" not in after.lower():
                continue
            minimum = round(minimum / 12, 1)
        if 0 < minimum <= 40:
            found.append(YearsStated(minimum, match.start(), match.end()))
    return tuple(found)


def _number(word: str) -> float:
    return float(_WORDS.get(word.lower(), 0) or word)
