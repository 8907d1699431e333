"""What the web process tells a Flower that it knows nothing of, and what it passes on of its answers."""

from base64 import b64decode
from collections.abc import Iterator

import pytest
from flower_impostor import BY_SCRIPT, PASSWORD, Impostor, flower_settings
from signed_in import SignedIn

from app.commands.doctor import checks
from app.flower_door import LARGEST_ANSWER, problem
from app.headers import ALWAYS
from app.web import create_app
from bench.installation import free_port
from icims.simulator import serve
from scoring.access import Grant, Role
from scoring.errors import InvalidInputError
from settings import Settings


@pytest.fixture
def impostor() -> Impostor:
    return Impostor()


@pytest.fixture
def visitor(impostor: Impostor, database_url: str, redis_url: str) -> Iterator[SignedIn]:
    """An operator at a web process with the impostor behind it."""
    with impostor.serving() as address:
        app = create_app(flower_settings(database_url, redis_url, address))
        store = app.extensions["site"].store
        with serve(app) as url, SignedIn(url, store, Grant(Role.OPERATOR)) as session:
            yield session
        store.close()


def test_flower_is_told_its_own_password_and_nothing_about_the_caller(visitor: SignedIn, impostor: Impostor) -> None:
    visitor.get(
        "/flower/worker/celery@a%2541?q=%2F%2Fevil", headers={"X-Forwarded-For": "192.0.2.1", "Accept": "text/html"}
    )
    visitor.head("/flower/workers")
    visitor.post("/flower/tasks/datatable", data={"search[value]": "a&b"}, headers=BY_SCRIPT)

    assert [(method, path) for method, path, _ in impostor.asked] == [
        ("GET", "/flower/worker/celery@a%2541?q=%2F%2Fevil"),
        ("GET", "/flower/workers"),
        ("GET", "/flower/tasks/datatable?search%5Bvalue%5D=a%26b"),
    ]
    for _, _, headers in impostor.asked:
        assert b64decode(headers["Authorization"].removeprefix("Basic ")).decode() == f"flower:{PASSWORD}"
        assert not {"Cookie", "X-Forwarded-For", "Referer", "Origin"} & set(headers)


def test_what_flower_says_to_a_browser_about_itself_is_dropped(visitor: SignedIn, impostor: Impostor) -> None:
    impostor.headers = {
        "Content-Type": "text/html; charset=UTF-8",
        "Set-Cookie": "session=stolen; Path=/",
        "Content-Security-Policy": "default-src *",
        "Access-Control-Allow-Origin": "*",
        "Refresh": "0; url=https://evil.example.com",
        "Keep-Alive": "timeout=5",
        "Clear-Site-Data": '"*"',
    }

    answer = visitor.get("/flower/workers")

    assert (answer.status_code, answer.text) == (200, "hello")
    assert answer.headers["Content-Type"] == "text/html; charset=UTF-8"
    assert not {"Set-Cookie", "Access-Control-Allow-Origin", "Refresh", "Keep-Alive", "Clear-Site-Data"} & set(
        answer.headers
    )
    assert "default-src *" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("target", "status", "leads_to"),
    [
        ("/flower/workers?a=b", 302, "/flower/workers?a=b"),
        ("workers", 302, "/flower/workers"),
        ("https://evil.example.com/flower/", 502, None),
        ("//evil.example.com/flower/", 502, None),
        ("/stops", 502, None),
        ("/flower/../stops", 502, None),
    ],
)
def test_flower_leads_nobody_out_of_its_pages(
    visitor: SignedIn, impostor: Impostor, target: str, status: int, leads_to: str | None
) -> None:
    impostor.status, impostor.headers = 302, {"Location": target}

    answer = visitor.get("/flower/tasks")

    assert (answer.status_code, answer.headers.get("Location")) == (status, leads_to)


@pytest.mark.parametrize(
    ("status", "headers", "path", "said"),
    [
        (401, {}, "/flower/", "FLOWER_BASIC_AUTH"),
        (404, {}, "/flower/", "--url_prefix=flower"),
        (500, {}, "/flower/tasks", "Flower failed"),
    ],
)
def test_a_flower_that_cannot_be_shown_is_explained(
    visitor: SignedIn, impostor: Impostor, status: int, headers: dict[str, str], path: str, said: str
) -> None:
    impostor.status, impostor.headers, impostor.body = status, headers, b"secret traceback"

    answer = visitor.get(path, headers={"Accept": "text/html"})

    assert answer.status_code == 502
    assert said in answer.text
    assert "secret traceback" not in answer.text
    assert answer.headers["Content-Security-Policy"] == ALWAYS["Content-Security-Policy"]


def test_an_answer_without_end_is_not_read_to_its_end(visitor: SignedIn, impostor: Impostor) -> None:
    impostor.body = b"x" * (LARGEST_ANSWER + 1)

    answer = visitor.get("/flower/tasks", headers={"Accept": "text/html"})

    assert answer.status_code == 502
    assert "too large" in answer.text


def test_the_doctor_says_what_keeps_flower_from_being_shown(impostor: Impostor) -> None:
    with impostor.serving() as address:
        settings = flower_settings("", "", address)
        well = problem(settings)
        impostor.status = 401
        refused = problem(settings)
    [down] = [check for check in checks(settings) if check.name == "Flower"]

    assert well == ""
    assert "FLOWER_BASIC_AUTH" in refused
    assert "refused" in down.problem


def test_a_flower_that_is_down_is_said_to_be_down(database_url: str, redis_url: str) -> None:
    app = create_app(flower_settings(database_url, redis_url, f"http://127.0.0.1:{free_port()}"))
    with serve(app) as url, SignedIn(url, app.extensions["site"].store, Grant(Role.OPERATOR)) as operator:
        answer = operator.get("/flower/workers", headers={"Accept": "text/html"})
    app.extensions["site"].store.close()

    assert answer.status_code == 503
    assert "Flower does not answer" in answer.text


@pytest.mark.parametrize(
    "url", ["127.0.0.1:5555", "http://127.0.0.1:5555/flower", "ftp://a", "http://user:pw@a", "http://a?b"]
)
def test_an_address_of_flower_that_is_more_than_host_and_port_is_refused(url: str) -> None:
    with pytest.raises(InvalidInputError, match="FLOWER_URL"):
        Settings.from_environ({"FLOWER_URL": url})
