"""Personal facts without a label: "34 Jahre alt", "(she/her)", "Married, two children", "US citizen"."""

import re
from collections.abc import Iterator

from scoring.redaction.model import RedactionKind as Kind
from scoring.redaction.passage import Found, Passage
from scoring.redaction.vocabulary import folded, values

_SEGMENT = re.compile(r"[^|•;·,\n\t/()]+")
_PRONOUNS = re.compile(
    r"\b(?:she|he|they|ze|xe|sie|er|elle|il|iel|ella|él|lei|lui|ela|ele|zij|hij)\s?/\s?(?:her|him|them|hir"
    r"|zir|xem|ihr|ihm|"
    r"ella|él|elle|elles|ellos|lei|lui|dela|dele|haar|hem|they|she|he)s?(?:\s?/\s?(?:hers|his|theirs|its|they"
    r"|them))?\b",
    re.IGNORECASE,
)
_TWO_PRONOUNS = re.compile(r"\b(?:he/she|she/he|il/elle|er/sie|sie/er|él/ella)\b", re.IGNORECASE)
_AGE = re.compile(
    r"\b(?:i\s?(?:am|['’]m)\s+(?:an?\s+)?\d\d[- ]years?[- ]old|ich bin \d\d jahre alt|j['’]ai \d\d ans"
    r"|tengo \d\d años|"
    r"ho \d\d anni|tenho \d\d anos)\b",
    re.IGNORECASE,
)
_AGE_ALONE = re.compile(
    r"(?:(?:age|aged|alter|edad|age de|de)\s)?\d\d(?:\s(?:years|year|yrs|yr|y o|jahre|ans|anos|anni|jaar))?"
    r"(?:\s(?:old|alt|of age|oud|de edad))?"
)
_AGE_WORD = re.compile(r"\b(?:age[d]?|old|alt|ans|años|anos|anni|edad|jahre alt|oud|y\.?o\.?)\b", re.IGNORECASE)
_BIRTH = re.compile(
    r"(?:\b(?:born|geboren|née?|né\(e\)|nacid[oa]|nat[oa]|nascid[oa]|geb\.)[^\S\n]?[^\n|•;]{0,30}?"
    r"(?<!\d)(?:19|20)\d\d(?!\d)(?:,?\s(?:in|à|en|a|em|te)\s[A-Z][\w'’-]+)?"
    r"|\*\s?\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d\d)"
)
_CHILDREN = re.compile(
    r"(?:\d|one|two|three|four|five|no|ein|zwei|drei|vier|keine|un|une|deux|trois|quatre|sans|dos|tres|cuatro"
    r"|sin|due|tre)\s"
    r"(?:child|children|kids|kid|kind|kinder|enfant|enfants|hijo|hijos|hija|hijas|figli|figlio|filhos|filho|kinderen)"
    r"(?:\s(?:aged?|im alter|de|alter)\b.*)?"
)
_MARRIED = re.compile(
    r"(?:married|verheiratet|marie|mariee|casado|casada)\s(?:with|mit|avec|con|and|und|et|y|since|seit|depuis|to)\b.*"
)
_CITIZEN = re.compile(
    r"\b(?:(?:I am|I'm|I’m|As)\s+an?\s+)?(?:(?:dual|naturali[sz]ed)\s+)?(?:(?:U\.?\s?S\.?(?:\s?A\.?)?|UK|EU"
    r"|[A-Z][a-z]+(?:ish|an|ese|ch|ian|i|can))"
    r"(?:[/ -](?:[A-Z][a-z]+|U\.?S\.?))?)\s+(?:citizen|passport holder|permanent resident)\b(?![\w-])"
    r"(?=\s*(?:[.,;|)•/]|$|\n|and\b|with\b|authori|eligible|since|by\b))"
    r"|\b(?:green\s?card|permanent residency|H-?1-?B(?: visa)?|H4[- ]EAD|OPT[- ]EAD)\s+(?:holder|status)\b"
    r"|\b(?:lawful )?permanent resident(?: of (?:the )?[A-Z]\w+(?: [A-Z]\w+)?)?(?=\s*(?:[.,;|)•/]|$|\n))"
    r"|\bcitizen of (?:the )?[A-Z]\w+(?: [A-Z]\w+)*",
)
_PHOTO = re.compile(
    r"[\[(<{]\s*(?:insert |your )?(?:photo|photograph|foto|lichtbild|picture|headshot|bild)(?: here)?\s*[\])>}]",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.-])(?!000|666|9\d\d)\d{3}-\d{2}-\d{4}(?![\w-])")
