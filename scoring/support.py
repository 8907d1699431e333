"""What the quotes of a rating can carry: a model that was talked into ratings gets no more for them than that.

Located quotes show that a model did not invent; they do not show that it understood, or whom it obeyed. So a rating is
lowered to what its quotes carry by the ladder of scoring.assessment.Rating, with the words that the local rules use.
Nothing is ever raised here. docs/decisions/0013 says what remains.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from scoring.assessment import TOP_RATING, Assessment, Evidence, Rating, Verdict
from scoring.bearing import Bearing, Quote, bearing, position_bears
from scoring.local.answers import denies
from scoring.local.case import Case
from scoring.local.durations import Episode, covered_months
from scoring.local.matching import SHOWN
from scoring.local.relevance import rate_recent_work, rate_relevance
from scoring.local.role import rate_career
from scoring.local.view import Depth
from scoring.profile.headings import Section
from scoring.rubric.model import Criterion, CriterionId, CriterionKind, Mode, Option, Rubric
from scoring.score import composite_score

UNSUPPORTED = "Quotes do not speak of what was asked; these ratings were lowered"
OVERRATED = "Ratings were lowered by two steps or more to what their quotes carry"
NOT_FOUND = "Neither the model nor the fixed rules found this in the application."
CONTESTED = "The fixed rules come to a very different score ({theirs} against {ours}); a person should compare them."

# Rated 1: it may be a paraphrase that no word betrays, so it is not erased; but nothing shows it.
_UNSUPPORTED_AT_MOST = 1
_PARAPHRASE_AT_MOST = 2
_RELATED_AT_MOST = 2
_OUTSIDE_AT_MOST = 2
_PROJECT_AT_MOST = 3
_MOST_OF = {Depth.LISTED: _OUTSIDE_AT_MOST, Depth.STATED: _OUTSIDE_AT_MOST, Depth.USED: TOP_RATING}
_LOWEST_MET = 2
_STEPS_THAT_TELL = 2
_ROUNDING = 0.95  # 4 years and 9 months are five years to anybody who counts
_CONTESTED_POINTS = 20
_NAMED_AT_MOST = 4
# Where a bare line is all that anybody writes.
_STATED_KINDS = frozenset({CriterionKind.CERTIFICATION, CriterionKind.LANGUAGE, CriterionKind.ANSWER})
_OFTEN_PARAPHRASED = frozenset({CriterionKind.RESPONSIBILITY, CriterionKind.OTHER})
_WORK_OUTSIDE_JOBS = frozenset({Section.PROJECTS, Section.VOLUNTEERING})


@dataclass(frozen=True, slots=True)
class Bounded:
    """Ratings in the order they came in, none higher than its quotes carry; ``review`` says what a person should look
    at, empty when nothing was wrong."""

    ratings: tuple[Rating, ...]
    review: tuple[str, ...] = ()


class Support:
    """Bounds the ratings of one application."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def bounded(self, ratings: Sequence[Rating]) -> Bounded:
        """Every rating lowered to what its best quote carries, with a verdict that goes with it."""
        criteria = {criterion.id: criterion for criterion in self._case.rubric.criteria}
        uses = _uses(ratings, criteria)
        kept: list[Rating] = []
        unsupported: list[Criterion] = []
        overrated: list[Criterion] = []
        for rating in ratings:
            criterion = criteria[rating.criterion_id]
            most = self.ceiling(criterion, rating.evidence) if rating.rating else TOP_RATING
            if most == _UNSUPPORTED_AT_MOST and rating.rating > most:
                unsupported.append(criterion)
                most = self._paraphrased(criterion, rating.evidence, uses)
            elif rating.rating - most >= _STEPS_THAT_TELL:
                overrated.append(criterion)
            kept.append(_lowered(rating, most))
        review = [*_named(UNSUPPORTED, unsupported), *_named(OVERRATED, overrated)]
        return Bounded(tuple(kept), tuple(review))

    def ceiling(self, criterion: Criterion, evidence: Iterable[Evidence]) -> int:
        """The highest rating that any of the quotes carries for any of the criterion's options."""
        if criterion.kind is CriterionKind.ANSWER and denies(criterion, self._case.answers):
            return 0
        quotes = [Quote.of(each, self._case) for each in evidence]
        return max((self._of_option(criterion, option, quotes) for option in criterion.options), default=0)

    def _paraphrased(self, criterion: Criterion, evidence: Iterable[Evidence], uses: Mapping[Evidence, int]) -> int:
        """2 where the quote may well say it in other words: work in a position, for a duty or a manner, and not also
        the proof of many other things. No rule can tell more than that."""
        if criterion.kind not in _OFTEN_PARAPHRASED:
            return _UNSUPPORTED_AT_MOST
        passages = (self._case.view.passage_at(e.start) for e in evidence if e.source == "resume" and uses[e] <= 2)
        in_a_job = any(passage is not None and passage.depth is Depth.USED for passage in passages)
        return _PARAPHRASE_AT_MOST if in_a_job else _UNSUPPORTED_AT_MOST

    def _of_option(self, criterion: Criterion, option: Option, quotes: Sequence[Quote]) -> int:
        speaking = [(quote, bearing(quote, criterion, option, self._case)) for quote in quotes]
        best = max((stands for _, stands in speaking), default=Bearing.NONE)
        if best is Bearing.NONE:
            return _UNSUPPORTED_AT_MOST
        if best is Bearing.RELATED:
            return _RELATED_AT_MOST
        chosen = [quote for quote, stands in speaking if stands is best]
        if option.kind in _STATED_KINDS:
            return TOP_RATING
        if not option.terms and (computed := _computed(option, self._case)) is not None:
            # The whole against the whole is arithmetic; a reader may see one step more in it.
            return min(TOP_RATING, computed + 1)
        if option.kind is CriterionKind.EDUCATION:
            return max(self._of_degree(quote, option) for quote in chosen)
        ladder = max(self._of_place(quote, option) for quote in chosen)
        return min(ladder, self._of_years(chosen, option)) if option.min_years else ladder

    def _of_place(self, quote: Quote, option: Option) -> int:
        """4 from within a position, or where the profile finds the same thing in one; 3 from a project; 2 from a list,
        a summary or an answer, which are claims about oneself."""
        view = self._case.view
        if option.terms and any(
            hit.depth is Depth.USED and hit.credit >= SHOWN for hit in self._case.matcher.hits_of_any(option.terms)
        ):
            return TOP_RATING
        if quote.evidence.source != "resume":
            return _OUTSIDE_AT_MOST
        passage = view.passage_at(quote.evidence.start)
        if passage is None:
            return _OUTSIDE_AT_MOST if quote.position is None else TOP_RATING
        if passage.depth is Depth.STATED and passage.section in _WORK_OUTSIDE_JOBS:
            return _PROJECT_AT_MOST
        heads_a_position = quote.position is not None and option.kind in {CriterionKind.ROLE, CriterionKind.EXPERIENCE}
        return TOP_RATING if heads_a_position else _MOST_OF[passage.depth]

    def _of_years(self, quotes: Sequence[Quote], option: Option) -> int:
        """What the dates allow: 2 where all of them are too few, or where those about it are less than half; 3 where
        those about it fall short. Without any dates 3."""
        episodes = self._case.episodes
        needed = (option.min_years or 0) * 12 * _ROUNDING
        if not episodes:
            return TOP_RATING - 1
        if covered_months(episodes) < needed:
            return _OUTSIDE_AT_MOST
        quoted = {quote.position for quote in quotes}
        about = covered_months(each for each in episodes if each.position in quoted or self._is_about(each, option))
        if about >= needed:
            return TOP_RATING
        return TOP_RATING - 1 if 2 * about >= needed else _OUTSIDE_AT_MOST

    def _is_about(self, episode: Episode, option: Option) -> bool:
        return episode.position is not None and position_bears(episode.position, option, self._case)

    def _of_degree(self, quote: Quote, option: Option) -> int:
        """A degree that was read and is too low, or not finished, carries no more than that."""
        evidence = quote.evidence
        entries = [
            entry
            for entry in self._case.view.profile.education
            if evidence.source == "resume" and entry.span.start < evidence.end and evidence.start < entry.span.end
        ]
        if not entries or option.min_level is None:
            return TOP_RATING
        wanted = option.min_level
        if all(entry.level is not None and entry.level < wanted for entry in entries):
            return _UNSUPPORTED_AT_MOST
        return TOP_RATING if any(entry.completed for entry in entries) else _RELATED_AT_MOST


