"""Flower behind our own sign-in: operators see its pages through this process, and can steer nothing with them."""

import re
import time
from urllib.parse import quote, urlencode, urljoin, urlsplit

import requests
import structlog
from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue
from requests.auth import HTTPBasicAuth
from werkzeug.exceptions import NotFound

from app.browser import our_origins
from app.errors import refusal
from app.guard import requires
from app.site import site
from scoring.access import Permission
from settings import Settings

log = structlog.get_logger(__name__)
flower_door = Blueprint("flower_door", __name__, url_prefix="/flower")

PATIENCE = (2.0, 10.0)  # seconds to connect, and between two pieces of an answer
LONGEST_SECONDS = 20.0
LARGEST_ANSWER = 8 * 1024 * 1024
LARGEST_QUESTION = 16 * 1024
PIECE = 64 * 1024
# The pages of Flower and what they load. Its API, which could steer, its metrics and its own sign-in stay outside.
PART = r"[^/\\\x00-\x20\x7f]+"
SHOWN = re.compile(rf"|workers|tasks|broker|api/workers|(?:worker|task)/{PART}|static/(?:{PART}/)?{PART}")
ASKED_ON = ("Accept", "Accept-Language", "If-None-Match", "X-Requested-With")
ANSWERED_ON = ("Content-Type", "ETag", "Last-Modified")
# Its only inline script, `var autorefresh = 1;`, as Flower 2.2 prints it (or with 0).
INLINE = (
    "'sha256-A0YIP5A+DKoseGAUTHRoMPDkKPK5cKzfYH3mjcCKtj8='",
    "'sha256-Plc72SJ5jJr8U3f1AUIRpRT60gipUj+EwCvnh1JkE68='",
)


@flower_door.get("/")
@flower_door.get("/<path:rest>")
@requires(Permission.OPERATE)
def shown(rest: str = "") -> ResponseReturnValue:
    """A page of Flower, or what one loads. Raises NotFound for whatever else Flower could do."""
    if not SHOWN.fullmatch(rest) or {".", ".."} & set(rest.split("/")):
        raise NotFound
    return _passed_on(rest, request.query_string.decode("latin-1"))


@flower_door.post("/tasks/datatable")
@requires(Permission.OPERATE, asks=True)
def tasks() -> ResponseReturnValue:
    """A page of the list of tasks. Flower's script asks by POST, as the question is long; Flower is asked by GET."""
    return _passed_on("tasks/datatable", urlencode([*request.form.items(multi=True)]))


def _passed_on(rest: str, query: str) -> Response:
    """Flower's answer to a GET, with nothing in it that could speak for us."""
    settings = site().settings
    if not settings.flower_url or not settings.flower_basic_auth:
        return refusal(404, "Flower is not set up: FLOWER_URL and FLOWER_BASIC_AUTH say where it is.")
    if len(query) > LARGEST_QUESTION:
        return refusal(414, "This question is too long.")
    address = f"{settings.flower_url.rstrip('/')}/flower/{quote(rest, safe='/@')}"
    try:
        with _asked(f"{address}?{query}" if query else address, settings.flower_basic_auth, _said_on()) as answer:
            problem = _problem(rest, answer)
            body = b"" if problem or request.method == "HEAD" else _body(answer)
    except requests.RequestException as error:
        log.warning("flower_unreachable", error=type(error).__name__)
        return refusal(503, "Flower does not answer. Runs go on without it; start the process named flower.")
    if body is None:
        problem = "Flower’s answer is too large, or takes too long."
    if problem or body is None:
        log.warning("flower_refused", status=answer.status_code)
        return refusal(502, problem)
    return _response(rest, answer, body)


def problem(settings: Settings) -> str:
    """Why Flower could not be shown now, '' when it could. Raises OSError when it does not answer."""
    with _asked(f"{settings.flower_url.rstrip('/')}/flower/broker", settings.flower_basic_auth, {}) as answer:
        return _problem("broker", answer)


def _said_on() -> dict[str, str]:
    """What Flower is told of a request: never a cookie or a credential."""
    return {name: request.headers[name] for name in ASKED_ON if name in request.headers}


def _asked(address: str, credentials: str, headers: dict[str, str]) -> requests.Response:
    login, _, password = credentials.split(",", maxsplit=1)[0].partition(":")
    with requests.Session() as session:
        session.trust_env = False  # no proxy and no .netrc of the surroundings
        return session.get(
            address,
            headers={"User-Agent": "icims-scoring", "Accept-Encoding": "identity", **headers},
            auth=HTTPBasicAuth(login.encode(), password.encode()),
            timeout=PATIENCE,
            allow_redirects=False,
            stream=True,
        )


def _problem(rest: str, answer: requests.Response) -> str:
    """Why this answer is not shown, '' when it is."""
    if answer.status_code == 401:
        return "Flower refuses the FLOWER_BASIC_AUTH of the web process; give both the same."
    if answer.status_code >= 500:
        return "Flower failed to answer; its own log says why."
    if answer.status_code == 404 and rest in {"", "workers", "tasks", "broker"}:
        return "Flower does not serve its pages under /flower/; start it with --url_prefix=flower."
    if answer.is_redirect and not _location(answer):
        return "Flower points to somewhere else."
    return ""


def _location(answer: requests.Response) -> str:
    """Where a redirect of Flower leads within Flower, '' for anywhere else."""
    asked, target = urlsplit(answer.url), urlsplit(urljoin(answer.url, answer.headers["Location"]))
    if (target.scheme, target.netloc) != (asked.scheme, asked.netloc) or not target.path.startswith("/flower/"):
        return ""
    return target.path + (f"?{target.query}" if target.query else "")


def _body(answer: requests.Response) -> bytes | None:
    """All of it, so that half a page is never shown; None when it is too large or takes too long."""
    deadline, pieces, size = time.monotonic() + LONGEST_SECONDS, [], 0
    for piece in answer.iter_content(PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST_ANSWER or time.monotonic() > deadline:
            return None
    return b"".join(pieces)


def _response(rest: str, answer: requests.Response, body: bytes) -> Response:
    response = Response(body, answer.status_code)
    del response.headers["Content-Type"]
    for name in ANSWERED_ON:
        if name in answer.headers:
            response.headers[name] = answer.headers[name]
    if answer.is_redirect:
        response.headers["Location"] = _location(answer)
    g.policy, g.may_be_kept = policy(our_origins()), rest.startswith("static/")
    return response


def policy(origins: list[str]) -> str:
    """What Flower's pages may do: load their own files, ask Flower, and nothing else of this site.

    In the sandbox no form is sent and no window opened, so that a script in them could not act as the operator.
    """
    ours = [origin for origin in origins if re.fullmatch(r"https?://[A-Za-z0-9.:-]+", origin)]
    pages = " ".join(f"{origin}/flower/" for origin in ours)
    files = " ".join(f"{origin}/flower/static/" for origin in ours)
    return (
        f"sandbox allow-scripts allow-same-origin; default-src 'none'; script-src {files} {' '.join(INLINE)}; "
        f"style-src {files}; img-src {files} data:; connect-src {pages}; worker-src 'none'; form-action 'none'; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
