"""Everybody of the demo signs in by the form and finds the pages of his role, and no others."""

from collections.abc import Callable

import pytest
from playing import Play
from playwright.sync_api import Page

pytestmark = [pytest.mark.pipeline, pytest.mark.xdist_group("demo-story"), pytest.mark.timeout(600)]
ASSISTED, IN_SHADOW = "/requisitions/4560/1401", "/requisitions/4560/1402"


@pytest.mark.parametrize(
    ("login", "first_page", "entries", "closed"),
    [
        (
            "recruiter",
            "Requisitions",
            {"Requisitions", "Reviews", "Requests", "Stop buttons"},
            {"/operations": 403, "/users": 403},
        ),
        ("manager", "Requisitions", {"Requisitions", "Reviews"}, {"/stops": 403, "/requests": 403, IN_SHADOW: 404}),
        ("operator", "Operations", {"Operations", "Stop buttons"}, {ASSISTED: 403, "/reviews": 403}),
        ("auditor", "Requisitions", {"Requisitions", "Users"}, {"/stops": 403, "/requests": 403, "/operations": 403}),
        ("admin", "Users", {"Users", "Stop buttons"}, {ASSISTED: 403, "/operations": 403}),
    ],
)
def test_each_role_sees_its_pages_and_no_others(
    play: Play, sign_in: Callable[[str], Page], login: str, first_page: str, entries: set[str], closed: dict[str, int]
) -> None:
    page = sign_in(login)

    greeted_by = page.get_by_role("heading", level=1).inner_text()
    links = page.get_by_role("navigation", name="Main").get_by_role("link").all()
    shown = {link.inner_text(): link.get_attribute("href") or "" for link in links}
    answers = {words: _status(page, play.url + path) for words, path in shown.items()}
    refused = {path: _status(page, play.url + path) for path in closed}

    assert greeted_by == first_page
    assert entries <= set(shown)
    assert set(answers.values()) == {200}
    assert refused == closed


def test_a_wrong_password_opens_nothing(play: Play, sign_in: Callable[[str], Page]) -> None:
    page = sign_in("auditor")
    page.context.clear_cookies()

    page.goto(play.url + ASSISTED)
    page.get_by_label("Login").fill("auditor")
    page.get_by_label("Password").fill("not the auditor's password")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()

    assert "do not belong together" in page.get_by_role("alert").inner_text()
    assert page.get_by_role("navigation", name="Main").count() == 0


def _status(page: Page, url: str) -> int:
    answer = page.goto(url)
    assert answer is not None
    return answer.status
