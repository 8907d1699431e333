"""One rejection to its end: proposed by a score, confirmed by a person in a browser, moved in a simulated iCIMS."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser
from signed_in import a_session
from writing_desk import CUSTOMER, Desk

from app.web import create_app
from icims.simulator import serve
from scoring.access import Grant, Role
from scoring.review import ReviewKind
from scoring.run import RolloutMode
from settings import Settings
from store import ReviewOpening
from tasks.review_writes import write_next_decision

NOT_SELECTED = "C22001"


@pytest.fixture
def web(database_url: str, redis_url: str) -> Iterator[str]:
    settings = Settings(
        database_url=database_url,
        redis_url=redis_url,
        secret_key="a-secret-key-that-is-long-enough-for-tests",
        icims_customer_id=CUSTOMER,
    )
    app = create_app(settings)
    with serve(app) as url:
        yield url
    app.extensions["site"].store.close()


@pytest.mark.xdist_group("browser")
def test_a_proposed_rejection_is_confirmed_by_keyboard_and_moved_after_the_time_to_undo(
    desk: Desk, web: str, browser: Browser
) -> None:
    desk.mode = RolloutMode.GUIDED
    store = desk.deps.store
    run_id = desk.finish()
    review = store.reviews.open(
        ReviewOpening(run_id, ReviewKind.PROPOSED_REJECTION, ("rejection",), proposed_status=NOT_SELECTED)
    )
    with store._engine.begin() as connection:
        connection.execute(sa.text("UPDATE reviews SET blind = false"))
    workflow = desk.simulated.profiles["applicantworkflows"][desk.workflow]
    page = browser.new_page()
    page.context.add_cookies(
        [{"name": "session", "value": a_session(store, Grant(Role.RECRUITER, CUSTOMER)), "url": web}]
    )

    page.goto(f"{web}/reviews/{review}")
    page.keyboard.press("r")
    page.keyboard.type("The licence that the job needs has run out.")
    page.click("text=Sign the decision")
    page.wait_for_selector("#decision")
    too_early = write_next_decision(desk.deps)
    stood = str(workflow.fields["status"])
    with store._engine.begin() as connection:
        connection.execute(sa.text("UPDATE review_writes SET due_at = now()"))
    written = write_next_decision(desk.deps)
    page.reload()

    assert (too_early, NOT_SELECTED in stood) == (False, False)
    assert (written, NOT_SELECTED in str(workflow.fields["status"])) == (True, True)
    assert "Written to iCIMS." in page.inner_text("#decision")
    assert page.locator("text=Undo").count() == 0
    assert desk.results()[0]["assessmentnotes"].startswith("Not pursued by user-")
    page.close()
