"""The command that runs the simulator."""

import os
import re
import signal
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner

from icims.simulator.command import simulator
from icims.simulator.faults import KINDS
from icims.simulator.tenant import Options

START = [sys.executable, "-c", "from icims.simulator.command import simulator; simulator()", "--port", "0"]


@pytest.fixture
def started():
    """The command as a process of its own; gives the lines that it printed up to the last one of its greeting."""
    processes = []

    def start(*options):
        environ = {**os.environ, "PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen([*START, *options], stdout=subprocess.PIPE, text=True, env=environ)
        processes.append(process)
        lines = []
        while not lines or "Ctrl-C stops" not in lines[-1]:
            lines.append(process.stdout.readline())
            assert process.poll() is None
        return process, "".join(lines)

    yield start
    for process in processes:
        process.kill()
        process.wait()
        process.stdout.close()


def test_it_prints_settings_that_work_and_stops_on_ctrl_c(started):
    process, printed = started("--daily-limit", "10000")
    settings = dict(re.findall(r"^(ICIMS_\w+)=(.+)$", printed, re.MULTILINE))
    form = {
        "grant_type": "client_credentials",
        "client_id": settings["ICIMS_CLIENT_ID"],
        "client_secret": settings["ICIMS_CLIENT_SECRET"],
        "audience": settings["ICIMS_AUDIENCE"],
    }
    token = requests.post(settings["ICIMS_TOKEN_URL"], data=form, timeout=10).json()["access_token"]
    base = f"{settings['ICIMS_API_URL']}/customers/{settings['ICIMS_CUSTOMER_ID']}"
    answer = requests.get(f"{base}/applicantworkflows/10001", headers={"Authorization": f"Bearer {token}"}, timeout=10)
    process.send_signal(signal.SIGINT)

    assert answer.json()["baseprofile"]["value"] == "Senior Python Engineer"
    assert answer.headers["x-ratelimit-limit"] == "10000"
    assert process.wait(10) == 0


def test_it_stops_as_quickly_when_it_is_terminated(started):
    process, _ = started("--empty", "--customer-id", "77")

    process.terminate()

    assert process.wait(10) == 0


def test_its_help_names_every_fault_and_shows_how_to_try_it():
    printed = CliRunner().invoke(simulator, ["--help"]).output

    assert [kind for kind in KINDS if kind not in printed] == []
    assert "/_simulator/events" in printed


def test_an_event_target_that_cannot_work_is_bad_usage():
    result = CliRunner().invoke(simulator, ["--events-to", "http://127.0.0.1:9/", "--events-auth", "oauth"])

    assert result.exit_code == 2
    assert "token" in result.output


def test_the_manual_names_every_fault_and_every_option_of_a_tenant():
    manual = (Path(__file__).parents[2] / "docs" / "simulator.md").read_text()
    names = [*KINDS, *(option.name for option in fields(Options))]

    assert [name for name in names if f"`{name}`" not in manual] == []
