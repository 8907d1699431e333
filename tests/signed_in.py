"""Users for tests, signed in: a real user, grants and session in the test's own ledger."""

from uuid import uuid4

import requests

from scoring.access import Grant, Role
from store import Store

AGENT = "a test"


def a_user(store: Store, *grants: Grant, password_hash: str | None = None, login: str = "") -> str:
    """The id of a new user with these grants."""
    return store.users.add(login or f"user-{uuid4().hex[:12]}", password_hash, "test", grants=grants)


def a_session(store: Store, *grants: Grant) -> str:
    """What the browser of a new user with these grants keeps."""
    return store.sessions.open(a_user(store, *grants), "password", AGENT)


def a_token(store: Store, role: Role, customer_id: str = "") -> str:
    """An API token of a new user with that role."""
    user = store.users.get(a_user(store, Grant(role, customer_id)))
    assert user is not None
    return store.tokens.make(user, "test", role, "", 1, "test")


def everything() -> tuple[Grant, ...]:
    return tuple(Grant(role) for role in Role)


class SignedIn(requests.Session):
    """A browser without windows: keeps its cookies, follows no redirect, and is signed in from the start."""

    def __init__(self, url: str, store: Store | None = None, *grants: Grant) -> None:
        super().__init__()
        self.url = url
        self.trust_env = False
        if grants and store is not None:
            self.keep(a_session(store, *grants))

    def keep(self, token: str) -> None:
        """Have this session from now on."""
        self.cookies.set("session", token, domain="127.0.0.1", path="/")

    def get(self, url: str, **kwargs: object) -> requests.Response:  # type: ignore[override]
        return super().get(url, **{"allow_redirects": False, **kwargs})  # type: ignore[arg-type]

    def request(self, method: str, url: str, *args: object, **kwargs: object) -> requests.Response:  # type: ignore[override]
        kwargs = {"timeout": 20, "allow_redirects": False} | kwargs
        return super().request(method, f"{self.url}{url}", *args, **kwargs)  # type: ignore[arg-type]

    def form_token(self, page: str = "/account") -> str:
        """The token that a form on this page carries."""
        text = self.get(page, headers={"Accept": "text/html"}).text
        return text.split('name="csrf_token" value="')[1].split('"')[0]

    def submit(self, path: str, page: str = "/account", **fields: str) -> requests.Response:
        """Fill in a form that stands on ``page`` and send it, as a browser does."""
        form = {"csrf_token": self.form_token(page), **fields}
        return self.post(path, data=form, headers={"Accept": "text/html", "Origin": self.url})
