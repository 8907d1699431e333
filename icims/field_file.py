"""The mapping file of a tenant as it is written: YAML, checked key by key, with the line of the first mistake."""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError
from pydantic import Field as Checked

from icims.denied_fields import denied_topic, is_denied
from icims.field_names import LOGICAL_NAMES, PERSON_FACTS, suggestion
from scoring.errors import InvalidInputError

Place = tuple[str | int, ...]
Target = Literal["workflow", "person"]
CustomField = Annotated[str, StringConstraints(pattern=r"^field[0-9]{1,9}$")]
NodeId = Annotated[str, StringConstraints(pattern=r"^[CD][0-9]{1,18}$")]
StatusId = Annotated[str, StringConstraints(pattern=r"^[CD]?[0-9]{1,18}$")]  # events name bare numbers
# YAML reads a bare Yes as true; whoever writes an answer or an option means the word.
Word = BeforeValidator(lambda value: {True: "Yes", False: "No"}[value] if isinstance(value, bool) else value)
Label = Annotated[str, Word, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldEntry(_Strict):
    """One logical name: where its value goes and in which shape."""

    field: CustomField
    type: Literal["text", "textarea", "number", "list", "multi-list", "checkbox", "date", "datetime"] = "text"
    max_length: Annotated[int, Checked(ge=8, le=32_000)] | None = None
    target: Target = "workflow"
    group: CustomField | None = None
    options: dict[Label, NodeId] = {}


class GroupKey(_Strict):
    """How we find our own entry in a group again: the child ``key_field`` that holds ``key``."""

    key_field: CustomField
    key: Label


class ScreeningEntry(_Strict):
    question: Annotated[str, StringConstraints(min_length=3, max_length=1000, strip_whitespace=True)]
    field: CustomField
    target: Target = "workflow"
    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")] | None = None
    required_answer: Label | None = None
    jobs: list[Annotated[int, Checked(gt=0)]] = []


class AssessmentEntry(_Strict):
    name: Label = "Candidate Scoring"
    notes_length: Annotated[int, Checked(ge=16, le=32_000)] = 192
    result_length: Annotated[int, Checked(ge=8, le=32_000)] = 128


class RequisitionEntry(_Strict):
    fields: list[CustomField] = []


class MappingFile(_Strict):
    assessment: AssessmentEntry = AssessmentEntry()
    fields: dict[str, FieldEntry] = {}
    groups: dict[CustomField, GroupKey] = {}
    screening: list[ScreeningEntry] = []
    requisition: RequisitionEntry = RequisitionEntry()
    statuses: dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")], NodeId] = {}
    trigger_statuses: list[StatusId] = []
    upward_from: list[StatusId] = []
    shadow_field: CustomField | None = None


def read_mapping(content: object) -> MappingFile:
    """The checked content of a mapping file. Raises InvalidInputError naming the key of the first mistake."""
    try:
        return _checked(content)
    except _MistakeError as mistake:
        raise InvalidInputError(f"field mapping: {mistake}") from None


def read_mapping_text(text: str, name: str) -> MappingFile:
    """The checked content of the file called ``name``. Raises InvalidInputError naming line and key."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        twice = next(_twice(root), None) if root is not None else None
        content = yaml.safe_load(text) if twice is None else None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" line {mark.line + 1}" if mark else ""
        raise InvalidInputError(f"{name}{where}: is not readable YAML") from None
    if twice is not None:
        raise InvalidInputError(f"{name} line {twice.start_mark.line + 1}: {_shown(twice.value)} stands there twice")
    try:
        return _checked(content if content is not None else {})
    except _MistakeError as mistake:
        raise InvalidInputError(f"{name} line {_line(root, mistake.place)}: {mistake}") from None


class _MistakeError(Exception):
    def __init__(self, place: Place, message: str) -> None:
        super().__init__(f"{_shown_place(place)}: {message}")
        self.place = place


def _checked(content: object) -> MappingFile:
    try:
        mapping = MappingFile.model_validate(content)
    except ValidationError as error:
        # Without the input: a value in the wrong place may be a secret.
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        place = tuple(part for part in first["loc"] if part != "[key]")
        raise _MistakeError(place, _plain(first["type"], first["msg"])) from None
    for place, message in _mistakes(mapping):
        raise _MistakeError(place, message)
    return mapping


def _mistakes(mapping: MappingFile) -> Iterator[tuple[Place, str]]:
    taken: dict[tuple[str, str, str], str] = {}
    for name, entry in mapping.fields.items():
        place: Place = ("fields", name)
        if is_denied(name) or denied_topic(name):
            yield place, "is protected or private data; it is neither read nor written"
        elif name not in LOGICAL_NAMES:
            yield place, f"is not a name of ours{suggestion(name)}"
        if entry.target == "person" and name not in PERSON_FACTS:
            yield (*place, "target"), "depends on the job, so it may only be written to the workflow"
        if entry.group is not None and entry.group not in mapping.groups:
            yield (*place, "group"), f"{entry.group} is not described under groups"
        if entry.options and entry.type not in ("list", "multi-list"):
            yield (*place, "options"), "belong to list and multi-list only"
        where = (entry.target, entry.group or "", entry.field)
        if where in taken:
            yield (*place, "field"), f"{entry.field} is taken by {taken[where]} already"
        taken[where] = name
    yield from _screening_mistakes(mapping)
    yield from _group_mistakes(mapping)
    if mapping.shadow_field in {entry.field for entry in mapping.fields.values()}:
        yield ("shadow_field",), f"{mapping.shadow_field} is taken by a field that recruiters see"
    for status in mapping.upward_from:
        if any(status.lstrip("CD") == node.lstrip("CD") for node in mapping.statuses.values()):
            yield ("upward_from",), f"{status} stands under statuses: nobody is moved up from where others are moved to"


def _screening_mistakes(mapping: MappingFile) -> Iterator[tuple[Place, str]]:
    ids: set[str] = set()
    for position, question in enumerate(mapping.screening):
        place: Place = ("screening", position)
        if topic := denied_topic(question.question):
            yield (*place, "question"), f'asks about "{topic}"; such answers must not reach a score'
        if question.id is not None and is_denied(question.id):
            yield (*place, "id"), "is protected or private data; it is neither read nor written"
        chosen = question.id or question.field
        if chosen in ids:
            yield place, f"a second question with the id {chosen}"
        ids.add(chosen)


def _group_mistakes(mapping: MappingFile) -> Iterator[tuple[Place, str]]:
    for group, key in mapping.groups.items():
        members = [entry for entry in mapping.fields.values() if entry.group == group]
        if len({entry.target for entry in members}) > 1:
            yield ("groups", group), "its fields name two different targets"
        if any(entry.field == key.key_field for entry in members):
            yield ("groups", group, "key_field"), f"{key.key_field} holds our key and cannot hold a value as well"


def _plain(kind: str, message: str) -> str:
    return {"extra_forbidden": "is not known here", "missing": "is missing"}.get(kind, message)


def _shown_place(place: Place) -> str:
    return ".".join(_shown(str(part)) for part in place) or "the file"


def _shown(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.%-]", "?", str(text))[:60]


def _line(root: yaml.Node | None, place: Sequence[str | int]) -> int:
    """The line of the deepest part of ``place`` that the file holds."""
    node, line = root, 1
    for part in place:
        found: tuple[yaml.Node, yaml.Node] | None = None
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(part)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            found = (node.value[part], node.value[part])
        if found is None:
            break
        line, node = found[0].start_mark.line + 1, found[1]
    return line


def _twice(node: yaml.Node) -> Iterator[Any]:
    """The keys that a mapping holds a second time: YAML would silently take the last."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    yield key
                seen.add(key.value)
            yield from _twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _twice(value)
