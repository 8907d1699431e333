"""Markup in every word that anybody else wrote, on every page, in a real browser: it stays text."""

from collections.abc import Iterator

import pytest
from playground import CUSTOMERS, Playground
from playwright.sync_api import Browser, BrowserContext
from route_table import ROWS
from signed_in import a_session, everything

pytestmark = pytest.mark.xdist_group("browser")
NO_PAGE = (
    "/static",
    "/flower",
    "/api",
    "/livez",
    "/readyz",
    "/metrics",
    "/sign-in",
    "/applications/<customer_id>/<workflow_id>",
)
PAGES = [
    row.rule
    for row in ROWS
    if row.method == "GET" and not row.rule.endswith(("/text", "export.csv")) and row.rule not in NO_PAGE
    if not row.rule.startswith(NO_PAGE[:-1])
    if row.rule != "/policy/rollback"  # where nothing was activated there is nothing to show
]
# Where the words of others are told in full; the other pages may clip them.
MUST_SHOW = {
    "/",
    "/requisitions/<customer_id>/<job_id>",
    "/requisitions/<customer_id>/<job_id>/rubric",
    "/runs/<run_id>",
    "/operations",
    "/stops",
    "/policy",
    "/policy/proposals/<int:proposal_id>",
    "/requests",
    "/reviews/<int:review_id>",
    "/notices/<customer_id>/<job_id>",
}
WATCH = """
window.violations = [];
document.addEventListener('securitypolicyviolation',
  event => window.violations.push(event.violatedDirective + ' ' + event.sourceFile));
"""
FOREIGN = """() => [...document.querySelectorAll('*')].flatMap(element => [
  ...(element.matches('script:not([src^="/static/"]), base, iframe, object, embed, main img, meta[http-equiv]')
    ? [element.outerHTML] : []),
  ...[...element.attributes].filter(each => /^on|^hx-on/i.test(each.name) || /^\\s*javascript:/i.test(each.value))
    .filter(each => !['value', 'title', 'aria-label'].includes(each.name)).map(each => each.name + '=' + each.value),
  ...(element.matches('div[hx-get="/users"]') ? [element.outerHTML] : []),
])"""


@pytest.fixture(scope="module")
def insider(browser: Browser, playground: Playground) -> Iterator[BrowserContext]:
    """Somebody who sees every page, in a browser that notes what its policy kept from happening."""
    context = browser.new_context()
    token = a_session(playground.store, *everything())
    context.add_cookies([{"name": "session", "value": token, "url": playground.url}])
    context.add_init_script(WATCH)
    yield context
    context.close()


@pytest.mark.parametrize("rule", PAGES)
def test_markup_in_the_data_stays_text_on_every_page(
    insider: BrowserContext, playground: Playground, rule: str
) -> None:
    ids = playground.ids[CUSTOMERS[0]]
    page, dialogs, errors = insider.new_page(), [], []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: errors.append(str(error)))

    answer = page.goto(playground.url + address(rule, ids))
    page.wait_for_load_state("networkidle")

    assert answer.status == 200
    assert page.evaluate(FOREIGN) == []
    assert (dialogs, errors, page.evaluate("window.violations")) == ([], [], [])
    assert page.url.startswith(playground.url)
    page.close()


def test_the_pages_did_show_the_markup(insider: BrowserContext, playground: Playground) -> None:
    ids = playground.ids[CUSTOMERS[0]]
    shown = {
        rule
        for rule in PAGES
        if "&lt;script&gt;alert(1)&lt;/script&gt;"
        in insider.request.get(playground.url + address(rule, ids), headers={"Accept": "text/html"}).text()
    }

    assert shown >= MUST_SHOW


def address(rule: str, ids: dict[str, object]) -> str:
    """The rule with the customer's own ids in it."""
    for name, value in ids.items():
        rule = rule.replace(f"<int:{name}>", str(value)).replace(f"<{name}>", str(value))
    return rule
