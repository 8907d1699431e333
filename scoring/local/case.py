"""One application under assessment: the prepared resume, the answers, and what a rule may conclude from them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from scoring.assessment import Evidence, Verdict
from scoring.local.durations import Episode, episodes
from scoring.local.matching import Hit, Matcher
from scoring.local.quotes import quote_around
from scoring.local.view import ResumeView
from scoring.resume import Answer
from scoring.rubric.model import Mode, Rubric
from scoring.rubric.titles import names_role
from scoring.taxonomy import Taxonomy

_MOST_QUOTES = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule found. ``shown``: it would satisfy a must-have. ``known`` is False where the text cannot say."""

    rating: int
    shown: bool
    rationale: str
    evidence: tuple[Evidence, ...] = ()
    known: bool = True

    def verdict(self, mode: Mode) -> Verdict:
        """A gate is met when it is shown at all; a scored criterion from rating 3 on."""
        if not self.known:
            return Verdict.UNKNOWN
        if self.shown if mode is Mode.GATE else self.rating >= 3:
            return Verdict.MET
        return Verdict.PARTLY if self.rating else Verdict.UNMET

    def at_most(self, rating: int, rationale: str) -> "Outcome":
        """The same outcome with its rating bounded, and the reason for it."""
        return replace(self, rating=min(self.rating, rating), rationale=rationale) if self.rating > rating else self


def unknown(rationale: str) -> Outcome:
    return Outcome(0, False, rationale, known=False)


def absent(rationale: str) -> Outcome:
    return Outcome(0, False, rationale)


def best_of(outcomes: Sequence[Outcome]) -> Outcome:
    """The outcome of the alternative that does most for the candidate. Where none is shown and one cannot be told, the
    whole cannot be told."""
    best = max(outcomes, key=lambda outcome: (outcome.shown, outcome.rating, outcome.known))
    if not best.shown and best.rating < 3 and any(not outcome.known for outcome in outcomes):
        return next(outcome for outcome in outcomes if not outcome.known)
    return best


class Case:
    """The resume and the answers of one application, prepared once for all criteria."""

    def __init__(self, view: ResumeView, answers: Sequence[Answer], taxonomy: Taxonomy, rubric: Rubric) -> None:
        self.view = view
        self.answers = tuple(answers)
        self.taxonomy = taxonomy
        self.rubric = rubric
        self.matcher = Matcher(view, taxonomy)

    @cached_property
    def episodes(self) -> tuple[Episode, ...]:
        return episodes(self.view)

    @cached_property
    def timed_roles(self) -> tuple[str, ...]:
        """The roles of which the job asks for years."""
        options = (option for criterion in self.rubric.criteria for option in criterion.options)
        terms = (term for option in options if option.min_years for term in option.terms if names_role(term))
        return tuple(dict.fromkeys(terms))

    def quotes(self, hits: Sequence[Hit]) -> tuple[Evidence, ...]:
        """Quotes around the best hits, one a place, at most three."""
        quotes: dict[tuple[int, int], Evidence] = {}
        for hit in hits:
            quote = quote_around(self.view, hit.start, hit.end)
            if quote.quote:
                quotes.setdefault((quote.start, quote.end), quote)
            if len(quotes) == _MOST_QUOTES:
                break
        return tuple(quotes.values())

    def quote(self, start: int, end: int) -> tuple[Evidence, ...]:
        quote = quote_around(self.view, start, end)
        return (quote,) if quote.quote else ()
