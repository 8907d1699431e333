"""One's own account, and what administrators do to those of others."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from signed_in import SignedIn, a_session, a_user

from app import passwords
from scoring.access import Grant, Role
from scoring.errors import InvalidInputError
from store import Store

Query = Callable[[str], list[Any]]
OLD, NEW = "seven wet umbrellas", "eleven dry raincoats"


@pytest.fixture
def ada(web: str, store: Store) -> Iterator[SignedIn]:
    user = a_user(store, Grant(Role.RECRUITER), password_hash=passwords.hashed(OLD), login="ada")
    with SignedIn(web, store) as session:
        session.keep(store.sessions.open(user, "password", "a browser"))
        yield session


@pytest.fixture
def admin(web: str, store: Store) -> Iterator[SignedIn]:
    with SignedIn(web, store, Grant(Role.ADMIN)) as session:
        yield session


def other_session(ada: SignedIn, store: Store) -> str:
    return store.sessions.open(store.users.find("ada").id, "password", "another browser")


def test_a_new_password_needs_the_old_one_and_ends_every_other_session(ada: SignedIn, store: Store) -> None:
    other = other_session(ada, store)

    refused = [
        ada.submit("/account/password", old="wrong", new=NEW).status_code,
        ada.submit("/account/password", old=OLD, new=OLD).status_code,
        ada.submit("/account/password", old=OLD, new="password1234").status_code,
    ]
    changed = ada.submit("/account/password", old=OLD, new=NEW)

    assert (refused, changed.status_code) == ([400, 400, 400], 303)
    assert passwords.matches(NEW, store.users.find("ada").password_hash)
    assert store.sessions.find(other) is None
    assert ada.get("/account").status_code == 200


def test_guessing_the_old_password_has_to_wait_too(ada: SignedIn) -> None:
    answers = [ada.submit("/account/password", old="wrong", new=NEW).status_code for _ in range(6)]

    assert answers == [400] * 5 + [429]


def test_one_ends_one_session_or_all_of_them(ada: SignedIn, store: Store) -> None:
    first, second = other_session(ada, store), other_session(ada, store)
    listed = ada.get("/account").text

    ada.submit(f"/account/sessions/{store.sessions.find(first).id}/end")
    one_less = [store.sessions.find(first) is None, store.sessions.find(second) is None]
    ada.submit("/account/sign-out-everywhere")

    assert listed.count("another browser") == 2
    assert one_less == [True, False]
    assert store.sessions.find(second) is None
    assert ada.get("/").status_code == 401


def test_a_user_is_added_with_a_password_that_he_has_to_change(admin: SignedIn, web: str, store: Store) -> None:
    made = admin.submit("/users", login="Robin", role="recruiter", customer_id="4560", family="", job_id="77")
    temporary = made.text.split('<code id="password">')[1].split("</code>")[0]

    with SignedIn(web, store) as robin:
        robin.submit("/sign-in", "/sign-in", login="robin", password=temporary)
        before = robin.get("/"), robin.get("/api/v1/requisitions"), robin.get("/account")
        robin.submit("/account/password", old=temporary, new=NEW)
        after = robin.get("/")

    assert store.users.find("robin").grants == (Grant(Role.RECRUITER, "4560", job_id="77"),)
    assert [answer.status_code for answer in before] == [303, 303, 200]
    assert before[0].headers["Location"] == "/account"
    assert after.status_code == 200


def test_another_role_begins_with_another_sign_in(admin: SignedIn, store: Store, query: Query) -> None:
    user = a_user(store, Grant(Role.RECRUITER))
    session = store.sessions.open(user, "password", "a browser")

    admin.submit(f"/users/{user}/grants", role="auditor", customer_id="4560")

    assert store.sessions.find(session) is None
    assert set(store.users.get(user).grants) == {Grant(Role.RECRUITER), Grant(Role.AUDITOR, "4560")}
    [(actor, output)] = query(
        "SELECT actor, output FROM audit_events WHERE action = 'grant.added' AND customer_id = '4560'"
    )
    assert (actor.startswith("user:"), output["user"], output["role"]) == (True, user, "auditor")


def test_revoking_disabling_and_a_new_password_end_what_was_open(admin: SignedIn, store: Store) -> None:
    def ended(path: str, **fields: str) -> bool:
        user = a_user(store, Grant(Role.RECRUITER))
        session = store.sessions.open(user, "password", "a browser")
        assert admin.submit(f"/users/{user}/{path}", **fields).status_code in {200, 303}
        return store.sessions.find(session) is None

    assert ended("grants/revoke", role="recruiter")
    assert ended("disable")
    assert ended("password")


@pytest.mark.parametrize(
    "fields",
    [
        {"role": "emperor"},
        {"role": "recruiter", "customer_id": "9999"},
        {"role": "admin", "customer_id": "4560"},
        {"role": "recruiter", "job_id": "77"},
        {"role": "recruiter", "customer_id": "4560", "family": "a", "job_id": "77"},
        {"role": "recruiter", "customer_id": "4560", "job_id": "x" * 201},
    ],
    ids=str,
)
def test_a_place_that_makes_no_sense_is_refused(admin: SignedIn, store: Store, fields: dict[str, str]) -> None:
    user = a_user(store)

    assert admin.submit(f"/users/{user}/grants", **fields).status_code == 400
    assert store.users.get(user).grants == ()


def test_the_last_administrator_stays(admin: SignedIn, store: Store) -> None:
    me = store.sessions.find(admin.cookies["session"]).user_id

    answers = [
        admin.submit(f"/users/{me}/disable").status_code,
        admin.submit(f"/users/{me}/grants/revoke", role="admin").status_code,
    ]

    assert answers == [400, 400]
    assert store.users.administrators() == 1


def test_a_login_that_is_taken_or_none_is_refused(store: Store) -> None:
    a_user(store, login="ada")

    for login in ("ADA", " ", "x" * 201, "a\x00b"):
        with pytest.raises(InvalidInputError):
            a_user(store, login=login or " ")


def test_the_pages_offer_only_what_one_may(web: str, store: Store) -> None:
    def links(*grants: Grant) -> set[str]:
        with SignedIn(web, store) as session:
            session.keep(a_session(store, *grants))
            text = session.get("/account").text
        return {path for path in ("/operations", "/users") if f'href="{path}"' in text}

    assert links(Grant(Role.RECRUITER)) == set()
    assert links(Grant(Role.OPERATOR)) == {"/operations"}
    assert links(Grant(Role.ADMIN)) == {"/users"}
    assert links(Grant(Role.AUDITOR), Grant(Role.OPERATOR)) == {"/operations", "/users"}
