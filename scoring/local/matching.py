"""Where a resume shows a term of the job: by name, by a related skill, or by the same words in a phrase."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from scoring.local.naming import same_thing
from scoring.local.spelling import Spelling
from scoring.local.view import Depth, Passage, ResumeView
from scoring.local.words import Word, content_stems, near, weight
from scoring.profile.model import SkillMention
from scoring.taxonomy import Kind, Taxonomy

# A hit of at least this credit shows the term itself (or a kind of it, or something that takes it).
SHOWN = 0.8
# Below this a relation is too loose to count ("programming" for COBOL).
_LEAST_RELATED = 0.45
# What another name of the same entry earns, where it is not the same thing (BGP for OSPF).
_SAME_ENTRY = 0.6
_DENIAL_REACH = 48
_SENTENCE_EDGE = re.compile(r"[.!?;]\s")
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
_PART_EDGE = re.compile(r"\s+(?:and|&|\+|[-–—])\s+|[,;:.]\s+", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^)]*\)")
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
        self._spelling = Spelling(view)
        self._found: dict[str, tuple[Hit, ...]] = {}

    def hits(self, term: str) -> tuple[Hit, ...]:
        """Every place that supports the term, best credit and depth first."""
        if term not in self._found:
            hits = [*self._by_name(term), *self._by_phrase(term)]
            if not any(hit.credit >= SHOWN for hit in hits):
                hits += [*self._by_parts(term), *self._as_written(term)]
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
            for mention in mentions:
                start, end = mention.span.start, mention.span.end
                if not self._denied(start, end):
                    credit, reason = related if name != wanted else self._of_same_entry(term, wanted, mention)
                    depth = _depth_of(mention.listed, self._view.passage_at(start), mention.position)
                    yield Hit(start, end, mention.position, depth, credit, "" if credit == 1 else reason)

    def _of_same_entry(self, term: str, wanted: str, mention: SkillMention) -> tuple[float, str]:
        """Character is described in many ways, which all count; other entries hold members of a family as well."""
        written = self._view.text[mention.span.start : mention.span.end]
        if self._taxonomy.kind(wanted) is Kind.SOFT or same_thing(term, written, wanted):
            return 1.0, ""
        return _SAME_ENTRY, f"{' '.join(written.split())} is close to {term}"

    def _by_phrase(self, term: str) -> Iterable[Hit]:
        for stems in self._spelling.readings(term):
            enough = _ENOUGH_WORDS.get(len(stems), _ENOUGH_OF_MANY_WORDS)
            for number, share in shares(self._view, stems).items():
                if share < enough:
                    continue
                passage = self._view.passages[number]
                matched = matched_words(stems, passage)
                if _close(matched, len(stems)):
                    start, end = min(word.start for word in matched), max(word.end for word in matched)
                    if not self._denied(start, end):
                        yield Hit(start, end, passage.position, passage.depth, max(share, SHOWN), "")

    def _by_parts(self, term: str) -> Iterable[Hit]:
        """The parts of a term ("query tuning and index design"), where each stands somewhere; as deep as the least of
        them."""
        parts = [part for part in _PART_EDGE.split(_BRACKETS.sub(" ", term)) if part.strip()]
        if len(parts) < 2 or not all(map(_tells, parts)):
            return
        shown = [hit for part in parts for hit in self.hits(part)[:1] if hit.credit >= SHOWN]
        if len(shown) == len(parts):
            depth = min(hit.depth for hit in shown)
            for hit in shown:
                yield replace(hit, depth=depth, credit=SHOWN, reason=f"'{term}' stands there in parts")

    def _as_written(self, term: str) -> Iterable[Hit]:
        """A term without a content word ("IT"), letter for letter; in capitals where it is an acronym."""
        if content_stems(term) or not (term.isupper() or self._taxonomy.canonical(term) is None):
            return
        pattern = re.compile(rf"(?<!\w){re.escape(term)}(?!\w)", 0 if term.isupper() else re.IGNORECASE)
        for match in pattern.finditer(self._view.text):
            passage = self._view.passage_at(match.start())
            if passage is not None and not self._denied(match.start(), match.end()):
                yield Hit(match.start(), match.end(), passage.position, passage.depth, SHOWN, "")

    def _denied(self, start: int, end: int) -> bool:
        """Whether the words around say that this is missing: "without Java", "no experience in Java"."""
        text, passage = self._view.text, self._view.passage_at(start)
        first = max(passage.start if passage else 0, start - _DENIAL_REACH)
        before, after = _SENTENCE_EDGE.split(text[first:start])[-1], text[end : end + _DENIAL_REACH]
        return _DENIED_BEFORE.search(before) is not None or _DENIED_AFTER.match(after) is not None


@lru_cache(maxsize=200_000)
def _relatedness(taxonomy: Taxonomy, wanted: str, found: str) -> tuple[float, str] | None:
    """All resumes of a requisition ask for the same relations again and again."""
    return taxonomy.relatedness(wanted, found)


def _tells(part: str) -> bool:
    return any(weight(stem) == 1 for stem in content_stems(part))


def _depth_of(listed: bool, passage: Passage | None, position: int | None) -> Depth:
    if listed:
        return Depth.LISTED
    if position is not None:
        return Depth.USED
    return Depth.STATED if passage is None else max(passage.depth, Depth.LISTED)


def shares(view: ResumeView, stems: Sequence[str]) -> dict[int, float]:
    """For every passage that has any of the stems: which share of their weight it has, one near synonym at 0.7, two of
    them ("team collaborator" for teamwork) at 0.91."""
    found: dict[int, float] = defaultdict(float)
    total = 0.0
    for stem in stems:
        worth = weight(stem)
        total += worth
        exact = view.with_stem.get(stem, ())
        for number in exact:
            found[number] += worth
        lacking = dict.fromkeys(exact, 0.0)
        for similar in near(stem):
            for number in view.with_stem.get(similar, ()):
                lack = lacking.get(number, worth)
                found[number] += lack * _SYNONYM
                lacking[number] = lack * (1 - _SYNONYM)
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
    """The words of a passage that have the stems, or near synonyms of them, where they stand closest together."""
    alike = [{stem} if stem in passage.stems else near(stem) & passage.stems for stem in stems]
    places = [[word for word in passage.words if word.stem in wanted] for wanted in alike if wanted]
    if all(len(place) == 1 for place in places):
        return [place[0] for place in places]
    around = min(places, key=len, default=[])
    nearest = ([min(place, key=lambda w: abs(w.start - anchor.start)) for place in places] for anchor in around)
    return min(nearest, key=_width, default=[])


def _width(words: Sequence[Word]) -> int:
    """Characters from the first to the last of the words."""
    return max(word.end for word in words) - min(word.start for word in words)


def _close(matched: Sequence[Word], wanted: int) -> bool:
    """Words of a short term must stand near each other; "equipment" and "maintenance" far apart say nothing."""
    if wanted > 3:
        return True
    return _width(matched) <= 12 * _LOOSEST_PHRASE * wanted
