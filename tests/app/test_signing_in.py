"""Signing in with a password: who gets in, what the browser keeps, and what stops somebody who guesses."""

import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from signed_in import SignedIn, a_user

from app import passwords
from app.web import create_app
from icims.simulator import serve
from scoring.access import Grant, Role
from scoring.errors import InvalidInputError
from settings import Settings
from store import Store

Query = Callable[[str], list[Any]]
REASONS = "SELECT output->>'reason' FROM audit_events WHERE action = 'sign_in.failed' ORDER BY id"
WAIT = "SELECT EXTRACT(epoch FROM blocked_until - last_at) FROM sign_in_attempts WHERE key LIKE 'account:%'"
PASSWORD = "seven wet umbrellas"


@pytest.fixture(scope="module")
def password_hash() -> str:
    return passwords.hashed(PASSWORD)


@pytest.fixture
def visitor(web: str, store: Store) -> Iterator[SignedIn]:
    with SignedIn(web, store) as session:
        yield session


@pytest.fixture
def ada(store: Store, password_hash: str) -> str:
    return a_user(store, Grant(Role.RECRUITER), password_hash=password_hash, login="ada")


def sign_in(visitor: SignedIn, login: str = "ada", password: str = PASSWORD, **fields: str) -> Any:
    return visitor.submit("/sign-in", "/sign-in", login=login, password=password, **fields)


def test_a_right_password_opens_a_session_that_only_the_browser_can_send(visitor: SignedIn, ada: str) -> None:
    answer = sign_in(visitor, " ADA ")

    kept = answer.headers["Set-Cookie"]
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert visitor.get("/").status_code == 200
    assert "HttpOnly" in kept
    assert "SameSite=Lax" in kept
    assert "Path=/" in kept
    assert "Domain" not in kept


def test_over_https_the_cookie_is_bound_to_the_host(settings: Settings, ring: object) -> None:
    app = create_app(replace(settings, public_url="https://scoring.example.com"))
    store = app.extensions["site"].store
    with serve(app) as url, SignedIn(url, store) as visitor:
        answer = visitor.get("/sign-in")
    store.close()

    assert answer.headers["Set-Cookie"].startswith("__Host-visit=")
    assert "; Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_the_session_is_one_that_nobody_had_before(visitor: SignedIn, ada: str, store: Store) -> None:
    planted = "A" * 43
    visitor.keep(planted)
    sign_in(visitor)
    first = visitor.cookies["session"]
    other = a_user(store, Grant(Role.ADMIN), password_hash=passwords.hashed(PASSWORD), login="grace")

    sign_in_again = visitor.post(
        "/sign-in",
        data={"login": "grace", "password": PASSWORD, "csrf_token": visitor.form_token()},
        headers={"Origin": visitor.url},
    )

    assert planted != first != visitor.cookies["session"]
    assert sign_in_again.status_code == 303
    assert store.sessions.find(first) is None
    assert store.sessions.find(visitor.cookies["session"]).user_id == other


@pytest.mark.parametrize(
    ("login", "password"), [("ada", "wrong"), ("nobody", PASSWORD), ("", ""), ("ada", ""), ("ada\x00", PASSWORD)]
)
def test_every_refusal_sounds_the_same(visitor: SignedIn, ada: str, login: str, password: str) -> None:
    answer = sign_in(visitor, login, password)

    assert answer.status_code == 401
    assert "That login and password do not belong together." in answer.text
    assert "session" not in visitor.cookies


def test_a_disabled_user_and_one_without_a_password_stay_out(
    visitor: SignedIn, ada: str, store: Store, query: Query
) -> None:
    store.users.disable(ada, "test")
    a_user(store, login="of-the-provider")

    answers = [sign_in(visitor).status_code, sign_in(visitor, "of-the-provider").status_code]

    assert answers == [401, 401]
    assert [
        reason for (reason,) in query("SELECT output->>'reason' FROM audit_events WHERE action = 'sign_in.failed'")
    ] == [
        "disabled",
        "wrong_password",
    ]


def test_an_unknown_login_takes_as_long_as_a_wrong_password(visitor: SignedIn, ada: str, query: Query) -> None:
    def seconds(login: str) -> float:
        query("DELETE FROM sign_in_attempts")
        form = {"login": login, "password": "wrong", "csrf_token": visitor.form_token("/sign-in")}
        started = time.perf_counter()
        visitor.post("/sign-in", data=form)
        return time.perf_counter() - started

    pairs = [(seconds("ada"), seconds("nobody")) for _ in range(9)]

    known, unknown = (statistics.median(times) for times in zip(*pairs, strict=True))
    assert 0.5 < unknown / known < 2


def test_after_five_wrong_passwords_the_account_has_to_wait_and_longer_each_time(
    visitor: SignedIn, ada: str, query: Query
) -> None:
    wrong = [sign_in(visitor, "ada", "wrong").status_code for _ in range(5)]
    answer = sign_in(visitor)
    query("UPDATE sign_in_attempts SET blocked_until = now()")
    sign_in(visitor, "ada", "wrong")
    [longer] = query(WAIT)

    assert wrong == [401] * 5
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 15
    assert "session" not in visitor.cookies
    assert float(longer[0]) == pytest.approx(30, abs=1)


