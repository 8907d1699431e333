"""Five empty tasks in a chain, under the product's own Celery settings: the floor that orchestration stands on."""

import os
import sys
import time

import redis
from celery import Celery, chain

app = Celery("empty")
app.config_from_object("celeryconfig")
app.conf.task_default_queue = "local"
app.conf.task_routes = {}


@app.task(name="bench.empty", ignore_result=True)
def empty(number: int) -> None:
    """Nothing at all."""


@app.task(name="bench.last", ignore_result=True)
def last(number: int) -> None:  # noqa: ARG001  the shape of the others
    """Nothing but counting."""
    _redis().incr("bench:done")


def _redis() -> "redis.Redis":
    return redis.Redis.from_url(os.environ["REDIS_URL"])


def main() -> None:
    chains = int(sys.argv[1])
    counter = _redis()
    for warm in range(4):
        chain(empty.si(warm), last.si(warm)).apply_async()
    while int(counter.get("bench:done") or 0) < 4:
        time.sleep(0.05)
    counter.set("bench:done", 0)
    started = time.monotonic()
    for number in range(chains):
        chain(*(empty.si(number) for _ in range(4)), last.si(number)).apply_async()
    while int(counter.get("bench:done") or 0) < chains:
        time.sleep(0.01)
    counter.set("bench:seconds", time.monotonic() - started)
    counter.close()


if __name__ == "__main__":
    main()
