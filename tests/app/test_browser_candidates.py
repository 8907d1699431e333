"""Candidates on a telephone: by keyboard, without scripts, and with what is wrong said where it is wrong."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from showcase import Showcase
from test_browser_axe import serious

from app.notice_links import notice_address
from settings import Settings

pytestmark = pytest.mark.xdist_group("browser")
SETTINGS = Settings(secret_key="a-secret-key-that-is-long-enough-for-tests", public_url="")


@pytest.fixture
def address(showcase: Showcase) -> str:
    return showcase.url + notice_address(SETTINGS, "4560", "77")


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def scripted(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def test_a_request_is_filed_by_keyboard_on_a_phone_without_scripts(
    phone: Page, showcase: Showcase, address: str
) -> None:
    phone.goto(address)
    phone.get_by_label("That no program reads my application").press("Space")
    phone.get_by_label("Your name").fill("Robin Sample")
    phone.get_by_label("Your e-mail address or telephone number").fill("robin@example.com")
    with phone.expect_navigation():
        phone.get_by_role("button", name="Send").press("Enter")

    expect(phone.locator("main")).to_contain_text("It has arrived.")
    assert "/asked/" in phone.url
    [request] = [each for each in showcase.store.requests.listed(["4560"]) if each.claimant.startswith("Robin Sample")]
    assert (request.kind, request.workflow_id) == ("opt_out", "")


def test_what_is_wrong_is_said_at_its_field_and_keeps_nobody_out(scripted: Page, address: str) -> None:
    scripted.goto(address)
    scripted.evaluate("document.querySelector('form').noValidate = true")
    scripted.get_by_label("Your name").fill("Robin Sample")
    with scripted.expect_navigation():
        scripted.get_by_role("button", name="Send").press("Enter")

    field = scripted.get_by_label("Your e-mail address or telephone number")
    expect(scripted.get_by_role("alert")).to_contain_text("Nothing was sent yet")
    expect(field).to_have_attribute("aria-describedby", "reach-wrong")
    expect(scripted.get_by_label("Your name")).to_have_value("Robin Sample")
    assert serious(scripted) == []


@pytest.mark.parametrize("width", [320, 360, 1920])
def test_the_page_is_never_wider_than_the_screen(scripted: Page, address: str, width: int) -> None:
    complaints: list[str] = []
    scripted.on("console", lambda message: complaints.append(message.text))
    scripted.set_viewport_size({"width": width, "height": 740})
    scripted.goto(address)

    assert scripted.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
