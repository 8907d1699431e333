"""The simulator in a process of its own, so that it does not share an interpreter with what is measured."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.installation import CUSTOMER, answers, free_port, wait_until


@contextlib.contextmanager
def simulator(log_dir: Path) -> Iterator[str]:
    """The base URL of an empty simulated iCIMS for the life of the block."""
    port = free_port()
    program = str(Path(sys.executable).parent / "icims-scoring")
    command = [program, "simulator", "--empty", "--customer-id", CUSTOMER, "--port", str(port)]
    log_dir.mkdir(parents=True, exist_ok=True)
    with (log_dir / "simulator.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until(lambda: answers(f"{url}/_simulator/faults"), 30, "the simulator does not answer")
        yield url
    finally:
        process.terminate()
        process.wait(15)
