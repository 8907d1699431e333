"""Tokens for programs: what they open, what they never open, and how they end."""

from collections.abc import Callable
from typing import Any

import pytest
import requests
from signed_in import SignedIn, a_token, a_user

from scoring.access import Grant, Role
from scoring.errors import InvalidInputError
from store import Store

Query = Callable[[str], list[Any]]


def ask(web: str, token: str, path: str = "/api/v1/requisitions") -> int:
    headers = {"Authorization": f"Bearer {token}"}
    return requests.get(f"{web}{path}", headers=headers, timeout=10, allow_redirects=False).status_code


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.RECRUITER, "/api/v1/requisitions", 200),
        (Role.RECRUITER, "/api/v1/health", 403),
        (Role.RECRUITER, "/metrics", 403),
        (Role.OPERATOR, "/metrics", 200),
        (Role.OPERATOR, "/api/v1/health", 200),
        (Role.OPERATOR, "/api/v1/requisitions", 403),
        (Role.RECRUITER, "/", 401),
        (Role.ADMIN, "/users", 401),
        (Role.ADMIN, "/account", 401),
    ],
)
def test_a_token_opens_what_its_role_may_of_the_interface_and_no_page(
    web: str, store: Store, role: Role, path: str, status: int
) -> None:
    assert ask(web, a_token(store, role), path) == status


@pytest.mark.parametrize("token", ["", "ics_", "ics_" + "A" * 43, "x" * 10_000])
def test_a_token_that_is_none_opens_nothing_even_beside_a_session(everybody: SignedIn, token: str) -> None:
    answer = everybody.get("/api/v1/requisitions", headers={"Authorization": f"Bearer {token}"})

    assert answer.status_code == 401


@pytest.mark.parametrize(
    "end",
    [
        "UPDATE api_tokens SET revoked_at = now()",
        "UPDATE api_tokens SET expires_at = now()",
        "UPDATE users SET disabled_at = now()",
    ],
)
def test_a_token_ends_with_its_time_its_revocation_and_its_user(web: str, store: Store, query: Query, end: str) -> None:
    token = a_token(store, Role.RECRUITER)
    before = ask(web, token)
    query(end)

    assert (before, ask(web, token)) == (200, 401)


def test_a_token_may_never_do_more_than_its_user_still_may(web: str, store: Store) -> None:
    user = store.users.get(a_user(store, Grant(Role.RECRUITER, "4560"), Grant(Role.OPERATOR)))
    token = store.tokens.make(user, "reader", Role.RECRUITER, "4560", 1, "test")
    before = [ask(web, token), ask(web, token, "/metrics")]
    store.users.revoke(user.id, Grant(Role.RECRUITER, "4560"), "test")

    assert before == [200, 403]
    assert ask(web, token) == 403


@pytest.mark.parametrize(
    ("role", "customer_id", "days"),
    [(Role.ADMIN, "", 1), (Role.RECRUITER, "9000", 1), (Role.RECRUITER, "4560", 0), (Role.RECRUITER, "4560", 400)],
)
def test_a_token_for_more_than_one_has_is_not_made(store: Store, role: Role, customer_id: str, days: int) -> None:
    user = store.users.get(a_user(store, Grant(Role.RECRUITER, "4560")))

    with pytest.raises(InvalidInputError):
        store.tokens.make(user, "greedy", role, customer_id, days, "test")


def test_a_token_is_told_once_and_known_by_its_beginning(everybody: SignedIn, query: Query) -> None:
    made = everybody.submit("/account/tokens", name="nightly report", scope="recruiter:", days="30").text
    token = made.split('<code id="token">')[1].split("</code>")[0]
    later = everybody.get("/account").text

    assert ask(everybody.url, token) == 200
    assert token not in later + str(query("SELECT * FROM api_tokens") + query("SELECT * FROM audit_events"))
    assert f"<code>{token[:10]}…</code>" in later
    assert query("SELECT used_at > now() - interval '1 minute' FROM api_tokens") == [(True,)]


def test_a_token_is_revoked_on_the_account_page(everybody: SignedIn, store: Store, query: Query) -> None:
    everybody.submit("/account/tokens", name="x", scope="recruiter:", days="30")
    [[token_id, user_id]] = query("SELECT id, user_id FROM api_tokens")

    answer = everybody.submit(f"/account/tokens/{token_id}/revoke")

    assert answer.status_code == 303
    assert store.tokens.of_user(str(user_id))[0].revoked_at is not None
