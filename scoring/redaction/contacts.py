"""E-mail addresses, telephone numbers and links."""

import re
from collections.abc import Iterator

from scoring.redaction.model import RedactionKind
from scoring.redaction.passage import Found, Passage
from scoring.redaction.vocabulary import word_set
from scoring.taxonomy import load_taxonomy

_EMAIL = re.compile(
    r"(?:mailto:)?[\w.!#$%&'*+/=?^`{|}~-]+\s?@\s?(?:[\w-]+\.)+[^\W\d_]{2,24}"
    r"|[\w.+-]+\s?[\[({]\s?@\s?[\])}]\s?[\w.-]+",
    re.IGNORECASE,
)
_WRITTEN_OUT = re.compile(
    r"[\w.+-]+\s*[\[({]\s*(?:at|ät|arroba|@)\s*[\])}]\s*[\w-]+(?:\s*(?:\.|[\[({]\s*(?:dot|punkt|point"
    r"|punto)\s*[\])}])\s*[\w-]+)+"
    r"|[\w.+-]+\s+at\s+[\w-]+\s+dot\s+[a-z]{2,6}\b",
    re.IGNORECASE,
)
_BRACKETED_AT = re.compile(r"[\[({]\s*(?:at|ät|arroba|@)\s*[\])}]", re.IGNORECASE)
_DOT_IN_WORDS = frozenset({"dot"})
_URL = re.compile(r"(?:https?://|ftp://|www\.)[^\s<>|•;,\"“”]+[^\s<>|•;,\"“”.)\]:!?'’]", re.IGNORECASE)
_PROFILE = re.compile(
    r"(?<![\w@.])(?:[a-z]{2,3}\.)?(?:linkedin|github|gitlab|bitbucket|stackoverflow|twitter|x|facebook"
    r"|instagram|xing|medium|behance|"
    r"dribbble|kaggle|youtube|researchgate|orcid|leetcode|hackerrank|codepen|t|wa|about|bit|linktr|notion"
    r"|calendly|huggingface|"
    r"scholar\.google)\.(?:com|org|net|io|me|ee|ly|co|so|dev)/[^\s<>|•;,\"“”]*[^\s<>|•;,\"“”.)\]:!?'’]",
    re.IGNORECASE,
)
_PAGE = re.compile(r"(?<![\w@./-])(?:[a-z0-9-]+\.)+[a-z]{2,12}/[^\s<>|•;,\"“”]*[\w/]", re.IGNORECASE)
_SITE = re.compile(
    r"(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|me|dev|co|info|xyz|site|online|tech|page|app|de|fr|es"
    r"|uk|eu|ch|at|nl|it|ca|in|br|us|"
    r"name|blog|pro|work|design|github\.io|ai)(?![\w/@-])(?!\.\w)",
    re.IGNORECASE,
)
_LABELLED_SITE = re.compile(
    r"(?:website|web ?site|portfolio|blog|homepage|home page|web|site|webseite|page perso\w*|site web"
    r"|sitio web|url|sito)\s*[:：]\s*$",
    re.IGNORECASE,
)
_HANDLE = re.compile(
    r"\b(?:linkedin|github|gitlab|twitter|skype(?: id)?|telegram|instagram|xing|facebook|stack ?overflow"
    r"|wechat|whatsapp|kaggle|"
    r"medium|leetcode|discord|signal)(?: (?:id|profile|handle"
    r"|username))?\s*[:：]\s*(?P<value>[@/\w][\w./@+-]*)(?![ \t]*[\w(])",
    re.IGNORECASE,
)
_NETWORKS = word_set("names", "networks")
_DOT = re.compile(r"\.(?=\w)")
_AT_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z][\w.]{2,30}\b")
_NUMBER = re.compile(
    r"(?<![\w.,$€£%/+-])(?:\+|\(\+|00)?\(?\d(?:[\d()\[\]]|[ \t.\-–‑/\u00a0·](?=[\d(+ ])){5,24}(?:\s?(?:x"
    r"|ext\.?|extension|app\.?|poste|dw)\s?\d{1,5}\b)?",
    re.IGNORECASE,
)
# What every such number holds; it is found three times as fast.
_SOME_DIGITS = re.compile(r"[\d][\d()\[\] \t.\-–‑/\u00a0·]{5}")
_NORTH_AMERICAN = re.compile(r"(?:1[ .-]?)?(?:\(\d{3}\)\s?|\d{3}[.\- –‑])\d{3}[.\- –‑]\d{4}(?!\d)")
_WITHOUT_AREA = re.compile(r"\d{3}[.\- –‑]\d{4}")
_OTHER_NUMBER = re.compile(r"\d{4}-\d{3}[\dX]|\d{3}-\d{2}-\d{4}")  # of a journal, of social security
_PHONE_LABEL = re.compile(
    r"(?:\b(?:tel(?:e(?:phone|fon|fono|fone))?|phone|ph|mobile?|mob|cell(?:ular|phone)?|fax|handy|portable"
    r"|m[oó]vil|t[eé]l(?:[eé]phone|[eé]fono)?|"
    r"telefon|contact|call|whatsapp|gsm|celular|cellulare|telem[oó]vel|privat|phone number|mobile number"
    r"|contact number|hp|home|work|"
    r"natel|festnetz|fixe|t|m|p|c|h)\b\.?[^\S\n]{0,3}(?:\(?(?:no|nr|number|nummer|num|home|mobile|cell|m|h|c"
    r"|w|work)\b\.?\)?\s{0,3})*[:：.#\-]{0,2}\s*(?:\(\s*)?|[☎✆📞📱☏]\s*)$",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d[./-]\d{1,2})(?!\d)"
)
_FEWEST_DIGITS, _MOST_DIGITS = 7, 16


