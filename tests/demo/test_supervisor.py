"""The supervisor: what it starts it also ends, with all of its children."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from demo.child_process import born
from demo.supervisor import ProcessEndedError, StopRequested, Supervisor, stopping_on_signals

PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", {child!r}])
print(child.pid, flush=True)
time.sleep(600)
"""
SLEEPING = "import time; time.sleep(600)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"


@pytest.fixture
def supervisor(tmp_path):
    with Supervisor(tmp_path / "log", dict(os.environ), tmp_path) as running:
        yield running


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def first_line(path: Path, seconds: float = 20.0) -> str:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        lines = path.read_text().splitlines() if path.exists() else []
        if lines:
            return lines[0]
        time.sleep(0.02)
    raise AssertionError(f"{path.name} stayed empty")


def gone(pid: int, seconds: float = 20.0) -> bool:
    deadline = time.monotonic() + seconds
    while born(pid) is not None and time.monotonic() < deadline:
        time.sleep(0.02)
    return born(pid) is None


@pytest.mark.parametrize("child", [SLEEPING, DEAF], ids=["willing", "deaf"])
def test_stopping_leaves_no_grandchild_behind(supervisor, child):
    supervisor.start("parent", python(PARENT.format(child=child)))
    grandchild = int(first_line(supervisor.log_file("parent")))

    supervisor.stop()

    assert gone(grandchild)


def test_a_process_that_ignores_the_request_is_killed(supervisor, monkeypatch):
    monkeypatch.setattr("demo.supervisor.GRACE_SECONDS", 0.3)
    supervisor.start("deaf", python(f"print('up', flush=True); {DEAF}"))
    first_line(supervisor.log_file("deaf"))
    pid = supervisor.pids["deaf"]

    supervisor.stop()

    assert gone(pid)


def test_each_process_leads_a_group_of_its_own(supervisor):
    supervisor.start("one", python(SLEEPING))
    supervisor.start("two", python(SLEEPING))

    groups = {os.getpgid(pid) for pid in supervisor.pids.values()}

    assert len(groups) == 2
    assert os.getpgrp() not in groups


def test_an_early_end_is_told_in_one_line_with_the_tail_of_the_log(supervisor):
    supervisor.start("web", python("import sys; print('starting'); sys.exit('port is taken')"))
    assert gone(supervisor.pids["web"])

    with pytest.raises(ProcessEndedError) as ended:
        supervisor.check()

    assert "web ended with status 1: port is taken" in str(ended.value)
    assert "\n" not in str(ended.value)


def test_nothing_is_said_while_everything_runs(supervisor):
    supervisor.start("one", python(SLEEPING))

    supervisor.check()

    assert list(supervisor.pids) == ["one"]


def test_a_killed_worker_can_be_started_again_under_its_name(supervisor):
    supervisor.start("worker", python(PARENT.format(child=SLEEPING)))
    grandchild = int(first_line(supervisor.log_file("worker")))

    supervisor.kill("worker")
    supervisor.start("worker", python(SLEEPING))
    supervisor.check()

    assert gone(grandchild)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_stops_the_block_once_and_its_end_is_not_interrupted(number):
    reached = []

    def work() -> None:
        try:
            os.kill(os.getpid(), number)
            time.sleep(5)
        finally:
            os.kill(os.getpid(), number)
            reached.append("end")

    with pytest.raises(StopRequested) as stopped, stopping_on_signals():
        work()

    assert stopped.value.number == number
    assert reached == ["end"]


def test_signals_mean_what_they_meant_before_when_the_block_is_left():
    before = signal.getsignal(signal.SIGTERM)

    with stopping_on_signals():
        inside = signal.getsignal(signal.SIGTERM)

    assert inside is not before
    assert signal.getsignal(signal.SIGTERM) is before
