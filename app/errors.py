"""Domain error to HTTP status, in one table; every refusal is one line, never a traceback."""

import structlog
from flask import Flask, Response, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import Forbidden, HTTPException

from app.signing_in import TooManyAttemptsError
from icims.errors import EventTooLargeError, UnauthorizedError
from scoring.errors import InvalidInputError, PermanentError, TransientError

log = structlog.get_logger(__name__)

STATUS: tuple[tuple[type[Exception], int], ...] = (
    (TooManyAttemptsError, 429),
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
    by_a_person = request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html"
    if status == 401 and by_a_person and "Authorization" not in request.headers:
        return _to_the_form()
    if by_a_person:
        response = Response(render_template("error.html", status=status, reason=reason), mimetype="text/html")
    else:
        response = jsonify(error={"userMessage": reason, "debugErrorMessage": reason})
    response.status_code = status
    if status == 401:
        basic = request.blueprint == "webhooks"
        response.headers["WWW-Authenticate"] = 'Basic realm="icims-scoring", charset="UTF-8"' if basic else "Bearer"
    return response


def _to_the_form() -> Response:
    """To the sign-in form, and back afterwards to what was asked for, if that can be asked for again."""
    onward = request.full_path.removesuffix("?") if request.method == "GET" else None
    form = url_for("sign_in.form", next=onward)
    if request.headers.get("HX-Request") == "true":
        # A fragment of a page is no place for a form: htmx leaves the whole page.
        response = make_response("", 401)
        response.headers["HX-Redirect"] = url_for("sign_in.form")
        return response
    return make_response(redirect(form, 303))


def _domain_error(error: Exception) -> Response:
    status = next(status for kind, status in STATUS if isinstance(error, kind))
    if status >= 500:
        log.error("request_failed", path=request.path, status=status, error=str(error))
        return refusal(status, "temporarily unavailable, please try again")
    log.info("request_refused", path=request.path, status=status, reason=str(error))
    return refusal(status, str(error))


def _http_error(error: HTTPException) -> Response:
    said = error.description if isinstance(error, Forbidden) else error.name.lower()
    return refusal(error.code or 500, said or "forbidden")


def _bug(error: Exception) -> Response:
    log.error("request_failed", path=request.path, status=500, exc_info=error)
    return refusal(500, "internal error")
