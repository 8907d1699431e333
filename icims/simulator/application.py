"""The simulator as a Flask application, and serving it over real HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from wsgiref.types import WSGIApplication

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from icims.simulator import api_files, api_profiles, api_reference, api_search
from icims.simulator.api import EXTENSION, api, error_response, identity
from icims.simulator.control import control
from icims.simulator.errors import INTERNAL_ERROR, NOT_FOUND, ApiError, Problem
from icims.simulator.gate import API_PATHS, Gate
from icims.simulator.pages import pages
from icims.simulator.server import serving
from icims.simulator.state import SimulatorState

RESOURCES = (api_files, api_profiles, api_reference, api_search)  # importing them puts their routes on the blueprint


def create_simulator(state: SimulatorState | None = None) -> Flask:
    """The application around this state, or around an empty one: ``app.extensions["icims_simulator"]``."""
    app = Flask(__name__, template_folder="templates", static_folder="static", static_url_path="/_simulator/static")
    state = state or SimulatorState()
    app.extensions[EXTENSION] = state
    for blueprint in (api, identity, control, pages):
        app.register_blueprint(blueprint)
    app.register_error_handler(ApiError, error_response)
    app.register_error_handler(HTTPException, _http_error)
    # The documented way to put WSGI middleware around Flask.
    app.wsgi_app = Gate(app.wsgi_app, state)  # type: ignore[method-assign]
    return app


@contextmanager
def serve(app_or_state: WSGIApplication | SimulatorState, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """The simulator (or any WSGI application) on a real socket for the life of the block; gives its base URL.

    Events that are still being sent when the block ends are broken off.
    """
    state: SimulatorState | None
    app: WSGIApplication
    if isinstance(app_or_state, SimulatorState):
        state, app = app_or_state, create_simulator(app_or_state)
    else:
        app = app_or_state
        state = app.extensions.get(EXTENSION) if isinstance(app, Flask) else None
    with serving(app, host, port) as server:
        if state is not None:
            state.base_url = server.url
        try:
            yield server.url
        finally:
            if state is not None:
                state.events.close()


def _http_error(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or 500)
    if request.path.startswith(API_PATHS):
        code = NOT_FOUND if status == HTTPStatus.NOT_FOUND else INTERNAL_ERROR
        return error_response(ApiError(status, Problem(code, status.phrase)))
    return Response(f"{status.value} {status.phrase}\n", status=status, content_type="text/plain")
