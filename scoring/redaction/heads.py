"""Learns a person's names from the text itself: its head, labels, signatures, e-mail addresses and links."""

import re
from collections.abc import Container, Iterable, Iterator
from functools import cache

from scoring.profile.degrees import find_degrees
from scoring.profile.headings import Section, heading_of
from scoring.profile.titles import employer_score, title_score
from scoring.profile.wordlists import phrases_of_list
from scoring.redaction.labels import Labelled
from scoring.redaction.model import PLACEHOLDER, RedactionKind
from scoring.redaction.names import ADORNMENTS, PARTICLES, NameBook, glued_forms, is_ordinary, name_words
from scoring.redaction.passage import Found, Passage
from scoring.redaction.vocabulary import WORD, folded, word_set
from scoring.taxonomy import load_taxonomy

_SEGMENT = re.compile(r"(?:[^|•·,;:(){}\[\]/@\d\t\n–—_=+<>\"]|(?<!\s)[–—])+")
_GAPS = re.compile(r"\s{3,}|\s-\s")
_LOWER_CASE = frozenset("abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ")
_LOCAL = re.compile(r"(?:mailto:)?([^@\s\[({]+)")
_SLUG = re.compile(
    r"(?:/in/|/pub/|github\.com/|gitlab\.com/|twitter\.com/|x\.com/|facebook\.com/|instagram\.com/"
    r"|xing\.com/profile/|medium\.com/@|behance\.net/)([\w.%-]+)|//(?:www\.)?([\w-]+)\.(?:com|dev|io|me|net"
    r"|org|github)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:sincerely|regards|best wishes|faithfully|freundlichen gr(?:ü|ue)(?:ß|ss)en|cordialement"
    r"|sentiments distingués|atentamente|"
    r"saludos|cordiali saluti|cumprimentos|/s/)[,.! ]*\n*\s*(?P<name>[^\n]{3,40})",
    re.IGNORECASE,
)
_CLOSING_WORDS = (
    "sincerely",
    "regards",
    "wishes",
    "faithfully",
    "freundlichen",
    "cordial",
    "distingu",
    "atentamente",
    "saludos",
    "cumpri",
    "/s/",
)
_TITLE_PAGE_WORDS = ("resume", "résumé", "cv", "c.v.", "curriculum", "currículum", "lebenslauf", "bewerbung")
_TITLE_PAGE = re.compile(
    r"^\W*(?:resume|résumé|cv|c\.v\.|curriculum vitae|lebenslauf|currículum(?: vitae)?|bewerbung"
    r"|curriculum)\s*(?:of|for|von|de|du|–|—|-|:)\s*"
    r"(?P<name>[^\n|•]{3,45}?)\s*(?:$|\||•|[-–—]\s*(?:page|seite))",
    re.IGNORECASE | re.MULTILINE,
)
_BRACKETED = re.compile(r"^\s*\((?P<name>[^()\n\d]{4,40})\)\s*$", re.MULTILINE)
_CJK_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\uac00-\ud7af]{2,4}")
_NOT_A_NAME = word_set("names", "not a name")
_GENERIC = word_set("names", "accounts")
_HEAD = 8  # lines in which names are looked for wherever contacts stand
_SHORTEST = 5  # letters and space of "Li Wu"
_MAY_END_LIKE_A_TITLE = 0.4  # "Miller", "Schneider"
_GUESSED = 4  # lines in which a name may stand without anything that confirms it


def learn(book: NameBook, passage: Passage, labelled: Iterable[Labelled], contacts: Iterable[Found]) -> Iterator[Found]:
    """Puts the names that the text tells into ``book``, and yields the places that tell them."""
    text = passage.text
    usual = _Usual(passage, contacts := list(contacts))
    accounts = list(_accounts(text, contacts))
    for value in labelled:
        if value.kind is RedactionKind.NAME:
            written = text[value.start : value.end]
            if reads_as_name(written, usual, fewest=1) and not _is_only_particles(written):
                book.add(written, usual=usual)
                yield Found(value.start, value.end, RedactionKind.NAME)
            elif passage.is_personal(value.start) and not title_score(written):
                yield Found(value.start, value.end, RedactionKind.NAME)
    for pattern, needed in ((_CLOSING, _CLOSING_WORDS), (_TITLE_PAGE, _TITLE_PAGE_WORDS), (_BRACKETED, ("(",))):
        for match in pattern.finditer(text) if passage.holds(needed) else ():
            if reads_as_name(match["name"], usual):
                book.add(match["name"], usual=usual)
                yield Found(*match.span("name"), RedactionKind.NAME)
    _learn_accounts(book, accounts, usual, passage)
    yield from _head(book, passage, accounts, usual)


