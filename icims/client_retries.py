"""Back-off inside a call, as far as the budget of the pipeline reaches."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from icims.errors import AmbiguousWriteError
from scoring.errors import TransientError

Answer = TypeVar("Answer")
LastLook = Callable[[], None]
REPEATABLE = frozenset({"GET", "PATCH"})


@dataclass(frozen=True, slots=True)
class RetryBudget:
    """What all calls of one step together may spend on repeating: ``retries`` more calls, ``seconds`` of waiting.

    A wait is drawn from 0 to min(``first_wait`` x 2^n, ``longest_wait``): full jitter, so that workers which failed
    together do not come back together.
    """

    retries: int = 3
    seconds: float = 20.0
    first_wait: float = 0.5
    longest_wait: float = 8.0


class _Purse:
    def __init__(self, budget: RetryBudget, last_look: LastLook | None) -> None:
        self.last_look = last_look
        self._budget = budget
        self._spent = 0
        self._deadline = time.monotonic() + budget.seconds

    def wait(self, failures: int, retry_after: float | None) -> float | None:
        """Seconds to wait before the next try, already taken from the purse; None when it cannot pay for them."""
        if retry_after is None:
            ceiling = min(self._budget.first_wait * 2 ** (failures - 1), self._budget.longest_wait)
            seconds = random.uniform(0, ceiling)  # noqa: S311  jitter, not a secret
        else:
            seconds = retry_after
        if self._spent >= self._budget.retries or time.monotonic() + seconds > self._deadline:
            return None
        self._spent += 1
        return seconds


_purse: ContextVar[_Purse | None] = ContextVar("icims_retry_purse", default=None)


@contextmanager
def spending(budget: RetryBudget, last_look: LastLook | None = None) -> Iterator[None]:
    """Allow the calls of this thread inside the block to be repeated within ``budget``. An inner block replaces it.

    ``last_look`` is called right before each change leaves; what it raises keeps the change from leaving.
    """
    token = _purse.set(_Purse(budget, last_look))
    try:
        yield
    finally:
        _purse.reset(token)


def look_again() -> None:
    """Before a change leaves: it may have waited for a place, or to be repeated, since its caller last looked."""
    purse = _purse.get()
    if purse is not None and purse.last_look is not None:
        purse.last_look()


def repeated(method: str, send: Callable[[], Answer]) -> Answer:
    """The answer of ``send``, called again after transient errors while the budget lasts.

    Without a budget, and for every method but GET and PATCH, it is called once. The last TransientError is raised, with
    the server's ``retry_after``: at once when that is longer than the budget lasts, as for a spent day.
    """
    failures = 0
    while True:
        try:
            return send()
        except AmbiguousWriteError:
            raise
        except TransientError as error:
            purse = _purse.get()
            if purse is None or method not in REPEATABLE:
                raise
            failures += 1
            seconds = purse.wait(failures, error.retry_after)
            if seconds is None:
                raise
            time.sleep(seconds)