def settled_by_rules(rubric: Rubric, ratings: Sequence[Rating], rules: Assessment) -> tuple[Rating, ...]:
    """Ratings in which a scored criterion that a model leaves unknown counts as not shown, where the fixed rules find
    nothing either.

    What is unknown leaves the denominator. Were that the model's choice, claiming what it cannot prove, or silence
    about whatever is missing, would raise the score. Where the rules find something, or cannot tell, it stays unknown;
    and so does everything when nothing at all was proved: then the answer as a whole is worth nothing.
    """
    if not any(rating.rating for rating in ratings):
        return tuple(ratings)
    absent = {rating.criterion_id for rating in rules.ratings if rating.verdict is Verdict.UNMET and not rating.rating}
    absent &= {criterion.id for criterion in rubric.of_mode(Mode.SCORED)}
    return tuple(
        replace(rating, verdict=Verdict.UNMET, rationale=NOT_FOUND)
        if rating.verdict is Verdict.UNKNOWN and rating.criterion_id in absent
        else rating
        for rating in ratings
    )


def contested(rubric: Rubric, assessment: Assessment, rules: Assessment) -> tuple[str, ...]:
    """A sentence where the score is more than 20 points away from that of the fixed rules, either way; else nothing."""
    ours, theirs = composite_score(rubric, assessment).value, composite_score(rubric, rules).value
    if ours is None or theirs is None or abs(ours - theirs) <= _CONTESTED_POINTS:
        return ()
    return (CONTESTED.format(theirs=theirs, ours=ours),)


