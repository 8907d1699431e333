"""Policy in a real browser: by keyboard alone, on a phone, and with progress that moves by itself."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from showcase import CUSTOMER, Showcase
from signed_in import a_session
from tried_policies import THEN, a_ready_proposal

from scoring.access import Grant, Role
from store import Scope
from tasks.simulation_report import where_of

Visit = Callable[..., Page]
pytestmark = pytest.mark.xdist_group("browser")
JOB = "79"
SCOPE = Scope(CUSTOMER, job_id=JOB)


@pytest.fixture
def nothing_in_force(showcase: Showcase) -> Iterator[None]:
    """Whatever a test activates for this requisition is rolled back."""
    yield
    while showcase.store.versions.in_force(SCOPE):
        showcase.store.versions.roll_back(SCOPE, "user:test", "tidied")


def press(page: Page, key: str) -> None:
    """A key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def signed_in_as_another(page: Page, showcase: Showcase) -> None:
    token = a_session(showcase.store, Grant(Role.RECRUITER, CUSTOMER))
    page.context.add_cookies([{"name": "session", "value": token, "url": showcase.url}])


def test_a_change_is_proposed_activated_and_rolled_back_by_keyboard(
    visit: Visit, showcase: Showcase, nothing_in_force: None
) -> None:
    page = visit(f"/policy/propose?customer={CUSTOMER}&job={JOB}", width=360)
    page.locator("#possible").focus()
    page.keyboard.type("30")
    page.keyboard.press("Tab")
    page.keyboard.type("60")
    page.keyboard.press("Tab")  # who rates
    page.keyboard.press("Tab")
    page.keyboard.type("Too few are looked at")
    page.keyboard.press("Tab")
    press(page, "Enter")
    expect(page.locator("#own")).to_contain_text("somebody else has to activate it")
    a_ready_proposal(showcase.store, SCOPE)

    signed_in_as_another(page, showcase)
    page.reload()
    page.locator("#activate-button").focus()
    press(page, "Enter")
    expect(page.locator("[role=status]")).to_contain_text("Activated")
    assert showcase.store.versions.in_force(SCOPE) == THEN.version

    page.goto(f"{showcase.url}/policy/rollback?customer={CUSTOMER}&job={JOB}")
    page.locator("form#rollback textarea").focus()
    page.keyboard.type("Too many")
    page.keyboard.press("Tab")
    press(page, "Enter")
    assert showcase.store.versions.in_force(SCOPE) is None


def test_the_page_follows_a_trial_by_itself_until_it_has_ended(visit: Visit, showcase: Showcase) -> None:
    trials = showcase.store.policy_trials
    proposal = showcase.store.versions.propose(SCOPE, THEN.version, "user:maria", "Watched")
    trial = trials.request(proposal, "simulation", "local", 10, "user:maria")
    page = visit(f"/policy/proposals/{proposal}")
    expect(page.locator("#progress")).to_contain_text("Waits for a worker")

    held = trials.claim(trial.id, 600)
    trials.advance(held, 4, 10, 600)
    expect(page.locator("#progress")).to_contain_text("4 of 10")
    trials.keep_simulation(held, SCOPE, THEN.version, {"scope": where_of(SCOPE, 10), "applications": 0, "moves": []})

    expect(page.locator("#progress [role=status]")).to_contain_text("The trial has ended.")
    with page.expect_navigation():
        page.locator("#simulated").click()
    expect(page.locator("h1")).to_contain_text("Simulation")


def test_what_failed_is_told_and_can_be_asked_for_again(visit: Visit, showcase: Showcase) -> None:
    trials = showcase.store.policy_trials
    proposal = showcase.store.versions.propose(SCOPE, THEN.version, "user:maria", "Failing")
    trial = trials.request(proposal, "canary", "claude", 0, "user:maria")
    trials.fail(trials.claim(trial.id, 600), "a stop button is pressed")

    page = visit(f"/policy/proposals/{proposal}")

    expect(page.locator("#progress .bad")).to_contain_text("a stop button is pressed")
    expect(page.locator("form#canary button")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1920])
def test_no_page_of_policy_is_wider_than_the_screen(visit: Visit, showcase: Showcase, width: int) -> None:
    tried = showcase.policy
    for path in (
        "/policy",
        f"/policy/propose?customer={CUSTOMER}&job={JOB}",
        f"/policy/proposals/{tried.proposal}",
        f"/policy/simulations/{tried.simulation}",
        f"/policy/canary-runs/{tried.canary}",
    ):
        page = visit(path, width=width)

        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

        assert (path, wider) == (path, 0)


def test_counts_of_the_matrix_lead_to_their_applications(visit: Visit, showcase: Showcase) -> None:
    page = visit(f"/policy/simulations/{showcase.policy.simulation}")
    link = page.locator("table.matrix a").first
    count = link.locator("b").inner_text()

    with page.expect_navigation():
        link.click()

    expect(page.locator("nav.pager")).to_contain_text(f"{count} applications")


def test_an_activated_policy_has_scores_made_anew_by_keyboard_on_a_phone(
    visit: Visit, showcase: Showcase, ring: Callable[[str], None]
) -> None:
    del ring  # the broker of this test
    scored = Scope(CUSTOMER, job_id="77")
    proposal = a_ready_proposal(showcase.store, scored)
    showcase.store.versions.activate(proposal, "user:tom")
    page = visit(f"/policy/proposals/{proposal}", width=360)

    page.locator("#rescore-button").focus()
    press(page, "Enter")

    expect(page.locator("#rescoring")).to_contain_text("Waits for a worker.")
    expect(page.locator("#rescoring progress")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    showcase.store.versions.roll_back(scored, "user:test", "tidied")
