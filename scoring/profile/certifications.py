"""Certificates and licences that a resume claims."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scoring.profile.headings import Section, heading_of
from scoring.profile.lines import Line
from scoring.profile.model import Certification, Span
from scoring.profile.places import is_place
from scoring.taxonomy import Mention, Taxonomy

_NUMBER = re.compile(
    r"(?:(?:licen[cs]e|cert(?:ificate|ification)?|credential|registration|permit|member(?:ship)?|lic\.?|reg\.?)\s*"
    r"(?:id|no\.?|number|num\.?|\#)?\s*[:#]?|\bno\.|\bid\s*[:#]|\#|nummer\s*:?|n°|"
    r"nº)\s*(?P<number>(?=[A-Z-]{0,6}\d)[A-Z0-9][A-Z0-9./-]{3,24})",
    re.IGNORECASE,
)
_EXPIRY = re.compile(
    r"\b(?:exp(?:ir(?:es|ed|y|ation|ing))?\.?(?:\s+date)?|valid\s+(?:through|until|till|to)|renewal|gültig bis|"
    r"until|thru)\s*[:(]?\s*$",
    re.IGNORECASE,
)
_ISSUER = re.compile(
    r"(?:\b(?:issued\s+by|issuer\s*:|from|by|through|provided by|issuing organi[sz]ation\s*:)\s+|\s+[-–—|·]\s+|"
    r"\s*,\s+|\s*\(|\|\s*)"
    r"(?P<issuer>[A-Z](?:(?!\s[-–—]\s)[^\d,|•·;()\n]){1,70})",
)
_KNOWN_ISSUERS = re.compile(
    r"\b(?:Amazon Web Services|AWS|Microsoft|Google(?: Cloud)?|Cisco|Oracle|CompTIA|PMI|"
    r"Project Management Institute|Scrum Alliance|"
    r"Scrum\.org|ISC2|\(ISC\)²|ISACA|Red Hat|VMware|Salesforce|SAP|HubSpot|Adobe|Autodesk|IBM|Coursera|Udemy|edX|"
    r"LinkedIn|Meta|"
    r"American Heart Association|AHA|American Red Cross|Red Cross|AICPA|CFA Institute|SHRM|HRCI|OSHA|NCCER|ASE|"
    r"EPA|ServSafe|"
    r"National Restaurant Association|NASM|ACE|NSCA|ACSM|ANCC|AACN|NCLEX|State Board of [A-Z]\w+|Board of [A-Z]\w+|"
    r"[A-Z]\w+ (?:State )?(?:Board|Department|Association|Institute|Society|Council|Commission|Academy) (?:of|"
    r"for) [A-Z][\w &]+)\b"
)
_CLAIM = re.compile(
    r"\b(?:certified|certification|certificate|licensed|licen[cs]e|licensure|registered|accredited|credential|"
    r"zertifi\w+|certifi[ée]e?|"
    r"certificad[oa]|certificat[oa])\b",
    re.IGNORECASE,
)
_NOT_HELD = re.compile(
    r"\b(?:preparing for|studying for|pursuing|working towards?|planned|expected|in progress|assist\w* with|"
    r"clients?|students?|ensure\w*)\b",
    re.IGNORECASE,
)
_MARKS = re.compile(r"\s*[|•·]\s*|;\s+|\t+| {2,}|,\s+(?=[A-Z])")
_LABEL = re.compile(r"^(?:certifications?|certificates?|licen[cs]es?|licensure|credentials?)\s*[:–-]\s*", re.IGNORECASE)
_OTHER_LABEL = re.compile(r"^[A-Z][a-z]+(?:\s+\w+)?:\s")
_LEADING_YEAR = re.compile(r"[\W_]*(?:(?:0?[1-9]|1[0-2])/)?(?:19|20)\d\d[\W_]+(?=\S)")
_TRIM = " \t,;:.|/–—-•·*()"
_LONGEST_NAME = 110


def read_certifications(
    lines: Sequence[Line], mentions: Sequence[Mention], taxonomy: Taxonomy
) -> tuple[Certification, ...]:
    """Known certifications wherever the resume claims them, and every entry of a certifications section as written."""
    known = [mention for mention in mentions if taxonomy.kind(mention.skill) == "certification"]
    found: dict[str, Certification] = {}
    at = 0
    for line in lines:
        while at < len(known) and known[at].start < line.start:
            at += 1
        here = []
        while at < len(known) and known[at].start < line.end:
            here.append(known[at])
            at += 1
        if line.heading:
            continue
        for certification in _in_line(line, here):
            first = found.setdefault(certification.name.lower(), certification)
            if certification.number and not first.number:
                # A job title claims a licence first; the line that states its number says more about it.
                found[certification.name.lower()] = replace(certification, span=first.span)
    return tuple(sorted(found.values(), key=lambda certification: certification.span.start))


def _in_line(line: Line, known: Sequence[Mention]) -> Iterator[Certification]:
    listed = line.section is Section.CERTIFICATIONS
    claimed: set[str] = set()
    for mention in known:
        if mention.skill not in claimed and (listed or _is_claimed(line, mention)):
            claimed.add(mention.skill)
            span = Span(mention.start, mention.end)
            yield _details(mention.skill, span, line, alone=len({m.skill for m in known}) == 1)
    if listed:
        yield from _as_written(line, known)


def _is_claimed(line: Line, mention: Mention) -> bool:
    """Outside its own section a certificate counts unless the words around it say that it is not held."""
    low = max(0, mention.start - line.start - 50)
    around = line.text[low : mention.end - line.start + 30]
    if _NOT_HELD.search(around):
        return False
    return line.section is not Section.EXPERIENCE or len(line.text) < 90 or bool(_CLAIM.search(around))


def _as_written(line: Line, known: Sequence[Mention]) -> Iterator[Certification]:
    """The entries of the line that no taxonomy knows. What follows the last known one may be its issuer."""
    label = _LABEL.match(line.text)
    offset = label.end() if label else 0
    text = line.text[offset:]
    if not label and _OTHER_LABEL.match(text) and not _CLAIM.search(text):
        return
    cut = min(
        (found.span.start - line.start - offset for found in line.dates if found.span.start >= line.start + offset),
        default=len(text),
    )
    parts = list(_parts(text[: cut or len(text)]))
    several = len(parts) > 1 and not line.dates and not _NUMBER.search(text) and not _names_an_issuer(parts[1:])
    if known:
        ranges = [(mention.start - line.start - offset, mention.end - line.start - offset) for mention in known]
        parts = _before_and_between(parts, ranges) if several else []
    for start, part in parts if known or several else [(0, text)]:
        low, name = _name(part, several=several)
        if not 3 <= len(name) <= _LONGEST_NAME or not any(letter.isalpha() for letter in name) or heading_of(name):
            continue
        at = line.start + offset + start + low
        yield _details(name, Span(at, at + len(name)), line, alone=not several)


def _before_and_between(parts: Sequence[tuple[int, str]], ranges: Sequence[tuple[int, int]]) -> list[tuple[int, str]]:
    """The parts that end before the last range, touch none and are more than a place."""
    return [
        (start, part)
        for start, part in parts
        if start + len(part) <= ranges[-1][0]
        and all(start + len(part) <= low or start >= high for low, high in ranges)
        and not is_place(part.strip(_TRIM))
    ]


def _names_an_issuer(parts: Sequence[tuple[int, str]]) -> bool:
    """Whether what follows a name belongs to it instead of being another certificate."""
    return any(_KNOWN_ISSUERS.fullmatch(part.strip(_TRIM)) or len(part) > 60 for _, part in parts)


def _parts(text: str) -> Iterator[tuple[int, str]]:
    low = 0
    for mark in _MARKS.finditer(text):
        if text[low : mark.start()].strip(_TRIM):
            yield low, text[low : mark.start()]
        low = mark.end()
    if text[low:].strip(_TRIM):
        yield low, text[low:]


def _name(part: str, *, several: bool) -> tuple[int, str]:
    """The name at the start of an entry, without issuer, number and dates."""
    end = len(part)
    if not several:
        for stop in (
            _NUMBER.search(part),
            _MARKS.search(part),
            re.search(r"\s+[-–—]\s+|\s*\(|\b(?:19|20)\d\d\b", part),
        ):
            if stop and stop.start() > 2:
                end = min(end, stop.start())
    year = _LEADING_YEAR.match(part)
    left = year.end() if year else len(part) - len(part.lstrip(_TRIM))
    name = part[left:end].rstrip(_TRIM)
    opened = name.rfind("(")
    return left, name[:opened].rstrip(_TRIM) if opened > 2 and ")" not in name[opened:] else name


def _details(name: str, span: Span, line: Line, *, alone: bool) -> Certification:
    """Issuer, number and expiry are taken from the line when it speaks of one certificate only."""
    if not alone:
        return Certification(name, "", "", "", span)
    after = line.text[span.end - line.start :]
    issuer = (
        _KNOWN_ISSUERS.search(after)
        or _ISSUER.match(after)
        or _KNOWN_ISSUERS.search(line.text[: span.start - line.start])
    )
    number = _NUMBER.search(after)
    written = issuer.group("issuer" if "issuer" in issuer.re.groupindex else 0).strip(_TRIM) if issuer else ""
    if re.match(
        r"(?:expir|issued|valid|licen|cert|credential|no\b|id\b|number|present|current|january|february|march|"
        r"april|may|june|july|"
        r"august|sept|octo|nove|dece|jan\b|feb\b|mar\b|apr\b|jun\b|jul\b|aug\b|oct\b|nov\b|dec\b)",
        written,
        re.IGNORECASE,
    ):
        written = ""
    return Certification(name, written, number["number"] if number else "", _expiry(line), span)


def _expiry(line: Line) -> str:
    for found in line.dates:
        low = found.span.start - line.start
        if found.last is None:
            continue
        if _EXPIRY.search(line.text, max(0, low - 24), low):
            return str(found.last) if found.precise else str(found.last.year)
    return ""
