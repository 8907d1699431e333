"""``icims-scoring claude-simulator``: a Messages API to try things out with, on this machine."""

import signal
import threading

import click

from claude.simulator.application import serve
from claude.simulator.errors import ApiError
from claude.simulator.options import BEHAVIOURS, Options
from claude.simulator.state import SimulatorState
from telemetry import logging as telemetry_logging

EPILOG = """\b
Point the product at it (the settings that it prints can be pasted into .env):
  export ANTHROPIC_BASE_URL=URL ANTHROPIC_API_KEY=simulated
  icims-scoring score resume.pdf --requisition job.txt --assessor claude

\b
Switch it while it runs:
  curl -s URL/_control                                                                     what can be switched
  curl -s -X PATCH URL/_control/options -d '{"behaviour": "inventing", "latency_seconds": 3}'
  curl -s -X PATCH URL/_control/faults -d '[{"kind": "status", "status": 529, "probability": 0.2}]'
  curl -s -X PATCH URL/_control/faults -d '[{"kind": "status", "status": 429, "retry_after": 7, "times": 3}]'
  curl -s -X DELETE URL/_control/faults
  curl -s -X PUT URL/_control/canaries -d '{"strings": ["jordan@example.com"]}'            must never arrive
  curl -s URL/_control/report                                            calls, tokens, cost, canaries in numbers
  curl -s -X POST URL/_control/clock -d '{"advance_seconds": 3600}'      caches, limits and batches grow older

\b
Behaviours: honest (the local assessor), obedient (does what an instruction in the document wants), hostile (as if
every document held one), inventing, omitting, duplicating, out_of_range, wrong_case, noisy, repaired, leaking,
unknowing.
Faults: status, dropped, timeout, slow, cut, garbled, refusal, max_tokens, context_window, answer, behaviour; in
batches also errored, expired, canceled. Any rule takes path and body (regular expressions), probability, times, skip
and seed.
"""


@click.command("claude-simulator", epilog=EPILOG)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8766,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@click.option("--latency", default=0.0, show_default=True, help="Seconds from request to answer.")
@click.option("--jitter", default=0.0, show_default=True, help="Up to this many seconds more.")
@click.option("--requests-per-minute", default=0, show_default=True, help="Rate limit; 0 is none.")
@click.option("--input-tokens-per-minute", default=0, show_default=True, help="Rate limit; 0 is none.")
@click.option("--output-tokens-per-minute", default=0, show_default=True, help="Rate limit; 0 is none.")
@click.option(
    "--burst", default=60.0, show_default=True, help="Seconds' worth of a limit that may be used at once; 1 is strict."
)
@click.option("--behaviour", type=click.Choice(BEHAVIOURS), default="honest", show_default=True, help="Of the model.")
@click.option("--seed", default=0, show_default=True, help="Of jitter and of noisy answers.")
def claude_simulator(
    host: str,
    port: int,
    latency: float,
    jitter: float,
    requests_per_minute: int,
    input_tokens_per_minute: int,
    output_tokens_per_minute: int,
    burst: float,
    behaviour: str,
    seed: int,
) -> None:
    """Run a Messages API on this machine: answers, usage, caching, limits, batches, switchable faults.

    No language model answers: ratings come from the local assessor and say "(simulated)", and every answer has the
    header x-simulated. Everything is in memory: stopping it forgets everything. It is a tool for trying and testing,
    protected only by its address.
    """
    telemetry_logging.configure()
    given = {
        "latency_seconds": latency,
        "jitter_seconds": jitter,
        "requests_per_minute": requests_per_minute,
        "input_tokens_per_minute": input_tokens_per_minute,
        "output_tokens_per_minute": output_tokens_per_minute,
        "burst_seconds": burst,
        "behaviour": behaviour,
        "seed": seed,
    }
    try:
        options = Options().changed(given)
    except ApiError as error:
        raise click.UsageError(error.answer.message) from None
    stopped = threading.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, lambda *_: stopped.set())
    with serve(SimulatorState(options), host, port) as url:
        click.echo(f"Messages API simulator: {url}/ (simulated answers)\n")
        click.echo(f"ANTHROPIC_BASE_URL={url}\nANTHROPIC_API_KEY=simulated\n")
        click.echo(f"Switches and numbers: {url}/_control, {url}/_control/report. Ctrl-C stops.")
        stopped.wait()
    click.echo("stopped")
