"""The switches of the simulated registry."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from registries.lookup import PATH
from registries.simulator import RegistryState, serve_registry

ROOT = Path(__file__).parents[2]
DRIVER = {"credential": "driving", "number": "D123-4567", "given": "Ida", "family": "Sample", "expires": "2030-01-31"}


@pytest.fixture
def url():
    with serve_registry(RegistryState()) as url:
        yield url


def ask(url, **question):
    return requests.post(f"{url}{PATH}", json=question, timeout=5)


def test_entries_are_set_over_http(url):
    requests.put(f"{url}/_simulator/entries", json=[DRIVER], timeout=5).raise_for_status()

    assert ask(url, credential="driving", number="d1234567").json() == {"state": "active", "expires": "2030-01-31"}
    assert ask(url, credential="nursing", number="RN-555012").json() == {"state": "unknown"}
    assert ask(url, credential="forklift", number="1").json() == {"state": "not_covered"}


def test_faults_strike_as_often_as_set_and_are_taken_back(url):
    faults = f"{url}/_simulator/faults"
    requests.put(faults, json=[{"kind": "status", "status": 503, "times": 2}], timeout=5)

    struck = [ask(url, credential="pmi", number="5550123").status_code for _ in range(3)]
    requests.put(faults, json=[{"kind": "malformed"}], timeout=5)
    requests.delete(faults, timeout=5)

    assert struck == [503, 503, 200]
    assert ask(url, credential="pmi", number="5550123").json() == {"state": "active"}
    assert requests.get(f"{url}/_simulator/state", timeout=5).json() == {"lookups": 4}


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/_simulator/faults", [{"kind": "earthquake"}]),
        ("/_simulator/entries", [DRIVER | {"credential": "forklift"}]),
        ("/_simulator/entries", {"number": "1"}),
    ],
)
def test_a_switch_that_does_not_exist_is_refused_with_a_reason(url, path, content):
    refused = requests.put(f"{url}{path}", json=content, timeout=5)

    assert refused.status_code == 400
    assert refused.json()["error"]


def test_the_command_prints_its_settings_and_stops_when_told():
    command = [sys.executable, "-c", "from app.cli import main; main()", "registry-simulator", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        url = running.stdout.readline().strip().removeprefix("CREDENTIAL_REGISTRY_URL=")
        token = running.stdout.readline().strip().removeprefix("CREDENTIAL_REGISTRY_TOKEN=")
        asked = requests.post(
            f"{url}{PATH}",
            json={"credential": "pmi", "number": "5550123"},
            headers={"Authorization": f"Bearer {token}"},
            timeout=5,
        )
        running.send_signal(signal.SIGTERM)
        code = running.wait(timeout=20)

    assert asked.json() == {"state": "active"}
    assert code == 0
