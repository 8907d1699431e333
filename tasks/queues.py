"""How many messages wait in Redis."""

from redis import Redis
from redis.exceptions import RedisError

from tasks.celery import app

QUEUES = ("icims", "claude", "local")


def queue_lengths(redis: Redis) -> dict[str, int] | None:
    """Messages by queue, and under "unacknowledged" those that workers hold; None when Redis does not answer."""
    options = app.conf.broker_transport_options
    prefix = options["global_keyprefix"]
    # Kombu keeps a list per queue and priority; the highest one carries the queue's plain name.
    priorities = [f"\x06\x16{step}" if step else "" for step in options["priority_steps"]]
    try:
        with redis.pipeline(transaction=False) as asked:
            for queue in QUEUES:
                for priority in priorities:
                    asked.llen(f"{prefix}{queue}{priority}")
            asked.hlen(f"{prefix}unacked")
            *waiting, held = map(int, asked.execute())
    except RedisError:
        return None
    each = len(priorities)
    lengths = {queue: sum(waiting[each * n : each * (n + 1)]) for n, queue in enumerate(QUEUES)}
    return lengths | {"unacknowledged": held}
