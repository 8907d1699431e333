"""Reading the simulator's own JSON into dataclasses, with refusals that teach."""

import types
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from icims.simulator.errors import invalid

T = TypeVar("T")


def read_values(cls: type[Any], obj: Any, what: str) -> dict[str, Any]:
    """The values of ``obj`` for the fields of a dataclass, in the types that it declares.

    Raises ApiError naming the key: one that the class does not know, or one whose value has another type.
    """
    hints = get_type_hints(cls)
    names = [each.name for each in fields(cls)]
    if not isinstance(obj, Mapping):
        raise invalid(f"{what} is a JSON object with: {', '.join(names)}")
    if unknown := sorted(set(obj) - set(names)):
        raise invalid(f"unknown keys {unknown}; {what} knows: {', '.join(names)}")
    for name, value in obj.items():
        if not _fits(value, hints[name]):
            raise invalid(f"{name} of {what} must be of the type {_named(hints[name])}")
    return {name: tuple(value) if get_origin(hints[name]) is tuple else value for name, value in obj.items()}


def read_object(cls: type[T], obj: Any, what: str) -> T:
    """The dataclass that ``obj`` describes; raises ApiError as ``read_values`` does, and for a missing key."""
    values = read_values(cls, obj, what)
    try:
        return cls(**values)
    except TypeError:
        raise invalid(f"{what} lacks a mandatory key") from None


def _fits(value: Any, hint: Any) -> bool:
    if hint is Any:
        return True
    if isinstance(hint, types.UnionType):
        return any(_fits(value, each) for each in get_args(hint))
    if get_origin(hint) is tuple:
        return isinstance(value, list | tuple) and all(_fits(each, get_args(hint)[0]) for each in value)
    if get_origin(hint) is list:
        return isinstance(value, list) and all(_fits(each, get_args(hint)[0]) for each in value)
    if get_origin(hint) is dict:
        inner = get_args(hint)[1]
        return isinstance(value, dict) and all(_fits(each, inner) for each in value.values())
    if hint in (int, float):
        return isinstance(value, int | hint) and not isinstance(value, bool)
    return isinstance(value, hint)


def _named(hint: Any) -> str:
    return hint.__name__ if isinstance(hint, type) and not get_args(hint) else str(hint)
