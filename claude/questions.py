"""What the model is asked: each distinct criterion of a rubric once, without its weight or mode."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.rubric.model import LEVEL_WORDS, Criterion, CriterionId, CriterionKind, Option, Rubric

_SCREENING = "question:"
# What a requisition can make a must-have. A question cannot say whether it is one: that is a matter of mode.
GATED_KINDS = frozenset(CriterionKind) - {CriterionKind.OTHER, CriterionKind.RESPONSIBILITY, CriterionKind.ROLE}


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to look for. Its rating holds for all of ``criterion_ids``: the gate and its scored twin are one
    question. ``answer_id`` names the screening question that it is about, '' for none."""

    id: str
    kind: CriterionKind
    text: str
    options: tuple[Option, ...]
    criterion_ids: tuple[CriterionId, ...]
    answer_id: str = ""

    def as_json(self) -> dict[str, Any]:
        """What the model reads; keys without a value are left out."""
        shown: dict[str, Any] = {"id": self.id, "kind": self.kind.value, "text": self.text}
        if self.answer_id:
            shown["answer_id"] = self.answer_id
        return shown | {"options": [_shown(option) for option in self.options]}


def questions_of(rubric: Rubric) -> tuple[Question, ...]:
    """Questions in the order of the rubric with ids q1, q2, …; each criterion belongs to exactly one.

    The ids say nothing of mode or weight: what counts for how much is none of the model's business. Options alone do
    not tell two criteria apart: two screening questions may both want a "Yes".
    """
    groups: dict[tuple[object, ...], list[Criterion]] = {}
    for criterion in rubric.criteria:
        groups.setdefault((criterion.kind, criterion.options, criterion.text), []).append(criterion)
    return tuple(_question(number, group) for number, group in enumerate(groups.values(), 1))


def option_from_json(shown: Mapping[str, Any]) -> Option:
    """The option that ``Question.as_json`` wrote."""
    levels = {words: level for level, words in LEVEL_WORDS.items()}
    return Option(
        kind=CriterionKind(shown["kind"]),
        terms=tuple(shown.get("terms", ())),
        min_years=shown.get("min_years"),
        min_level=levels.get(shown.get("min_level", "")),
        fields=tuple(shown.get("fields", ())),
    )


def _question(number: int, group: Sequence[Criterion]) -> Question:
    first = group[0]
    ids = tuple(criterion.id for criterion in group)
    field = first.source.field
    answer_id = field.removeprefix(_SCREENING) if field.startswith(_SCREENING) else ""
    return Question(f"q{number}", first.kind, first.text, first.options, ids, answer_id)


def _shown(option: Option) -> dict[str, Any]:
    shown: dict[str, Any] = {"kind": option.kind.value}
    if option.terms:
        shown["terms"] = list(option.terms)
    if option.min_years is not None:
        shown["min_years"] = option.min_years
    if option.min_level is not None:
        shown["min_level"] = LEVEL_WORDS[option.min_level]
    if option.fields:
        shown["fields"] = list(option.fields)
    return shown
