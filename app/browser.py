"""What a browser keeps for us, and how we know that a form is one of ours."""

import hashlib
import hmac
import re
import secrets
from urllib.parse import urlsplit

from flask import Response, g, request
from markupsafe import Markup
from werkzeug.exceptions import Forbidden

from app.site import site

# What secrets.token_urlsafe makes; anything else was made by somebody else.
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
NOT_OURS = "This form is too old, or not one of ours. Load its page again and repeat."
FIELD, HEADER = "csrf_token", "X-CSRF-Token"


def over_https() -> bool:
    return site().settings.public_url.startswith("https://")


def cookie_name(name: str) -> str:
    """With the prefix that makes a browser refuse the cookie from any other host, path or plain connection."""
    return f"__Host-{name}" if over_https() else name


def session_token() -> str:
    return _cookie("session")


def begin_session(response: Response, token: str) -> None:
    """The browser keeps the session until it is closed; how long it holds is for the store to say."""
    _set_cookie(response, "session", token)
    _drop_cookie(response, "visit")


def end_session(response: Response) -> None:
    _drop_cookie(response, "session")


def form_token() -> str:
    """What every form of the current page carries: bound to the session, or to the visit where there is none."""
    bound_to = session_token() or _cookie("visit") or g.get("new_visit") or ""
    if not bound_to:
        bound_to = g.new_visit = secrets.token_urlsafe(32)
    return _signed(bound_to)


def form_field() -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, form_token())


def keep_visit(response: Response) -> Response:
    """After every request: give the browser the visit that a form of this page is bound to."""
    if "new_visit" in g:
        _set_cookie(response, "visit", g.new_visit)
    return response


def our_origins() -> list[str]:
    """Where this site is: as the caller named it, and as it is configured."""
    return sorted({_origin(request.host_url), _origin(site().settings.public_url)})


def check_form(*, by_script: bool = False) -> None:
    """Raises Forbidden unless the request comes from a page of ours, in this browser and this session.

    With ``by_script`` the header that only a script of this very site can send stands for the token: enough where
    nothing is changed.
    """
    origin = request.headers.get("Origin")
    if origin is not None and origin not in our_origins():
        raise Forbidden(NOT_OURS)
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise Forbidden(NOT_OURS)
    if by_script and request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return
    bound_to = session_token() or _cookie("visit")
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not bound_to or not hmac.compare_digest(given.encode(), _signed(bound_to).encode()):
        raise Forbidden(NOT_OURS)


def safe_path(path: str) -> str:
    """The path if it leads to a page of ours, else ''."""
    parts = urlsplit(path) if path.startswith("/") else None
    leads_away = parts is None or parts.scheme or parts.netloc or path.startswith("//")
    # Browsers read a backslash as a slash, and drop control characters before they look.
    return "" if leads_away or "\\" in path or not path.isprintable() else path


def _signed(bound_to: str) -> str:
    key = hashlib.sha256(f"form\0{site().settings.secret_key}".encode()).digest()
    return hmac.new(key, bound_to.encode(), hashlib.sha256).hexdigest()


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _cookie(name: str) -> str:
    given = request.cookies.get(cookie_name(name), "")
    return given if TOKEN.fullmatch(given) else ""


def _set_cookie(response: Response, name: str, value: str) -> None:
    response.set_cookie(cookie_name(name), value, path="/", secure=over_https(), httponly=True, samesite="Lax")


def _drop_cookie(response: Response, name: str) -> None:
    response.delete_cookie(cookie_name(name), path="/", secure=over_https(), httponly=True, samesite="Lax")
