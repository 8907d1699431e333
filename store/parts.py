"""The parts of the ledger, each made at its first use over the engine of the whole."""

from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar, overload

import sqlalchemy as sa

Of = TypeVar("Of")


class HasEngine(Protocol):
    _engine: sa.Engine


class Part(Generic[Of]):
    """An attribute of the ledger: ``runs = Part(Runs)``. Made once for each ledger, like a cached property."""

    def __init__(self, make: Callable[[sa.Engine], Of]) -> None:
        self._make = make
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, whole: None, owner: type) -> "Part[Of]": ...
    @overload
    def __get__(self, whole: HasEngine, owner: type) -> Of: ...
    def __get__(self, whole: HasEngine | None, owner: type) -> Any:
        if whole is None:
            return self
        # Found in the instance from now on: a descriptor without __set__ goes after what is there.
        made = whole.__dict__[self._name] = self._make(whole._engine)
        return made
