"""Words of a text with their offsets, in the spelling that all variants of a name share."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

_WORD = re.compile(r"(\.(?:net|NET|Net)\b|[^\W_]+(?:\+\+|#|\+(?![\w+])|['’][sS]\b)?|&)")
_JOINING = re.compile(r"[ \t\u00a0]*\n?[ \t\u00a0]*|[-‐‑–./_]| ?[-/] ?|['’]|®|™|® |™ ")
_LINE_ENDS = re.compile(r"[ \t]*:?[ \t]*(?:\n|\Z)")
# Words that stand for themselves: the form without its s is another word.
_KEPT = frozenset(
    """
    aids always analytics arms as aws bias bonds brands business canvas chaos class cms css dns docs does dos
    ethics express faas forms gas goods groovy gross has his hives iaas ios is its jobs kms lens less loss maps
    mass news numbers oas os paas pacs pages pass plus pos press previous process rails saas sales sas
    securities series sheets sis slides sms sos status teams this tls tms us vans vas was waves windows wms yes
    """.split()  # noqa: SIM905  ninety quoted words would be harder to read
)
_IRREGULAR = {
    "analyses": "analysis",
    "bases": "base",
    "diagnoses": "diagnosis",
    "taxes": "tax",
    "indices": "index",
    "matrices": "matrix",
    "children": "child",
    "men": "man",
    "women": "woman",
    "people": "person",
    "labour": "labor",
    "licence": "license",
    "licences": "license",
    "licenced": "licensed",
    "centre": "center",
    "centres": "center",
    "programme": "program",
    "programmes": "program",
    "behaviour": "behavior",
    "behavioural": "behavioral",
    "colour": "color",
    "catalogue": "catalog",
    "catalogues": "catalog",
    "modelling": "modeling",
    "travelling": "traveling",
    "counselling": "counseling",
    "labelling": "labeling",
    "anaesthesia": "anesthesia",
    "anaesthetic": "anesthetic",
    "paediatric": "pediatric",
    "paediatrics": "pediatric",
    "pediatrics": "pediatric",
    "gynaecology": "gynecology",
    "haematology": "hematology",
    "orthopaedic": "orthopedic",
    "orthopaedics": "orthopedic",
    "orthopedics": "orthopedic",
    "fibre": "fiber",
    "aluminium": "aluminum",
    "aeroplane": "airplane",
    "defence": "defense",
    "jewellery": "jewelry",
    "tyre": "tire",
    "tyres": "tire",
    "&": "and",
    "cheque": "check",
    "cheques": "check",
    "grey": "gray",
    "ageing": "aging",
    "theatre": "theater",
}
_PLURAL_ICS = frozenset({"basics", "clinics", "fabrics", "graphics", "infographics", "metrics", "specifics", "topics"})
_BRITISH = re.compile(
    r"(?<=[a-z]{2})is(?=(?:e|es|ed|er|ers|ing|ation|ations|ational)$)|(?<=[a-z]{3})ys(?=(?:e|ed|ing)$)"
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel lists over one text: ``text[starts[i]:ends[i]]`` is word i and ``words[i]`` its shared spelling."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]

    def __len__(self) -> int:
        return len(self.words)

    def gap(self, i: int) -> str:
        """What stands between word i and the one before it; everything before the first word for i = 0."""
        return self.text[self.ends[i - 1] if i else 0 : self.starts[i]]

    def continuous(self, first: int, last: int) -> bool:
        """True when words first..last (exclusive) can be one name: only spaces, one line break, a hyphen, dot or slash
        stand between them, and what follows a break is not a line by itself, as a heading is ("Life", "Licenses")."""
        gaps = [self.gap(i) for i in range(first + 1, last)]
        if not all(map(joins, gaps)):
            return False
        return not any("\n" in gap for gap in gaps) or _LINE_ENDS.match(self.text, self.ends[last - 1]) is None

    def written(self, i: int) -> str:
        return self.text[self.starts[i] : self.ends[i]]


@lru_cache(maxsize=4096)
def joins(gap: str) -> bool:
    return _JOINING.fullmatch(gap) is not None


@lru_cache(maxsize=65536)
def shared_spelling(word: str) -> str:
    """Fold case, possessive, regular plural, accents and British spelling, so that variants of a word become equal.

    The outcome is a key, not an English word: "Kubernetes" becomes "kubernete" on both sides of every comparison.
    """
    if word.isupper() and len(word) < 6 and word[-1] == "S":
        return word.lower()  # an acronym such as PACS: its S is no plural
    if len(word) > 2 and word[-1] == "s" and word[:-1].isupper() and word.isalpha():
        return word[:-1].lower()  # "POs": several of an acronym
    word = word.lower()
    if word.endswith(("'s", "’s")):
        word = word[:-2]
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 3 and word.endswith("s") and word not in _KEPT:
        word = _without_plural(word)
    if len(word) > 6:
        word = _BRITISH.sub(lambda match: match.group().replace("s", "z"), word)
    return word


def _without_plural(word: str) -> str:
    if word.endswith(("ss", "us", "is")) or (word.endswith("ics") and word not in _PLURAL_ICS):
        return word  # "electronics" is not the plural of "electronic"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1]


def tokenise(text: str) -> Tokens:
    """Split a text once; web and mail addresses are left out, because a name inside them is no claim."""
    # Gaps and words by turns: half the time of asking every match for its span.
    pieces = _WORD.split(text)
    pieces.pop()
    places = list(accumulate(map(len, pieces)))
    starts, ends, words = places[::2], places[1::2], list(map(shared_spelling, pieces[1::2]))
    if addresses := _addresses(text):
        kept = list(_outside(addresses, starts))
        starts, ends, words = [starts[i] for i in kept], [ends[i] for i in kept], [words[i] for i in kept]
    return Tokens(text, starts, ends, words)


def _outside(addresses: Iterable[tuple[int, int]], starts: Sequence[int]) -> Iterator[int]:
    """The indices of the words that do not start inside of an address."""
    following = iter(addresses)
    nothing = (starts[-1] + 1, starts[-1] + 1) if starts else (0, 0)
    low, high = next(following, nothing)
    for i, start in enumerate(starts):
        while start >= high:
            low, high = next(following, nothing)
        if start < low:
            yield i


_ADDRESS_SIGN = re.compile(r"(?<=\S)@(?=\S)|://|\bwww\.|(?<=\w)\.(?:com|org|io|me|dev|co|in|edu)/", re.IGNORECASE)
_NOT_BLANK = re.compile(r"[^\s,;|]*")


def _addresses(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for match in _ADDRESS_SIGN.finditer(text):
        start = match.start()
        while start and not text[start - 1].isspace() and text[start - 1] not in ",;|(":
            start -= 1
        end = _NOT_BLANK.match(text, match.end())
        found.append((start, end.end() if end else match.end()))
    return found


_INNER_MARK = re.compile(r"(?<=\w)[-./](?=\w)")


@lru_cache(maxsize=4096)
def spellings(name: str) -> tuple[str, ...]:
    """The keys a name is found under: its words, and with hyphens, dots and slashes closed up ("node js", "nodejs")."""
    apart = " ".join(tokenise(name).words)
    if not _INNER_MARK.search(name):
        return (apart,)
    closed = " ".join(tokenise(_INNER_MARK.sub("", name)).words)
    return (apart, closed) if closed != apart else (apart,)


@lru_cache(maxsize=65536)
def first_words(chunk: str) -> tuple[str, ...]:
    """The words that the spellings of a name start with, from what stands before its first space.

    Without spelling the whole chunk out where it need not be: a taxonomy asks this of every name while it loads.
    """
    if chunk.isalnum() and chunk.isascii():
        return (shared_spelling(chunk),)
    apart, closed = _WORD.search(chunk), _WORD.search(_INNER_MARK.sub("", chunk))
    if apart is None or closed is None or _ADDRESS_SIGN.search(chunk):
        return tuple({key.partition(" ")[0]: None for key in spellings(chunk)})
    return tuple({shared_spelling(apart[0]): None, shared_spelling(closed[0]): None})
