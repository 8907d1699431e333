"""Whether a field mapping fits the JSON schemas that a tenant publishes."""

from collections.abc import Iterator, Mapping
from typing import Any

from icims.denied_fields import denied_topic
from icims.field_file import MappingFile

# JSON types of a field that takes each type of ours; a schema that names none is believed to fit. Lists are shown as
# objects or as bare strings.
FITTING = {
    "text": {"string"},
    "textarea": {"string"},
    "number": {"number", "integer", "string"},
    "list": {"object", "string"},
    "multi-list": {"array"},
    "checkbox": {"boolean"},
    "date": {"string"},
    "datetime": {"string"},
}


def schema_problems(mapping: MappingFile, schemas: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """One line for each field that is missing, of another type, too short, or labelled as data we must not touch."""
    checks = (_field_problems, _screening_problems, _job_problems)
    return [problem for check in checks for problem in check(mapping, schemas)]


def _field_problems(mapping: MappingFile, schemas: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for name, entry in mapping.fields.items():
        properties = _properties(schemas.get(entry.target, {}))
        where = f"the {entry.target} schema"
        if entry.group is not None:
            group = properties.get(entry.group)
            if group is None:
                yield f"{name}: group {entry.group} is not in {where}: it does not exist or is hidden from us"
                continue
            key_field = mapping.groups[entry.group].key_field
            properties = _properties(group.get("items", group))
            where = f"group {entry.group}"
            if key_field not in properties:
                yield f"{name}: {key_field}, which holds our key, is not in {where}"
        described = properties.get(entry.field)
        if described is None:
            yield f"{name}: {entry.field} is not in {where}: it does not exist or is hidden from us"
            continue
        yield from _unfit(name, entry.field, entry.type, entry.max_length, described)


def _unfit(name: str, field: str, kind: str, longest: int | None, described: Mapping[str, Any]) -> Iterator[str]:
    if topic := _denied(described):
        yield f'{name}: {field} is labelled "{topic}"; such a field must not be used'
    types = _types(described)
    if types and not types & FITTING[kind]:
        yield f"{name}: {field} is of type {'/'.join(sorted(types))}, the mapping says {kind}"
    allowed = described.get("maxLength")
    if longest is not None and isinstance(allowed, int) and longest > allowed:
        yield f"{name}: {field} takes {allowed} characters, the mapping says {longest}"


def _screening_problems(mapping: MappingFile, schemas: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for question in mapping.screening:
        name = f"screening {question.id or question.field}"
        described = _properties(schemas.get(question.target, {})).get(question.field)
        if described is None:
            where = f"the {question.target} schema"
            yield f"{name}: {question.field} is not in {where}: it does not exist or is hidden from us"
        elif topic := _denied(described):
            yield f'{name}: {question.field} is labelled "{topic}"; such answers must not reach a score'


def _job_problems(mapping: MappingFile, schemas: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for field in mapping.requisition.fields:
        described = _properties(schemas.get("job", {})).get(field)
        if described is None:
            yield f"requisition: {field} is not in the job schema: it does not exist or is hidden from us"
        elif topic := _denied(described):
            yield f'requisition: {field} is labelled "{topic}"; such a field must not be used'


def _properties(schema: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    listed = schema.get("properties")
    named = listed.items() if isinstance(listed, dict) else ()
    return {name: described for name, described in named if isinstance(described, dict)}


def _types(described: Mapping[str, Any]) -> set[str]:
    stated = described.get("type")
    listed = stated if isinstance(stated, list) else [stated]
    return {kind for kind in listed if isinstance(kind, str) and kind != "null"}


def _denied(described: Mapping[str, Any]) -> str:
    labels = (described.get(key) for key in ("title", "description"))
    return next((topic for label in labels if isinstance(label, str) and (topic := denied_topic(label))), "")
