"""Screening answers as evidence: what they settle, and where they disagree with the resume."""

import re
from collections.abc import Sequence

from scoring.assessment import Evidence
from scoring.local.case import Case, Outcome, unknown
from scoring.local.durations import years_stated
from scoring.local.quotes import quote_of
from scoring.local.words import content_stems, weight
from scoring.resume import Answer
from scoring.rubric.model import Criterion, CriterionKind

_YES = re.compile(
    r"^\W*(?:yes|y|yeah|yep|true|i do|i have|i am|i can|si|sí|oui|ja|correct|affirmative)\b", re.IGNORECASE
)
_NO = re.compile(
    r"^\W*(?:no|n|nope|false|none|never|not|i do not|i don['’]t|i have not|i am not|nein|non)\b", re.IGNORECASE
)
_BARE_NUMBER = re.compile(r"^\W*(\d{1,2}(?:\.\d)?)\W*$")
_ABOUT = 0.6


def answer_of(criterion: Criterion, answers: Sequence[Answer]) -> Answer | None:
    """The answer to the question that a criterion was drafted from, or to one that asks for the same thing."""
    for answer in answers:
        if criterion.source.field in {f"question:{answer.question_id}", f"questions:{answer.question_id}"}:
            return answer
    same = [answer for answer in answers if answer.question.strip().casefold() == criterion.text.strip().casefold()]
    if same or criterion.kind is CriterionKind.ANSWER:
        return same[0] if same else None
    return next((answer for answer in answers if _is_about(answer, criterion)), None)


def rate_answer(criterion: Criterion, case: Case) -> Outcome:
    """4 for the qualifying answer, 0 for another one; unknown without an answer."""
    answer = answer_of(criterion, case.answers)
    if answer is None or not answer.text.strip():
        return unknown("The question was not answered.")
    evidence = (_quoted(answer),)
    qualifying = [term for option in criterion.options for term in option.terms]
    if any(_same_answer(term, answer.text) for term in qualifying):
        return Outcome(4, True, "The qualifying answer was given.", evidence)
    return Outcome(0, False, "Another than the qualifying answer was given.", evidence)


def settled(criterion: Criterion, outcome: Outcome, case: Case) -> tuple[Outcome, str]:
    """The outcome with the candidate's own answer taken into account, and a warning where the two disagree ('' if not).

    A yes, or enough years, satisfies a must-have that the resume does not show; a no is reported, and unsettles it.
    """
    if criterion.kind is CriterionKind.ANSWER:
        return outcome, ""
    answer = answer_of(criterion, case.answers)
    says = None if answer is None else _says(answer, criterion)
    if answer is None or says is None:
        return outcome, ""
    quote = _quoted(answer)
    warning = _conflict(criterion, outcome, quote) if _disagree(outcome, says=says) else ""
    if says and not outcome.shown:
        rating = max(outcome.rating, 2)
        rationale = f"Answered in the application. {outcome.rationale}"
        return Outcome(rating, True, rationale, (*outcome.evidence, quote)), warning
    if says:
        return Outcome(outcome.rating, True, outcome.rationale, (*outcome.evidence, quote), outcome.known), warning
    return Outcome(
        outcome.rating, False, f"Denied in the application. {outcome.rationale}", (*outcome.evidence, quote)
    ), warning


def disagreement(criterion: Criterion, outcome: Outcome, answers: Sequence[Answer]) -> tuple[str, tuple[Evidence, ...]]:
    """The warning that ``outcome``, which says what the resume alone shows, and the candidate's answer disagree, and
    the words of the answer; ('', ()) where they agree, or where there is nothing to compare."""
    answer = None if criterion.kind is CriterionKind.ANSWER else answer_of(criterion, answers)
    says = None if answer is None else _says(answer, criterion)
    if answer is None or says is None or not _disagree(outcome, says=says):
        return "", ()
    quote = _quoted(answer)
    return _conflict(criterion, outcome, quote), (quote,)


def denies(criterion: Criterion, answers: Sequence[Answer]) -> bool:
    """Whether the question was answered with a plain no where yes qualifies, or the other way round."""
    answer = answer_of(criterion, answers)
    wanted = [term for option in criterion.options for term in option.terms]
    if answer is None or not wanted:
        return False
    given = _NO if _NO.match(answer.text) else _YES if _YES.match(answer.text) else None
    if given is None or any(_same_answer(term, answer.text) for term in wanted):
        return False
    return all((_YES if given is _NO else _NO).match(term) for term in wanted)


def about_disagreement(text: str) -> str:
    """How every warning begins that resume and answer disagree about the criterion of this text."""
    return f"Resume and answer disagree about {text}: "


def _disagree(outcome: Outcome, *, says: bool) -> bool:
    """A yes against words that show too little, or a no against words that show it. Silence disagrees with nothing."""
    return bool(outcome.known and not outcome.shown and outcome.evidence) if says else outcome.shown


def _conflict(criterion: Criterion, outcome: Outcome, quote: Evidence) -> str:
    resume = next((evidence.quote for evidence in outcome.evidence if evidence.source == "resume"), "")
    return f"{about_disagreement(criterion.text)}'{resume}' / '{quote.quote}'"


def _says(answer: Answer, criterion: Criterion) -> bool | None:
    """Whether the candidate says yes to the criterion; None where the answer does not decide it."""
    minimum = next((option.min_years for option in criterion.options if option.min_years), None)
    if minimum:
        bare = _BARE_NUMBER.match(answer.text)
        claim = years_stated(answer.text)
        years = float(bare[1]) if bare else claim[0] if claim else None
        if years is not None:
            return years >= minimum
        return False if _NO.match(answer.text) else None
    if _NO.match(answer.text):
        return False
    return True if _YES.match(answer.text) else None


def _is_about(answer: Answer, criterion: Criterion) -> bool:
    """Whether a question holds most of the words of one of the criterion's terms (or of its text, without terms)."""
    asked = frozenset(content_stems(answer.question))
    terms = [term for option in criterion.options for term in option.terms] or [criterion.text]
    return any(_share(term, asked) >= _ABOUT for term in terms)


def _share(term: str, asked: frozenset[str]) -> float:
    stems = content_stems(term)
    total = sum(map(weight, stems))
    return sum(weight(stem) for stem in stems if stem in asked) / total if total else 0.0


def _same_answer(wanted: str, given: str) -> bool:
    for pattern in (_YES, _NO):
        if pattern.match(wanted):
            return pattern.match(given) is not None
    return wanted.strip().casefold() in given.casefold()


def _quoted(answer: Answer) -> Evidence:
    return quote_of(answer.text, 0, len(answer.text), f"answer:{answer.question_id}")
