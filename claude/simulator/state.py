"""Everything that the simulated service remembers; all of it is forgotten when it stops."""

import secrets
import threading

from claude.simulator.batches import BatchBook
from claude.simulator.canaries import CanaryWatch
from claude.simulator.clock import Clock
from claude.simulator.faults import FaultBook
from claude.simulator.honest import HonestModel
from claude.simulator.journal import Journal
from claude.simulator.limits import RateLimits
from claude.simulator.options import Options
from claude.simulator.prompt_cache import PromptCache

EXTENSION = "claude_simulator"
ORGANIZATION = "00000000-0000-4000-8000-000000000000"


class SimulatorState:
    """``stopping`` is set when the server goes down, so that calls that wait wake up."""

    def __init__(self, options: Options | None = None) -> None:
        self.options = self._first_options = options or Options()
        self.clock = Clock()
        self.stopping = threading.Event()
        self.faults = FaultBook()
        self.canaries = CanaryWatch()
        self.journal = Journal()
        self.cache = PromptCache(self.clock)
        self.limits = RateLimits(self.clock, self._current_options)
        self.batches = BatchBook(self.clock)
        self.honest = HonestModel()

    def reset(self) -> None:
        """As just started, with the options that it was started with."""
        self.options = self._first_options
        for part in (self.clock.reset, self.faults.remove, self.canaries.clear, self.journal.clear):
            part()
        for part in (self.cache.clear, self.limits.clear, self.batches.clear):
            part()

    def _current_options(self) -> Options:
        return self.options


def new_id(prefix: str) -> str:
    """An identifier such as msg_01…, in the form of the service."""
    return f"{prefix}_01{secrets.token_hex(11)}"
