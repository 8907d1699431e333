"""Plain text similarity to compare with: TF-IDF cosine and Okapi BM25 with their usual settings."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"(?u)\b\w\w+\b")
# The English function words that such baselines leave out.
_FUNCTION_WORDS = """
    a about above after again against all am an and any are as at be because been before being below between
    both but by can could did do does doing down during each few for from further had has have having he her
    here hers him his how i if in into is it its itself just me more most my no nor not of off on once only or
    other our ours out over own same she should so some such than that the their theirs them then there these
    they this those through to too under until up very was we were what when where which while who whom why will
    with would you your yours
"""
_STOP = frozenset(_FUNCTION_WORDS.split())


def words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in _STOP]


class TfIdf:
    """Cosine of sublinear TF-IDF vectors; idf from the given texts, smoothed as scikit-learn does."""

    def __init__(self, corpus: Sequence[str]) -> None:
        seen = Counter(word for text in corpus for word in set(words(text)))
        self._idf = {word: math.log((1 + len(corpus)) / (1 + count)) + 1 for word, count in seen.items()}

    def score(self, query: str, document: str) -> float:
        one, other = self._vector(query), self._vector(document)
        return sum(value * other.get(word, 0.0) for word, value in one.items())

    def _vector(self, text: str) -> dict[str, float]:
        raw = {
            word: (1 + math.log(count)) * self._idf[word]
            for word, count in Counter(words(text)).items()
            if word in self._idf
        }
        length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        return {word: value / length for word, value in raw.items()}


class Bm25:
    """Okapi BM25 with k1 = 1.5 and b = 0.75; statistics from the given texts."""

    def __init__(self, corpus: Sequence[str], k1: float = 1.5, b: float = 0.75) -> None:
        tokenised = [words(text) for text in corpus]
        seen = Counter(word for tokens in tokenised for word in set(tokens))
        self._idf = {
            word: max(math.log((len(corpus) - count + 0.5) / (count + 0.5)), 0.01) for word, count in seen.items()
        }
        self._mean = sum(map(len, tokenised)) / len(tokenised)
        self._k1, self._b = k1, b

    def score(self, query: str, document: str) -> float:
        tokens = words(document)
        counts = Counter(tokens)
        norm = self._k1 * (1 - self._b + self._b * len(tokens) / self._mean)
        return sum(
            self._idf.get(word, 0.0) * counts[word] * (self._k1 + 1) / (counts[word] + norm)
            for word in words(query)
            if counts[word]
        )


def ndcg(relevant: Sequence[float], at: int = 10) -> float:
    """Of relevances in ranked order."""
    best = sum(value / math.log2(place + 2) for place, value in enumerate(sorted(relevant, reverse=True)[:at]))
    got = sum(value / math.log2(place + 2) for place, value in enumerate(relevant[:at]))
    return got / best if best else 0.0


def average_precision(relevant: Sequence[bool]) -> float:
    """Of relevances in ranked order."""
    hits, total = 0, 0.0
    for place, is_relevant in enumerate(relevant, start=1):
        if is_relevant:
            hits += 1
            total += hits / place
    return total / hits if hits else 0.0


def auc(scored: Iterable[tuple[float, bool]]) -> float:
    """The chance that a positive scores above a negative; ties count half."""
    pairs = list(scored)
    positive = [score for score, label in pairs if label]
    negative = [score for score, label in pairs if not label]
    if not positive or not negative:
        return 0.5
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    """Rank correlation with mean ranks for ties; 0 where one side does not vary."""
    x, y = _ranks(one), _ranks(other)
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    covariance = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    spread = math.sqrt(sum((a - mean_x) ** 2 for a in x) * sum((b - mean_y) ** 2 for b in y))
    return covariance / spread if spread else 0.0


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in range(start, end + 1):
            ranks[order[place]] = (start + end) / 2
        start = end + 1
    return ranks