def _uses(ratings: Iterable[Rating], criteria: Mapping[CriterionId, Criterion]) -> Counter[Evidence]:
    """For how many different questions each quote is given; a gate and its scored twin are one."""
    pairs = {(criteria[each.criterion_id].text, evidence) for each in ratings for evidence in each.evidence}
    return Counter(evidence for _, evidence in pairs)


def _computed(option: Option, case: Case) -> int | None:
    """What the fixed rules rate where there is nothing to find but a likeness; None for other options."""
    if option.kind is CriterionKind.ROLE:
        outcome = rate_relevance(case)
    elif option.kind is CriterionKind.RESPONSIBILITY:
        outcome = rate_recent_work(case)
    elif option.kind is CriterionKind.EXPERIENCE and option.fields:
        outcome = rate_career(option, case)
    else:
        return None
    return outcome.rating if outcome.known else None


def _lowered(rating: Rating, most: int) -> Rating:
    if rating.rating <= most:
        return rating
    verdict = rating.verdict
    if verdict is Verdict.MET and most < _LOWEST_MET:
        verdict = Verdict.PARTLY if most else Verdict.UNMET
    return replace(rating, rating=most, verdict=verdict if most else Verdict.UNMET)


def _named(reason: str, criteria: Sequence[Criterion]) -> list[str]:
    if not criteria:
        return []
    texts: Mapping[str, None] = dict.fromkeys(criterion.text for criterion in criteria)
    more = f" and {len(texts) - _NAMED_AT_MOST} more" if len(texts) > _NAMED_AT_MOST else ""
    return [f"{reason}: {'; '.join(list(texts)[:_NAMED_AT_MOST])}{more}."]
