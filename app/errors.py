"""Domain error to HTTP status, in one table; every refusal is one line, never a traceback."""

import structlog
from flask import Flask, Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from icims.errors import EventTooLargeError, UnauthorizedError
from scoring.errors import InvalidInputError, PermanentError, TransientError

log = structlog.get_logger(__name__)

STATUS: tuple[tuple[type[Exception], int], ...] = (
    (UnauthorizedError, 401),
    (EventTooLargeError, 413),
    (InvalidInputError, 400),
    (PermanentError, 422),
    (TransientError, 503),
)


def register(app: Flask) -> None:
    for kind, _ in STATUS:
        app.register_error_handler(kind, _domain_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _bug)


def refusal(status: int, reason: str) -> Response:
    """A page for a person's browser, iCIMS's vendor error format for everyone else (icims-api.md 8.3)."""
    if request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html":
        response = Response(render_template("error.html", status=status, reason=reason), mimetype="text/html")
    else:
        response = jsonify(error={"userMessage": reason, "debugErrorMessage": reason})
    response.status_code = status
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Basic realm="icims-scoring", charset="UTF-8"'
    return response


def _domain_error(error: Exception) -> Response:
    status = next(status for kind, status in STATUS if isinstance(error, kind))
    if status >= 500:
        log.error("request_failed", path=request.path, status=status, error=str(error))
        return refusal(status, "temporarily unavailable, please try again")
    log.info("request_refused", path=request.path, status=status, reason=str(error))
    return refusal(status, str(error))


def _http_error(error: HTTPException) -> Response:
    return refusal(error.code or 500, error.name.lower())


def _bug(error: Exception) -> Response:
    log.error("request_failed", path=request.path, status=500, exc_info=error)
    return refusal(500, "internal error")
