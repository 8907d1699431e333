"""Decides from its surroundings whether an ambiguous word ("Go", "Excel", "PT") names a skill, and which."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from scoring.taxonomy.model import Case, Sense
from scoring.taxonomy.tokens import Tokens

WINDOW = 4
_LIST_GAP = re.compile(
    r"\s*(?:(?:[,;|/•●▪◦‣·✓►*\n\t]|\s[-–—]\s)\s*)+(?:(?:and|or|&)\s)?[\s•●▪◦‣·✓►*-]*|\s(?:and|or|&|\+)\s|\s?\(",
    re.IGNORECASE,
)
_COMMA_GAP = re.compile(r"\s*[,;|/•●▪·]\s*(?:(?:and|or)\s)?")
_SENTENCE_OPENS = re.compile(r".*(?:[.!?:]\s+|\n\W*|[•●▪◦‣✓►*]\s*)|\W*", re.DOTALL)
_STANDS_ALONE = re.compile(r"\s*(?:[,;|/)(\n\t•●▪]|\Z)|\.\s|\.\Z|:|\s[-–—]\s")
_WITHIN_PHRASE = frozenset({" ", "  ", "-", "'", "’"})
_ACRONYM = re.compile(r"[A-Z&./-]{2,}")
_TITLES = frozenset({"dr", "mr", "mrs", "ms"})
_YEAR = re.compile(r"(?:19|20)\d\d|'?\d\d")
_ITEM_OPENS = re.compile(r"(?:\A|[\n,;|/•●▪◦‣·✓►*:(\t–—&]|\b(?:and|or)|\s-)\s*\Z", re.IGNORECASE)
_ITEM_ENDS = re.compile(r"\s*(?:\Z|[\n,;|/•●▪·✓►*.)\t–—&]|(?:and|or)\b|-\s)", re.IGNORECASE)
_LISTING_WORDS = frozenset({"skill", "ability", "proficient", "proficiency", "expertise", "competency", "competence"})
_PRAISE = frozenset(
    {"strong", "excellent", "effective", "good", "great", "outstanding", "exceptional", "superior", "solid"}
    | {"highly", "very"}
)
_HYPHEN_ALLOWED = frozenset(
    {"based", "driven", "like", "powered", "related", "style", "certified", "compliant", "built"}
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words first..last (exclusive) that spell a known name.

    ``senses`` is empty when the spelling is unambiguous. ``weak`` marks an ordinary word ("scheduling", "reliable"),
    which names the skill only as an item of a list of skills or beside a word such as "skills".
    """

    first: int
    last: int
    skill: str
    senses: tuple[Sense, ...] = ()
    weak: bool = False


