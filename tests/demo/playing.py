"""The demo as it plays: its installation, its people, and waiting for what comes in its own time."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from demo.installation import Installation
from demo.staging import Staged

PATIENCE_SECONDS = 150.0  # the beat looks for decisions every 30 s, and the machine may be busy
LOOK_EVERY_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Play:
    """The installation with its people. ``held_back`` are applications whose event has not been sent yet."""

    installation: Installation
    staged: Staged
    held_back: tuple[str, ...]

    @property
    def url(self) -> str:
        return self.installation.web_url

    def password(self, login: str) -> str:
        return next(user.password for user in self.staged.users if user.login == login)

    def eventually(self, condition: Callable[[], bool], what: str) -> None:
        """Wait until it is so. Fails with ``what`` when it does not come, or when a process of the demo ended."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            self.installation.supervisor.check()
            assert time.monotonic() < deadline, f"it did not come to pass that {what}"
            time.sleep(LOOK_EVERY_SECONDS)
