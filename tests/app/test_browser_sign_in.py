"""Signing in on a phone by keyboard alone, and the pages of accounts and users on every screen."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from showcase import Showcase
from signed_in import a_user
from test_browser_access import FAINT, STRUCTURE

from app import passwords
from scoring.access import Grant, Role

Visit = Callable[..., Page]
pytestmark = pytest.mark.xdist_group("browser")
PASSWORD = "seven wet umbrellas"
PAGES = ["/sign-in?next=/operations", "/account", "/users", "user"]


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context
    context.close()


def test_one_signs_in_and_out_by_keyboard_on_a_phone(phone: BrowserContext, showcase: Showcase) -> None:
    login = "keyboard@example.com"
    a_user(showcase.store, Grant(Role.RECRUITER), password_hash=passwords.hashed(PASSWORD), login=login)
    page = phone.new_page()
    page.goto(f"{showcase.url}/requisitions/4560/77")
    keys = page.keyboard

    expect(page.get_by_label("Login")).to_be_focused()
    keys.type(login)
    keys.press("Tab")
    keys.type("wrong")
    keys.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    expect(page.get_by_label("Password")).to_be_focused()
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Welder")
    page.get_by_role("button", name="Sign out").focus()
    keys.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert page.url == f"{showcase.url}/sign-in"
    assert phone.cookies() == [] or {cookie["name"] for cookie in phone.cookies()} == {"visit"}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_around_signing_in_are_readable_labelled_and_narrow(
    browser: Browser, visit: Visit, showcase: Showcase, name: str, scheme: str
) -> None:
    user = a_user(showcase.store, Grant(Role.RECRUITER, "4560", job_id="77"), login=f"{uuid4().hex}{'m' * 60}")
    if name.startswith("/sign-in"):
        page = browser.new_context(color_scheme=scheme).new_page()
        page.goto(f"{showcase.url}{name}")
    else:
        page = visit(f"/users/{user}" if name == "user" else name, scheme=scheme)

    found = page.evaluate(STRUCTURE)
    faint = page.evaluate(FAINT)["faint"]
    widths = []
    for width in (1280, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        widths.append(page.evaluate("document.documentElement.scrollWidth") <= width)
    page.context.close()

    assert (found.pop("language"), found.pop("h1"), found.pop("main")) == ("en", 1, 1)
    assert found.pop("title").endswith(" · Candidate scoring")
    assert {check: finding for check, finding in found.items() if finding} == {}
    assert faint == []
    assert widths == [True, True, True]
