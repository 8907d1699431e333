"""Concerns: wording in a requisition that is unlawful, stands for something else, or cannot be true."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from scoring.rubric.model import SourceQuote
from scoring.rubric.word_lists import keyed_words_of


class ConcernKind(StrEnum):
    """What is wrong with the wording."""

    UNLAWFUL = "unlawful"
    PROXY = "proxy"  # stands for age, origin, income or another protected ground
    CONTRADICTORY = "contradictory"
    IMPOSSIBLE = "impossible"
    UNVERIFIABLE = "unverifiable"
    WORDING = "wording"


class Severity(StrEnum):
    """High and medium ones never become criteria; low ones are remarks."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Concern:
    """``source`` quotes the words; ``offer`` is what may be asked for instead."""

    code: str
    kind: ConcernKind
    severity: Severity
    source: SourceQuote
    message: str
    offer: str

    def __str__(self) -> str:
        """One line for a recruiter, as it stands in ``Rubric.warnings``."""
        return f"{self.kind} ({self.severity}): “{self.source.quote}” {self.message}. Instead: {self.offer}."


@dataclass(frozen=True, slots=True)
class Place:
    """A concern with its range in the field's text."""

    concern: Concern
    start: int
    end: int

    @property
    def blocks(self) -> bool:
        """Whether the words in the range may not become a criterion."""
        return self.concern.severity is not Severity.LOW


@dataclass(frozen=True, slots=True)
class _Rule:
    code: str
    kind: ConcernKind
    severity: Severity
    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    unless: re.Pattern[str]
    message: str
    offer: str


_NOTICE = re.compile(
    r"equal (?:employment )?opportunit|regardless of|without regard|\bEOE\b|\bEEO\b|discriminat|affirmative action|"
    r"protected (?:class|characteristic|veteran|status)|do not (?:ask|require|include)|all qualified applicants|"
    r"reasonable accommodation|protected by law|diverse backgrounds|we celebrate",
    re.IGNORECASE,
)
_SENTENCE_EDGE = re.compile(r"[.!?]\s|\n|;")
_WORD = re.compile(r"[a-z][a-z-]*")
# The Gender Decoder calls an advertisement strongly coded from this difference between the two counts.
_STRONGLY_CODED = 4


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    stored = tomllib.loads((files("scoring.rubric") / "data" / "lint_rules.toml").read_text(encoding="utf-8"))
    return tuple(
        _Rule(
            rule["code"],
            ConcernKind(rule["kind"]),
            Severity(rule["severity"]),
            tuple(rule["hints"]),
            re.compile(rf"\b(?:{'|'.join(rule['patterns'])})", re.IGNORECASE),
            re.compile(rule.get("unless", r"(?!)"), re.IGNORECASE),
            rule["message"],
            rule["offer"],
        )
        for rule in stored["rule"]
    )


def concerns_in(field: str, text: str) -> tuple[Place, ...]:
    """Every place in the text that a rule of ``data/lint_rules.toml`` objects to. Notices of equal opportunity, which
    list the same words for the opposite reason, are left alone."""
    return tuple(sorted(_places(field, text), key=lambda place: place.start))


def _places(field: str, text: str) -> Iterator[Place]:
    lowered = f" {text.lower()} "
    for rule in _rules():
        if not any(hint in lowered for hint in rule.hints):
            continue
        for match in rule.pattern.finditer(text):
            sentence = _sentence_around(text, match.start(), match.end())
            if rule.unless.search(sentence) or _NOTICE.search(sentence):
                continue
            quote = SourceQuote(field, match[0].strip())
            concern = Concern(rule.code, rule.kind, rule.severity, quote, rule.message, rule.offer)
            yield Place(concern, match.start(), match.end())


def _sentence_around(text: str, start: int, end: int) -> str:
    edges = [match.end() for match in _SENTENCE_EDGE.finditer(text, max(0, start - 400), start)]
    following = _SENTENCE_EDGE.search(text, end)
    return text[edges[-1] if edges else max(0, start - 400) : following.start() if following else len(text)]


@lru_cache(maxsize=1)
def _stems() -> Mapping[str, tuple[str, ...]]:
    return {key: tuple(stems) for key, stems in keyed_words_of("gender_coded_stems").items()}


def coded_wording(texts: Mapping[str, str]) -> Concern | None:
    """A remark when many more words of the advertisement are coded for one gender than for the other."""
    stems = _stems()
    words: dict[str, dict[str, str]] = {"masculine": {}, "feminine": {}}
    counts = dict.fromkeys(words, 0)
    for field, text in texts.items():
        for word, times in Counter(_WORD.findall(text.lower())).items():
            for gender, found in words.items():
                if word.startswith(stems[gender]) and word not in stems["exceptions"]:
                    found.setdefault(word, field)
                    counts[gender] += times
    gender, other = sorted(counts, key=lambda name: -counts[name])
    if counts[gender] - counts[other] < _STRONGLY_CODED:
        return None
    named = list(words[gender])[:6]
    field = words[gender][named[0]]
    start = texts[field].lower().index(named[0])
    return Concern(
        "gender_coded_words",
        ConcernKind.WORDING,
        Severity.LOW,
        SourceQuote(field, texts[field][start : start + len(named[0])]),
        f"is one of {counts[gender]} {gender}-coded words against {counts[other]} ({', '.join(named)})",
        "Balance them, or say the same with neutral words",
    )
