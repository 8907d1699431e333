"""Reads an answer of the model: shape, coverage and ranges first, then every quote is looked up where it is said to
stand."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from claude.problem import Problem, ProblemCode
from claude.questions import Question
from scoring.assessment import TOP_RATING, Evidence, Rating, Verdict
from scoring.proof import SearchableText
from scoring.redaction import Redaction, leaks
from scoring.redaction.model import PLACEHOLDER

LONGEST_REASON = 600
# What a rating can be worth under a verdict, so that the two never contradict each other; the lower one counts.
_HIGHEST: Mapping[Verdict, int] = {
    Verdict.MET: TOP_RATING,
    Verdict.PARTLY: TOP_RATING - 1,
    Verdict.UNMET: 1,
    Verdict.UNKNOWN: 0,
}
_LOWEST_MET = 2

NOT_SHOWN = "No passage of the application was found that shows this."


class QuoteAnswer(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    source: Annotated[str, StringConstraints(max_length=300)]
    text: Annotated[str, StringConstraints(max_length=4000)]


class RatingAnswer(BaseModel):
    """One rating as it was written, before anything of it is believed."""

    model_config = ConfigDict(extra="forbid", strict=True)
    criterion_id: Annotated[str, StringConstraints(max_length=100)]
    quotes: Annotated[list[QuoteAnswer], Field(max_length=20)]
    reason: Annotated[str, StringConstraints(max_length=4000)]
    verdict: Annotated[str, StringConstraints(max_length=20)]
    rating: int


@dataclass(frozen=True, slots=True)
class Source:
    """A text that may be quoted: ``original`` as people see it, ``redaction`` as the model saw it."""

    name: str  # "resume" or "answer:<question id>"
    original: str
    redaction: Redaction

    @property
    def searchable(self) -> SearchableText:
        return SearchableText(self.redaction.text)

    def is_all_said(self, quote: str) -> bool:
        """Whether the quote is the whole of an answer: "Yes" proves nothing in a resume, and everything there."""
        return self.name != "resume" and quote.strip().casefold() == self.redaction.text.strip().casefold()


@dataclass(frozen=True, slots=True)
class Checked:
    """What is left of an answer: ``ratings`` by question id, all of them with located quotes.

    ``problems`` is what the model is told when it is asked again. ``unproved`` are questions that it claimed something
    about without a quote that was found: they are unknown now. ``lost_quotes`` of ``quotes`` were not found.
    """

    ratings: Mapping[str, Rating]
    problems: tuple[Problem, ...]
    unproved: tuple[str, ...] = ()
    quotes: int = 0
    lost_quotes: int = 0


def check_answer(text: str, questions: Sequence[Question], sources: Iterable[Source]) -> Checked:
    """Every question gets exactly one rating; whatever cannot be used becomes unknown. Never raises for any text."""
    written, problems = _read(text)
    wanted = {question.id: question for question in questions}
    firsts: dict[str, RatingAnswer] = {}
    for answer in written:
        if answer.criterion_id not in wanted:
            problems.append(Problem(ProblemCode.UNKNOWN_ID))
        elif answer.criterion_id in firsts:
            problems.append(Problem(ProblemCode.DUPLICATE, answer.criterion_id))
        else:
            firsts[answer.criterion_id] = answer
    prover = _Prover({source.name: (source, source.searchable) for source in sources})
    ratings = {}
    for question in questions:
        if question.id in firsts:
            ratings[question.id] = prover.rating(question, firsts[question.id])
        else:
            problems.append(Problem(ProblemCode.MISSING, question.id))
            ratings[question.id] = _unknown(question, "The model gave no answer to this.")
    return Checked(ratings, (*problems, *prover.problems), tuple(prover.unproved), prover.quotes, prover.lost)


def _read(text: str) -> tuple[list[RatingAnswer], list[Problem]]:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return [], [Problem(ProblemCode.NOT_JSON)]
    if not isinstance(answer, dict) or not isinstance(answer.get("ratings"), list):
        return [], [Problem(ProblemCode.WRONG_SHAPE)]
    problems = [] if set(answer) == {"ratings"} else [Problem(ProblemCode.WRONG_SHAPE)]
    ratings = []
    for entry in answer["ratings"]:
        try:
            ratings.append(RatingAnswer.model_validate(entry))
        except ValidationError:  # not chained: it repeats what was written
            named = entry.get("criterion_id") if isinstance(entry, dict) else None
            problems.append(Problem(ProblemCode.WRONG_SHAPE, named[:100] if isinstance(named, str) else ""))
    return ratings, problems


def _unknown(question: Question, reason: str) -> Rating:
    return Rating(question.criterion_ids[0], 0, Verdict.UNKNOWN, (), reason)


def _verdict(answer: RatingAnswer) -> Verdict | None:
    # The API does not promise the capitals of an enum.
    try:
        return Verdict(answer.verdict.strip().casefold())
    except ValueError:
        return None


class _Prover:
    """Looks quotes up, and remembers what was wrong."""

    def __init__(self, sources: Mapping[str, tuple[Source, SearchableText]]) -> None:
        self._sources = sources
        self.problems: list[Problem] = []
        self.unproved: list[str] = []
        self.quotes = 0
        self.lost = 0

    def rating(self, question: Question, answer: RatingAnswer) -> Rating:
        verdict = _verdict(answer)
        if verdict is None or not 0 <= answer.rating <= TOP_RATING:
            self.problems.append(Problem(ProblemCode.OUT_OF_RANGE, question.id))
            return _unknown(question, NOT_SHOWN)
        reason = self._reason(question, answer.reason)
        if verdict is Verdict.UNKNOWN:
            return _unknown(question, reason)
        evidence = self._evidence(question, answer.quotes)
        rating = min(answer.rating, _HIGHEST[verdict])
        if verdict is Verdict.MET and rating < _LOWEST_MET:
            verdict = Verdict.PARTLY if rating else Verdict.UNMET
        if not evidence and (rating or verdict is not Verdict.UNMET):
            self.problems.append(Problem(ProblemCode.NO_QUOTE, question.id))
            self.unproved.append(question.id)
            return _unknown(question, NOT_SHOWN)
        return Rating(question.criterion_ids[0], rating, verdict, evidence, reason)

    def _reason(self, question: Question, reason: str) -> str:
        """The sentence for a recruiter, unless it repeats what the model was not to see."""
        said = " ".join(reason.split())[:LONGEST_REASON]
        if PLACEHOLDER.search(said) or any(leaks(said, source.redaction) for source, _ in self._sources.values()):
            self.problems.append(Problem(ProblemCode.PLACEHOLDER_QUOTED, question.id))
            return ""
        return said

    def _evidence(self, question: Question, quotes: Sequence[QuoteAnswer]) -> tuple[Evidence, ...]:
        found = []
        for quote in quotes:
            if not quote.text.strip():
                continue
            self.quotes += 1
            if PLACEHOLDER.search(quote.text):
                self.lost += 1
                self.problems.append(Problem(ProblemCode.PLACEHOLDER_QUOTED, question.id))
                continue
            evidence = self._located(quote)
            if evidence is None:
                self.lost += 1
                self.problems.append(Problem(ProblemCode.QUOTE_NOT_FOUND, question.id))
            elif evidence not in found:
                found.append(evidence)
        return tuple(found)

    def _located(self, quote: QuoteAnswer) -> Evidence | None:
        """The quote in the text that people see. One that stands in another source than the named one is right too."""
        named = self._sources.get(quote.source)
        if named and named[0].is_all_said(quote.text):
            whole = named[0].original
            return Evidence(whole, 0, len(whole), named[0].name)
        for source, searchable in ([named] if named else []) + list(self._sources.values()):
            place = searchable.locate(quote.text)
            if place is not None:
                start, end = source.redaction.original_span(*place)
                return Evidence(source.original[start:end], start, end, source.name)
        return None


def spread(ratings: Mapping[str, Rating], questions: Iterable[Question]) -> tuple[Rating, ...]:
    """One rating for every criterion: a question's rating holds for its gate and for its scored twin."""
    return tuple(
        replace(ratings[question.id], criterion_id=criterion_id)
        for question in questions
        for criterion_id in question.criterion_ids
    )
