"""Flower behind our sign-in: a real Flower and a real worker, seen through the web process by program and browser."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from flower_impostor import BY_SCRIPT, flower_settings
from playwright.sync_api import Browser, Page, expect
from signed_in import SignedIn, a_session, everything

from app.headers import ALWAYS
from app.web import create_app
from bench.installation import Installation, answers, empty_broker, free_port, wait_until
from demo.servers import EmbeddedServers
from icims.simulator import serve
from scoring.access import Grant, Role
from store import Store
from store.migrations import upgrade

pytestmark = [pytest.mark.xdist_group("flower"), pytest.mark.timeout(300)]


@dataclass(frozen=True, slots=True)
class House:
    """A web process in this one, with the Flower and the worker behind it."""

    url: str
    flower: str
    store: Store
    worker: str


@pytest.fixture(scope="module")
def house(servers: EmbeddedServers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    empty_broker(servers.redis_url)
    database_url, port = servers.create_database(f"flower_{uuid4().hex[:12]}"), free_port()
    upgrade(database_url)
    settings = flower_settings(database_url, servers.redis_url, f"http://127.0.0.1:{port}")
    environ = {"FLOWER_BASIC_AUTH": settings.flower_basic_auth}
    with ExitStack() as stack:
        logs = tmp_path_factory.mktemp("logs")
        behind = Installation("http://127.0.0.1:9", database_url, servers.redis_url, logs, environ)
        stack.enter_context(behind)
        listen = ("--url_prefix=flower", "--address=127.0.0.1", f"--port={port}")
        behind.start("flower", "celery", "--app", "tasks", "flower", "--read_only=true", *listen)
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/flower/healthcheck"), 90, "Flower does not answer")
        behind.start_worker(concurrency=1)
        app = create_app(settings)
        url = stack.enter_context(serve(app))
        store = app.extensions["site"].store
        stack.callback(store.close)
        with SignedIn(url, store, Grant(Role.OPERATOR)) as operator:
            worker = _seen_worker(operator)
            operator.get("/flower/api/workers?refresh=1").raise_for_status()  # it asks the worker for its queues
            behind.ring("scoring.sweep")
            wait_until(lambda: _seen_tasks(operator) > 0, 90, "Flower has seen no task", pause=0.5)
        yield House(url, f"http://127.0.0.1:{port}", store, worker)


def _seen_worker(operator: SignedIn) -> str:
    """The name of the worker, once Flower has heard of it."""
    found: list[str] = []

    def heard() -> bool:
        answer = operator.get("/flower/workers?json=1")
        found[:] = [worker["hostname"] for worker in answer.json()["data"]] if answer.ok else []
        return bool(found)

    wait_until(heard, 90, "Flower has heard of no worker", pause=0.5)
    return found[0]


QUESTION = {
    "draw": "1",
    "start": "0",
    "length": "15",
    "order[0][column]": "0",
    "order[0][dir]": "desc",
    "columns[0][data]": "received",
}


def _seen_tasks(operator: SignedIn) -> int:
    answer = operator.post("/flower/tasks/datatable", data=QUESTION, headers=BY_SCRIPT)
    return int(answer.json()["recordsTotal"])


@pytest.fixture
def operator(house: House) -> Iterator[SignedIn]:
    with SignedIn(house.url, house.store, Grant(Role.OPERATOR)) as session:
        yield session


@pytest.fixture
def page(browser: Browser, house: House) -> Iterator[Page]:
    """A page of somebody with every role."""
    context = browser.new_context()
    context.add_cookies([{"name": "session", "value": a_session(house.store, *everything()), "url": house.url}])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    ("path", "table"),
    [
        pytest.param("/flower/", "#workers-table", id="start"),
        pytest.param("/flower/workers", "#workers-table", id="workers"),
        pytest.param("/flower/tasks", "#tasks-table", id="tasks"),
        pytest.param("/flower/broker", "table", id="broker"),
    ],
)
def test_a_page_of_flower_shows_its_data_and_its_console_stays_empty(
    page: Page, house: House, path: str, table: str
) -> None:
    complaints = complaints_of(page)
    words = {"#workers-table": house.worker, "#tasks-table": "scoring.sweep", "table": "icims"}

    answer = page.goto(house.url + path)

    assert answer is not None
    assert answer.status == 200
    expect(page.locator(table).locator("tbody tr", has_text=words[table]).first).to_be_visible(timeout=30_000)
    page.wait_for_load_state("load")
    assert complaints == []


def test_from_the_list_of_tasks_one_gets_to_a_task_and_to_its_worker(page: Page, house: House) -> None:
    complaints = complaints_of(page)
    page.goto(f"{house.url}/flower/tasks")

    with page.expect_navigation():
        page.locator("#tasks-table tbody a[href^='/flower/task/']").first.click(timeout=30_000)
    expect(page.locator("main")).to_contain_text("scoring.sweep")
    with page.expect_navigation():
        page.locator("main a[href^='/flower/worker/']").first.click()

    expect(page.locator("h1")).to_have_text(house.worker)
    assert complaints == []


def test_a_script_in_flowers_pages_reaches_nothing_of_ours(page: Page, house: House) -> None:
    page.goto(f"{house.url}/flower/broker")

    fetched = page.evaluate("fetch('/operations').then(() => 'answered', () => 'refused')")
    opened = page.evaluate("window.open('/stops') === null")
    page.evaluate("""() => {
      const form = Object.assign(document.createElement('form'), {method: 'post', action: '/stops'});
      document.body.append(form);
      form.submit();
    }""")

    assert (fetched, opened) == ("refused", True)
    assert page.evaluate("fetch('/flower/workers?json=1').then(answer => answer.status)") == 200
    assert page.url == f"{house.url}/flower/broker"


def complaints_of(page: Page) -> list[str]:
    """What the console says from now on. Chromium's general remark on such sandboxes is about frames; this is none."""
    found: list[str] = []
    page.on("console", lambda said: None if "An iframe which has both" in said.text else found.append(said.text))
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("requestfailed", lambda asked: found.append(f"failed: {asked.url}"))
    return found


