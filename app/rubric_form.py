"""The form in which a rubric is edited: its rows, what was filled in, and the remarks beside each row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from scoring.errors import InvalidInputError
from scoring.rubric import Concern, Criterion, CriterionKind, Mode, Option, Rubric
from scoring.rubric.editing import NEVER_ADDED, NEVER_SCORED, Remark, Wanted, remarks, wanted_of

FIELDS = ("id", "kind", "text", "mode", "weight", "terms", "years")
EMPTY_ROWS = 2
ADDED_KINDS = tuple(kind for kind in CriterionKind if kind not in NEVER_ADDED)
DEFAULT_WEIGHT = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion as the form shows it. ``terms`` and ``years`` can be changed where there is one way to show it."""

    wanted: Wanted
    terms: str = ""
    years: str = ""
    one_way: bool = True
    removed: bool = False
    source: str = ""
    remarks: tuple[Remark, ...] = ()

    @property
    def is_new(self) -> bool:
        return not self.wanted.id

    @property
    def is_empty(self) -> bool:
        return self.is_new and not self.wanted.text and not self.terms

    @property
    def can_be_scored(self) -> bool:
        return self.wanted.kind not in NEVER_SCORED


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in. ``about_all`` are remarks about no row; ``kept`` is what the rows ask for."""

    rows: tuple[Row, ...]
    kept: tuple[Wanted, ...]
    about_all: tuple[Remark, ...]

    @property
    def refused(self) -> bool:
        return any(remark.refuses for remark in (*self.about_all, *(r for row in self.rows for r in row.remarks)))


def blank_form(rubric: Rubric) -> Filled:
    """The rubric as it is, with room for two more criteria."""
    rows = tuple(_shown(each, criterion) for each, criterion in zip(wanted_of(rubric), rubric.criteria, strict=True))
    new = Row(Wanted("", "", Mode.SCORED, DEFAULT_WEIGHT, CriterionKind.SKILL))
    return Filled((*rows, *[new] * EMPTY_ROWS), wanted_of(rubric), ())


def filled_form(rubric: Rubric, form: MultiDict[str, str]) -> Filled:
    """The form as it was sent, with everything there is to say about it.

    Raises InvalidInputError for a form that is none of ours.
    """
    columns = {name: form.getlist(name) for name in FIELDS}
    if len({len(column) for column in columns.values()}) != 1:
        raise InvalidInputError("the form is not complete; load it again")
    known = {str(criterion.id): criterion for criterion in rubric.criteria}
    removed = set(form.getlist("remove"))
    rows = [
        _sent(dict(zip(FIELDS, values, strict=True)), known, removed=str(place) in removed)
        for place, values in enumerate(zip(*columns.values(), strict=True))
    ]
    places = [place for place, row in enumerate(rows) if not row.removed and not row.is_empty]
    kept = tuple(rows[place].wanted for place in places)
    found = remarks(rubric, kept)
    for number, place in enumerate(places):
        rows[place] = replace(rows[place], remarks=tuple(remark for remark in found if remark.place == number))
    return Filled(tuple(rows), kept, tuple(remark for remark in found if remark.place < 0))


def beside(criterion: Criterion, concerns: Sequence[Concern]) -> tuple[Concern, ...]:
    """The concerns about the words that a criterion rests on."""
    return tuple(
        concern
        for concern in concerns
        if concern.source.field == criterion.source.field
        and (concern.source.quote in criterion.source.quote or criterion.source.quote in concern.source.quote)
    )


def _shown(each: Wanted, criterion: Criterion) -> Row:
    [option, *others] = criterion.options
    years = "" if option.min_years is None else f"{option.min_years:g}"
    source = " ".join(criterion.source.quote.split())
    return Row(each, ", ".join(option.terms), years, not others, source=source)


def _sent(values: dict[str, str], known: dict[str, Criterion], *, removed: bool) -> Row:
    try:
        old = known.get(values["id"])
        kind = old.kind if old else CriterionKind(values["kind"])
        mode = Mode(values["mode"])
    except ValueError:
        raise InvalidInputError("the form is not one of ours; load it again") from None
    try:
        weight = int(values["weight"] or 0)
    except ValueError:
        raise InvalidInputError("a weight is a whole number from 1 to 5; go back and change it") from None
    text = " ".join(values["text"].split())
    wanted = Wanted(values["id"], text, mode, weight, kind, _options(values, kind, old))
    shown = _shown(wanted, old) if old else Row(wanted)
    return replace(shown, terms=values["terms"], years=values["years"], removed=removed)


def _options(values: dict[str, str], kind: CriterionKind, old: Criterion | None) -> tuple[Option, ...] | None:
    """The one way to show it, with what was filled in; several ways stay as they are."""
    if old is not None and len(old.options) > 1:
        return None
    before = old.options[0] if old else Option(kind)
    terms = tuple(" ".join(term.split()) for term in values["terms"].split(",") if term.strip())
    if " ".join(values["terms"].split()) == " ".join(", ".join(before.terms).split()):
        terms = before.terms  # a name may hold a comma; what nobody touched stays whole
    try:
        years = float(values["years"]) if values["years"].strip() else None
    except ValueError:
        years = 0.0  # refused beside the row
    return (replace(before, terms=terms, min_years=years),)
