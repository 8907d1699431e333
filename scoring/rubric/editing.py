"""What a recruiter may change in a rubric before signing it, and what is said about each change."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from scoring.errors import InvalidInputError
from scoring.rubric.concerns import Concern, concerns_in
from scoring.rubric.contract import BY_A_RECRUITER, in_order
from scoring.rubric.drafting import MOST_CRITERIA
from scoring.rubric.linting import impossible_years
from scoring.rubric.model import (
    Criterion,
    CriterionId,
    CriterionKind,
    EducationLevel,
    Mode,
    Option,
    Rubric,
    SourceQuote,
)
from scoring.taxonomy import load_taxonomy

LONGEST_TEXT = 200
MOST_TERMS = 20
MOST_YEARS = 40.0
# What a resume cannot answer earns no points; what somebody will do in the job is nothing to have done before it.
NEVER_SCORED = frozenset({CriterionKind.OTHER, CriterionKind.ANSWER})
NEVER_A_GATE = frozenset({CriterionKind.RESPONSIBILITY, CriterionKind.ROLE})
# An answer belongs to a question of the form, a role to the title of the job.
NEVER_ADDED = frozenset({CriterionKind.ANSWER, CriterionKind.ROLE})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A criterion as it shall be. ``id`` '' adds one, which then needs a ``kind``; ``options`` None leaves them."""

    id: str
    text: str
    mode: Mode
    weight: int = 0
    kind: CriterionKind | None = None
    options: tuple[Option, ...] | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """About the criterion at ``place`` of what is wanted, or about all of them (-1). ``offer`` is what may be asked
    for instead. One that ``refuses`` has to be heeded before the rubric can be kept."""

    place: int
    words: str
    offer: str = ""
    refuses: bool = True

    def __str__(self) -> str:
        return f"{self.words}. Instead: {self.offer}" if self.offer else self.words


def edited(base: Rubric, wanted: Sequence[Wanted], *, as_of: date | None = None) -> Rubric:
    """The rubric with these criteria and no others. Ids and sources of known criteria stay, the title too.

    Raises InvalidInputError with the first remark that refuses.
    """
    found = remarks(base, wanted, as_of=as_of)
    refusal = next((remark for remark in found if remark.refuses), None)
    if refusal is not None:
        named = f"“{wanted[refusal.place].text[:60]}”: " if refusal.place >= 0 else ""
        raise InvalidInputError(f"{named}{refusal}")
    warnings = dict.fromkeys((*base.warnings, *(str(remark) for remark in found)))
    return replace(base, criteria=in_order(_criteria(base, wanted)), warnings=tuple(warnings))


def remarks(base: Rubric, wanted: Sequence[Wanted], *, as_of: date | None = None) -> tuple[Remark, ...]:
    """Everything there is to say about what is wanted; those that refuse first, each with the lawful alternative."""
    today = as_of or datetime.now(UTC).date()
    found = [*_about_all(base, wanted)]
    known = {criterion.id: criterion for criterion in base.criteria}
    for place, each in enumerate(wanted):
        old = known.get(CriterionId(each.id))
        found += [Remark(place, words) for words in _misfits(each, old)]
        found += _lint(place, each, old, today)
    return tuple(sorted(dict.fromkeys(found), key=lambda remark: not remark.refuses))


def wanted_of(rubric: Rubric) -> tuple[Wanted, ...]:
    """The rubric as it is, to be changed from there."""
    return tuple(Wanted(c.id, c.text, c.mode, c.weight, c.kind, c.options) for c in rubric.criteria)


def wanted_from_json(stored: object) -> tuple[Wanted, ...]:
    """From an object as ``Rubric.as_json`` makes it; an added criterion has no id.

    Raises InvalidInputError naming the place of what cannot be read.
    """
    entries = stored.get("criteria") if isinstance(stored, Mapping) else None
    if not isinstance(entries, list):
        raise InvalidInputError("a rubric is an object with a list of criteria")
    return tuple(_read(place, entry) for place, entry in enumerate(entries, 1))


def _read(place: int, entry: Any) -> Wanted:
    try:
        kind = CriterionKind(entry["kind"]) if entry.get("kind") else None
        options = entry.get("options")
        return Wanted(
            id=str(entry.get("id") or ""),
            text=" ".join(str(entry["text"]).split()),
            mode=Mode(entry["mode"]),
            weight=int(entry.get("weight") or 0),
            kind=kind,
            options=None if options is None else tuple(_option(option, kind) for option in options),
        )
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
        raise InvalidInputError(f"criterion {place} of the rubric cannot be read") from None


def _option(entry: Mapping[str, Any], kind: CriterionKind | None) -> Option:
    years, level = entry.get("min_years"), entry.get("min_level")
    return Option(
        kind=CriterionKind(str(entry.get("kind") or kind)),
        terms=tuple(" ".join(str(term).split()) for term in entry.get("terms") or ()),
        min_years=None if years is None else float(years),
        min_level=None if level is None else EducationLevel(level),
        fields=tuple(" ".join(str(name).split()) for name in entry.get("fields") or ()),
    )