def test_a_right_password_forgets_the_wrong_ones(visitor: SignedIn, ada: str, query: Query) -> None:
    for _ in range(4):
        sign_in(visitor, "ada", "wrong")

    assert sign_in(visitor).status_code == 303
    assert query("SELECT count(*) FROM sign_in_attempts WHERE key LIKE 'account:%'") == [(0,)]


def test_an_address_that_tries_many_logins_has_to_wait_as_well(visitor: SignedIn, ada: str, query: Query) -> None:
    query("DELETE FROM sign_in_attempts")
    tried = [sign_in(visitor, f"user{number}", "wrong").status_code for number in range(30)]

    assert tried == [401] * 30
    assert sign_in(visitor).status_code == 429


def test_many_guesses_at_once_are_no_way_around_the_limit(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: store.sign_ins.attempt({"account:x": 5}), range(24)))

    assert waits.count(0.0) == 5


def test_attempts_keep_no_login_and_the_record_no_name(visitor: SignedIn, ada: str, query: Query) -> None:
    sign_in(visitor, "robin@example.com", "wrong")
    sign_in(visitor)

    kept = str(query("SELECT * FROM sign_in_attempts") + query("SELECT actor, output FROM audit_events"))

    assert "robin" not in kept
    assert "'ada'" not in kept
    assert ada in kept


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/operations", "/operations"),
        ("/?q=a&page=2", "/?q=a&page=2"),
        ("https://evil.example.com/", "/"),
        ("//evil.example.com/", "/"),
        ("///evil.example.com/", "/"),
        ("/\\evil.example.com", "/"),
        ("\\\\evil.example.com", "/"),
        ("/\t/evil.example.com", "/"),
        ("/%0d%0aSet-Cookie:x", "/%0d%0aSet-Cookie:x"),
        ("javascript:alert(1)", "/"),
        ("evil.example.com", "/"),
        (" //evil.example.com", "/"),
        ("http:evil.example.com", "/"),
    ],
)
def test_one_is_sent_on_to_pages_of_ours_only(visitor: SignedIn, ada: str, wanted: str, reached: str) -> None:
    answer = sign_in(visitor, next=wanted)

    assert answer.headers["Location"] == reached
    assert visitor.get("/sign-in", params={"next": wanted}).headers["Location"] == reached


def test_who_is_not_signed_in_is_asked_to_and_then_brought_where_he_wanted(web: str, visitor: SignedIn) -> None:
    page = visitor.get("/requisitions/4560/77?page=2", headers={"Accept": "text/html"})
    fragment = visitor.get("/", headers={"Accept": "text/html", "HX-Request": "true"})
    program = visitor.get("/api/v1/requisitions")

    assert (page.status_code, page.headers["Location"]) == (303, "/sign-in?next=/requisitions/4560/77?page%3D2")
    assert (fragment.status_code, fragment.headers["HX-Redirect"]) == (401, "/sign-in")
    assert (program.status_code, program.headers["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(
    "aged",
    [
        "UPDATE sessions SET seen_at = now() - interval '31 minutes'",
        "UPDATE sessions SET created_at = now() - interval '481 minutes'",
    ],
)
def test_a_session_ends_without_use_and_after_a_working_day(
    visitor: SignedIn, ada: str, query: Query, aged: str
) -> None:
    sign_in(visitor)
    before = visitor.get("/").status_code
    query(aged)

    assert (before, visitor.get("/").status_code) == (200, 401)


def test_use_keeps_a_session_alive(visitor: SignedIn, ada: str, query: Query) -> None:
    sign_in(visitor)
    query("UPDATE sessions SET seen_at = now() - interval '29 minutes'")

    visitor.get("/")

    assert query("SELECT seen_at > now() - interval '1 minute' FROM sessions") == [(True,)]


def test_the_ledger_keeps_no_token_that_would_open_a_session(visitor: SignedIn, ada: str, query: Query) -> None:
    sign_in(visitor)

    assert visitor.cookies["session"] not in str(query("SELECT * FROM sessions"))


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "12 to 128"),
        ("x" * 129, "12 to 128"),
        ("aaaaaaaaaaaaaa", "same few"),
        ("abababababab", "same few"),
        ("password12345", "first that are tried"),
        ("Passwort!2026!", "first that are tried"),
        ("qwertyqwerty1", "first that are tried"),
        ("123456789012345", "first that are tried"),
        ("correcthorsebatterystaple", "first that are tried"),
        ("ada-lovelace-1", "first that are tried"),
    ],
)
def test_a_password_that_is_tried_first_is_refused_without_being_repeated(password: str, said: str) -> None:
    with pytest.raises(InvalidInputError, match=said) as refused:
        passwords.check_rules(password, "ada.lovelace@example.com")

    assert password not in str(refused.value)


def test_a_password_is_kept_as_argon2id_and_is_the_same_however_it_was_typed() -> None:
    kept = passwords.hashed("sieben nasse Schirme \u00e4")

    assert kept.startswith("$argon2id$")
    assert passwords.matches("sieben nasse Schirme a\u0308", kept)
    assert not passwords.matches("sieben nasse schirme ä", kept)
