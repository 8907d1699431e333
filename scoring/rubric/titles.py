"""Job titles: whether words name a role, and the role without places, numbers and contract terms around it."""

import re

from scoring.rubric.word_lists import words_of

_ROLE_NOUNS = words_of("role_nouns")
_ROLE_ENDING = re.compile(
    r"(?:ologist|icians?|grapher|manager|engineer|worker|nurse|person|ometrist|keeper|maker|master)s?$"
)
_BRACKETS = re.compile(r"\s*[(\[{][^)\]}]*[)\]}]\s*")
# What a title leaves out is not what the job asks for.
_EXCEPTED = re.compile(r"\b(?:except|excluding|other than|all other)\b", re.IGNORECASE)
_TAIL = re.compile(
    r"\s+(?:[-–—|@•]|at|in|to|for)\s+.*$|\s*[|@•].*$|,\s*(?:remote|onsite|hybrid|usa?|uk)\b.*$", re.IGNORECASE
)


def role_named(title: str) -> str:
    """The role that a title names, a verbatim part of it; '' when no word of it is a role."""
    bare = _EXCEPTED.split(title, maxsplit=1)[0].strip(" ,(–—-\t\n")
    without_tail = _TAIL.sub("", bare, count=1).strip()
    for candidate in (_before_bracket(without_tail), _before_bracket(bare), without_tail, bare):
        if names_role(candidate):
            return candidate[:100].strip(" ,-–")
    return ""


def names_role(words: str) -> bool:
    """Whether one of the words is the kind of word that a role ends with."""
    return any(_is_role(word) for word in re.findall(r"[A-Za-z]+", words))


def _is_role(word: str) -> bool:
    word = word.lower()
    return word in _ROLE_NOUNS or word.removesuffix("s") in _ROLE_NOUNS or _ROLE_ENDING.search(word) is not None


def _before_bracket(title: str) -> str:
    bracket = _BRACKETS.search(title)
    return title[: bracket.start()].strip() if bracket and bracket.start() > 3 else title
