"""Reviews in a browser: by keyboard, on a phone, and to the end in a simulated iCIMS."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from showcase import Showcase
from test_review_pages import REASON, opened

from scoring.review import ReviewKind

Visit = Callable[..., Page]
pytestmark = pytest.mark.xdist_group("browser")


def test_a_blind_review_goes_by_keyboard_alone(showcase: Showcase, visit: Visit) -> None:
    review = opened(showcase, 2020, ReviewKind.BLIND_SAMPLE, blind=True)
    shown = visit(f"/reviews/{review}")

    shown.focus("#rating")
    shown.keyboard.type("61")
    with shown.expect_navigation():  # a page hears keys when it is loaded, not as soon as it is seen
        shown.keyboard.press("Enter")
    shown.keyboard.press("a")
    shown.keyboard.type(REASON)
    shown.keyboard.press("Tab")
    with shown.expect_navigation():
        shown.keyboard.press("Enter")

    assert "Accepted" in shown.inner_text("#decision")
    with shown.expect_navigation():
        shown.keyboard.press("u")
    assert shown.locator("#decision-form").is_visible()


def test_letters_that_are_typed_are_not_taken_for_keys(showcase: Showcase, visit: Visit) -> None:
    shown = visit(f"/reviews/{opened(showcase, 1031, ReviewKind.REVIEW_FLAG)}")

    shown.focus("#reason")
    shown.keyboard.type("ajar")

    assert shown.input_value("#reason") == "ajar"
    assert shown.locator("input[name=verdict]:checked").count() == 0


def test_j_and_k_lead_through_the_queue(showcase: Showcase, visit: Visit) -> None:
    first, second = (opened(showcase, workflow, ReviewKind.CONFLICT) for workflow in (1032, 1033))
    shown = visit(f"/reviews/{first}")

    with shown.expect_navigation():
        shown.keyboard.press("j")
    assert shown.url.endswith(f"/reviews/{second}")
    with shown.expect_navigation():
        shown.keyboard.press("k")
    assert shown.url.endswith(f"/reviews/{first}")


@pytest.mark.parametrize("width", [360, 1920])
@pytest.mark.parametrize("path", ["/reviews", "/reviews/{blind}", "/reviews/{open}", "/reviews/mine", "{feedback}"])
def test_reviews_fit_on_every_screen(
    showcase: Showcase, visit: Visit, path: str, width: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    blind = opened(showcase, 2024, ReviewKind.BLIND_SAMPLE, blind=True)
    other = opened(showcase, 1035, ReviewKind.PROPOSED_REJECTION)
    shown = visit(path.format(blind=blind, open=other, feedback="/requisitions/4560/81/feedback"), width)

    overflow = shown.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    shown.screenshot(path=tmp_path / "page.png", full_page=True)
    assert overflow <= 0
