"""Any text as dates and spans of work."""

from datetime import date

from fuzz.targets._answers import promise
from scoring.profile.dates import find_dates
from scoring.profile.months import MONTHS, SEASONS

WORDS = (
    *sorted(MONTHS)[:60], *sorted(SEASONS), "present", "to date", "since", "until", "bis heute", "19", "20", "2019",
    "'22", "01/", "/20", "–", "—", " - ", " to ", "Q3 ", "(", ")", "+", "now",
)  # fmt: skip
_AS_OF = date(2025, 11, 15)


def check(data: bytes) -> None:
    """What is found stands in order, inside of the text, and no range ends before it begins."""
    text = data.decode("utf-8", "replace")
    reached = 0
    for found in find_dates(text, _AS_OF):
        promise(reached <= found.span.start < found.span.end <= len(text), "a date outside of the text or of order")
        ordered = found.start is None or found.end is None or found.start.index <= found.end.index
        promise(ordered, "a range that ends before it begins")
        reached = found.span.end


def seeds() -> list[bytes]:
    lines = (
        "March 2019 – Present\n01/2015 - 02/2019; Summer '14", "2011-2013, 2009–10\nsince 2008 (to date)",
        "Q1 2020 to Q3 2021\n12.03.2012 bis heute", "Jan - Mar 2018, sept. 2016-août 2017", "2020-05-01 – 2021-06",
    )  # fmt: skip
    return [line.encode() for line in lines]
