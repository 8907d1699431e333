"""Reading the control's JSON into dataclasses, with refusals that teach."""

import types
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, get_args, get_origin, get_type_hints

from claude.simulator.errors import invalid


def read_values(cls: type[Any], given: Any, what: str) -> dict[str, Any]:
    """The values of ``given`` for the fields of a dataclass. Raises ApiError that names an unknown key or a value of
    another type."""
    hints = get_type_hints(cls)
    names = [each.name for each in fields(cls)]
    if not isinstance(given, Mapping):
        raise invalid(f"{what} is a JSON object with: {', '.join(names)}")
    if unknown := sorted(set(given) - set(names)):
        raise invalid(f"unknown keys {unknown}; {what} knows: {', '.join(names)}")
    for name, value in given.items():
        if not _fits(value, hints[name]):
            raise invalid(f"{name} of {what} must be of the type {_named(hints[name])}")
    return {name: tuple(value) if get_origin(hints[name]) is tuple else value for name, value in given.items()}


def _fits(value: Any, hint: Any) -> bool:
    if isinstance(hint, types.UnionType):
        return any(_fits(value, each) for each in get_args(hint))
    origin = get_origin(hint)
    if origin is tuple:
        return isinstance(value, list | tuple) and all(_fits(each, get_args(hint)[0]) for each in value)
    if origin is dict:
        return isinstance(value, dict) and all(_fits(each, get_args(hint)[1]) for each in value.values())
    if hint in (int, float):
        return isinstance(value, int | hint) and not isinstance(value, bool)
    return isinstance(value, hint)


def _named(hint: Any) -> str:
    return hint.__name__ if isinstance(hint, type) and not get_args(hint) else str(hint)
