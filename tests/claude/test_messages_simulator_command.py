"""``icims-scoring claude-simulator`` as an operator starts it."""

import re
import signal
import subprocess
import sys

import anthropic
import requests


def started(*arguments: str) -> subprocess.Popen:
    command = [sys.executable, "-c", "from app.cli import main; main()", "claude-simulator", "--port", "0", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_the_command_prints_settings_that_work_and_stops_when_told():
    with started("--behaviour", "unknowing", "--requests-per-minute", "600") as process:
        try:
            url = re.search(r"http://\S+?(?=/ )", process.stdout.readline())[0]
            with anthropic.Anthropic(api_key="simulated", base_url=url, max_retries=0) as client:
                asked = {"model": "claude-haiku-5-5", "max_tokens": 9, "messages": [{"role": "user", "content": "Hi"}]}
                raw = client.messages.with_raw_response.create(**asked)
            options = requests.get(f"{url}/_control/options", timeout=5).json()
        finally:
            process.send_signal(signal.SIGTERM)
        printed = process.stdout.read()

    assert raw.headers["anthropic-ratelimit-requests-limit"] == "600"
    assert options["behaviour"] == "unknowing"
    assert f"ANTHROPIC_BASE_URL={url}\n" in printed
    assert printed.endswith("stopped\n")
    assert process.returncode == 0


def test_a_negative_latency_is_bad_usage():
    with started("--latency", "-1") as process:
        printed = process.stdout.read()

    assert process.returncode == 2
    assert "latency" in printed