def find_contacts(passage: Passage) -> Iterator[Found]:
    """Contacts in the order in which they win over one another where they overlap."""
    yield from (Found(*span, RedactionKind.EMAIL) for span in _emails(passage))
    yield from find_links(passage)
    yield from find_phones(passage)


def _emails(passage: Passage) -> Iterator[tuple[int, int]]:
    text = passage.text
    at = text.find("@")
    while at >= 0:
        # A mailbox has at most 64 characters, and nothing of an address is parted by more than a space.
        for match in _EMAIL.finditer(text, max(0, at - 80), at + 120):
            if match.start() < at < match.end():
                yield match.span()
        at = text.find("@", at + 1)
    if passage.says(_DOT_IN_WORDS) or _BRACKETED_AT.search(text):
        yield from (match.span() for match in _WRITTEN_OUT.finditer(text))


def find_links(passage: Passage) -> Iterator[Found]:
    """Addresses with a path or "www.", and bare domains that a person names as their own; "Node.js" is none."""
    text = passage.text
    link = RedactionKind.LINK
    dotted = list(_dotted(text))
    for start, end in dotted:
        for pattern in (_URL, _PROFILE, _PAGE):
            yield from (Found(*match.span(), link) for match in pattern.finditer(text, start, end) if "." in match[0])
    for match in (match for start, end in dotted for match in _SITE.finditer(text, start, end)):
        line = passage.line_at(match.start())
        labelled = _LABELLED_SITE.search(text, max(0, match.start() - 30), match.start())
        own = labelled or (line and _stands_with_contacts(text, line.start, line.end, match.span()))
        if own and load_taxonomy().canonical(match[0]) is None:  # "ASP.NET" is a skill
            yield Found(*match.span(), link)
    if passage.says(_NETWORKS):
        yield from (Found(*match.span("value"), link) for match in _HANDLE.finditer(text))
    for match in _AT_HANDLE.finditer(text) if "@" in text else ():
        if passage.is_personal(match.start()):
            yield Found(*match.span(), link)


def _dotted(text: str) -> Iterator[tuple[int, int]]:
    """Pieces without white space that hold a dot between two characters of words, as every address does."""
    end = 0
    for match in _DOT.finditer(text):
        at = match.start()
        if at < end or not at or not text[at - 1].isalnum():
            continue
        start, end = at, at
        while start > 0 and not text[start - 1].isspace():
            start -= 1
        while end < len(text) and not text[end].isspace():
            end += 1
        yield start, end


def _stands_with_contacts(text: str, start: int, end: int, own: tuple[int, int]) -> bool:
    """Whether a bare domain stands alone on its line or beside another contact."""
    rest = text[start : own[0]] + " " + text[own[1] : end]
    if not any(letter.isalnum() for letter in rest):
        return True
    return len(rest) < 160 and bool(re.search(r"@|\[(?:EMAIL|PHONE|LINK) \d|\+\d{2}|linkedin", rest, re.IGNORECASE))


def find_phones(passage: Passage) -> Iterator[Found]:
    """Numbers written as telephone numbers, or standing where telephone numbers stand; dates and amounts are none."""
    text = passage.text
    digits_from = _SOME_DIGITS.search(text)
    if digits_from is None:
        return
    for match in _NUMBER.finditer(text, max(0, digits_from.start() - 4)):
        number = match[0].rstrip(" .-–‑/([\t")
        digits = sum(letter.isdigit() for letter in number)
        if not _FEWEST_DIGITS <= digits <= _MOST_DIGITS:
            continue
        start = match.start()
        labelled = bool(_PHONE_LABEL.search(text, max(0, start - 34), start))
        if _reads_as_dates(number) and not labelled:
            continue
        if labelled or _is_phone(number, digits, passage.is_personal(start)):
            yield Found(start, start + len(number), RedactionKind.PHONE)


def _reads_as_dates(number: str) -> bool:
    if number.startswith(("+", "(+", "00")):
        return False
    dates = _DATE.sub("", number)
    years = len(_YEARS.findall(number))
    return dates != number or years > 1 or (years == 1 and sum(letter.isdigit() for letter in number) <= 8)


def _is_phone(number: str, digits: int, personal: bool) -> bool:
    if number.startswith(("+", "(+")) or (number.startswith("00") and digits >= 10):
        return True
    if _NORTH_AMERICAN.match(number):
        return True
    if not personal:
        return False
    if _WITHOUT_AREA.fullmatch(number):
        return True
    if _OTHER_NUMBER.fullmatch(number):
        return False
    grouped = any(letter in " .-–‑/()\u00a0" for letter in number)
    return 9 <= digits <= 13 if not number.startswith("0") else digits >= (8 if grouped else 9)