# Without one of its words, folded, a pattern is not tried.
_PRONOUN_WORDS = frozenset(
    ("she", "he", "they", "ze", "xe", "sie", "er", "elle", "il", "iel", "ella", "el", "lei", "lui", "ela", "ele",
     "zij", "hij")
)  # fmt: skip
_AGE_WORDS = frozenset({"i", "ich", "j", "tengo", "ho", "tenho"})
_AGE_UNITS = ("year", "jahre alt", " ans", " años", " anni", " anos")
_BIRTH_WORDS = ("born", "gebor", "geb.", "né ", "né(", "née ", "nacid", "nato ", "nata ", "nascid", "*")
_CITIZEN_WORDS = frozenset({"citizen", "holder", "resident", "residency", "green", "greencard", "h", "opt"})
_PHOTO_WORDS = frozenset({"photo", "photograph", "foto", "lichtbild", "picture", "headshot", "bild"})
_NUMBER_ENDS = re.compile(r"-\d\d-\d")
_SIDES = " \t\n*_#.:-–—'’\"[]<>{}"


def find_statements(passage: Passage) -> Iterator[Found]:
    """Facts that say themselves what they are. Bare words such as "single" count only where a person describes
    themselves."""
    text = passage.text
    for match in _PRONOUNS.finditer(text) if "/" in text and passage.says(_PRONOUN_WORDS) else ():
        if not _TWO_PRONOUNS.fullmatch(match[0]):
            yield Found(*match.span(), Kind.GENDER)
    if passage.says(_AGE_WORDS) and passage.holds(_AGE_UNITS):
        yield from (Found(*match.span(), Kind.AGE) for match in _AGE.finditer(text))
    if passage.holds(_BIRTH_WORDS):
        yield from (Found(*match.span(), Kind.BIRTH_DATE) for match in _BIRTH.finditer(text))
    for pattern, kind, needed in (
        (_CITIZEN, Kind.NATIONALITY, _CITIZEN_WORDS),
        (_PHOTO, Kind.PHOTO, _PHOTO_WORDS),
    ):
        if passage.says(needed):
            yield from (Found(*match.span(), kind) for match in pattern.finditer(text))
    if _NUMBER_ENDS.search(text):
        yield from (Found(*match.span(), Kind.NATIONAL_ID) for match in _NUMBER.finditer(text))
    for line in passage.lines:
        if line.personal and line.end - line.start <= 200:
            yield from _alone(text, line.start, line.end)


def _alone(text: str, start: int, end: int) -> Iterator[Found]:
    for match in _SEGMENT.finditer(text, start, end):
        written = match[0].strip(_SIDES)
        if not written or len(written) > 60:
            continue
        kind = _kind_of(written)
        if kind is not None:
            at = text.index(written, match.start())
            yield Found(at, at + len(written), kind)


def _kind_of(written: str) -> Kind | None:
    plain = " ".join(re.findall(r"\w+", folded(written)))
    for kind in (Kind.FAMILY, Kind.GENDER, Kind.RELIGION, Kind.NATIONALITY, Kind.PHOTO):
        if plain in values(kind):
            return kind
    if _CHILDREN.fullmatch(plain) or _MARRIED.fullmatch(plain):
        return Kind.FAMILY
    if _AGE_ALONE.fullmatch(plain) and _AGE_WORD.search(written):
        return Kind.AGE
    return None
