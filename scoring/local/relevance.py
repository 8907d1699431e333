"""How close the work of a resume is to the work of a job: all of it by cosine, its latest positions by BM25."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from itertools import chain
from math import log, sqrt

from scoring.assessment import Evidence
from scoring.local.case import Case, Outcome, absent, unknown
from scoring.local.curated import name_groups
from scoring.local.quotes import may_be_whole
from scoring.local.view import Passage
from scoring.local.words import content_stems, content_words, stem
from scoring.rubric.model import Rubric
from scoring.taxonomy.source import shipped_skills

# Of resumes and occupations at large about 70, 88, 95 and 98.5 % stay below a step, so 4 is rare without kinship.
_WHOLE_STEPS = ((0.18, 4), (0.12, 3), (0.08, 2), (0.053, 1))
# And about 60, 82, 93 and 98 % here.
_RECENT_STEPS = ((0.58, 4), (0.32, 3), (0.21, 2), (0.12, 1))
_FEWEST_WORDS = 8
_LATEST_POSITIONS = 2
# BM25: how slowly repetition stops to count, and the words of a resume of usual length. Length counts in full.
_SATURATION = 3.0
_USUAL_WORDS = 330
_WORTH = (0.05, 0.35)  # of words in nearly every resume, and in most; other words count 1


def rate_relevance(case: Case) -> Outcome:
    """4, 3, 2 or 1 by the cosine between the words of the resume and of the job, repetition counted by its logarithm.
    Says nothing on jobs with fewer than eight telling words (unknown)."""
    wanted = words_of(case.rubric)
    if len(wanted) < _FEWEST_WORDS:
        return unknown("The job says too little to compare a whole resume with.")
    one, other = _wanted_vector(case.rubric), _vector(_counts(case.view.passages))
    likeness = sum(value * other.get(word, 0.0) for word, value in one.items())
    lengths = sqrt(sum(v * v for v in one.values()) * sum(v * v for v in other.values()))
    return _outcome(likeness / lengths if lengths else 0.0, _WHOLE_STEPS, case.view.passages, wanted, case)


def rate_recent_work(case: Case) -> Outcome:
    """4, 3, 2 or 1 by how much of what the job says the two positions listed first say, as a share of what a text of
    their length could (BM25). Unknown without a position, and on jobs with too few words."""
    wanted = words_of(case.rubric)
    recent = [p for p in case.view.passages if p.position is not None and p.position < _LATEST_POSITIONS]
    if len(wanted) < _FEWEST_WORDS or not recent:
        return unknown("There is no position, or too little in the job, to compare.")
    said = _counts(recent)
    slack = _SATURATION * sum(said.values()) / _USUAL_WORDS
    found = sum(
        times * value(word) * said[word] * (_SATURATION + 1) / (said[word] + slack)
        for word, times in wanted.items()
        if word in said
    )
    most = sum(times * value(word) for word, times in wanted.items())
    return _outcome(found / most if most else 0.0, _RECENT_STEPS, recent, wanted, case)


def _outcome(
    likeness: float,
    steps: Iterable[tuple[float, int]],
    passages: Iterable[Passage],
    wanted: Collection[str],
    case: Case,
) -> Outcome:
    rating = next((step for least, step in steps if likeness >= least), 0)
    if not rating:
        return absent("Little of what it says is about what the job says.")
    how = ("A little", "Some", "Much", "Most")[rating - 1]
    rationale = f"{how} of what it says is about what the job says."
    return Outcome(rating, rating >= 2, rationale, _telling(passages, wanted, case))


def _telling(passages: Iterable[Passage], wanted: Collection[str], case: Case) -> tuple[Evidence, ...]:
    """The passage that says most of what is wanted. Where contact data or the owner's line say most of it, the next
    one; where nothing else says any, the one word of it."""
    worth = [(sum(value(word) for word in passage.stems if word in wanted), passage) for passage in passages]
    ordered = [passage for much, passage in sorted(worth, key=lambda pair: -pair[0]) if much]
    for passage in ordered:
        if may_be_whole(case.view, passage):
            return case.quote(passage.start, passage.end)
    words = (word for passage in ordered for word in passage.words if word.stem in wanted)
    best = max(words, key=lambda word: value(word.stem), default=None)
    return () if best is None else case.quote(best.start, best.end)


def _counts(passages: Iterable[Passage]) -> Counter[str]:
    return Counter(word.stem for passage in passages for word in passage.words)


def _vector(counts: Mapping[str, int]) -> dict[str, float]:
    return {word: (1 + log(count)) * value(word) for word, count in counts.items()}


@lru_cache(maxsize=64)
def _wanted_vector(rubric: Rubric) -> Mapping[str, float]:
    return _vector(words_of(rubric))


@lru_cache(maxsize=64)
def words_of(rubric: Rubric) -> Mapping[str, int]:
    """How often each stem stands in what the criteria name and quote, each text once."""
    named = [c for c in rubric.criteria if any(option.terms or option.fields for option in c.options)]
    texts = dict.fromkeys([rubric.title, *chain.from_iterable((c.text, c.source.quote) for c in named)])
    return Counter(word.stem for text in texts for word in content_words(text))


@lru_cache(maxsize=50_000)
def value(found: str) -> float:
    """How much a stem tells kinds of work apart: by how few skills of the taxonomy it names, and less for a word that
    stands in most resumes."""
    common = _WORTH[0] if found in _NEARLY_EVERY else _WORTH[1] if found in _MOST else 1.0
    skills, naming = _naming()
    return common * (log((1 + skills) / (1 + naming.get(found, 0))) + 1)


@lru_cache(maxsize=1)
def _naming() -> tuple[int, Mapping[str, int]]:
    """The number of shipped skills (an operator's extra ones change no score), and for each stem how many it names."""
    skills = [frozenset(content_stems(" ".join((skill.name, *skill.aliases)))) for skill in shipped_skills()]
    return len(skills), Counter(chain.from_iterable(skills))


def _stems(words: Collection[str]) -> frozenset[str]:
    return frozenset(found for word in words if (found := stem(word)))


_NEARLY_EVERY, _MOST = (_stems(words) for words in name_groups("frequent_words.txt"))
