"""Which labels of a published taxonomy may be looked for in a resume, and where.

A published label is written for people who browse, so many of them are everyday words in a resume. The rule:

- *out*: fewer than three letters or digits, more than six words or 60 characters, only general words ("manage
  staff"), a character that our files give a meaning to, or a language other than the Latin script's
- *listed*, which counts only as an item of a list of skills or beside a word such as "skills": a single word
  ("welding", "LESS", "GIS"), unless its inside tells that it is a name ("KDevelop", "Oracle11g"); two words that begin
  with a general verb ("prepare glazes"); a word that needed brackets to be told from others; every label of a concept
  that its publisher calls transversal
- *anywhere*: everything else
"""

import re
import unicodedata
from enum import StrEnum

from scoring.taxonomy.tokens import tokenise

RULES = "1"  # raised whenever another label may come through
FEWEST_LETTERS = 3
MOST_WORDS = 6
LONGEST = 60
_RESERVED = re.compile(r"[|;\[\]\n=]|^[#*]")
_BRACKETS = re.compile(r"^(?P<bare>[^()]+?)\s*\([^()]*\)$")
_FOREIGN = re.compile(r"[^\W\d_]")
_VERBS = frozenset(
    """
    adapt address analyse analyze apply assess assist attend carry check collect communicate conduct control coordinate
    create deliver develop do ensure evaluate follow give handle have help identify implement improve keep know lead
    maintain make manage monitor observe operate organise organize perform plan prepare present produce promote protect
    provide read report respond review select set show solve supervise support take teach test train understand update
    use work write
    """.split()  # noqa: SIM905  a hundred quoted words would be harder to read
)
_GENERAL = _VERBS | frozenset(
    """
    a ability activity an and application area at business by computer data equipment for general in information
    knowledge management material method of on or other people practice principle procedure process product program
    project quality resource service skill software staff standard system task team technique technology the theory to
    tool type various with
    """.split()  # noqa: SIM905
)


class Use(StrEnum):
    ANYWHERE = "anywhere"
    LISTED = "listed"
    OUT = "out"


def cleaned(label: str) -> str:
    """NFKC with single spaces and without trade marks."""
    plain = unicodedata.normalize("NFKC", label.replace("®", " ").replace("™", " "))
    return " ".join(plain.split()).strip(" ,.:-–•")


def without_brackets(label: str) -> str:
    """The name before a bracket at the end ("Python (computer programming)"), '' for a label without one."""
    parts = _BRACKETS.match(label)
    return parts["bare"] if parts else ""


def use_of(label: str, *, generic: bool = False, bracketed: bool = False) -> Use:
    """Where a cleaned label may be looked for, by the rule of this module."""
    words = tokenise(label).words
    if _RESERVED.search(label) or not sum(map(len, words)) >= FEWEST_LETTERS or len(words) > MOST_WORDS:
        return Use.OUT
    if len(label) > LONGEST or not _is_latin(label) or _GENERAL.issuperset(words):
        return Use.OUT
    if generic or bracketed:
        return Use.LISTED
    if len(words) == 1:
        return Use.ANYWHERE if _is_a_name(label) else Use.LISTED
    return Use.LISTED if len(words) == 2 and words[0] in _VERBS else Use.ANYWHERE


def _is_a_name(word: str) -> bool:
    """A capital or a digit inside of a word that is no acronym."""
    return len(word) > FEWEST_LETTERS and not word.isupper() and any(c.isupper() or c.isdigit() for c in word[1:])


def _is_latin(label: str) -> bool:
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in _FOREIGN.findall(label))
