"""A recruiter's day on the demo: ranks, follows a point to its words, reviews blind, confirms a rejection."""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
import sqlalchemy as sa
from playing import Play
from playwright.sync_api import Page, expect

from scoring.review import ReviewKind
from store import ReviewOpening, Store

SignIn = Callable[[str], Page]
pytestmark = [pytest.mark.pipeline, pytest.mark.xdist_group("demo-story"), pytest.mark.timeout(600)]
RANKING = "/requisitions/4560/1401"
REASON = "I have read the whole application against the job."


@pytest.fixture
def store(play: Play) -> Iterator[Store]:
    with closing(Store(play.installation.settings.database_url)) as opened:
        yield opened


def test_the_ranking_is_in_order_and_narrows_to_a_tier(play: Play, sign_in: SignIn) -> None:
    page = sign_in("recruiter")

    page.get_by_role("link", name="Senior Python Engineer").click()
    page.wait_for_url(f"**{RANKING}")
    texts = page.locator(".ranking .score").all_inner_texts()
    scores = [float(text.split()[0]) for text in texts if text[0].isdigit()]
    with page.expect_navigation():
        page.get_by_role("navigation", name="Show").get_by_role("link", name="Limited match").click()
    tiers = {text.split()[-1] for text in page.locator(".ranking .score").all_inner_texts()}

    assert len(scores) >= 10
    assert scores == sorted(scores, reverse=True)
    assert tiers == {"limited"}


def test_a_quote_leads_to_its_words_in_the_resume(play: Play, sign_in: SignIn) -> None:
    page = sign_in("recruiter")
    page.goto(play.url + RANKING)
    with page.expect_navigation():
        page.locator(".ranking .who").first.click()

    quote = page.locator(".waterfall .first blockquote a").last
    words = quote.inner_text()
    quote.click()

    marked = page.locator("mark:target")
    expect(marked).to_be_in_viewport()
    assert _plain(marked.inner_text())[:20] in _plain(words) or _plain(words)[:20] in _plain(marked.inner_text())


def test_the_best_two_stand_side_by_side(play: Play, sign_in: SignIn) -> None:
    page = sign_in("manager")
    page.goto(play.url + RANKING)
    chosen = page.locator(".ranking .who").all_inner_texts()[:2]

    for box in page.get_by_role("checkbox", name="compare").all()[:2]:
        box.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Compare the chosen").click()

    assert page.locator("table.compare thead a:not(.leave)").all_inner_texts() == chosen


def test_a_blind_review_shows_the_score_after_the_rating(play: Play, sign_in: SignIn, store: Store) -> None:
    review = _asked_for_a_view(play, store)
    page = sign_in("recruiter")

    page.goto(f"{play.url}/reviews/{review}")
    before = (page.locator(".score").count(), page.locator("#decision-form").count())
    page.get_by_label("Your rating, 0 to 100").fill("64")
    with page.expect_navigation():
        page.get_by_role("button", name="Commit my rating").click()
    after = (page.locator(".headline .score").count(), page.locator("#decision-form").count())
    _decide(page, "Accept")

    assert (before, after) == ((0, 0), (1, 1))
    assert "Accepted" in page.locator("#decision").inner_text()
    assert "the score shown" in page.locator("#decision").inner_text()


def test_a_confirmed_rejection_moves_the_application_once_it_cannot_be_undone(
    play: Play, sign_in: SignIn, store: Store
) -> None:
    page = sign_in("recruiter")
    page.goto(f"{play.url}/reviews?kind=proposed_rejection")
    with page.expect_navigation():
        page.locator(".queue h2 a").first.click()
    _rate_if_asked(page)
    workflow = page.get_by_role("navigation", name="Breadcrumb").get_by_role("link").last.inner_text().split()[-1]

    _decide(page, "Confirm the rejection")
    can_be_undone, stood = page.get_by_role("button", name="Undo").count(), _status_of(play, workflow)
    with store._engine.begin() as connection:  # the minute to undo is over
        connection.execute(sa.text("UPDATE review_writes SET due_at = now() WHERE state = 'waiting'"))
    play.eventually(lambda: _status_of(play, workflow) == "Not Selected", "the application is moved")
    play.eventually(lambda: _shows(page, "Written to iCIMS."), "the page says so")

    assert (can_be_undone, stood) == (1, "New Submissions - External Portal")
    assert page.get_by_role("button", name="Undo").count() == 0


def _asked_for_a_view(play: Play, store: Store) -> int:
    """A blind review of an application that nothing else is asked about."""
    free = [each for each in play.staged.ranked if each.score is not None and not store.reviews.standing(each.run_id)]
    return store.reviews.open(ReviewOpening(free[0].run_id, ReviewKind.BLIND_SAMPLE))


def _rate_if_asked(page: Page) -> None:
    """A share of all reviews is blind, proposed rejections too."""
    if page.locator("#rating-form").count():
        page.locator("#rating").fill("40")
        with page.expect_navigation():
            page.get_by_role("button", name="Commit my rating").click()


def _decide(page: Page, verdict: str) -> None:
    page.get_by_role("radio", name=verdict).check()
    page.locator("#reason").fill(REASON)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign the decision").click()


def _status_of(play: Play, workflow: str) -> str:
    status: str = play.installation.tenant.written()[workflow]["status"]["value"]
    return status


def _shows(page: Page, words: str) -> bool:
    page.reload()
    return words in page.locator("#decision").inner_text()


def _plain(text: str) -> str:
    return " ".join(text.split())
