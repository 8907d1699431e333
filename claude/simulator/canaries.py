"""Strings that must never arrive: looked for in every request, reported by their hash only."""

import hashlib
import json
import re
import threading
from collections.abc import Iterable, Iterator
from typing import Any

_SPACES = re.compile(r"\s+")


class CanaryWatch:
    """Compares without regard to case and runs of white space, also inside of JSON that is sent as text."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, str] = {}  # plain text: hash of the string as it was given

    def add(self, strings: Iterable[str]) -> None:
        with self._lock:
            self._known |= {_plain(each): hashlib.sha256(each.encode()).hexdigest() for each in strings if each.strip()}

    def clear(self) -> None:
        with self._lock:
            self._known = {}

    def __len__(self) -> int:
        return len(self._known)

    def found_in(self, body: bytes) -> tuple[str, ...]:
        """The hashes of the strings that a request body holds."""
        with self._lock:
            known = dict(self._known)
        if not known:
            return ()
        words = _plain("\n".join(_texts(body.decode("utf-8", "replace"))))
        return tuple(sha for plain, sha in known.items() if plain in words)


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip().casefold()


def _texts(text: str) -> Iterator[str]:
    """The text itself, or, where it is JSON, every string in it, and so on inwards."""
    # The requisition stands as JSON after one line of text.
    line, _, rest = text.partition("\n")
    for before, candidate in (("", text), (line, rest)):
        if candidate.startswith(("{", "[")):
            try:
                found = json.loads(candidate)
            except ValueError:
                continue
            yield before
            yield from _leaves(found)
            return
    yield text


def _leaves(found: Any) -> Iterator[str]:
    waiting = [found]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str):
            yield from _texts(value)
