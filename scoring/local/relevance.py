"""How much of what a resume says is about what the job says: the match from the resume's side."""

from collections.abc import Collection
from functools import lru_cache
from math import sqrt

from scoring.local.case import Case, Outcome, absent
from scoring.local.curated import name_groups
from scoring.local.view import Passage
from scoring.local.words import content_stems, stem
from scoring.rubric.model import Rubric

# Share of a resume's words per root of the job's: a resume taken at random has about 0.006 of it, one in fifty 0.018.
_STEPS = ((0.0155, 4), (0.012, 3), (0.0095, 2), (0.007, 1))
_FEWEST_WORDS = 8
_WORTH = (0.05, 0.35)  # of words in nearly every resume, and in most; other words count 1


def rate_relevance(case: Case) -> Outcome:
    """4, 3, 2 or 1 by the weighted share of the resume's words that the job uses as well, measured against what a job
    of that length finds in any resume. Says nothing on jobs with fewer than eight telling words (unknown)."""
    vocabulary = vocabulary_of(case.rubric)
    if len(vocabulary) < _FEWEST_WORDS:
        return Outcome(0, False, "The job says too little to compare a whole resume with.", known=False)
    used = total = 0.0
    best: tuple[float, Passage] | None = None
    for passage in case.view.passages:
        shared = sum(rarity(word) for word in passage.stems & vocabulary)
        used += shared
        total += sum(rarity(word) for word in passage.stems)
        if best is None or shared > best[0]:
            best = (shared, passage)
    share = used / total if total else 0.0
    rating = next((step for least, step in _STEPS if share / sqrt(len(vocabulary)) >= least), 0)
    if not rating or best is None:
        return absent(f"{share:.0%} of what the resume says is about what the job says, which is little.")
    rationale = f"{share:.0%} of what the resume says is about what the job says."
    return Outcome(rating, rating >= 2, rationale, case.quote(best[1].start, best[1].end))


@lru_cache(maxsize=64)
def vocabulary_of(rubric: Rubric) -> frozenset[str]:
    """Stems of everything that the criteria name and quote."""
    texts = [rubric.title]
    for criterion in rubric.criteria:
        texts += [criterion.text, criterion.source.quote]
        texts += [term for option in criterion.options for term in option.terms]
    return frozenset(found for text in texts for found in content_stems(text))


def rarity(found: str) -> float:
    """How much a stem tells resumes apart."""
    if found in _NEARLY_EVERY:
        return _WORTH[0]
    return _WORTH[1] if found in _MOST else 1.0


def _stems(words: Collection[str]) -> frozenset[str]:
    return frozenset(found for word in words if (found := stem(word)))


_NEARLY_EVERY, _MOST = (_stems(words) for words in name_groups("frequent_words.txt"))
