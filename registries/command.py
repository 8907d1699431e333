"""``icims-scoring registry-simulator``: a registry of credentials to try the look-ups with, on this machine."""

import signal
import threading

import click

from registries.simulator import RegistryState, serve_registry

EPILOG = """\b
Try it while it runs:
  curl -s -X POST URL/v1/credentials/lookup -H 'Authorization: Bearer registry-token' \\
       -d '{"credential": "nursing", "number": "RN-555012", "holder": {"given": "Ida", "family": "Sample"}}'
  curl -s -X PUT URL/_simulator/faults -d '[{"kind": "status", "status": 429, "retry_after": 30, "times": 5}]'
  curl -s -X PUT URL/_simulator/faults -d '[{"kind": "slow", "seconds": 20}]'
  curl -s -X PUT URL/_simulator/entries -d '[{"credential": "pmi", "number": "5550123", "given": "Ida",
       "family": "Sample", "state": "suspended", "expires": "2030-01-31"}]'
  curl -s -X DELETE URL/_simulator/faults

\b
Credentials: nursing, cpa, pmi, aws, driving. Faults: status, slow, malformed, strange_state, oversized.
"""


@click.command("registry-simulator", epilog=EPILOG)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8767,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@click.option("--token", default="registry-token", show_default=True, help="What clients present; '' asks for none.")
def registry_simulator(host: str, port: int, token: str) -> None:
    """Run a registry of credentials on this machine: invented entries, switchable faults.

    Everything is in memory: stopping it forgets everything. It is a tool for trying and testing, protected only by its
    address.
    """
    stopped = threading.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, lambda *_: stopped.set())
    with serve_registry(RegistryState(token), host, port) as url:
        click.echo(f"CREDENTIAL_REGISTRY_URL={url}\nCREDENTIAL_REGISTRY_TOKEN={token}\nCtrl-C stops.")
        stopped.wait()
    click.echo("stopped")
