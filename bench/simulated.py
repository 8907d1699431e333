"""The simulators, each in a process of its own, so that they do not share an interpreter with what is measured."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import requests

from bench.installation import CUSTOMER, answers, free_port, wait_until


@contextlib.contextmanager
def simulator(log_dir: Path) -> Iterator[str]:
    """The base URL of an empty simulated iCIMS for the life of the block."""
    options = ("--empty", "--customer-id", CUSTOMER)
    with _running(log_dir, "simulator", "/_simulator/faults", options) as url:
        yield url


@contextlib.contextmanager
def messages_simulator(log_dir: Path, **options: object) -> Iterator[str]:
    """The base URL of a simulated Messages API with these options for the life of the block."""
    with _running(log_dir, "claude-simulator", "/_control/options", ()) as url:
        switch(url, "PATCH", "/options", options)
        yield url


def switch(url: str, method: str, path: str, content: object = None) -> Any:
    """What a call to the switches of the simulated Messages API answers."""
    answer = requests.request(method, f"{url}/_control{path}", json=content, timeout=20)
    answer.raise_for_status()
    return answer.json()


@contextlib.contextmanager
def _running(log_dir: Path, command: str, ready: str, options: Sequence[str]) -> Iterator[str]:
    port = free_port()
    program = str(Path(sys.executable).parent / "icims-scoring")
    log_dir.mkdir(parents=True, exist_ok=True)
    with (log_dir / f"{command}.log").open("ab") as log:
        process = subprocess.Popen(
            [program, command, "--port", str(port), *options], stdout=log, stderr=log, start_new_session=True
        )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until(lambda: answers(f"{url}{ready}"), 30, f"the {command} does not answer")
        yield url
    finally:
        process.terminate()
        process.wait(15)
