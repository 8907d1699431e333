"""The simulator as a Flask application, and serving it over real HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from claude.simulator import api_batches
from claude.simulator.api import api
from claude.simulator.control import control, pages
from claude.simulator.errors import ApiError
from claude.simulator.exchange import close_exchange, end_exchange, http_error, refused
from claude.simulator.server import serving
from claude.simulator.state import EXTENSION, SimulatorState

RESOURCES = (api_batches,)  # importing it puts its routes on the blueprint


def create_simulator(state: SimulatorState | None = None) -> Flask:
    """The application around this state, or around a fresh one: ``app.extensions["claude_simulator"]``."""
    app = Flask(__name__)
    app.extensions[EXTENSION] = state or SimulatorState()
    for blueprint in (api, control, pages):
        app.register_blueprint(blueprint)
    app.after_request(close_exchange)
    app.teardown_request(end_exchange)
    app.register_error_handler(ApiError, refused)
    app.register_error_handler(HTTPException, _http_error)
    return app


@contextmanager
def serve(state: SimulatorState | None = None, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """The simulator on a real socket for the life of the block; gives its base URL, for ANTHROPIC_BASE_URL."""
    state = state or SimulatorState()
    state.stopping.clear()
    with serving(create_simulator(state), host, port, state.stopping) as url:
        yield url


def _http_error(error: HTTPException) -> Response:
    if request.path.startswith("/v1/"):
        return http_error(error)
    return Response(f"{error.code} {error.name}\n", status=error.code or 500, content_type="text/plain")