def _about_all(base: Rubric, wanted: Sequence[Wanted]) -> Iterator[Remark]:
    known = {criterion.id for criterion in base.criteria}
    ids = [each.id for each in wanted if each.id]
    if unknown := [each for each in ids if each not in known]:
        yield Remark(-1, f"there is no criterion {unknown[0]}; an added one has no id")
    if len(set(ids)) < len(ids):
        yield Remark(-1, "a criterion stands there twice")
    if len(wanted) > MOST_CRITERIA:
        yield Remark(-1, f"there are {len(wanted)} criteria, the most is {MOST_CRITERIA}")
    if not any(each.mode is Mode.SCORED for each in wanted):
        yield Remark(-1, "nothing would be scored; at least one criterion has to earn points")


def _misfits(each: Wanted, old: Criterion | None) -> Iterator[str]:
    """What keeps one criterion from being kept, whatever its words mean."""
    kind = old.kind if old else each.kind
    if not each.text or len(each.text) > LONGEST_TEXT or not each.text.isprintable():
        yield f"a criterion has 1 to {LONGEST_TEXT} visible characters"
    if each.mode is Mode.SCORED and not 1 <= each.weight <= 5:
        yield "a weight is a whole number from 1 to 5"
    if kind is None:
        yield "say what kind of criterion it is"
        return
    if old is not None and each.kind not in {None, old.kind}:
        yield f"a criterion of kind {old.kind} stays one; remove it and add another"
    if old is None and kind in NEVER_ADDED:
        yield f"a criterion of kind {kind} comes from the requisition; change it in iCIMS"
    if each.mode is Mode.SCORED and kind in NEVER_SCORED:
        yield "a resume cannot show it, so it earns no points; make it a note, or a must-have that a person confirms"
    if each.mode is Mode.GATE and kind in NEVER_A_GATE and (old is None or old.mode is not Mode.GATE):
        yield "what somebody will do here is no must-have; ask for the skill or the experience that it takes"
    options = each.options if each.options is not None else (old.options if old else ())
    yield from _misfit_options(kind, options)


def _misfit_options(kind: CriterionKind, options: Sequence[Option]) -> Iterator[str]:
    if not options:
        yield "say what is looked for"
    for option in options:
        if option.min_years is not None and not 0 < option.min_years <= MOST_YEARS:
            yield f"years are more than 0 and at most {MOST_YEARS:g}"
        names = (*option.terms, *option.fields)
        if len(names) > MOST_TERMS or any(
            not 0 < len(name) <= LONGEST_TEXT or not name.isprintable() for name in names
        ):
            yield f"there are at most {MOST_TERMS} names, each with 1 to {LONGEST_TEXT} visible characters"
        if kind in {CriterionKind.SKILL, CriterionKind.CERTIFICATION, CriterionKind.LANGUAGE} and not option.terms:
            yield "name what is looked for"


def _lint(place: int, each: Wanted, old: Criterion | None, as_of: date) -> Iterator[Remark]:
    """Objections to the words. Words that nobody changed passed the linter when they were drafted."""
    changed = old is None or each.text != old.text or each.options not in {None, old.options}
    names = [name for option in each.options or () for name in (*option.terms, *option.fields)]
    for text in dict.fromkeys((each.text, *names)):
        for found in concerns_in(BY_A_RECRUITER, text):
            yield _remark(place, found.concern, refuses=changed and found.blocks)
    if each.options and each.text:
        asked = replace(old, options=each.options) if old else _added(each)
        for concern in impossible_years([asked], load_taxonomy(), as_of) if asked else ():
            yield _remark(place, concern, refuses=changed)


def _remark(place: int, concern: Concern, *, refuses: bool) -> Remark:
    return Remark(place, f"“{concern.source.quote}” {concern.message}", concern.offer, refuses)


def _criteria(base: Rubric, wanted: Sequence[Wanted]) -> tuple[Criterion, ...]:
    known = {criterion.id: criterion for criterion in base.criteria}
    made: list[Criterion] = []
    taken = {str(criterion.id) for criterion in base.criteria}
    for each in wanted:
        weight = each.weight if each.mode is Mode.SCORED else 0
        old = known.get(CriterionId(each.id))
        if old is not None:
            options = old.options if each.options is None else each.options
            made.append(replace(old, text=each.text, mode=each.mode, weight=weight, options=options))
            continue
        added = _added(each)
        assert added is not None
        made.append(replace(added, id=_free(str(added.id), taken), weight=weight))
        taken.add(str(made[-1].id))
    return tuple(made)


def _added(each: Wanted) -> Criterion | None:
    if each.kind is None or not each.options:
        return None
    slug = re.sub(r"[^a-z0-9]+", "-", each.text.lower().replace("+", "p").replace("#", "sharp")).strip("-")[:48]
    weight = min(max(each.weight, 1), 5) if each.mode is Mode.SCORED else 0
    source = SourceQuote(BY_A_RECRUITER, each.text)
    return Criterion(
        CriterionId(f"r-{each.kind}-{slug}"), each.kind, each.mode, each.text, weight, each.options, source
    )


def _free(name: str, taken: set[str]) -> CriterionId:
    again = 1
    while (candidate := name if again == 1 else f"{name}-{again}") in taken:
        again += 1
    return CriterionId(candidate)
