"""What takes two people on the demo: a threshold with its simulation. What one may do alone: press the stop button."""

from collections.abc import Callable
from typing import Any

import pytest
from playing import Play
from playwright.sync_api import Page, expect

SignIn = Callable[[str], Page]
pytestmark = [pytest.mark.pipeline, pytest.mark.xdist_group("demo-story"), pytest.mark.timeout(600)]
TRIAL_MS = 150_000


def test_a_threshold_is_proposed_simulated_and_activated_by_somebody_else(play: Play, sign_in: SignIn) -> None:
    page, second = sign_in("colleague"), sign_in("recruiter")

    page.get_by_role("link", name="Policy").click()
    page.goto(f"{play.url}/policy/propose?customer=4560&job=1403")
    page.locator("#possible").fill("55")
    page.locator("#strong").fill("85")
    page.locator("#reason").fill("Too many of those from 50 to 55 were not invited.")
    with page.expect_navigation():
        page.locator("form#propose button.main").click()
    proposal = page.url
    _try_it(page, "simulate")
    _try_it(page, "canary")
    page.goto(proposal)
    own = (page.locator("#own").count(), page.locator("form#activate").count())
    page.locator("#simulated").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Simulation")

    second.goto(proposal)
    with second.expect_navigation():
        second.locator("#activate-button").click()
    activated = second.locator("main").inner_text()
    second.goto(f"{play.url}/policy?customer=4560&job=1403")

    assert own == (1, 0)
    assert "Activated" in activated
    assert "by recruiter" in activated
    assert "possible from 55, strong from 85" in second.locator("main").inner_text().lower()


def test_the_stop_button_holds_every_write_until_it_is_lifted(play: Play, sign_in: SignIn) -> None:
    [workflow, *_] = play.held_back
    page, watching = sign_in("operator"), sign_in("operator")

    page.goto(f"{play.url}/stops")
    page.get_by_label("Why").fill("The field mapping is being looked at.")
    with page.expect_navigation():
        page.get_by_role("button", name="Stop now").click()
    play.installation.tenant.send_events([workflow])
    play.eventually(lambda: _says(watching, play, "stopped by an operator"), "the run waits for the button")
    while_stopped = _written(play, workflow)
    with page.expect_navigation():
        page.get_by_role("button", name="Go on").click()
    play.eventually(lambda: bool(_written(play, workflow)), "the result is written after all")

    assert while_stopped == []
    assert "No button is pressed." in page.locator("main").inner_text()
    assert len(_written(play, workflow)) == 1


def _try_it(page: Page, kind: str) -> None:
    """Start the trial on the page of the proposal and wait until its card says that it has ended."""
    with page.expect_navigation():
        page.locator(f"#{kind}-button").click()
    expect(page.locator(f"#{kind}-button")).to_contain_text("again", timeout=TRIAL_MS)


def _says(page: Page, play: Play, words: str) -> bool:
    page.goto(f"{play.url}/operations")
    return words in page.locator("main").inner_text()


def _written(play: Play, workflow: str) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = play.installation.tenant.written()[workflow]["assessmentresults"]
    return results
