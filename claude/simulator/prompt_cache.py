"""The prompt cache: what a request reads from it, what it writes, and when others may read that."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from claude.simulator.prefix import TTL_SECONDS, Block, blocks_of

LOOK_BACK = 20  # blocks before a breakpoint that are searched for an entry


@dataclass(frozen=True, slots=True)
class Reading:
    """How the tokens of a prompt are billed. ``input_tokens`` are neither read nor written."""

    input_tokens: int
    read: int
    written_5m: int
    written_1h: int
    touched: tuple[tuple[str, int], ...]  # entries to write or refresh, with their lifetime in seconds

    @property
    def written(self) -> int:
        return self.written_5m + self.written_1h

    @property
    def total(self) -> int:
        return self.input_tokens + self.read + self.written


class PromptCache:
    """Entries become readable when the answer of the call begins. A read makes an entry young again."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._until: dict[str, datetime] = {}

    def read(self, params: Mapping[str, Any], minimum: int) -> Reading:
        """What a request with these parameters finds now. Changes nothing: see ``begin``."""
        blocks = blocks_of(params)
        total = blocks[-1].tokens if blocks else 0
        marked = [place for place, block in enumerate(blocks) if block.ttl and block.tokens >= minimum]
        if not marked:
            return Reading(total, 0, 0, 0, ())
        found = self._longest(blocks, marked, minimum)
        position = read = blocks[found].tokens if found is not None else 0
        written = dict.fromkeys(TTL_SECONDS, 0)
        touched = [(blocks[found].key, TTL_SECONDS[blocks[found].ttl or "5m"])] if found is not None else []
        for place in marked:
            block = blocks[place]
            if block.tokens > position:
                written[block.ttl] += block.tokens - position
                touched.append((block.key, TTL_SECONDS[block.ttl]))
                position = block.tokens
        return Reading(total - position, read, written["5m"], written["1h"], tuple(touched))

    def begin(self, reading: Reading) -> None:
        """The answer begins: from now on others can read what the call wrote."""
        now = self._clock()
        with self._lock:
            for key, seconds in reading.touched:
                until = now + timedelta(seconds=seconds)
                self._until[key] = max(until, self._until.get(key, until))
            if len(self._until) > 10_000:
                self._until = {key: until for key, until in self._until.items() if until > now}

    def clear(self) -> None:
        with self._lock:
            self._until.clear()

    def _longest(self, blocks: tuple[Block, ...], marked: list[int], minimum: int) -> int | None:
        now = self._clock()
        with self._lock:
            for place in reversed(marked):
                for earlier in range(place, max(place - LOOK_BACK, -1), -1):
                    until = self._until.get(blocks[earlier].key)
                    if until is not None and until > now and blocks[earlier].tokens >= minimum:
                        return earlier
        return None
