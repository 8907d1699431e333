"""The Procfile and ``icims-scoring run``."""

import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from honcho.environ import parse_procfile

import celeryconfig
from demo.procfile import run
from scoring.errors import InvalidInputError
from settings import ROOT

PROCESSES = parse_procfile((ROOT / "Procfile").read_text()).processes


def test_it_has_a_process_for_every_part_of_an_installation():
    assert list(PROCESSES) == ["release", "web", "worker", "worker_claude", "beat", "flower"]


def test_every_queue_has_a_worker():
    served = {
        queue
        for command in PROCESSES.values()
        if "--queues" in command
        for queue in command.split("--queues ")[1].split()[0].split(",")
    }
    routed = {route["queue"] for route in celeryconfig.task_routes.values()}

    assert routed | {"claude"} == served


def test_flower_refuses_to_start_without_credentials(tmp_path):
    environ = {name: value for name, value in os.environ.items() if name != "FLOWER_BASIC_AUTH"}

    refused = subprocess.run(
        ["/bin/sh", "-c", PROCESSES["flower"]], env=environ, cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert refused.returncode != 0
    assert "FLOWER_BASIC_AUTH" in refused.stderr


def test_flower_only_shows_and_only_to_this_machine():
    assert "--read_only=true" in PROCESSES["flower"]
    assert '--address="${FLOWER_ADDRESS:-127.0.0.1}"' in PROCESSES["flower"]
    assert "--url_prefix=flower" in PROCESSES["flower"]


def test_flowers_password_stands_in_no_list_of_processes():
    arguments = PROCESSES["flower"].split("exec ")[1]

    assert "BASIC_AUTH" not in arguments


def test_running_without_configuration_names_what_is_missing(tmp_path, monkeypatch):
    for name in list(os.environ):
        if name.startswith(("ICIMS_", "SECRET_", "FLOWER_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(run, [])

    assert isinstance(result.exception, InvalidInputError)
    assert all(name in str(result.exception) for name in ("SECRET_KEY", "FLOWER_BASIC_AUTH", "ICIMS_CUSTOMER_ID"))
    assert list(Path(tmp_path).iterdir()) == []


@pytest.mark.parametrize("name", ["web", "worker", "worker_claude", "beat", "flower"])
def test_a_signal_reaches_the_program_and_not_only_its_shell(name):
    assert "exec " in PROCESSES[name]
