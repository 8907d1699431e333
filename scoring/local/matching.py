"""Where a resume shows a term of the job: by name, by a related skill, or by the same words in a phrase."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from scoring.local.view import Depth, Passage, ResumeView
from scoring.local.words import Word, content_stems, near, one_slip_apart, weight
from scoring.taxonomy import Taxonomy

# A hit of at least this credit shows the term itself (or a kind of it, or something that takes it).
SHOWN = 0.8
# Below this a relation is too loose to count ("programming" for COBOL).
_LEAST_RELATED = 0.45
_DENIAL_REACH = 48
_DENIED_BEFORE = re.compile(
    r"\b(?:without|lack(?:s|ed|ing)?(?: of)?|no|not(?! only| just| limited)|never|excluding|except|disregarding|"
    r"despite|instead of|unfamiliar with|neither|nor)\b(?:\s+(?!but\b|only\b)[\w.+#/-]+){0,4}\s*$",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"\s+(?:(?:is|was|were|are|being|skills?|experience)\s+)?(?:not\s+(?:being\s+)?(?:part|used|included|required|"
    r"mentioned|listed|known)|(?:is|are|was|were)\s+(?:missing|lacking|absent))\b",
    re.IGNORECASE,
)
# A near synonym alone is not the term; beside one of its own words it is ("looked after devices" for device care).
_SYNONYM = 0.7
# The share of a term's words that shows it, by how many words it has (measured, docs/decisions/0011).
_ENOUGH_WORDS = {1: 0.75, 2: 0.7, 3: 0.6}
_ENOUGH_OF_MANY_WORDS = 0.55
_LONG_WORD = 7
_LOOSEST_PHRASE = 3  # words of one term may stand this many times their number apart


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that supports a term. ``credit`` is 0 to 1; ``reason`` is '' for the term itself."""

    start: int
    end: int
    position: int | None
    depth: Depth
    credit: float
    reason: str


class Matcher:
    """Looks terms up in one resume. Results are kept, as several criteria ask for the same term."""

    def __init__(self, view: ResumeView, taxonomy: Taxonomy) -> None:
        self._view = view
        self._taxonomy = taxonomy
        self._by_initial: dict[str, list[str]] = defaultdict(list)
        for stem in view.with_stem:
            if len(stem) >= _LONG_WORD - 1:
                self._by_initial[stem[0]].append(stem)
        self._found: dict[str, tuple[Hit, ...]] = {}

    def hits(self, term: str) -> tuple[Hit, ...]:
        """Every place that supports the term, best credit and depth first."""
        if term not in self._found:
            hits = [*self._by_name(term), *self._by_phrase(term)]
            self._found[term] = tuple(sorted(hits, key=lambda hit: (-hit.credit, -hit.depth, hit.start)))
        return self._found[term]

    def hits_of_any(self, terms: Iterable[str]) -> tuple[Hit, ...]:
        hits = [hit for term in terms for hit in self.hits(term)]
        return tuple(sorted(hits, key=lambda hit: (-hit.credit, -hit.depth, hit.start)))

    def _by_name(self, term: str) -> Iterable[Hit]:
        wanted = self._taxonomy.canonical(term)
        if wanted is None:
            return
        for name, mentions in self._view.mentions.items():
            related = (1.0, "") if name == wanted else _relatedness(self._taxonomy, wanted, name)
            if related is None or related[0] < _LEAST_RELATED:
                continue
            credit, reason = related
            for mention in mentions:
                if self._denied(mention.span.start, mention.span.end):
                    continue
                depth = _depth_of(mention.listed, self._view.passage_at(mention.span.start), mention.position)
                yield Hit(
                    mention.span.start, mention.span.end, mention.position, depth, credit, "" if credit == 1 else reason
                )

    def _by_phrase(self, term: str) -> Iterable[Hit]:
        stems = tuple(self._as_spelled(stem) for stem in content_stems(term))
        if not stems:
            return
        enough = _ENOUGH_WORDS.get(len(stems), _ENOUGH_OF_MANY_WORDS)
        for number, share in shares(self._view, stems).items():
            if share < enough:
                continue
            passage = self._view.passages[number]
            matched = matched_words(stems, passage)
            start, end = min(word.start for word in matched), max(word.end for word in matched)
            if _close(matched, len(stems)) and not self._denied(start, end):
                yield Hit(start, end, passage.position, passage.depth, max(share, SHOWN), "")

    def _denied(self, start: int, end: int) -> bool:
        """Whether the words around say that this is missing: "without Java", "no experience in Java"."""
        text = self._view.text
        before, after = text[max(0, start - _DENIAL_REACH) : start], text[end : end + _DENIAL_REACH]
        return _DENIED_BEFORE.search(before) is not None or _DENIED_AFTER.match(after) is not None

    def _as_spelled(self, stem: str) -> str:
        """A long word that the resume does not have, but has with one letter wrong, as the resume spells it."""
        if len(stem) < _LONG_WORD or stem in self._view.with_stem:
            return stem
        return next((other for other in self._by_initial[stem[0]] if one_slip_apart(stem, other)), stem)


@lru_cache(maxsize=200_000)
def _relatedness(taxonomy: Taxonomy, wanted: str, found: str) -> tuple[float, str] | None:
    """All resumes of a requisition ask for the same relations again and again."""
    return taxonomy.relatedness(wanted, found)


def _depth_of(listed: bool, passage: Passage | None, position: int | None) -> Depth:
    if listed:
        return Depth.LISTED
    if position is not None:
        return Depth.USED
    return Depth.STATED if passage is None else max(passage.depth, Depth.LISTED)


def shares(view: ResumeView, stems: Sequence[str]) -> dict[int, float]:
    """For every passage that has any of the stems: which share of their weight it has, near synonyms at 0.7."""
    found: dict[int, float] = defaultdict(float)
    total = 0.0
    for stem in stems:
        worth = weight(stem)
        total += worth
        exact = view.with_stem.get(stem, ())
        for number in exact:
            found[number] += worth
        seen = set(exact)
        for similar in near(stem):
            for number in view.with_stem.get(similar, ()):
                if number not in seen:
                    seen.add(number)
                    found[number] += worth * _SYNONYM
    return {number: worth / total for number, worth in found.items()}


def coverage(stems: Sequence[str], passage: Passage) -> float:
    """Which share of the stems' weight one passage has, near synonyms at 0.7."""
    total = found = 0.0
    for stem in stems:
        worth = weight(stem)
        total += worth
        if stem in passage.stems:
            found += worth
        elif near(stem) & passage.stems:
            found += worth * _SYNONYM
    return found / total if total else 0.0


def matched_words(stems: Sequence[str], passage: Passage) -> list[Word]:
    """The words of a passage that have the stems, or near synonyms of them, in the order of the stems."""
    matched = []
    for stem in stems:
        if stem in passage.stems:
            matched.append(next(word for word in passage.words if word.stem == stem))
        elif similar := near(stem) & passage.stems:
            matched.append(next(word for word in passage.words if word.stem in similar))
    return matched


def _close(matched: Sequence[Word], wanted: int) -> bool:
    """Words of a short term must stand near each other; "equipment" and "maintenance" far apart say nothing."""
    if wanted > 3:
        return True
    return max(word.end for word in matched) - min(word.start for word in matched) <= 12 * _LOOSEST_PHRASE * wanted
