"""Makes criteria of what a model drafted, as far as the requisition's own words carry each of them."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from scoring.instructions import instructions_in
from scoring.proof import SearchableText
from scoring.rubric.concerns import concerns_in
from scoring.rubric.education import education_asked
from scoring.rubric.model import Criterion, CriterionId, CriterionKind, EducationLevel, Mode, Option, SourceQuote
from scoring.rubric.years import years_stated

MOST_CRITERIA = 40
LONGEST_TEXT = 160
_NEVER_GATES = frozenset({CriterionKind.RESPONSIBILITY, CriterionKind.ROLE})
_Short = Annotated[str, StringConstraints(max_length=400)]


class OptionDraft(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    kind: CriterionKind = Field(strict=False)
    terms: Annotated[list[_Short], Field(max_length=20)]
    min_years: Annotated[float, Field(ge=0, le=40)]
    min_level: _Short
    fields: Annotated[list[_Short], Field(max_length=20)]


class CriterionDraft(BaseModel):
    """One criterion as it was drafted, before anything of it is believed."""

    model_config = ConfigDict(extra="forbid", strict=True)
    field: _Short
    quote: Annotated[str, StringConstraints(max_length=2000)]
    kind: CriterionKind = Field(strict=False)
    mode: Mode = Field(strict=False)
    weight: int
    text: Annotated[str, StringConstraints(max_length=2000)]
    options: Annotated[list[OptionDraft], Field(max_length=10)]


@dataclass(frozen=True, slots=True)
class Drafted:
    """``dropped`` says in one line each what was left out and why, without repeating what the model wrote."""

    criteria: tuple[Criterion, ...]
    dropped: tuple[str, ...]


class _DroppedError(Exception):
    """Why a criterion cannot stand."""


def read_criteria(text: str, texts: Mapping[str, str]) -> Drafted | None:
    """The criteria of an answer, each resting on a passage of ``texts``; None for an answer of another shape.

    A gate that a resume can meet by degrees is scored as well, as in the local draft (docs/decisions/0007).
    """
    try:
        listed = json.loads(text)["criteria"]
    except (ValueError, RecursionError, TypeError, KeyError):
        return None
    if not isinstance(listed, list):
        return None
    reader = _Reader(texts)
    criteria: dict[CriterionId, Criterion] = {}
    dropped = []
    for number, entry in enumerate(listed, 1):
        try:
            drafted = {criterion.id: criterion for criterion in reader.criteria(CriterionDraft.model_validate(entry))}
        except ValidationError:  # not chained: it repeats what was written
            dropped.append(f"Left out of the draft, number {number}: it has not the form of a criterion.")
        except _DroppedError as reason:
            dropped.append(f"Left out of the draft, number {number}: {reason}.")
        else:
            if len(criteria) + len(drafted) <= MOST_CRITERIA:
                criteria.update(drafted)
            else:
                dropped.append(f"Left out of the draft, number {number}: there are too many.")
    ordered = sorted(criteria.values(), key=lambda each: (list(Mode).index(each.mode), -each.weight))
    return Drafted(tuple(ordered), tuple(dropped))


class _Reader:
    """Looks up what is said to stand in the requisition."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._searchable = {name: SearchableText(text) for name, text in texts.items()}

    def criteria(self, draft: CriterionDraft) -> Iterator[Criterion]:
        """The criterion, and its scored twin where it is a gate."""
        source = self._source(draft.field, draft.quote)
        options = tuple(self._option(option, source.quote) for option in draft.options)
        if not options:
            raise _DroppedError("nothing says how it is met")
        text = self._text(draft.text, source)
        mode = Mode.SCORED if draft.mode is Mode.GATE and draft.kind in _NEVER_GATES else draft.mode
        weight = min(max(draft.weight, 1), 5)
        if draft.kind is CriterionKind.OTHER and mode is Mode.SCORED:
            mode = Mode.NOTE
        modes = [mode, Mode.SCORED] if mode is Mode.GATE and draft.kind is not CriterionKind.OTHER else [mode]
        for each in modes:
            scored = weight if each is Mode.SCORED else 0
            yield Criterion(_id(each, draft.kind, text, options), draft.kind, each, text, scored, options, source)

    def _source(self, field: str, quote: str) -> SourceQuote:
        text = self._texts.get(field)
        if text is None:
            raise _DroppedError("it names no field of the requisition")
        if quote.strip() and quote.strip() == text.strip():
            start, end = 0, len(text)
        else:
            place = self._searchable[field].locate(quote)
            if place is None:
                raise _DroppedError(f"its quote does not stand in {field}")
            start, end = place
        if any(found.blocks and found.start < end and start < found.end for found in concerns_in(field, text)):
            raise _DroppedError(f"it rests on wording in {field} that is unlawful or stands for something unlawful")
        if instructions_in(text[start:end]):
            raise _DroppedError(f"it rests on words in {field} that address a program")
        return SourceQuote(field, text[start:end])

    def _option(self, draft: OptionDraft, quote: str) -> Option:
        terms = tuple(dict.fromkeys(term.strip() for term in draft.terms if term.strip()))
        fields = tuple(dict.fromkeys(field.strip() for field in draft.fields if field.strip()))
        if not all(self._stands(term) for term in (*terms, *fields)):
            raise _DroppedError("it asks for something that the requisition does not name")
        years = self._years(draft.min_years, quote)
        level = self._level(draft.min_level, quote)
        if not (terms or fields or years or level):
            raise _DroppedError("nothing says how it is met")
        return Option(draft.kind, terms, years, level, fields)

    def _years(self, years: float, quote: str) -> float | None:
        if not years:
            return None
        stated = {found.minimum for found in years_stated(quote)}
        if years not in stated and quote.strip() != f"{years:g}":
            raise _DroppedError("its quote does not state its years")
        return years

    def _level(self, name: str, quote: str) -> EducationLevel | None:
        if name == "none":
            return None
        asked = education_asked(quote)
        stated = {option.min_level.name.lower() for option in asked.options if option.min_level} if asked else set()
        if name not in stated:
            raise _DroppedError("its quote does not state its level of education")
        return EducationLevel[name.upper()]

    def _text(self, drafted: str, source: SourceQuote) -> str:
        """What the model calls it where that is made of the requisition's own words; otherwise the quote."""
        said = " ".join(drafted.split())
        words = re.findall(r"[^\W_]{4,}", said.casefold())
        known = " ".join(self._texts.values()).casefold()
        sound = 0 < len(said) <= LONGEST_TEXT and all(word in known for word in words)
        if sound and not concerns_in("text", said) and not instructions_in(said):
            return said
        return " ".join(source.quote.split())[:LONGEST_TEXT]

    def _stands(self, term: str) -> bool:
        """Anywhere in the requisition: a heading may name what a line below asks for. "R" and "C" count as words."""
        if any(searchable.locate(term) for searchable in self._searchable.values()):
            return True
        whole = re.compile(rf"(?<!\w){re.escape(term)}(?!\w)")
        return any(whole.search(text) for text in self._texts.values())


def _id(mode: Mode, kind: CriterionKind, text: str, options: Sequence[Option]) -> CriterionId:
    """Readable, and different for different demands in the same words."""
    words = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].rstrip("-")
    digest = hashlib.sha256(f"{text}{options}".encode()).hexdigest()[:6]
    return CriterionId(f"{mode.value[0]}-{kind}-{words}-{digest}")
