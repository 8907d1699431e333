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
_TOWN = r"[A-Z][\w.'’-]+(?:[ -](?:[A-Z][\w.'’-]+|of|am|de|la|del|du|le|sur|upon|and))*"
_PLACE = re.compile(
    rf"\(?(?:(?:{_MODES})(?:\s*[,/(-]\s*{_TOWN}\)?)?"
    rf"|{_TOWN}\s*,\s*(?:{_STATES}|{_REGIONS})(?:\s*,?\s*(?:{_STATES}|{_REGIONS}|\d{{5}}(?:-\d{{4}})?))?"
    rf"|(?:{_CITIES}|{_REGIONS})(?:\s*[,/]\s*(?:{_CITIES}|{_REGIONS}|{_STATES}))*(?:\s+(?:Area|Metro|"
    rf"Metropolitan Area|Region))?"
    rf"|(?:{_STATES})(?:\s*,\s*(?:USA|US|UK))?)\)?\.?",
)
_MODE = re.compile(_MODES, re.IGNORECASE)
# A place that follows a name without a mark between them ("Acme Corp Austin, TX", "Company Name City , State").
_TRAILING = re.compile(
    rf"(?:\s+|\s*[,.;|:(–—-]+\s*|\s*ï¼\S?\s*)(?P<place>(?:(?:{_CITIES})\s*,?\s*(?:{_STATES}|{_REGIONS})"
    rf"|(?:{_CITIES})(?=\)?$)"
    rf"|(?:(?:San|Los|Las|New|Fort|Ft\.?|St\.?|Saint|Santa|North|South|East|West|Mount|Mt\.?|El|La|Palo|Grand|"
    rf"Little|Long|Baton|Des|"
    rf"Salt Lake|Colorado|Boca|Cedar|Ann|Corpus|Virginia)\s+)?"
    rf"[A-Z][a-z'’-]+\s*,\s*(?:{_STATES}|{_REGIONS})|{_MODES}))\)?\s*\.?$",
)
_SEPARATED = re.compile(rf"\s*[,.|;]\s*(?P<place>(?:{_TOWN}\s*,\s*)?(?:{_STATES}|{_REGIONS}|{_CITIES}))\)?\s*$")


def is_place(text: str) -> bool:
    """Whether ``text`` is nothing but a place or a way of working ("Remote")."""
    return bool(_PLACE.fullmatch(text) or _MODE.fullmatch(text))


def without_place(text: str) -> str:
    """``text`` up to a place that trails it; unchanged when nothing would be left or none trails."""
    if len(text) > 160:
        return text
    match = _TRAILING.search(text) or _SEPARATED.search(text)
    if not match or not match.start():
        return text
    return text[: match.start()].rstrip(" ,;|-–—(:")
