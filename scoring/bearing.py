"""Whether a quote speaks of what a criterion asks for: by its words, by a skill in it, or by the position around it."""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from scoring.assessment import Evidence
from scoring.local.case import Case
from scoring.local.durations import years_stated
from scoring.local.fields import same_field
from scoring.local.matching import SHOWN
from scoring.local.relevance import words_of
from scoring.local.titles import similarity
from scoring.local.words import content_stems, near, weight
from scoring.profile.degrees import find_degrees
from scoring.profile.model import Position
from scoring.rubric.model import LEVEL_WORDS, Criterion, CriterionKind, Option
from scoring.taxonomy import Taxonomy, load_taxonomy

# Of a statement's words, weighted, which must come back: half of what the local rules want for a rating of 2. A
# paraphrase keeps a word or a near synonym; a sentence about something else keeps none but by chance.
_ENOUGH_WORDS = 0.25
_RELATED = 0.3
_LOOSE_TITLE = 0.4
_PROSE_WORDS = 6


class Bearing(IntEnum):
    """How a quote stands to an option."""

    NONE = 0
    RELATED = 1  # it names something close to it
    SPEAKS = 2


@dataclass(frozen=True, slots=True)
class Quote:
    """A located quote with what it names. ``position`` is the index of the position it stands in, None elsewhere."""

    evidence: Evidence
    text: str
    stems: frozenset[str]
    position: int | None

    @classmethod
    def of(cls, evidence: Evidence, case: Case) -> "Quote":
        """An answer is read together with its question: "Yes" says what was asked."""
        if evidence.source == "resume":
            place = case.view.position_at(evidence.start)
            return cls(evidence, evidence.quote, frozenset(content_stems(evidence.quote)), place)
        asked = next((a.question for a in case.answers if f"answer:{a.question_id}" == evidence.source), "")
        text = f"{asked} {evidence.quote}"
        return cls(evidence, text, frozenset(content_stems(text)), None)


def bearing(quote: Quote, criterion: Criterion, option: Option, case: Case) -> Bearing:
    """What ``quote`` has to do with ``option``, one of the criterion's own."""
    if quote.evidence.source in _own_answers(criterion):
        return Bearing.SPEAKS
    if not option.terms and not option.fields and option.kind in {CriterionKind.ROLE, CriterionKind.RESPONSIBILITY}:
        # The whole resume against the whole job: whatever has a word of the job speaks of it.
        return Bearing.SPEAKS if quote.stems & words_of(case.rubric).keys() else Bearing.NONE
    by_words = _by_words(quote, (*option.terms, criterion.text))
    match option.kind:
        case CriterionKind.EDUCATION:
            return max(by_words, _by_degree(quote, option, case))
        case CriterionKind.LANGUAGE:
            return max(by_words, _by_language(quote, option))
        case CriterionKind.ROLE:
            return max(by_words, _by_title(quote, option.terms, case))
        case CriterionKind.EXPERIENCE:
            return max(by_words, _by_name(quote, option.terms, case), _by_time(quote, option, case))
        case _:
            return max(by_words, _by_name(quote, option.terms, case))


def position_bears(position: int, option: Option, case: Case) -> bool:
    """Whether a position is about an experience option: by its title, or by what stands in its description."""
    held = case.view.positions[position]
    if not option.terms and not option.fields:
        return True
    if _title_fits((*option.terms, *option.fields), held):
        return True
    return any(hit.position == position and hit.credit >= SHOWN for hit in case.matcher.hits_of_any(option.terms))


def _own_answers(criterion: Criterion) -> frozenset[str]:
    field, _, question = criterion.source.field.partition(":")
    return frozenset({f"answer:{question}"}) if field in {"question", "questions"} and question else frozenset()


def _by_words(quote: Quote, terms: tuple[str, ...]) -> Bearing:
    return Bearing.SPEAKS if any(_shares(content_stems(term), quote.stems) for term in terms) else Bearing.NONE


def _shares(wanted: tuple[str, ...], found: frozenset[str]) -> bool:
    """A quarter of the words by weight, near synonyms among them; general words ("management") only together."""
    matched = [stem for stem in wanted if stem in found or near(stem) & found]
    if not matched or (len(matched) == 1 and weight(matched[0]) < 1):
        return False
    return sum(map(weight, matched)) >= _ENOUGH_WORDS * sum(map(weight, wanted))


def _by_name(quote: Quote, terms: tuple[str, ...], case: Case) -> Bearing:
    best = Bearing.NONE
    found = _skills_in(quote.text, case.taxonomy)
    for term in terms:
        for hit in case.matcher.hits(term):
            if quote.evidence.source == "resume" and quote.evidence.start <= hit.start < quote.evidence.end:
                best = max(best, Bearing.SPEAKS if hit.credit >= SHOWN else Bearing.RELATED)
        for wanted in _skills_in(term, case.taxonomy):
            for name in found:
                related = case.taxonomy.relatedness(wanted, name)
                if related is not None and related[0] >= _RELATED:
                    best = max(best, Bearing.SPEAKS if related[0] >= SHOWN else Bearing.RELATED)
    return best


@lru_cache(maxsize=4096)
def _skills_in(text: str, taxonomy: Taxonomy) -> tuple[str, ...]:
    named = taxonomy.canonical(text)
    return tuple(dict.fromkeys((*((named,) if named else ()), *(mention.skill for mention in taxonomy.find(text)))))


def _by_degree(quote: Quote, option: Option, case: Case) -> Bearing:
    evidence = quote.evidence
    if evidence.source == "resume" and any(
        entry.span.start < evidence.end and evidence.start < entry.span.end for entry in case.view.profile.education
    ):
        return Bearing.SPEAKS
    if find_degrees(quote.text) or any(same_field(field, quote.text) for field in option.fields):
        return Bearing.SPEAKS
    level = LEVEL_WORDS[option.min_level] if option.min_level else ""
    return Bearing.SPEAKS if frozenset(content_stems(level)) & quote.stems else Bearing.NONE


def _by_language(quote: Quote, option: Option) -> Bearing:
    """By its name; English also by a sentence in it."""
    wanted = " ".join(option.terms).casefold()
    known = [mention for mention in load_taxonomy().find(quote.text) if mention.skill.casefold() in wanted]
    prose = "english" in wanted and quote.text.isascii() and len(quote.text.split()) >= _PROSE_WORDS
    return Bearing.SPEAKS if known or prose else Bearing.NONE


def _by_title(quote: Quote, terms: tuple[str, ...], case: Case) -> Bearing:
    if any(similarity(term, quote.text) >= _LOOSE_TITLE for term in terms):
        return Bearing.SPEAKS
    held = quote.position is not None and _title_fits(terms, case.view.positions[quote.position])
    return Bearing.SPEAKS if held else Bearing.NONE


def _by_time(quote: Quote, option: Option, case: Case) -> Bearing:
    """Years are shown by the dates of a position that is about it, or by a number of years for no matter what."""
    if quote.position is not None:
        return Bearing.SPEAKS if position_bears(quote.position, option, case) else Bearing.NONE
    timed = not option.terms and not option.fields and years_stated(quote.text) is not None
    return Bearing.SPEAKS if timed else Bearing.NONE


def _title_fits(terms: tuple[str, ...], position: Position) -> bool:
    return any(similarity(term, position.title) >= _LOOSE_TITLE for term in terms)
