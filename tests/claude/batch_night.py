"""A night of batches between a real ledger and the simulated service."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from messages_lab import MODEL, RUBRIC, Lab, simulated

from claude.application import redacted_application
from claude.batch_client import BatchClient
from claude.batches import BatchDesk, BatchRequest, batch_request
from claude.messages import ClaudeAccess, MessagesClient
from claude.model_profile import model_profile
from scoring.model_batch import BatchItem, BatchState, ModelBatch
from scoring.redaction import Identity
from scoring.resume import Resume
from store import Store

AS_OF = date(2026, 11, 1)
PROFILE = model_profile(MODEL)
PERSON = Identity(names=("Maria Example",), emails=("maria@example.com",))


class Night:
    """Submits and tends as the nightly task does; ``released`` are the batches whose runs were opened."""

    def __init__(self, lab: Lab, store: Store, query: Callable[[str], Any]) -> None:
        self.lab, self.store, self.query = lab, store, query
        self.messages = MessagesClient(ClaudeAccess("test-key", lab.url, timeout_seconds=10.0))
        self.desk = BatchDesk(BatchClient(self.messages), store.batches, store.calls, store.answers)
        self.released: list[str] = []

    def requests(self, count: int = 4) -> list[BatchRequest]:
        return [self._request(number) for number in range(count)]

    def _request(self, number: int) -> BatchRequest:
        text = (
            f"Maria Example\nmaria@example.com\n\nData Engineer, Firm {number}, January 2016 - Present\n- Python, SQL\n"
        )
        application = redacted_application(Resume(text, "f" * 64, "text/plain"), (), AS_OF, PERSON)
        about = BatchItem("", "", "", "", f"run-{number}", f"workflow-{number}", "7", f"person-{number}")
        return batch_request(PROFILE, RUBRIC, application, "1234", about)

    def submit(self, requests: list[BatchRequest]) -> tuple[BatchItem, ...]:
        return self.desk.submit("1234", PROFILE, AS_OF, requests)

    def tend(self, *, usable: bool = True, stopped: bool = False) -> list[BatchState]:
        return [
            self.desk.tend(batch, lambda *_: usable, self._release, stopped=stopped)
            for batch in self.store.batches.unfinished()
        ]

    def _release(self, batch: ModelBatch) -> None:
        self.released.append(batch.id)

    def answered(self, requests: list[BatchRequest]) -> list[bool]:
        return [self.store.answers.get(request.item.key) is not None for request in requests]

    def grow_older(self, hours: float) -> None:
        self.query(f"UPDATE model_batches SET prepared_at = prepared_at - make_interval(secs => {hours * 3600})")  # noqa: S608

    def kept_there(self) -> int:
        return len(list(self.lab.client.messages.batches.list()))


@contextmanager
def a_night(store: Store, query: Callable[[str], Any]) -> Iterator[Night]:
    with simulated() as lab:
        opened = Night(lab, store, query)
        yield opened
        opened.messages.close()
