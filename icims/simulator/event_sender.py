"""Sending event notifications as iCIMS does: once each, never again, whatever the answer is."""

import random
import threading
import time
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import structlog

from icims.simulator.courier import Courier, Delivery
from icims.simulator.errors import invalid
from icims.simulator.json_values import read_object
from icims.simulator.target import EventTarget

log = structlog.get_logger(__name__)

REMEMBERED_DELIVERIES = 20_000


@dataclass(frozen=True, slots=True)
class SendOptions:
    """How a batch is sent. ``lose`` is the share that never leaves, ``rate`` the events per second (0: no limit)."""

    repeat: int = 1
    shuffle: bool = False
    lose: float = 0.0
    parallel: int = 4
    rate: float = 0.0
    seed: int = 0

    @classmethod
    def parse(cls, obj: Mapping[str, Any]) -> "SendOptions":
        """Read JSON with the keys of this class. Raises ApiError for numbers that make no sense."""
        options = read_object(cls, obj, "a batch of events")
        if not (1 <= options.repeat <= 100 and 1 <= options.parallel <= 64 and 0 <= options.lose <= 1):
            raise invalid("repeat is 1 to 100, parallel 1 to 64, lose 0 to 1")
        return options


@dataclass(slots=True)
class Batch:
    """A batch in the background; ``outcomes`` counts answers by HTTP status."""

    id: int
    customer: str
    total: int
    sent: int = 0
    lost: int = 0
    done: bool = False
    started: float = field(default_factory=time.monotonic)
    seconds: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
    deliveries: deque[Delivery] = field(default_factory=lambda: deque(maxlen=REMEMBERED_DELIVERIES))
    finished: threading.Event = field(default_factory=threading.Event)

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "customer": self.customer,
            "total": self.total,
            "sent": self.sent,
            "lost": self.lost,
            "done": self.done,
            "seconds": round(self.seconds if self.done else time.monotonic() - self.started, 3),
            "answers": dict(self.outcomes),
        }


class EventSender:
    """Batches of events, each in threads of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ids = count(1)
        self._stopping = threading.Event()
        self.batches: dict[int, Batch] = {}

    def start(
        self, customer: str, payloads: Sequence[dict[str, Any]], target: EventTarget, options: SendOptions
    ) -> Batch:
        """Send in the background. Returns at once; the batch tells how far it is."""
        dice = random.Random(options.seed)  # noqa: S311  reproducible on purpose
        queue = [payload for payload in payloads for _ in range(options.repeat)]
        if options.shuffle:
            dice.shuffle(queue)
        lost = [dice.random() < options.lose for _ in queue]
        planned = [
            (payload, dice.random() < target.gzip_share) for payload, gone in zip(queue, lost, strict=True) if not gone
        ]
        with self._lock:
            batch = Batch(next(self._ids), customer, len(queue), lost=sum(lost))
            self.batches[batch.id] = batch
        sending = (batch, planned, target, options, self._stopping)
        threading.Thread(target=_send_batch, args=sending, name=f"events-{batch.id}", daemon=True).start()
        return batch

    def close(self) -> None:
        """Break off what is still being sent, and wait until the threads have ended. New batches may follow."""
        self._stopping.set()
        for batch in list(self.batches.values()):
            batch.finished.wait(timeout=35)
        self._stopping = threading.Event()

    def outcomes(self, customer: str) -> tuple[int, int, Counter[str]]:
        """(sent, lost, answers by status) of all batches of a tenant."""
        with self._lock:
            batches = [batch for batch in self.batches.values() if batch.customer == customer]
        answers: Counter[str] = Counter()
        for batch in batches:
            answers.update(batch.outcomes)
        return sum(batch.sent for batch in batches), sum(batch.lost for batch in batches), answers

    def deliveries(self, customer: str, workflow: int) -> list[Delivery]:
        with self._lock:
            batches = [batch for batch in self.batches.values() if batch.customer == customer]
        return [each for batch in batches for each in tuple(batch.deliveries) if each.workflow == str(workflow)]


def _send_batch(
    batch: Batch,
    planned: Sequence[tuple[dict[str, Any], bool]],
    target: EventTarget,
    options: SendOptions,
    stopping: threading.Event,
) -> None:
    counting = threading.Lock()

    def send(index: int) -> None:
        payload, compressed = planned[index]
        if options.rate:
            stopping.wait(max(0.0, batch.started + index / options.rate - time.monotonic()))
        if stopping.is_set():
            return
        delivery = courier.deliver(payload, compressed=compressed)
        with counting:
            batch.sent += 1
            batch.outcomes[delivery.outcome] += 1
            batch.deliveries.append(delivery)

    try:
        with Courier(target) as courier, ThreadPoolExecutor(max(1, options.parallel)) as pool:
            list(pool.map(send, range(len(planned))))
    finally:
        batch.seconds = time.monotonic() - batch.started
        batch.done = True
        batch.finished.set()
        log.info("events_sent", batch=batch.id, sent=batch.sent, lost=batch.lost, answers=dict(batch.outcomes))
