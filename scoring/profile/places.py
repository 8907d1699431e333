"""Recognising places, so that "Austin, TX" is not taken for an employer."""

import re

from scoring.profile.wordlists import phrases_of_list, words_of_list

_STATES = "|".join(sorted(words_of_list("places", "states")))


def _alternatives(section: str) -> str:
    """Longest first, so that "New York City" is not cut to "New York"."""
    return "|".join(re.escape(place) for place in sorted(phrases_of_list("places", section), key=len, reverse=True))


_REGIONS = _alternatives("regions")
_CITIES = _alternatives("cities")
_MODES = (
    r"remote|hybrid|on-?site|home[- ]?office|work from home|telework|télétravail|teletrabajo|worldwide|"
    r"various locations"
)
# Masked places of anonymised resumes.
_MASKED = r"City(?:\s*,\s*State(?:\s*,\s*(?:Country|USA?|United States))?)?"
_TOWN = r"[A-Z][\w.'’-]+(?:[ -](?:[A-Z][\w.'’-]+|of|am|de|la|del|du|le|sur|upon|and))*"
_PLACE = re.compile(
    rf"\(?(?:{_MASKED}|(?:{_MODES})(?:\s*[,/(-]\s*{_TOWN}\)?)?"
    rf"|{_TOWN}\s*,\s*(?:{_STATES}|{_REGIONS})(?:\s*,?\s*(?:{_STATES}|{_REGIONS}|\d{{5}}(?:-\d{{4}})?))?"
    rf"|(?:{_CITIES}|{_REGIONS})(?:\s*[,/]\s*(?:{_CITIES}|{_REGIONS}|{_STATES}))*(?:\s+(?:Area|Metro|"
    rf"Metropolitan Area|Region))?"
    rf"|(?:{_STATES})(?:\s*,\s*(?:USA|US|UK))?)\)?\.?",
)
_MODE = re.compile(_MODES, re.IGNORECASE)
# A place that follows a name without a mark between them ("Acme Corp Austin, TX", "Company Name City , State").
_TRAILING = re.compile(
    rf"(?:\s+|\s*[,.;|:(–—-]+\s*|\s*ï¼\S?\s*)(?P<place>(?:{_MASKED}|(?:{_CITIES})\s*,?\s*(?:{_STATES}|{_REGIONS})"
    rf"|(?:{_CITIES})(?=\)?$)"
    rf"|(?:(?:San|Los|Las|New|Fort|Ft\.?|St\.?|Saint|Santa|North|South|East|West|Mount|Mt\.?|El|La|Palo|Grand|"
    rf"Little|Long|Baton|Des|"
    rf"Salt Lake|Colorado|Boca|Cedar|Ann|Corpus|Virginia)\s+)?"
    rf"[A-Z][a-z'’-]+\s*,\s*(?:{_STATES}|{_REGIONS})|{_MODES}))\)?\s*\.?$",
)
_INSIDE = re.compile(
    rf"(?:{_MASKED}|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){{0,2}}\s*,\s*(?:{_STATES}|{_REGIONS}))\b", re.UNICODE
)
TOWN_AND_REGION = re.compile(rf"(?<!of )(?<!and )[A-Z][\w'’-]+\s*,\s*(?:{_STATES}|{_REGIONS})\b")
_LEADING = re.compile(rf"{_MASKED}\b\s*|(?:{_CITIES})\s*,\s*(?:{_STATES})\b[\s,|-]+(?=\S)")
_LONGEST = 160
_LAST_WORDS = frozenset(
    place.lower().rsplit(maxsplit=1)[-1].strip(".")
    for place in (
        *phrases_of_list("places", "regions"),
        *phrases_of_list("places", "cities"),
        *words_of_list("places", "states"),
        *words_of_list("places", "last words of ways to work"),
    )
)
_SEPARATED = re.compile(rf"[,.|;]\s*(?P<place>(?:{_TOWN}\s*,\s*)?(?:{_STATES}|{_REGIONS}|{_CITIES}))\)?\s*$")


def is_place(text: str) -> bool:
    """Whether ``text`` is nothing but a place or a way of working ("Remote")."""
    return bool(_PLACE.fullmatch(text) or _MODE.fullmatch(text))


def until_place(text: str) -> int:
    """Where a place with a mark before its region ends in ``text`` ("Acme - Austin, TX Led ..."); 0 for none."""
    match = _INSIDE.search(text)
    return match.end() if match else 0


def after_place(text: str) -> str:
    """``text`` after a place that opens it ("City , State Cook"); unchanged when none does."""
    match = _LEADING.match(text)
    return text[match.end() :] if match else text


def _may_end_in_a_place(text: str) -> bool:
    if "," in text:
        return True
    words = text.lower().rsplit(maxsplit=1)
    return bool(words) and words[-1].strip("().") in _LAST_WORDS


def without_place(text: str) -> str:
    """``text`` up to a place that trails it; unchanged when nothing would be left or none trails."""
    if len(text) > _LONGEST or not _may_end_in_a_place(text):
        return text
    match = _TRAILING.search(text) or _SEPARATED.search(text)
    if not match or not match.start():
        return text
    shorter = text[: match.start()].rstrip(" ,;|-–—(:")
    # "University of Phoenix": the place is part of the name.
    return text if shorter.endswith((" of", " at", " in", " de", "-")) else shorter
