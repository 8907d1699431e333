"""Whether a field still holds what was written into it: digests that forgive how iCIMS shows a value."""

import hashlib
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from icims.fields import FieldPatches
from icims.markup import plain_text
from icims.models import ResultEntry, ResultUpdate, node_id, text_of

# (target, field) or, for a child of a group entry, (target, "group.field").
Place = tuple[str, str]


def digest_of(value: Any) -> str:
    """Of a value as we send it."""
    return _sha256(_forms(value)[0])


def is_same(read: Any, *digests: str | None) -> bool:
    """Whether what is read has one of the digests, in any way that iCIMS may show it."""
    return any(_sha256(form) in digests for form in _forms(read))


def result_digest(score: Decimal | None, result: str) -> str:
    """Of our entry in the assessment results; its notes also hold what people decided, so they are not in it."""
    return _sha256("\n".join((_number(str(score)) if score is not None else "", _spaced(result))))


def digest_of_update(update: ResultUpdate) -> str:
    return result_digest(update.score, update.result)


def digest_of_entry(entry: ResultEntry) -> str:
    return result_digest(entry.score, entry.result)


def values_of(patches: FieldPatches) -> dict[Place, Any]:
    """Every value that would be sent, by its place."""
    values: dict[Place, Any] = {("workflow", name): value for name, value in patches.workflow.items()}
    values |= {("person", name): value for name, value in patches.person.items()}
    for entry in patches.entries:
        values |= {(entry.target, f"{entry.group}.{name}"): value for name, value in entry.values.items()}
    return values


def fields_to_read(patches: FieldPatches, target: str) -> tuple[str, ...]:
    """The fields and groups of "workflow" or "person" that have to be read to see what stands where we would write."""
    plain = patches.workflow if target == "workflow" else patches.person
    return (*plain, *dict.fromkeys(entry.group for entry in patches.entries if entry.target == target))


def values_in(patches: FieldPatches, target: str, read: Mapping[str, Any]) -> dict[Place, Any]:
    """What stands at each place of these patches, by the fields that were read; None where nothing does."""
    plain = patches.workflow if target == "workflow" else patches.person
    found: dict[Place, Any] = {(target, name): read.get(name) for name in plain}
    for entry in patches.entries:
        if entry.target == target:
            listed = read.get(entry.group)
            ours = [
                present
                for present in (listed if isinstance(listed, list) else [])
                if isinstance(present, dict) and text_of(present.get(entry.key_field)) == entry.key
            ]
            children = ours[0] if ours else {}
            found |= {(target, f"{entry.group}.{name}"): children.get(name) for name in entry.values}
    return found


def _forms(value: Any) -> tuple[str, ...]:
    """The value in words, first as it is sent: a node by its id where it has one, by its label else."""
    if value is None or value in ("", [], {}):
        return ("",)
    if isinstance(value, list):
        each = [_forms(item) for item in value]
        return tuple(dict.fromkeys("|".join(sorted(forms[place] for forms in each)) for place in (0, -1)))
    if isinstance(value, dict):
        return tuple(form for form in (node_id(value), _spaced(text_of(value))) if form) or ("",)
    if isinstance(value, bool):
        return ("Yes" if value else "No",)
    text = _spaced(str(value))
    return tuple(dict.fromkeys((_number(text), _spaced(plain_text(text)))))


def _number(text: str) -> str:
    """A number without needless zeros, other texts as they are."""
    if re.fullmatch(r"-?\d{1,12}(\.\d{1,8})?", text, re.ASCII) is None:
        return text
    return f"{Decimal(text).normalize():f}"


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
