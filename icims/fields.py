"""Which fields of a tenant hold what: where our values go, where screening answers stand, which statuses matter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

from icims.field_file import FieldEntry, MappingFile, ScreeningEntry, read_mapping, read_mapping_text
from icims.field_names import LOGICAL_NAMES, SAME_VALUE, suggestion
from icims.field_schema import schema_problems
from icims.field_values import clean_text, field_value, shortened
from icims.models import STATUS_COMPLETE, STATUS_INCOMPLETE, ResultUpdate, text_of
from scoring.errors import InvalidInputError
from scoring.requisition import ScreeningQuestion
from scoring.resume import Answer

TEXT_LENGTH = {"textarea": 4000}  # where the file names none; the real lengths differ per tenant [?]
SHORT_TEXT_LENGTH = 255


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """Values for one entry of a field group, found again by ``key`` in the child ``key_field``."""

    target: str
    group: str
    key_field: str
    key: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FieldPatches:
    """What to send: one PATCH of the workflow, one of the person, the group entries; each may be empty.

    ``left_out`` names the values that the tenant's list has no option for.
    """

    workflow: dict[str, Any] = field(default_factory=dict)
    person: dict[str, Any] = field(default_factory=dict)
    entries: tuple[GroupEntry, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldMapping:
    """The mapping of one tenant; ``FieldMapping()`` maps nothing, and only the assessment results are written."""

    content: MappingFile = field(default_factory=MappingFile)

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a YAML file. Raises InvalidInputError in one line that names file, line and key."""
        path = Path(path)
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InvalidInputError(f"{path.name}: cannot be read ({type(error).__name__})") from None
        return cls(read_mapping_text(text, path.name))

    @classmethod
    def parse(cls, content: object) -> Self:
        """The mapping of an already loaded file. Raises InvalidInputError in one line that names the key."""
        return cls(read_mapping(content))

    @property
    def assessment_name(self) -> str:
        """What our entry in the assessment results is called: a label or node id of the tenant's list."""
        return self.content.assessment.name

    @property
    def requisition_fields(self) -> tuple[str, ...]:
        """Job fields whose text belongs to the qualifications."""
        return tuple(self.content.requisition.fields)

    @property
    def statuses(self) -> Mapping[str, str]:
        """Our names of statuses, and the node ids they have in this tenant."""
        return dict(self.content.statuses)

    def status(self, name: str) -> str:
        """The node id of our name of a status, '' where the tenant's file has none."""
        return self.content.statuses.get(name, "")

    def named_statuses(self) -> tuple[tuple[str, str], ...]:
        """Every status id that the file names, each with the key under which it stands."""
        named = [(f"statuses.{name}", status) for name, status in self.content.statuses.items()]
        named += [("upward_from", status) for status in self.content.upward_from]
        return (*named, *(("trigger_statuses", status) for status in self.content.trigger_statuses))

    def is_below_review(self, status: str) -> bool:
        """Whether the file says that an application may be moved up to review from there."""
        return any(same_status(status, candidate) for candidate in self.content.upward_from)

    @property
    def shadow_field(self) -> str:
        """The number field of the workflow, hidden from recruiters, for the score in shadow mode; '' for none."""
        return self.content.shadow_field or ""

    def triggers(self, status: str) -> bool:
        """Whether an application that reaches ``status`` is scored. Without a list in the file every status counts."""
        wanted = self.content.trigger_statuses
        return not wanted or any(same_status(status, candidate) for candidate in wanted)

    def patches(self, values: Mapping[str, object]) -> FieldPatches:
        """The values that this tenant has fields for, merged into as few calls as possible.

        Empty values are left out, so nothing is ever deleted. Raises InvalidInputError for a name that is not ours and
        for a value that cannot be of the field's type.
        """
        for name in values:
            if name not in LOGICAL_NAMES:
                raise InvalidInputError(f"{name} is not a name of ours{suggestion(name)}")
        profiles: dict[str, dict[str, Any]] = {"workflow": {}, "person": {}}
        grouped: dict[str, dict[str, Any]] = {}
        left_out = []
        for name, entry in self.content.fields.items():
            given = values.get(name, values.get(SAME_VALUE.get(name, name)))
            written = _written(name, entry, given)
            if written is None:
                left_out += [name] if given not in (None, "", (), []) and entry.options else []
            elif entry.group is None:
                profiles[entry.target][entry.field] = written
            else:
                grouped.setdefault(entry.group, {})[entry.field] = written
        entries = tuple(self._group_entry(group, found) for group, found in grouped.items())
        return FieldPatches(profiles["workflow"], profiles["person"], entries, tuple(left_out))

    def result_update(
        self, score: Decimal | None, result: str, notes: str, url: str = "", *, complete: bool = True
    ) -> ResultUpdate:
        """What completes our assessment entry, within the lengths of the tenant (by default 192 and 128 characters)."""
        lengths = self.content.assessment
        return ResultUpdate(
            score=score,
            result=shortened(clean_text(result), lengths.result_length),
            notes=shortened(clean_text(notes), lengths.notes_length),
            url=url,
            status_id=STATUS_COMPLETE if complete else STATUS_INCOMPLETE,
        )

    def questions(self, job_id: str) -> tuple[ScreeningQuestion, ...]:
        """The screening questions of this job."""
        return tuple(
            ScreeningQuestion(_id(entry), entry.question, entry.required_answer) for entry in self._asked(job_id)
        )

    def answer_fields(self, target: str) -> tuple[str, ...]:
        """The fields of "workflow" or "person" that hold screening answers."""
        return tuple(dict.fromkeys(entry.field for entry in self.content.screening if entry.target == target))

    def answers(
        self, job_id: str, workflow: Mapping[str, Any], person: Mapping[str, Any] | None = None
    ) -> tuple[Answer, ...]:
        """What the candidate answered to the questions of this job, from the fields that were read. A question whose
        field is empty or hidden has no answer."""
        read = {"workflow": workflow, "person": person or {}}
        found = ((entry, text_of(read[entry.target].get(entry.field))) for entry in self._asked(job_id))
        return tuple(Answer(_id(entry), entry.question, text) for entry, text in found if text)

    def check(self, schemas: Mapping[str, Mapping[str, Any]]) -> list[str]:
        """What does not fit the tenant's schemas ("workflow", "person", "job"), one line each; empty when all is well.

        A field missing from a schema does not exist or is hidden from the integration user: both need the customer.
        """
        return schema_problems(self.content, schemas)

    def _asked(self, job_id: str) -> Iterable[ScreeningEntry]:
        return (entry for entry in self.content.screening if not entry.jobs or job_id in map(str, entry.jobs))

    def _group_entry(self, group: str, values: Mapping[str, Any]) -> GroupEntry:
        key = self.content.groups[group]
        target = next(entry.target for entry in self.content.fields.values() if entry.group == group)
        return GroupEntry(target, group, key.key_field, key.key, values)


def same_status(one: str, other: str) -> bool:
    """Whether two status ids mean the same. Events were seen with bare numbers where REST shows "C20786" [I]."""
    return bool(one) and one.lstrip("CD") == other.lstrip("CD")


def _written(name: str, entry: FieldEntry, value: object) -> Any:
    longest = entry.max_length or TEXT_LENGTH.get(entry.type, SHORT_TEXT_LENGTH)
    try:
        return field_value(entry.type, value, longest, entry.options)
    except InvalidInputError as error:
        raise InvalidInputError(f"{name}: {error}") from None


def _id(entry: ScreeningEntry) -> str:
    return entry.id or entry.field
