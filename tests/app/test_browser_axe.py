"""Every page in a real browser, judged by axe-core: nothing serious keeps anybody out."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playground import CUSTOMERS, Playground
from playwright.sync_api import Browser, Page
from showcase import Showcase
from signed_in import a_session, everything
from test_stored_markup import PAGES, address

pytestmark = pytest.mark.xdist_group("browser")
AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
PHONE = ("/", "/requisitions/<customer_id>/<job_id>", "/runs/<run_id>", "/reviews/<int:review_id>", "/operations")
PHONE += ("/notices/<token>", "/asked/<key>", "/requests", "/requisitions/<customer_id>/<job_id>/notice")
PHONE += ("/policy", "/policy/proposals/<int:proposal_id>", "/policy/simulations/<int:simulation_id>")
PHONE += ("/rollout", "/requisitions/<customer_id>/<job_id>/mode")
DARK = ("/requisitions/<customer_id>/<job_id>", "/requisitions/<customer_id>/<job_id>/mode", "/runs/<run_id>")
FRAGMENT = "/requisitions/<customer_id>/<job_id>/progress"  # what a page fetches into itself: no title of its own
FRAGMENTS = (FRAGMENT, "/operations/live", "/policy/proposals/<int:proposal_id>/progress")
FRAGMENTS += ("/policy/proposals/<int:proposal_id>/rescoring",)
SHOWN = [(rule, 1280, "light") for rule in PAGES if rule not in FRAGMENTS]
SHOWN += [(rule, 360, "light") for rule in PHONE] + [(rule, 1280, "dark") for rule in DARK]
SERIOUS = """async within => (await axe.run(within, {resultTypes: ['violations'], preload: false})).violations
  .filter(each => ['serious', 'critical'].includes(each.impact))
  .flatMap(each => each.nodes.map(node => each.id + ' ' + node.target.join(' ')))"""


@pytest.fixture(scope="module")
def token(playground: Playground) -> str:
    """The session of somebody who sees every page."""
    return a_session(playground.store, *everything())


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own browser context, where nobody has signed in yet."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("rule", "width", "scheme"), SHOWN)
def test_a_page_keeps_nobody_out(
    page: Page, token: str, playground: Playground, rule: str, width: int, scheme: str
) -> None:
    page.context.add_cookies([{"name": "session", "value": token, "url": playground.url}])
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)

    answer = page.goto(playground.url + address(rule, playground.ids[CUSTOMERS[0]]))

    assert answer.status == 200
    assert serious(page) == []


@pytest.mark.parametrize("state", ["scored", "abstained", "open", "dead"])
def test_a_run_in_any_state_keeps_nobody_out(visit: Callable[..., Page], showcase: Showcase, state: str) -> None:
    shown = visit(f"/runs/{showcase.runs[state]}")

    assert serious(shown) == []


def test_runs_side_by_side_keep_nobody_out(visit: Callable[..., Page], showcase: Showcase) -> None:
    runs = showcase.runs
    shown = visit(f"/requisitions/4560/77/compare?run={runs['scored']}&run={runs['abstained']}", width=360)

    assert shown.locator("table.compare").count() == 1
    assert serious(shown) == []


def test_the_progress_of_a_requisition_keeps_nobody_out(page: Page, token: str, playground: Playground) -> None:
    page.context.add_cookies([{"name": "session", "value": token, "url": playground.url}])

    answer = page.goto(playground.url + address(FRAGMENT, playground.ids[CUSTOMERS[0]]))

    assert answer.status == 200
    assert serious(page, "body") == []


@pytest.mark.parametrize("path", ["/sign-in", "/no-such-page"])
def test_the_pages_for_nobody_in_particular_keep_nobody_out(page: Page, playground: Playground, path: str) -> None:
    page.goto(playground.url + path)

    assert serious(page) == []


def test_a_picture_and_a_field_without_a_name_are_found(page: Page, playground: Playground) -> None:
    page.goto(playground.url + "/sign-in")

    page.evaluate("document.querySelector('main').innerHTML = '<img src=\"/static/icon.svg\"><input>'")

    assert serious(page) == ["image-alt #main > img", "label input"]


def serious(page: Page, within: str = "html") -> list[str]:
    """Rule and selector of whatever axe-core calls serious or critical; never the words of the page."""
    page.evaluate(AXE)  # in the page's own world, past its content security policy, which allows no such script
    found: list[str] = page.evaluate(SERIOUS, within)
    return found
