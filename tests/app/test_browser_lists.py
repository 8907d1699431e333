"""Requisitions, rankings and the operator's page in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from showcase import Showcase

Visit = Callable[..., Page]
pytestmark = pytest.mark.xdist_group("browser")


def test_a_requisition_is_found_by_its_title_and_leads_to_its_ranking(visit: Visit, showcase: Showcase) -> None:
    page = visit("/")
    page.get_by_label("Title or job id").fill("nur")
    page.get_by_role("button", name="Search").click()

    expect(page.locator(".cards > li")).to_have_count(1)
    page.get_by_role("link", name="Nurse").click()
    expect(page).to_have_url(f"{showcase.url}/requisitions/4560/78")
    expect(page.locator("h1")).to_have_text("Nurse")


def test_what_is_not_found_is_named_and_leads_back_to_all(visit: Visit) -> None:
    page = visit("/?q=<script>astronaut")

    expect(page.locator("main")).to_contain_text("No requisition has “<script>astronaut” in its title")
    page.get_by_role("link", name="All requisitions").click()
    expect(page.locator(".cards > li")).to_have_count(5)


def test_a_ranking_is_walked_page_by_page_without_a_gap(visit: Visit) -> None:
    page = visit("/requisitions/4560/78")
    seen, scores = [], []
    for expected in ("1–50 of 120", "51–100 of 120", "101–120 of 120"):
        expect(page.locator(".pager span")).to_have_text(expected)
        seen += page.locator(".ranking .who").all_text_contents()
        scores += [
            float(text)
            for text in page.locator(".ranking .score").evaluate_all("all => all.map(e => e.firstChild.data)")
        ]
        if page.get_by_role("link", name="Next").count():
            page.get_by_role("link", name="Next").click()

    assert len(set(seen)) == len(seen) == 120
    assert scores == sorted(scores, reverse=True)
    assert page.locator(".ranking > li").first.get_attribute("value") == "101"
    page.get_by_role("link", name="Previous").click()
    expect(page.locator(".pager span")).to_have_text("51–100 of 120")


def test_the_last_page_is_one_step_away_and_leads_back_to_the_first(visit: Visit) -> None:
    page = visit("/requisitions/4560/78")

    page.get_by_role("link", name="Last").click()

    expect(page.locator(".pager span")).to_have_text("71–120 of 120")
    page.get_by_role("link", name="First").click()
    expect(page.locator(".pager span")).to_have_text("1–50 of 120")


def test_a_place_behind_the_last_leads_back_to_the_first_page(visit: Visit) -> None:
    page = visit("/requisitions/4560/78?after=1000~1")

    page.get_by_role("link", name="Its first page").click()

    expect(page.locator(".pager span")).to_have_text("1–50 of 120")


@pytest.mark.parametrize("value", ["abc", "1", "~", "1~x", "1e5~1", "nan~1", "--1~1", "١~1", "1~" + "9" * 19])
def test_a_place_that_no_list_gives_out_is_refused_in_one_line(visit: Visit, value: str) -> None:
    page = visit(f"/requisitions/4560/78?after={value}")

    expect(page.locator("h1")).to_have_text("400")
    expect(page.locator("main")).to_contain_text("this is no place in a list")


def test_a_tier_is_shown_alone_and_stays_so_over_the_pages(visit: Visit, showcase: Showcase) -> None:
    tiers = showcase.store.reports.requisition("4560", "78").tiers
    name = max(tiers, key=tiers.__getitem__)
    page = visit("/requisitions/4560/78")

    page.locator(".filter").get_by_role("link", name=f"{name} match").click()
    expect(page.locator(".filter [aria-current]")).to_contain_text(str(tiers[name]))
    page.get_by_role("link", name="Next").click()

    expect(page.locator(f".ranking .score.{name}")).to_have_count(tiers[name] - 50)
    expect(page.locator(".ranking > li")).to_have_count(tiers[name] - 50)


def test_the_ranking_names_open_must_haves_and_leads_to_the_card(visit: Visit) -> None:
    page = visit("/requisitions/4560/77")
    best = page.locator(".ranking > li").first

    expect(best.locator(".missing li")).to_have_text(["Welding certificate not shown", "Night shifts to confirm"])
    best.locator(".who").click()
    expect(page.get_by_role("heading", name="Where the points come from")).to_be_visible()


def test_an_application_for_a_person_to_read_is_last_and_says_what_to_do(visit: Visit) -> None:
    last = visit("/requisitions/4560/77").locator(".ranking > li").last

    expect(last).to_contain_text("not scored")
    expect(last).to_contain_text("Ask the candidate for a copy without one.")


def test_a_requisition_without_applications_says_so(visit: Visit) -> None:
    expect(visit("/requisitions/4560/79").locator("main")).to_contain_text("No application has been scored yet.")


def test_what_a_requisition_asks_for_unfolds_with_what_is_worth_a_look(visit: Visit) -> None:
    page = visit("/requisitions/4560/77")

    page.get_by_text("What is asked for: 4 must-haves, 5 scored criteria, 1 worth a look").click()

    expect(page.get_by_text("ask for the skill instead")).to_be_visible()
    expect(page.get_by_text("Pressure vessel welding weight 5 of 5")).to_be_visible()


def test_the_operator_sees_what_waits_and_what_died_and_why(visit: Visit, showcase: Showcase) -> None:
    page = visit("/")

    page.get_by_role("link", name="1 application", exact=True).click()

    expect(page.locator("h1")).to_have_text("Operations")
    expect(page.locator(".figures > li").first).to_have_text("1 open runs")
    expect(page.locator("tr", has_text="extract").locator("td")).to_have_text("1")
    expect(page.locator("h2#waiting ~ ul.cards").first).to_contain_text("Application 3")
    expect(page.locator("h2#dead-letters ~ ul.cards")).to_contain_text("no retry can help, at the step extract")
    expect(page.locator("h2#dead-letters ~ ul.cards")).to_contain_text("GET applicantworkflows/4 gave 404")
    assert page.get_by_role("link", name="Flower").get_attribute("href") == "/flower/"


def test_the_first_tab_offers_to_skip_to_the_content(visit: Visit) -> None:
    page = visit("/")
    page.keyboard.press("Tab")

    skip = page.locator(":focus")
    expect(skip).to_have_text("Skip to content")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.locator("main :focus")).to_have_count(1)


def test_whatever_has_the_focus_can_be_seen_to_have_it(visit: Visit, showcase: Showcase) -> None:
    page = visit(f"/runs/{showcase.runs['scored']}")

    for _ in range(15):
        page.keyboard.press("Tab")
        outline = page.locator(":focus").evaluate(
            "element => [getComputedStyle(element).outlineStyle, parseFloat(getComputedStyle(element).outlineWidth)]"
        )
        assert outline[0] == "solid"
        assert outline[1] >= 2