def reads_as_name(written: str, usual: Container[str], *, fewest: int = 2, alone: bool = False) -> bool:
    """Whether ``written`` looks like a person's name; words of ``usual`` are no names. ``alone`` when nothing else says
    so: then it must look like nothing else, such as a title, an employer, a degree, a place or a skill."""
    plain = PLACEHOLDER.sub(" ", written) if "[" in written else written
    found = plain.strip(" *_#\t\u00a0.'\"").replace(",", " ").split()
    kept = [word for word in found if folded(word.strip(".,()'")).replace(".", "") not in ADORNMENTS]
    words = [word for word in kept if word.strip(".-'’")]
    if not fewest <= len(words) <= 5 or any(letter.isdigit() for letter in plain):
        return False
    for word in words:
        bare = folded(word.strip(".,'’"))
        if bare in PARTICLES:
            continue
        if not word[0].isupper() or not all(part.isalpha() for part in re.split(r"['’.\-‐]", word) if part):
            return False
        if bare in _NOT_A_NAME or (alone and bare in usual and len(bare) > 2):
            return False
    joined = " ".join(words)
    if heading_of(joined) or all(folded(word.strip(".,'’")) in usual for word in words):
        return False
    if not alone:
        return True
    if not any(len(word) > 2 for word in words) and (joined.isupper() or len(joined) < _SHORTEST):
        return False
    if title_score(joined) > _MAY_END_LIKE_A_TITLE or employer_score(joined) > 0:
        return False
    return not find_degrees(joined) and not _is_a_thing(joined, words)


def _is_a_thing(joined: str, words: list[str]) -> bool:
    taxonomy = load_taxonomy()
    if taxonomy.canonical(joined) is not None or joined.lower() in _places():
        return True
    skills = sum(taxonomy.canonical(word) is not None for word in words)
    return skills * 2 >= len(words) + (len(words) == 2)


@cache
def _places() -> frozenset[str]:
    return frozenset(place.lower() for section in ("cities", "regions") for place in phrases_of_list("places", section))


def _is_only_particles(written: str) -> bool:
    return all(word in PARTICLES or len(word) == 1 for word in name_words(written))


class _Usual:
    """The folded words that a text writes in lower case outside of ``contacts``: no names of this text.

    Few of them are ever asked for, so each is looked up then.
    """

    def __init__(self, passage: Passage, contacts: Iterable[Found]) -> None:
        self._passage = passage
        self._contacts = tuple(contacts)

    def __contains__(self, word: object) -> bool:
        words = self._passage.words
        number = -1
        for _ in range(words.count(word) if word in self._passage.vocabulary else 0):
            number = words.index(word, number + 1)
            if self._in_lower_case(self._passage.starts[number]):
                return True
        return False

    def _in_lower_case(self, start: int) -> bool:
        text = self._passage.text
        if text[start] not in _LOWER_CASE or any(found.start <= start < found.end for found in self._contacts):
            return False
        return not start or not (text[start - 1].isalnum() or text[start - 1] == "_")


def _accounts(text: str, contacts: list[Found]) -> Iterator[str]:
    for found in contacts:
        written = text[found.start : found.end]
        if found.kind is RedactionKind.EMAIL and (local := _LOCAL.match(written)):
            yield local[1]
        elif found.kind is RedactionKind.LINK and (slug := _SLUG.search(written)):
            yield slug[1] or slug[2]


def _learn_accounts(book: NameBook, accounts: list[str], usual: Container[str], passage: Passage) -> None:
    for account in accounts:
        parts = [folded(part) for part in WORD.findall(account)]
        for part in parts:
            if part in passage.vocabulary and part not in usual and part not in _GENERIC and not is_ordinary(part):
                book.add(part, usual=usual)


def _head(book: NameBook, passage: Passage, accounts: list[str], usual: Container[str]) -> Iterator[Found]:
    """The segments of the head that are names: those that an account or a known name confirms, else the first one."""
    text = passage.text
    squeezed = {folded("".join(WORD.findall(account))) for account in accounts}
    named = bool(
        re.search(r"\[NAME \d", text[: passage.lines[min(_HEAD, len(passage.lines)) - 1].end] if passage.lines else "")
    )
    guess: tuple[int, int] | None = None
    section = Section.NONE
    for number, line in enumerate(passage.lines):
        section = line.section if section is Section.NONE else section
        if (not line.personal and number >= _HEAD) or line.heading or line.end - line.start > 200:
            continue
        for start, end in _segments(text, line.start, line.end):
            written = text[start:end]
            if number < _HEAD and _CJK_NAME.fullmatch(written.strip()):
                book.add(written.strip())
                continue
            if not reads_as_name(written, usual):
                continue
            words = name_words(written)
            if any(book.tells(word) for word in words) or squeezed & glued_forms(words):
                book.add(written)
                named = True
                yield Found(start, end, RedactionKind.NAME)
            elif (
                guess is None
                and number < _GUESSED
                and section is Section.NONE
                and reads_as_name(written, usual, alone=True)
            ):
                guess = start, end
    if guess is not None and not named:
        book.add(text[slice(*guess)], usual=usual)
        yield Found(*guess, RedactionKind.NAME)


def _segments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _SEGMENT.finditer(text, start, end):
        at = match.start()
        for piece in _GAPS.split(match[0]):
            begin = text.find(piece, at) if piece else at
            at = begin + len(piece)
            written = piece.strip(" \t*_#'.-")
            if written:
                first = text.index(written, begin)
                yield first, first + len(written)
