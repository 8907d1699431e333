"""Formats of answers: which schemas the service accepts, and an instance of one."""

from collections.abc import Iterator, Mapping
from typing import Any

from claude.simulator.errors import invalid

_UNSUPPORTED = frozenset(
    {
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength",
        "maxItems", "uniqueItems", "minProperties", "maxProperties", "patternProperties", "if", "then", "else", "not",
    }
)  # fmt: skip
MOST_OPTIONAL = 24
MOST_UNIONS = 16
DEEPEST = 12


def check_schema(schema: Any) -> None:
    """Raises ApiError 400 for a schema that the service would not compile."""
    if not isinstance(schema, Mapping):
        raise invalid("output_config.format.schema: Input should be an object")
    optional = unions = 0
    for place, node in _nodes(schema, schema, "schema", 0):
        if found := sorted(_UNSUPPORTED & set(node)):
            raise invalid(f"output_config.format.{place}: For {node.get('type')!r} type, {found} are not supported")
        if node.get("type") == "object":
            if node.get("additionalProperties") is not False:
                raise invalid(f"output_config.format.{place}: For 'object' type, 'additionalProperties' must be false")
            optional += len(set(node.get("properties", ())) - set(node.get("required", ())))
        if node.get("minItems", 0) > 1:
            raise invalid(f"output_config.format.{place}: 'minItems' must be 0 or 1")
        unions += "anyOf" in node or isinstance(node.get("type"), list)
    if optional > MOST_OPTIONAL or unions > MOST_UNIONS:
        raise invalid(
            f"output_config.format.schema: Schema is too complex ({optional} optional parameters of {MOST_OPTIONAL}, "
            f"{unions} union types of {MOST_UNIONS})"
        )


def instance_of(schema: Mapping[str, Any], text: str, root: Mapping[str, Any] | None = None) -> Any:
    """The plainest value that follows a schema: every string is ``text``, lists have one element."""
    root = schema if root is None else root
    schema = _resolved(schema, root)
    if "const" in schema:
        return schema["const"]
    if schema.get("enum"):
        return schema["enum"][0]
    if schema.get("anyOf"):
        return instance_of(schema["anyOf"][0], text, root)
    kind = schema.get("type")
    match kind[0] if isinstance(kind, list) else kind:
        case "object":
            return {name: instance_of(each, text, root) for name, each in schema.get("properties", {}).items()}
        case "array":
            return [instance_of(schema["items"], text, root)] if "items" in schema else []
        case "integer" | "number":
            return 0
        case "boolean":
            return False
        case "null":
            return None
    return text


def _nodes(schema: Any, root: Mapping[str, Any], place: str, depth: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if not isinstance(schema, Mapping):
        return
    if depth > DEEPEST:
        raise invalid(f"output_config.format.{place}: Recursive schemas are not supported")
    schema = _resolved(schema, root)
    yield place, schema
    for name, each in schema.get("properties", {}).items():
        yield from _nodes(each, root, f"{place}.properties.{name}", depth + 1)
    yield from _nodes(schema.get("items"), root, f"{place}.items", depth + 1)
    for number, each in enumerate(schema.get("anyOf", ())):
        yield from _nodes(each, root, f"{place}.anyOf.{number}", depth + 1)


def _resolved(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    name = str(schema.get("$ref", ""))
    if not name:
        return schema
    found = root.get("$defs", {}).get(name.removeprefix("#/$defs/"))
    if not isinstance(found, Mapping) or "$ref" in found:
        raise invalid(f"output_config.format.schema: {name[:60]!r} cannot be resolved")
    return found
