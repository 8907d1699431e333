"""Forms that are not ours, pages that others would frame, and what every answer forbids."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from route_table import ROWS
from signed_in import SignedIn, a_user

from scoring.access import Grant, Role
from store import Store

Query = Callable[[str], list[Any]]
FORMS = [row for row in ROWS if row.method == "POST" and not row.rule.startswith(("/webhooks", "/oauth"))]


@pytest.fixture
def admin(web: str, store: Store) -> Iterator[SignedIn]:
    with SignedIn(web, store, Grant(Role.ADMIN)) as session:
        yield session


@pytest.mark.parametrize("row", FORMS, ids=lambda row: row.rule)
def test_a_form_without_its_token_changes_nothing(admin: SignedIn, store: Store, query: Query, row: Any) -> None:
    path = row.path.format(user=a_user(store), review=1, proposal=1)
    before = query("SELECT count(*) FROM audit_events")

    answers = [
        admin.post(path).status_code,
        admin.post(path, data={"csrf_token": ""}).status_code,
        admin.post(path, data={"csrf_token": "0" * 64}).status_code,
    ]

    assert answers == [403, 403, 403]
    assert query("SELECT count(*) FROM audit_events") == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example.com"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
def test_a_form_on_another_site_changes_nothing_even_with_the_token(admin: SignedIn, headers: dict[str, str]) -> None:
    token = {"csrf_token": admin.form_token()}

    assert admin.post("/account/sign-out-everywhere", data=token, headers=headers).status_code == 403
    assert admin.get("/account").status_code == 200


def test_the_token_of_one_session_is_none_in_another(admin: SignedIn, web: str, store: Store) -> None:
    with SignedIn(web, store, Grant(Role.ADMIN)) as other:
        theirs = other.form_token()

    assert admin.post("/sign-out", data={"csrf_token": theirs}).status_code == 403


def test_the_page_gives_htmx_the_token_that_its_requests_need(admin: SignedIn) -> None:
    page = admin.get("/account").text
    token = page.split("""hx-headers='{"X-CSRF-Token": \"""")[1].split('"')[0]

    assert admin.post("/sign-out", headers={"X-CSRF-Token": token}).status_code == 303


def test_signing_in_needs_a_form_that_this_browser_was_given(web: str, store: Store) -> None:
    with SignedIn(web, store) as visitor, SignedIn(web, store) as attacker:
        theirs = attacker.form_token("/sign-in")
        visitor.get("/sign-in")

        answer = visitor.post("/sign-in", data={"login": "a", "password": "b", "csrf_token": theirs})

    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nowhere", "/livez", "/api/v1/requisitions", "/static/style.css"])
def test_every_answer_says_what_a_browser_must_not_do(web: str, path: str) -> None:
    headers = requests.get(f"{web}{path}", timeout=10, allow_redirects=False).headers

    policy = headers["Content-Security-Policy"]
    assert {part.strip() for part in policy.split(";")} >= {
        "default-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    }
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert ("no-store" in headers.get("Cache-Control", "")) == (path != "/static/style.css")


def test_signing_out_ends_the_session_and_clears_the_browser(admin: SignedIn, store: Store) -> None:
    token = admin.cookies["session"]

    answer = admin.submit("/sign-out")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    assert "storage" in answer.headers["Clear-Site-Data"]
    assert store.sessions.find(token) is None
    assert "session" not in admin.cookies
