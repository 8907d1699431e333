"""The demo as somebody who has just cloned the repository runs it: a process, its output, and what it leaves behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from demo.installation import Ports, program
from demo.postgres_server import PostgresServer
from demo.valkey_server import free_port
from scoring.errors import PermanentError

pytestmark = pytest.mark.pipeline


@pytest.fixture
def start():
    """Starts demos; whatever a failed test leaves running is stopped."""
    started, places = [], []

    def start(var_dir: Path, applications: int, *more: str) -> subprocess.Popen[str]:
        ports = [f"--{name}={free_port()}" for name in ("port", "flower-port", "simulator-port")]
        command = [program("icims-scoring"), "demo", f"--applications={applications}", f"--var-dir={var_dir}", *ports]
        command += more
        # A tenant that is configured in the surrounding shell must not be met.
        environ = os.environ | {"ICIMS_API_URL": "https://real-tenant.example.com", "DATABASE_URL": "postgresql://real"}
        demo = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environ)
        started.append(demo)
        places.append(var_dir)
        return demo

    yield start
    for demo in started:
        if demo.poll() is None:
            demo.terminate()
        demo.communicate(timeout=60)
    for var_dir in places:  # a killed demo keeps its data, which may live outside of the test's directory
        PostgresServer(var_dir / "postgres", var_dir / "postgres.log").discard()


def left_behind(var_dir: Path) -> list[str]:
    """Processes that belong to that demo, by their arguments or their environment."""
    found = []
    for process in psutil.process_iter():
        try:
            belongs = str(var_dir) in " ".join(process.cmdline()) or process.environ().get("VAR_DIR") == str(var_dir)
        except psutil.Error:
            continue
        if belongs and process.pid != os.getpid():
            found.append(process.name())
    return found


def read_until(demo: subprocess.Popen[str], words: str) -> str:
    assert demo.stdout is not None
    seen = ""
    for line in demo.stdout:
        seen += line
        if words in line:
            return seen
    raise AssertionError(f"the demo ended before it said {words!r}:\n{seen}")


def test_it_scores_a_requisition_and_leaves_nothing_running(tmp_path, start):
    demo = start(tmp_path / "var", 21)

    said, _ = demo.communicate(timeout=240)

    assert demo.returncode == 0, said
    assert "39 of 39 applications are final" in said
    assert "Senior Python Engineer, Shipment Platform: the best 10 of 21" in said
    assert "image only" in said
    assert "scored for 2 others, nothing written" in said
    assert "Flower" in said
    assert left_behind(tmp_path / "var") == []


def test_with_claude_it_says_that_the_answers_are_simulated(tmp_path, start):
    demo = start(tmp_path / "var", 3, "--assessor=claude")

    said, _ = demo.communicate(timeout=240)

    assert demo.returncode == 0, said
    assert "nothing goes to Anthropic, and no language model rates" in said
    assert "simulated: these are no answers of Claude" in said
    assert "21 of 21 applications are final" in said
    assert left_behind(tmp_path / "var") == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP], ids=["ctrl-c", "closed-terminal"])
def test_stopping_it_leaves_nothing_running(tmp_path, start, number):
    demo = start(tmp_path / "var", 21)
    read_until(demo, "the tenant is filled")

    demo.send_signal(number)
    said, _ = demo.communicate(timeout=60)

    assert demo.returncode == 128 + number
    assert "nothing is left running" in said
    assert left_behind(tmp_path / "var") == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_killing_it_leaves_nothing_running(tmp_path, start):
    demo = start(tmp_path / "var", 21)
    read_until(demo, "web, workers and beat are up")

    demo.kill()
    demo.communicate()
    deadline = time.monotonic() + 20
    while left_behind(tmp_path / "var") and time.monotonic() < deadline:
        time.sleep(0.1)

    assert left_behind(tmp_path / "var") == []


def test_a_wanted_port_that_is_taken_is_named():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        with pytest.raises(PermanentError, match=f"port {port} is taken"):
            Ports.choose(web=port)
