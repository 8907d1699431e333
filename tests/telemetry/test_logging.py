import json
import subprocess
import sys
import textwrap
from typing import Any

BEGIN = """
import logging, structlog
from telemetry import logging as telemetry_logging
telemetry_logging.configure()
"""


def logged(program: str) -> list[dict[str, Any]]:
    """The lines that a process of its own logs; every one must be a JSON object."""
    ran = subprocess.run(
        [sys.executable, "-c", BEGIN + textwrap.dedent(program)], capture_output=True, text=True, timeout=60, check=True
    )
    return [json.loads(line) for line in ran.stderr.splitlines()]


def test_our_lines_and_a_librarys_lines_look_alike() -> None:
    ours, theirs = logged("""
        with structlog.contextvars.bound_contextvars(run_id="run-1"):
            structlog.get_logger("tasks.step").info("step_recorded", step="match")
            logging.getLogger("celery").warning("hello")
    """)

    assert ours["run_id"] == theirs["run_id"] == "run-1"
    assert (ours["event"], theirs["event"]) == ("step_recorded", "hello")
    assert set(theirs) <= set(ours)


def test_a_key_that_is_not_allowed_never_reaches_the_log() -> None:
    [line] = logged("""
        structlog.get_logger("app").info("event_accepted", run_id="run-1", email="ida@example.com")
    """)

    assert "email" not in line
    assert line["run_id"] == "run-1"


def test_a_bug_is_logged_by_place_and_kind_without_its_message() -> None:
    lines = logged("""
        for logger in (structlog.get_logger("tasks.step"), logging.getLogger("library")):
            try:
                raise ValueError("Ida Sample, 302-555-0101")
            except ValueError:
                logger.exception("step_failed")
    """)

    assert "Ida" not in json.dumps(lines)
    assert [line["error"].startswith("ValueError at <string>:") for line in lines] == [True, True]
