"""Cases whose answer is known by construction: written from a rubric, mixed into the queue, never sent anywhere."""

import re
from dataclasses import dataclass

from scoring.review import Verdict
from scoring.rubric import Mode, Rubric


@dataclass(frozen=True, slots=True)
class KnownCase:
    """The text of an invented application, and what everybody who reads it against the rubric has to say."""

    text: str
    expected: Verdict


# Trades that have little in common, so that for every requisition there is one that shows nothing of what it asks for.
_ELSEWHERE = (
    ("Florist", "Bound bouquets and wreaths for weddings", "Watered, cut and priced fresh flowers"),
    ("Ice rink attendant", "Handed out skates and sharpened blades", "Drove the ice machine between sessions"),
    ("Piano tuner", "Tuned upright and grand pianos at clients' homes", "Replaced felts, strings and hammers"),
)


def known_case(rubric: Rubric, *, good: bool) -> KnownCase:
    """An application that shows everything that the rubric asks for, or one that shows none of it."""
    return _fitting(rubric) if good else _unfitting(rubric)


def _fitting(rubric: Rubric) -> KnownCase:
    asked = [*rubric.of_mode(Mode.GATE), *rubric.of_mode(Mode.SCORED)]
    shown = dict.fromkeys(criterion.text.strip().rstrip(".") for criterion in asked)
    lines = [f"- {text}: part of my daily work in this position, from the first day until today" for text in shown]
    text = "\n".join(["Work experience", f"{rubric.title}, Example Works, 01/2009 - Present", *lines])
    return KnownCase(text, Verdict.ACCEPT)


def _unfitting(rubric: Rubric) -> KnownCase:
    asked = _words(" ".join([rubric.title, *(criterion.text for criterion in rubric.criteria)]))
    title, *duties = min(_ELSEWHERE, key=lambda trade: len(asked & _words(" ".join(trade))))
    text = "\n".join(["Work experience", f"{title}, Example Works, 01/2009 - Present", *(f"- {d}" for d in duties)])
    return KnownCase(text, Verdict.REJECT)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{4,}", text.lower()))
