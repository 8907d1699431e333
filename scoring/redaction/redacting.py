"""Takes personal data out of a text, pass by pass, until nothing more is found."""

import re
from collections.abc import Iterator, Sequence

from scoring.redaction.addresses import find_addresses
from scoring.redaction.contacts import find_contacts
from scoring.redaction.education import find_graduations
from scoring.redaction.heads import learn
from scoring.redaction.labels import as_found, find_labelled
from scoring.redaction.model import PLACEHOLDER, Identity, Redaction, RedactionKind, Removal
from scoring.redaction.names import NameBook
from scoring.redaction.passage import Found, Passage
from scoring.redaction.statements import find_statements

_FEWEST_DIGITS = 7
_COMPARED_DIGITS = 9  # the same as in ``leaks``: without country code and the zero before an area code
_COUNTRY_AND_AREA = r"(?:\+?\(?\d[\d\s().\-–/]{0,7})?"
_EDGES = " \t\n\r,;|:•·–—*"


def redact(text: str, identity: Identity = Identity(), *, known: Sequence[Removal] = ()) -> Redaction:  # noqa: B008
    """``text`` without what an outside model must not see, see RedactionKind.

    ``known`` are the removals of another text of the same application: what they took out is taken out here too, under
    the same placeholders. The same input gives the same result, and a redacted text comes back unchanged. Placeholders
    that the text holds already are left alone. Names of other people are kept unless a form of address stands before
    them. A word of a candidate's name that is also a word, a place or a skill ("Will", "Austin", "Ruby") goes where it
    stands beside the rest of the name; any other goes everywhere, so an employer of that name is hidden too.
    """
    book = NameBook()
    for name in (*identity.names, *(removal.original for removal in known if removal.kind is RedactionKind.NAME)):
        book.add(name)
    literals = _literals(identity, known)
    redaction = Redaction(text)
    passage = Passage(text)
    found = _free(passage, _find(passage, book, literals))
    while found:
        redaction = _without(text, redaction, found, known)
        passage = Passage(redaction.text)
        # No other rule reads a year of studies, so where only such years went the others find what they found before.
        only_years = all(entry.kind is RedactionKind.GRADUATION_YEAR for entry in found)
        found = _free(passage, find_graduations(passage) if only_years else _find(passage, book, literals))
    return redaction


def _find(
    passage: Passage, book: NameBook, literals: Sequence[tuple[re.Pattern[str], RedactionKind]]
) -> Iterator[Found]:
    """Everything to take out; what comes first wins where two overlap."""
    contacts = list(find_contacts(passage))
    labelled = list(find_labelled(passage))
    yield from contacts
    for pattern, kind in literals:
        yield from (Found(*match.span(), kind) for match in pattern.finditer(passage.text))
    personal = [value for value in labelled if value.kind not in (RedactionKind.NAME, RedactionKind.STREET)]
    yield from map(as_found, personal)
    yield from find_statements(passage)
    yield from learn(book, passage, labelled, contacts)
    yield from find_addresses(passage, labelled)
    yield from book.found_in(passage)
    yield from find_graduations(passage)


def _literals(identity: Identity, known: Sequence[Removal]) -> list[tuple[re.Pattern[str], RedactionKind]]:
    """Patterns of values that are known from elsewhere, in any spacing and case."""
    contacts = [
        (value, kind)
        for values, kind in (
            (identity.emails, RedactionKind.EMAIL),
            (identity.phones, RedactionKind.PHONE),
            (identity.addresses, RedactionKind.STREET),
        )
        for value in values
    ]
    wanted = (
        RedactionKind.EMAIL,
        RedactionKind.PHONE,
        RedactionKind.STREET,
        RedactionKind.LINK,
        RedactionKind.NATIONAL_ID,
    )
    contacts += [(removal.original, removal.kind) for removal in known if removal.kind in wanted]
    patterns: list[tuple[re.Pattern[str], RedactionKind]] = []
    for value, kind in dict.fromkeys(contacts):
        if kind is RedactionKind.PHONE:
            digits = re.sub(r"\D", "", value)
            if len(digits) >= _FEWEST_DIGITS:
                written = _COUNTRY_AND_AREA + r"[\s().\-–/·]{0,3}".join(digits[-_COMPARED_DIGITS:])
                patterns.append((re.compile(written), kind))
        elif len(value.strip()) >= 5:
            # Of an address only the street goes: the town stays.
            part = value.split(",")[0] if kind is RedactionKind.STREET else value
            parts = [re.escape(word) for word in part.split()]
            patterns.append((re.compile(r"(?<!\w)" + r"[\s,.]*".join(parts) + r"(?!\w)", re.IGNORECASE), kind))
    return patterns


def _free(passage: Passage, found: Iterator[Found]) -> list[Found]:
    """What of ``found`` nothing before it has taken, in text order."""
    taken = bytearray(len(passage.text))
    for start, end in passage.placeholders:
        taken[start:end] = b"\1" * (end - start)
    kept: list[Found] = []
    for wanted in found:
        for start, end in _gaps(taken, wanted.start, wanted.end):
            start, end = _trimmed(passage.text, start, end)
            if any(letter.isalnum() for letter in passage.text[start:end]):
                kept.append(Found(start, end, wanted.kind))
                taken[start:end] = b"\1" * (end - start)
    return sorted(kept, key=lambda entry: entry.start)


def _gaps(taken: bytearray, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        if taken[start]:
            start += 1
            continue
        after = taken.find(1, start, end)
        after = end if after < 0 else after
        yield start, after
        start = after


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _without(text: str, redaction: Redaction, found: list[Found], known: Sequence[Removal]) -> Redaction:
    """The redaction of ``text`` with what was found in the text that is left; placeholders are numbered anew."""
    places = [(removal.start, removal.end, removal.kind) for removal in redaction.removals]
    places += [(*redaction.original_span(entry.start, entry.end), entry.kind) for entry in found]
    names = {(removal.kind, removal.original): removal.placeholder for removal in known}
    counts: dict[str, int] = {}
    for match in PLACEHOLDER.finditer(text + " ".join(names.values())):
        counts[match[1]] = max(counts.get(match[1], 0), int(match[2]))
    pieces, removals, at = [], [], 0
    for start, end, kind in sorted(places):
        original = text[start:end]
        if (kind, original) not in names:
            counts[kind.word] = counts.get(kind.word, 0) + 1
            names[kind, original] = f"[{kind.word} {counts[kind.word]}]"
        pieces += [text[at:start], names[kind, original]]
        removals.append(Removal(start, end, kind, original, names[kind, original]))
        at = end
    return Redaction("".join([*pieces, text[at:]]), tuple(removals))