def test_flowers_answers_carry_our_headers_and_no_cookie(operator: SignedIn) -> None:
    for path in ("/flower/", "/flower/static/js/flower.js", "/flower/workers?json=1", "/flower/task/none"):
        headers = operator.get(path).headers

        own = {name: value for name, value in ALWAYS.items() if name != "Content-Security-Policy"}
        assert {name: headers.get(name) for name in own} == own
        assert headers["Content-Security-Policy"].startswith(
            "sandbox allow-scripts allow-same-origin; default-src 'none'"
        )
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "Set-Cookie" not in headers
        assert "Tornado" not in headers.get("Server", "")
        assert headers["Cache-Control"] == ("private, no-cache" if "/static/" in path else "no-store")


def test_a_file_that_the_browser_has_is_not_sent_again(operator: SignedIn) -> None:
    first = operator.get("/flower/static/js/flower.js")

    again = operator.get("/flower/static/js/flower.js", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "rest",
    [
        "api/tasks",
        "api/task/types",
        "metrics",
        "healthcheck",
        "login",
        "logout",
        "static/..%2f..%2fsecret",
        "static/../api/tasks",
        "worker/..",
        "worker/%2e%2e",
        "%2e%2e/readyz",
        "worker/a%2f..%2f..%2fapi%2ftasks",
        "worker/a%5c..%5cb",
        "http:%2f%2f127.0.0.1:1/",
        "@127.0.0.1:1/workers",
        "task/a%0d%0aHost:b",
    ],
)
def test_what_is_no_page_of_flower_is_not_asked_for(house: House, operator: SignedIn, rest: str) -> None:
    connection = HTTPConnection(house.url.removeprefix("http://"))  # which sends a path as it stands

    connection.request("GET", f"/flower/{rest}", headers={"Cookie": f"session={operator.cookies['session']}"})
    status = connection.getresponse().status
    connection.close()

    assert status == 404


def test_a_second_slash_stays_in_flower(operator: SignedIn) -> None:
    answer = operator.get("/flower//127.0.0.1:1/workers")

    assert (answer.status_code, urlsplit(answer.headers["Location"]).path) == (308, "/flower/127.0.0.1:1/workers")


@pytest.mark.parametrize(
    "rest", ["api/worker/shutdown/", "api/worker/pool/shrink/", "api/task/revoke/", "api/task/async-apply/", "workers"]
)
def test_nothing_can_be_steered_through_us(house: House, operator: SignedIn, rest: str) -> None:
    headers = {"X-CSRF-Token": operator.form_token(), **BY_SCRIPT}

    statuses = {
        getattr(operator, method)(f"/flower/{rest}{house.worker}", headers=headers).status_code
        for method in ("post", "put", "delete")
    }

    assert statuses == {405}


def test_the_list_of_tasks_is_given_to_no_form_of_another_site(operator: SignedIn) -> None:
    foreign = {"Origin": "https://evil.example.com", **BY_SCRIPT}

    assert operator.post("/flower/tasks/datatable", data=QUESTION).status_code == 403
    assert operator.post("/flower/tasks/datatable", data=QUESTION, headers=foreign).status_code == 403
