"""A whole installation of the demo for browser tests: gunicorn, real workers and beat, the simulated iCIMS."""

from collections.abc import Callable, Iterator

import pytest
from playing import Play
from playwright.sync_api import Browser, Page

from demo.console import DemoConsole
from demo.installation import Installation, Ports
from demo.staging import invented, stage
from demo.valkey_server import free_port

APPLICATIONS = 18
HELD_BACK = 2
PATIENCE_MS = 60_000


@pytest.fixture(scope="session")
def play(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Play]:
    console, ports = DemoConsole(), Ports(free_port(), free_port(), free_port())
    plan = invented(APPLICATIONS, 1, console)
    with Installation(tmp_path_factory.mktemp("play"), ports, durable=False, say=console.say) as installation:
        staged = stage(installation, console, plan, held_back=HELD_BACK)
        assert staged.problems == []
        held_back = sorted(set(installation.tenant.written()) - set(staged.seeded.applications))
        yield Play(installation, staged, tuple(held_back))


@pytest.fixture
def sign_in(browser: Browser, play: Play) -> Iterator[Callable[[str], Page]]:
    """Fill the sign-in form as somebody of the demo, in a browser of his own; the page that he is led to."""
    contexts = []

    def enter(login: str) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{play.url}/sign-in")
        page.get_by_label("Login").fill(login)
        page.get_by_label("Password").fill(play.password(login))
        with page.expect_navigation():
            page.get_by_role("button", name="Sign in").click()
        return page

    yield enter
    for context in contexts:
        context.close()
