"""``icims-scoring simulator``: an iCIMS to try things out with, on this machine."""

import signal
import threading

import click

from icims.simulator.application import serve
from icims.simulator.errors import ApiError
from icims.simulator.invented_tenant import CUSTOMER_ID, add_invented_tenant
from icims.simulator.state import SimulatorState
from icims.simulator.target import AUTH_KINDS, EventTarget
from icims.simulator.tenant import Tenant
from telemetry import logging as telemetry_logging

EPILOG = """\b
Try it while it runs:
  curl -s -X POST URL/oauth/token -d grant_type=client_credentials -d client_id=simulator-client \\
       -d client_secret=simulator-secret -d audience=https://api.icims.com/v1/
  curl -s -u integration:simulator-password "URL/customers/4560/applicantworkflows/10001?fields=status,baseprofile"
  curl -s -X POST URL/_simulator/events -d '{"customer": "4560", "job": 1001}'      send the events of a requisition
  curl -s -X PUT URL/_simulator/faults -d '[{"kind": "status", "status": 429, "probability": 0.2}]'
  curl -s "URL/_simulator/state?customer=4560&summary=1"                            what was written, in numbers
  curl -s -X DELETE URL/_simulator/faults

\b
Faults: status, dropped, timeout, slow, dropped_after_success, expired_token, access_denied, required_field,
hidden_field, merged_person, resume (missing, image_only, corrupt_docx, octet_stream, empty, truncated),
text_unavailable, stale_search, missing_results_key, unknown_keys, garbled. Any rule takes method, path (a regular
expression), customer, probability, times, skip and seed.
"""


@click.command(epilog=EPILOG)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@click.option("--customer-id", default=CUSTOMER_ID, show_default=True, help="Customer id of the invented tenant.")
@click.option("--empty", is_flag=True, help="Start without requisitions and candidates.")
@click.option("--daily-limit", default=1_000_000, show_default=True, help="Calls per day; 10000 is the usual licence.")
@click.option(
    "--events-to", metavar="URL", default="", help="Where events go, e.g. http://127.0.0.1:8000/webhooks/icims"
)
@click.option(
    "--events-auth", type=click.Choice(AUTH_KINDS), default="none", show_default=True, help="How they authenticate."
)
@click.option("--events-token-url", metavar="URL", default="", help="Token address of the target, for oauth.")
@click.option("--events-user", default="", help="OAuth client id, Basic user or HMAC user.")
@click.option("--events-secret", default="", envvar="SIMULATOR_EVENTS_SECRET", help="Its secret, password or key.")
def simulator(
    host: str,
    port: int,
    customer_id: str,
    empty: bool,
    daily_limit: int,
    events_to: str,
    events_auth: str,
    events_token_url: str,
    events_user: str,
    events_secret: str,
) -> None:
    """Run an iCIMS on this machine: API, tokens, events, switchable faults and a page that shows what was written.

    It starts with an invented tenant of three requisitions and six applications with real resume files. Everything is
    in memory: stopping it forgets everything. It is a tool for trying and testing, protected only by its address.
    """
    # Left to itself structlog prints the values around an exception, which are candidates' here.
    telemetry_logging.configure()
    state = SimulatorState()
    tenant = state.add_tenant(customer_id) if empty else add_invented_tenant(state, customer_id)
    tenant.options.daily_limit = daily_limit
    if events_to:
        given = {"url": events_to, "auth": events_auth, "token_url": events_token_url}
        given |= {"client_id": events_user, "client_secret": events_secret}
        try:
            tenant.event_target = EventTarget.parse(given)
        except ApiError as error:
            raise click.UsageError(error.problems[0].message) from None
    stopped = threading.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, lambda *_: stopped.set())
    with serve(state, host, port) as url:
        click.echo(described(tenant, url))
        stopped.wait()
    click.echo("stopped")


def described(tenant: Tenant, url: str) -> str:
    """Addresses and credentials as settings that can be pasted into .env."""
    client_id, secret = next(iter(tenant.clients.items()))
    name, user = next(iter(tenant.users.items()))
    return "\n".join(
        (
            f"iCIMS simulator: {url}/",
            "",
            f"ICIMS_API_URL={url}",
            f"ICIMS_TOKEN_URL={url}/oauth/token",
            f"ICIMS_AUDIENCE={tenant.options.audience}",
            f"ICIMS_CUSTOMER_ID={tenant.customer_id}",
            f"ICIMS_CLIENT_ID={client_id}",
            f"ICIMS_CLIENT_SECRET={secret}",
            f"ICIMS_USER_ID={tenant.user_id}",
            "",
            f"Basic: user {name}, password {user.password}; HMAC: user {name}, key {user.hmac_key}",
            f"Switches and state: {url}/_simulator/faults, {url}/_simulator/state. Ctrl-C stops.",
        )
    )
