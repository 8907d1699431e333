"""Streets and postcodes. The town stays, because a requisition may ask where somebody lives."""

import re
from collections.abc import Iterator

from scoring.profile.wordlists import words_of_list
from scoring.redaction.labels import Labelled
from scoring.redaction.model import PLACEHOLDER, RedactionKind
from scoring.redaction.passage import Found, Passage

_STATES = "|".join(sorted(state for state in words_of_list("places", "states") if len(state) == 2 and state.isupper()))
_CAPITALISED = r"[A-ZÀ-Þ][\w'’.-]*"
_UNIT = r"(?:\s*[,#]?\s*(?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|Fl|Room|Rm|#|Apto|Appt|Bldg)\b\.?\s*#?\s*[\w-]+)?"
_STREETS = re.compile(
    # 12 N. Main Street, Apt 4
    rf"(?:(?:Flat|Apt\.?|Apartment|Unit|Suite|House"
    rf"|Plot)\s*(?:No\.?\s*)?#?[\w/-]+,?\s+)?(?<![\d.,/-])\b\d{{1,6}}[A-Za-z]?(?:[-/]\d{{1,5}})?,?\s+(?:[NSEW]{{1,2}}\.?\s+)?"
    rf"(?:(?:{_CAPITALISED}|\d{{1,3}}(?:st|nd|rd|th)|of|the)\s+){{1,4}}"
    r"(?:Street|St|Avenue|Ave|Av|Road|Rd|Drive|Dr|Lane|Ln|Boulevard|Blvd|Court|Ct|Circle|Cir|Place|Pl|Terrace"
    r"|Ter|Way|"
    r"Parkway|Pkwy|Highway|Hwy|Square|Sq|Trail|Trl|Close|Crescent|Cres|Gardens|Grove|Mews|Hill|Row|Walk|Nagar"
    r"|Marg|Colony)\b\.?"
    rf"(?:\s+(?:[NSEW]|NE|NW|SE|SW|North|South|East|West)\b\.?)?{_UNIT}"
    # Musterstraße 12a, Am Markt 3
    r"|\b(?=[A-ZÄÖÜ])(?:[A-ZÄÖÜ][\w.-]*[ -]){0,3}?\w*(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|ufer"
    r"|damm|straat|laan|plein|gracht|kade)\s+"
    r"\d{1,4}\s?[a-zA-Z]?\b(?:/\d+)?"
    rf"|\b(?:Am|Im|An der|Auf der|Zum|Zur|Unter den)\s+{_CAPITALISED}\s+\d{{1,4}}[a-z]?\b"
    # 12 bis, rue de la Paix
    r"|\b\d{1,4}\s?(?:bis|ter|[A-D])?,?\s+(?:rue|avenue|av\.|boulevard|bd|place|allée|allee|chemin|impasse"
    r"|quai|cours|route)\s+"
    r"[^,\n|•;\d]{2,50}"
    # Calle Mayor 12, 3º B
    r"|\b(?:Calle|C/|Avda\.?|Avenida|Av\.|Plaza|Pza\.?|Paseo|Pº|Carrer|Ronda|Camino|Rua|Via|Viale|Piazza"
    r"|Corso|Largo|Travessa)\s*"
    r"[^,\n|•;\d]{2,45},?\s*(?:n[.º°o]*\s*)?\d{1,4}(?:\s?[A-Z]\b)?(?:,?\s*\d{1,2}\s?[ºª°](?:\s?[A-Za-z]{1,4}\b)?)?"
    r"|\bP\.?\s?O\.?\s?Box\s+\d+|\bPostfach\s+\d+"
    r"|\b(?:H\.?\s?No|House No|Plot No|Flat No|Door No|D\.?\s?No)\b\.?\s*:?\s*[\w/-]+(?:,\s*[^,\n|•;]{3,40}){0,2}"
)
_STATE_ZIP = re.compile(rf"\b(?:{_STATES})\.?,?\s+(?P<code>\d{{5}}(?:-\d{{4}})?)(?!\d)")
_POSTCODES = re.compile(
    r"(?<![\w-])(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d)(?![\w-])"
    r"|(?<![\w-])(?:[A-Z]{1,2}-)?(?!(?:19|20)\d\d(?!\d))\d{4,5}(?=\s+[A-ZÀ-Þ][^\W\d_]{2,})|(?<![\w-])(?!19"
    r"|20)\d{4}\s?[A-Z]{2}(?=,?\s+[A-Z][a-z])"
    r"|(?<=[^\W\d_][,\s–-]\s)\d{5,6}(?=\s*(?:$|[.,\n|]))|(?<=[^\W\d_][-–])\d{6}\b|(?<=[^\W\d_]\s[-–]\s)\d{6}\b",
    re.MULTILINE,
)
_FIVE_DIGITS = re.compile(r"\s[\d]\d{4}(?!\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")


def find_addresses(passage: Passage, labelled: list[Labelled]) -> Iterator[Found]:
    """Streets and codes where contacts stand, behind their labels, and American postcodes anywhere."""
    text = passage.text
    for value in labelled:
        if value.kind is RedactionKind.STREET:
            yield from _labelled(text, value)
    for line in passage.lines:
        if not line.personal:
            continue
        yield from (
            Found(*found.span(), RedactionKind.STREET) for found in _STREETS.finditer(text, line.start, line.end)
        )
        for found in _POSTCODES.finditer(text, line.start, line.end):
            if not _YEAR.fullmatch(found[0]):
                yield Found(*found.span(), RedactionKind.STREET)
    for found in _STATE_ZIP.finditer(text) if _FIVE_DIGITS.search(text) else ():
        yield Found(*found.span("code"), RedactionKind.STREET)


def _labelled(text: str, value: Labelled) -> Iterator[Found]:
    """The parts of a labelled address that hold a street; the last part without a number, the town, stays."""
    written = text[value.start : value.end]
    for pattern in (_STREETS, _POSTCODES):
        yield from (
            Found(found.start(), found.end(), RedactionKind.STREET)
            for found in pattern.finditer(text, value.start, value.end)
        )
    if _STREETS.search(written) or PLACEHOLDER.search(written):
        return
    parts = written.split(",")
    kept = 2 if len(parts) > 2 else 1
    at = value.start
    for number, part in enumerate(parts):
        if number < len(parts) - kept or any(letter.isdigit() for letter in part):
            yield Found(at, at + len(part), RedactionKind.STREET)
        at += len(part) + 1