class Surroundings:
    """One text's candidates in order, and which of them are taken for skills so far."""

    def __init__(self, tokens: Tokens, candidates: Sequence[Candidate], area_of: Callable[[str], str]) -> None:
        self._tokens = tokens
        self._candidates = candidates
        self._area_of = area_of
        self._taken: dict[int, str] = {k: c.skill for k, c in enumerate(candidates) if not (c.senses or c.weak)}
        self._skills = set(self._taken.values())
        self._possible: dict[int, tuple[Sense, ...]] = {}

    def settled(self) -> Mapping[int, str]:
        """Skill by index of the candidate, without those that are ordinary words here."""
        pending = [k for k, candidate in enumerate(self._candidates) if self._may_name(k, candidate)]
        while pending:
            accepted = {k: skill for k in pending if (skill := self._decide(k))}
            if not accepted:
                break
            self._taken |= accepted
            self._skills |= set(accepted.values())
            pending = [k for k in pending if k not in accepted]
        return self._taken

    def _may_name(self, k: int, candidate: Candidate) -> bool:
        """Whether an undecided word can name a skill at all, by what stays the same while others are decided."""
        if candidate.weak:
            return self._beside_a_listing_word(candidate) or self._is_item(candidate)
        if candidate.senses:
            self._possible[k] = tuple(sense for sense in candidate.senses if not self._ruled_out(candidate, sense))
        return bool(self._possible.get(k))

    def _decide(self, k: int) -> str | None:
        if self._candidates[k].weak:
            return self._candidates[k].skill if self._is_listed(k) else None
        best, best_strength = None, 0
        for sense in self._possible[k]:
            strength = self._strength(k, sense)
            if strength > best_strength:
                best, best_strength = sense.skill, strength
        return best

    def _is_listed(self, k: int) -> bool:
        """Of a word that stands beside a listing word or as an item, as all pending ones do."""
        return self._beside_a_listing_word(self._candidates[k]) or any(
            other in self._taken and _LIST_GAP.fullmatch(self._gap(min(k, other), max(k, other)))
            for other in (k - 1, k + 1)
        )

    def _beside_a_listing_word(self, candidate: Candidate) -> bool:
        first, words = candidate.first, self._tokens.words
        if not _LISTING_WORDS.isdisjoint(words[max(0, first - 3) : candidate.last + 2]):
            return True
        return first > 0 and words[first - 1] in _PRAISE

    def _is_item(self, candidate: Candidate) -> bool:
        """Nothing else stands between the separators of a list."""
        text, start = self._tokens.text, self._tokens.starts[candidate.first]
        return (
            _ITEM_OPENS.search(text[max(0, start - 6) : start]) is not None
            and _ITEM_ENDS.match(text, self._tokens.ends[candidate.last - 1]) is not None
        )

    def _strength(self, k: int, sense: Sense) -> int:
        """0: an ordinary word. Otherwise the better of two senses has the higher number. Of a sense not ruled out."""
        candidate = self._candidates[k]
        written = self._written(candidate)
        if written not in sense.spellings and sense.other_case != Case.ANY:
            return 1 if sense.other_case == Case.LISTED and self._in_list(k, sense, _COMMA_GAP) else 0
        if self._clue_near(candidate, sense):
            return 4
        if sense.skill in self._skills and (written.isupper() or not sense.needs_clue):
            return 3
        if self._in_list(k, sense, _LIST_GAP) or self._in_chain(k, sense):
            return 2
        capital_says_nothing = self._opens_sentence(candidate) and not self._stands_alone(candidate)
        return 0 if sense.needs_clue or (capital_says_nothing and not _ACRONYM.fullmatch(written)) else 1

    def _ruled_out(self, candidate: Candidate, sense: Sense) -> bool:
        tokens, first, last = self._tokens, candidate.first, candidate.last
        text, start, end = tokens.text, tokens.starts[first], tokens.ends[last - 1]
        if start and text[start - 1] in "-‐'’$#" and start > 1 and text[start - 2].isalnum():
            return True
        if text[end : end + 1] in {"-", "‐"} and last < len(tokens) and tokens.starts[last] == end + 1:
            return tokens.words[last] not in _HYPHEN_ALLOWED
        if end - start == 1 and text[end : end + 1] == "." and text[end + 1 : end + 3].strip()[:1].isalpha():
            return True  # an initial: "J. C. Smith"
        before, after = self._adjoining(candidate)
        return any(before == phrase or before.endswith(" " + phrase) for phrase in sense.not_before) or any(
            after == phrase or after.startswith(phrase + " ") for phrase in sense.not_after
        )

    def _adjoining(self, candidate: Candidate) -> tuple[str, str]:
        """Up to three words before and after that no comma, line or sentence end separates; a year reads "YEAR"."""
        tokens = self._tokens
        low, high = candidate.first, candidate.last
        while low > max(0, candidate.first - 3) and (
            tokens.gap(low) in _WITHIN_PHRASE or (tokens.gap(low) == ". " and tokens.words[low - 1] in _TITLES)
        ):
            low -= 1
        while high < min(len(tokens), candidate.last + 3) and tokens.gap(high) in _WITHIN_PHRASE:
            high += 1
        after = ["YEAR" if _YEAR.fullmatch(word) else word for word in tokens.words[candidate.last : high]]
        return " ".join(tokens.words[low : candidate.first]), " ".join(after)

    def _clue_near(self, candidate: Candidate, sense: Sense) -> bool:
        words = self._tokens.words
        before = words[max(0, candidate.first - WINDOW) : candidate.first]
        near = f" {' '.join(before)} | {' '.join(words[candidate.last : candidate.last + WINDOW])} "
        return any(f" {clue} " in near for clue in sense.clues)

    def _gap(self, left: int, right: int) -> str:
        tokens = self._tokens
        return tokens.text[tokens.ends[self._candidates[left].last - 1] : tokens.starts[self._candidates[right].first]]

    def _in_list(self, k: int, sense: Sense, separator: re.Pattern[str]) -> bool:
        """A neighbour in the same list is a skill of a companion area."""
        return any(
            other in self._taken
            and self._area_of(self._taken[other]) in sense.companions
            and separator.fullmatch(self._gap(min(k, other), max(k, other)))
            for other in (k - 1, k + 1)
        )

    def _in_chain(self, k: int, sense: Sense) -> bool:
        """Three undecided names in a row that could all be skills of one kind ("C, R, Go")."""
        length = 1
        for step in (-1, 1):
            i = k
            while 0 <= i + step < len(self._candidates):
                left, right = min(i, i + step), max(i, i + step)
                if not _LIST_GAP.fullmatch(self._gap(left, right)) or not self._as_written(i + step, sense.companions):
                    break
                length += 1
                i += step
        return length >= 3

    def _as_written(self, k: int, companions: frozenset[str]) -> bool:
        written = self._written(self._candidates[k])
        return any(written in sense.spellings and sense.companions & companions for sense in self._candidates[k].senses)

    def _written(self, candidate: Candidate) -> str:
        return self._tokens.text[self._tokens.starts[candidate.first] : self._tokens.ends[candidate.last - 1]]

    def _opens_sentence(self, candidate: Candidate) -> bool:
        """Where a capital letter says nothing."""
        gap = self._tokens.gap(candidate.first)
        if candidate.first == 0:
            return True
        return gap != " " and "," not in gap and _SENTENCE_OPENS.fullmatch(gap) is not None

    def _stands_alone(self, candidate: Candidate) -> bool:
        return _STANDS_ALONE.match(self._tokens.text, self._tokens.ends[candidate.last - 1]) is not None
