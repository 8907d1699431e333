"""Log lines as JSON: our events and libraries' sentences alike, with ids and nothing personal."""

import logging
import re
import sys
from collections.abc import Callable
from typing import Any

import structlog

# What a log line may carry. Anything else is dropped: a list of what is allowed cannot forget a field.
ALLOWED_KEYS = frozenset(
    re.findall(
        r"\w+",
        """
        event level logger timestamp run_id step trace_id customer_id workflow_id job_id person_id requisition_id
        attempts milliseconds seconds error reason kind digest held outcome opened count counts page pages status
        code method route transaction queue task worker pid path mode version rubric_version host port state name
        remaining limit reset bytes entries children exit_code signal service slot since until ids found missing
        rung cause runs call calls stop_reason setting
        """,
    )
)


def _drop_unknown_keys(_: Any, __: str, line: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in line.items() if key in ALLOWED_KEYS or key.startswith("_")}


def _bug_without_its_values(_: Any, __: str, line: dict[str, Any]) -> dict[str, Any]:
    """Keep where an exception was raised; its message may hold a candidate's words."""
    raised = line.pop("exc_info", None)
    if raised:
        if isinstance(raised, BaseException):
            raised = (type(raised), raised, raised.__traceback__)
        kind, _error, trace = sys.exc_info() if raised is True else raised
        frames: list[str] = []
        while trace is not None:
            frames.append(f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
            trace = trace.tb_next
        line["error"] = f"{kind.__name__ if kind else 'exception'} at {' > '.join(frames[-8:])}"
    return line


SHARED: tuple[Callable[..., Any], ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    _bug_without_its_values,
    _drop_unknown_keys,
)


def configure(level: str = "INFO") -> None:
    """Send every log line of this process to stderr as one JSON object. Calling it twice changes nothing."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=list(SHARED),
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    # Celery's per-task sentences repeat what the steps say about themselves.
    for noisy in ("celery.app.trace", "celery.worker.strategy"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
