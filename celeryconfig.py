"""Broker, queues, routes, limits and the beat: all that an operator needs, on one page."""

import os

from celery.schedules import crontab

broker_url = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")

# -- delivery: Redis is the doorbell, PostgreSQL the ledger --------------------------------------------------
task_acks_late = True
worker_prefetch_multiplier = 1
# Not task_retry_on_worker_lost: attempts and lost workers are counted in the ledger (docs/decisions/0002).
task_reject_on_worker_lost = True
# A failure stands in our tables; a message that failed has done its duty.
task_acks_on_failure = True
task_acks_on_timeout = True
worker_cancel_long_running_tasks_on_connection_loss = True
broker_connection_retry_on_startup = True
broker_connection_max_retries = None

# soft limit < hard limit < lease (settings) < visibility timeout, and longest wait inside a message < visibility
# timeout: otherwise a second worker gets a step that is still running. tests/architecture holds the order.
# One pair for all steps: the part of extraction that could hang, the file, is bounded by resumes/limits.py. In the
# threads of the worker for Claude neither is enforced: no call begins there that could outlast the lease
# (settings.CLAUDE_LEASE_FACTOR), and CLAUDE_TIMEOUT_SECONDS bounds each.
task_soft_time_limit = 240
task_time_limit = 300
message_wait_ceiling = 60  # ours: longer waits stand in the ledger and are rung by the sweep
visibility_timeout = 900
broker_transport_options = {
    "visibility_timeout": visibility_timeout,
    # Look for messages of vanished workers every 5 s instead of every 100 s.
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 30,
    # A webhook rings while iCIMS waits for its answer; a Redis next door connects in milliseconds or not at all.
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
    "health_check_interval": 25,
    "retry_on_timeout": False,
    # Redis gives the lowest number first: see task_routes.
    "priority_steps": [0, 3, 6, 9],
    "global_keyprefix": "icims:",
    "client_name": "icims-scoring",
}

# -- queues, named after what runs out: the tracking system's calls, the model's calls, this machine's processors
# A forgotten route lands in a queue without a worker and shows in the first test.
task_default_queue = "unrouted"
task_create_missing_queues = True
# Later steps first: whoever applied first is finished first, instead of everybody at the end of a large batch.
task_routes = {
    "scoring.extract": {"queue": "icims", "priority": 9},
    "scoring.match": {"queue": "local", "priority": 6},  # "claude" when Claude assesses: tasks.pipeline.send_on
    "scoring.flag": {"queue": "local", "priority": 3},
    "scoring.write_back": {"queue": "icims", "priority": 3},
    "scoring.audit": {"queue": "local", "priority": 3},
    "scoring.sweep": {"queue": "local", "priority": 0},
    "scoring.reconcile": {"queue": "icims", "priority": 0},
    "scoring.rescore_talent_pool": {"queue": "local", "priority": 0},
    "scoring.rescore": {"queue": "local", "priority": 6},
    "scoring.tend_batches": {"queue": "local", "priority": 0},
    "scoring.release_notices": {"queue": "local", "priority": 0},
    "scoring.prove_icims": {"queue": "icims", "priority": 9},
    "scoring.write_decisions": {"queue": "icims", "priority": 0},
    # "claude" when the model has to be asked: tasks.trial_bell. Whoever waits for a run goes first.
    "scoring.try_version": {"queue": "local", "priority": 9},
}

# -- workers -------------------------------------------------------------------------------------------------
# A new child loads the taxonomy again. `make bench` shows that children do not grow; the limit of memory is the net.
worker_max_tasks_per_child = 5000
worker_max_memory_per_child = 400_000  # kB
worker_eta_task_limit = 200
worker_soft_shutdown_timeout = 60
worker_enable_soft_shutdown_on_idle = True
worker_proc_alive_timeout = 30
worker_hijack_root_logger = False

# -- content: ids as JSON; no result backend, so nothing of results is set -----------------------------------
task_serializer = "json"
event_serializer = "json"
accept_content = ["json"]
task_ignore_result = True

# -- events for Flower ---------------------------------------------------------------------------------------
worker_send_task_events = True
# Flower shows arrivals at the worker; the publisher's half would cost webhooks and steps time.
task_send_sent_event = False

# -- beat: every entry is safe to miss and safe to run twice -------------------------------------------------
# Not RedBeat: the jobs themselves are safe to start twice (docs/decisions/0005).
beat_max_loop_interval = 10
# A beat that comes back in the morning does not start the night's work then.
beat_cron_starting_deadline = 1800
beat_schedule = {
    "sweep": {"task": "scoring.sweep", "schedule": 15.0, "options": {"expires": 120}},
    "reconcile": {"task": "scoring.reconcile", "schedule": 300.0, "options": {"expires": 300}},
    "write-decisions": {"task": "scoring.write_decisions", "schedule": 30.0, "options": {"expires": 120}},
    "rescore-talent-pool": {
        "task": "scoring.rescore_talent_pool",
        "schedule": crontab(hour="2", minute="0"),
        # A night that could not run is skipped, not run twice the next night.
        "options": {"expires": 20 * 60 * 60},
    },
    "prove-icims": {
        "task": "scoring.prove_icims",
        # In slices, the longest uncompared first; what was compared tonight is not compared again.
        "schedule": crontab(hour="3-5", minute="*/15"),
        "options": {"expires": 600},
    },
    "tend-batches": {"task": "scoring.tend_batches", "schedule": 300.0, "options": {"expires": 300}},
    # What waited for the notice to candidates goes on within the hour in which it may.
    "release-notices": {"task": "scoring.release_notices", "schedule": 900.0, "options": {"expires": 900}},
}
