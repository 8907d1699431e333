"""Words that tell a job title from an employer, a place and a sentence."""

import re

from scoring.profile.wordlists import words_of_list

TITLE_NOUNS = words_of_list("titles", "nouns")
_TITLE_TAILS = tuple(words_of_list("titles", "tails"))
_NO_HOLDERS = words_of_list("titles", "not holders")
_HOLDER_ENDINGS = ("er", "ers", "or", "ors", "ist", "ists", "ian", "ians")
_RANKS = words_of_list("titles", "ranks")
_EMPLOYER_NOUNS = words_of_list("employers", "nouns")
_DUTY_VERBS = words_of_list("duties", "verbs")
_NAMES_LIKE_VERBS = words_of_list("duties", "names")
PLACEHOLDER = re.compile(
    r"\b(?:Company Name|Confidential)\b|\[[^\]\n]{0,20}(?:COMPANY|Company|Employer)[^\]\n]{0,20}\]"
)
_EMPLOYER_PHRASE = re.compile(
    r"\b(?:company\s*name|employer|name of company|self[- ]employed|freelance|u\.?s\.? (?:army|navy|air force|marine)|"
    r"department of|university of|bank of|city of|state of|county of|ministry of|confidential)\b|"
    r"\[[^\]]*company[^\]]*\]|"
    r"(?<=\w)\.(?:com|io|ai|org|net)\b|&\s*(?:co|sons|associates)\b",
    re.IGNORECASE,
)
_HEADED = 0.85  # the noun of the holder ends the title
_ARTICLES = frozenset({"the", "a", "an", "our", "my", "their", "all", "to", "by", "with"})
_WORD = re.compile(r"[^\W\d_][\w'’+#-]*")


def words_of(text: str) -> list[str]:
    """Lower-case words of ``text``."""
    return _WORD.findall(text.lower())


def title_score(text: str) -> float:
    """How much ``text`` reads as a job title: 0 not at all, 1 surely."""
    words = words_of(text)
    if not words or len(words) > 14:
        return 0.0
    head = [word.strip("'’-") for word in words]
    hits = [index for index, word in enumerate(head) if _names_a_holder(word)]
    if not hits and _may_name_a_holder(head[-1]):
        return 0.4
    if not hits:
        return 0.8 if any(len(word) > 9 and word.endswith(_TITLE_TAILS) for word in head) else 0.0
    score = 0.7
    if hits[-1] == len(head) - 1 or head[hits[-1] + 1] in (
        "of",
        "for",
        "in",
        "to",
        "at",
        "i",
        "ii",
        "iii",
        "iv",
        "v",
        "and",
    ):
        score += 0.2
    if head[0] in _RANKS:
        score += 0.1
    return min(score, 1.0)


def _names_a_holder(word: str) -> bool:
    last = word.rsplit("-", 1)[-1]
    return word in TITLE_NOUNS or last in TITLE_NOUNS or (last.endswith("s") and last[:-1] in TITLE_NOUNS)


def _may_name_a_holder(word: str) -> bool:
    return len(word) > 5 and word.endswith(_HOLDER_ENDINGS) and word not in _NO_HOLDERS


def employer_score(text: str) -> float:
    """How much ``text`` reads as the name of an employer: 0 nothing speaks for it, 1 surely."""
    if _EMPLOYER_PHRASE.search(text):
        return 1.0
    words = words_of(text)
    if not words or len(words) > 14:
        return 0.0
    if words[-1] in _EMPLOYER_NOUNS:
        return 0.9
    return 0.6 if any(word in _EMPLOYER_NOUNS for word in words) else 0.0


def opens_a_duty(text: str) -> bool:
    """Whether ``text`` begins like the description of a duty ("Led ...", "Managed ...", "Responsible for ...")."""
    match = _WORD.match(text)
    if not match:
        return False
    word = match[0].lower()
    if word in _NAMES_LIKE_VERBS:
        return False
    if word in _DUTY_VERBS:
        return word not in ("key", "lead", "support", "process", "design", "project", "train") or _lower_follows(
            text, match
        )
    return len(word) > 4 and word.endswith(("ed", "ing")) and word not in TITLE_NOUNS


def is_activity_title(text: str) -> bool:
    """Whether an activity opens a title ("Cutting workers", "Lodging Manager") and not the description of a duty."""
    words = words_of(text)
    return bool(words) and words[0].endswith("ing") and title_score(text) >= _HEADED and _ARTICLES.isdisjoint(words)


def _lower_follows(text: str, match: re.Match[str]) -> bool:
    rest = text[match.end() :].lstrip()
    return bool(rest) and rest[0].islower()
