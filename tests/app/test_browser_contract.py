"""Editing, signing and answering in a real browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from showcase import CUSTOMER, Showcase

from scoring.requisition import Requisition, RequisitionId
from scoring.rubric import draft_rubric
from scoring.run import RolloutMode

Visit = Callable[..., Page]
pytestmark = pytest.mark.xdist_group("browser")
JOB = "79"
PAGE = f"/requisitions/{CUSTOMER}/{JOB}/rubric"
WANTED = Requisition(
    RequisitionId(JOB),
    "Driver",
    qualifications="5+ years of Python required.\nSQL preferred.\nA native English speaker.",
)


@pytest.fixture
def job(showcase: Showcase) -> Iterator[None]:
    """The requisition without applications, with words to draft from; what was proposed is dropped afterwards."""
    showcase.store.requisitions.put(CUSTOMER, WANTED, draft_rubric(WANTED), RolloutMode.SHADOW)
    yield
    if showcase.store.contracts.proposal(CUSTOMER, JOB):
        showcase.store.contracts.withdraw(CUSTOMER, JOB, "user:test")


def row(page: Page, words: str) -> int:
    """The number of the row with these words."""
    values = page.locator("input[name=text]").evaluate_all("all => all.map(e => e.value)")
    return max(place for place, value in enumerate(values) if words in value)


def test_a_warning_appears_beside_the_criterion_while_it_is_being_written(
    visit: Visit, showcase: Showcase, job: None
) -> None:
    page = visit(f"{PAGE}/edit")
    last = page.locator("input[name=text]").count() - 1
    page.locator(f"#text-{last}").fill("Native English speaker")
    page.locator(f"#terms-{last}").fill("English")
    page.locator(f"#terms-{last}").press("Tab")

    expect(page.locator(f"#remarks-{last}")).to_contain_text("Instead: Fluent (C1)")
    expect(page.locator("#check")).to_contain_text("cannot be kept")
    assert showcase.store.contracts.proposal(CUSTOMER, JOB) is None


def test_what_would_change_is_told_before_it_is_kept_and_then_it_is_signed(
    visit: Visit, showcase: Showcase, job: None
) -> None:
    page = visit(f"{PAGE}/edit")
    page.locator(f"#weight-{row(page, 'SQL')}").fill("5")
    page.keyboard.press("Tab")
    expect(page.locator("#check")).to_contain_text("“SQL” has weight 5 of 5 instead of 2.")

    page.get_by_role("button", name="Keep for signing").click()
    expect(page.locator("main")).to_contain_text("Waits for a signature")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Sign rubric").click()

    expect(page.locator("main")).to_contain_text("for the job as it reads now")
    assert showcase.store.requisitions.find(CUSTOMER, JOB).signed


@pytest.mark.parametrize("width", [360, 1280, 1920])
@pytest.mark.parametrize(
    "path", [PAGE, f"{PAGE}/edit", "/requests", f"/notices/{CUSTOMER}/77", f"/applications/{CUSTOMER}/1/explanation"]
)
def test_no_page_is_wider_than_the_screen_and_none_is_complained_about(
    visit: Visit, job: None, path: str, width: int
) -> None:
    page = visit("/account", width=width)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(page.url.removesuffix("/account") + path)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []


def test_a_request_is_recorded_and_answered_by_keyboard(visit: Visit, showcase: Showcase) -> None:
    page = visit("/requests")
    page.get_by_label("The candidate asks for").select_option("explanation")
    page.get_by_label("Application its id in iCIMS").fill("1")
    page.get_by_label("What the candidate wrote").fill("Why was my licence not found?")
    page.get_by_role("button", name="Record it").press("Enter")

    card = page.locator(".cards > li", has_text="Why was my licence not found?")
    expect(card).to_contain_text("14 days left")
    card.get_by_role("link", name="Explanation for the candidate").click()
    expect(page.locator("main")).to_contain_text("A person decides about your application.")
    page.go_back()
    card.get_by_label("Answer").fill("Sent on the same day.")
    card.get_by_role("button", name="Done").press("Enter")

    expect(page.locator("main")).not_to_contain_text("Why was my licence not found?")
