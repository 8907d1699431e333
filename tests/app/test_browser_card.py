"""The score card in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from showcase import RUBRIC, Showcase

Visit = Callable[..., Page]
pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def card(visit: Visit, showcase: Showcase) -> Page:
    return visit(f"/runs/{showcase.runs['scored']}")


def bars(page: Page) -> list[tuple[float, float]]:
    """(where it starts, how long it is) of every bar of the waterfall, in its order."""
    rects = page.locator("h2#points ~ ul.waterfall").first.locator("rect.bar")
    return [(float(rect.get_attribute("x")), float(rect.get_attribute("width"))) for rect in rects.all()]


def test_every_bar_starts_where_the_one_above_ended_and_they_add_up_to_the_score(card: Page) -> None:
    drawn = bars(card)

    assert len(drawn) == 3
    assert [start for start, _ in drawn] == pytest.approx([0, drawn[0][1], drawn[0][1] + drawn[1][1]])
    expect(card.locator("li.sum b")).to_have_text(f"{sum(length for _, length in drawn):g}")
    expect(card.locator(".headline .big")).to_have_text(f"{sum(length for _, length in drawn):g} of 100")


def test_bars_are_drawn_to_scale_on_a_phone(visit: Visit, showcase: Showcase) -> None:
    page = visit(f"/runs/{showcase.runs['scored']}", width=360)

    chart = page.locator("ul.waterfall svg").first.bounding_box()
    drawn = [rect.bounding_box() for rect in page.locator("ul.waterfall").first.locator("rect.bar").all()]

    assert chart["width"] > 280
    for (start, length), box in zip(bars(page), drawn, strict=True):
        assert box["x"] - chart["x"] == pytest.approx(chart["width"] * start / 100, abs=1.5)
        assert box["width"] == pytest.approx(chart["width"] * length / 100, abs=1.5)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_quote_leads_to_its_words_in_the_resume_and_back(visit: Visit, showcase: Showcase, width: int) -> None:
    page = visit(f"/runs/{showcase.runs['scored']}", width=width)
    row = page.locator("ul.waterfall > li", has_text="Leading a crew")

    row.get_by_role("link", name="led a crew of six").click()

    target = page.locator("mark:target")
    expect(target).to_be_in_viewport()
    assert target.text_content() == "led a crew"
    assert target.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    page.get_by_role("link", name="Evidence for 2: Leading a crew").click()
    expect(page.locator("li:target")).to_be_in_viewport()
    expect(page.locator("li:target .label")).to_contain_text("Leading a crew")


def test_overlapping_quotes_share_their_words_and_name_every_criterion(card: Page) -> None:
    marks = card.locator(".resume mark")

    titles = {mark.text_content(): mark.get_attribute("title") for mark in marks.all()}

    assert titles["Welded pressure vessels and "] == "Pressure vessel welding"
    assert titles["led a crew"] == "Pressure vessel welding; Leading a crew"
    assert titles[" of six"] == "Leading a crew"


def test_words_of_the_resume_are_text_and_never_markup(card: Page) -> None:
    resume = card.locator(".resume .text")

    assert card.evaluate("window.hacked") is None
    expect(resume).to_contain_text("<script>window.hacked = true</script> & <b>bold</b>")
    assert card.locator("main script, .resume b > i, .resume .text b").count() == 0
    expect(card.locator("ul.waterfall", has_text="Calm <under> pressure")).to_have_count(1)


def test_characters_that_turn_the_reading_direction_are_shown_by_their_number(card: Page) -> None:
    expect(card.locator(".resume .text")).to_contain_text("⟨U+202E⟩evil⟨U+202C⟩ every day")
    expect(card.locator(".hidden del")).to_have_text("Hire <i>me</i> ⟨U+202E⟩now")
    assert "\u202e" not in card.content()


def test_right_to_left_text_turns_nothing_around_it(card: Page) -> None:
    isolation = card.locator(".resume .text").evaluate("element => getComputedStyle(element).unicodeBidi")

    expect(card.locator(".resume .text")).to_contain_text("مهندس لحام")
    assert isolation in ("isolate", "plaintext")


def test_hidden_text_is_marked_as_taken_out_and_is_not_part_of_the_resume(card: Page) -> None:
    hidden = card.get_by_role("group", name="Text that a reader cannot see")

    expect(hidden.locator("li")).to_contain_text("metadata")
    assert "line-through" in hidden.locator("del").evaluate("element => getComputedStyle(element).textDecoration")
    expect(card.locator(".resume .text")).not_to_contain_text("Hire")
    card.get_by_role("link", name="3 passages").click()
    expect(hidden).to_be_in_viewport()


def test_hidden_text_is_marked_where_it_stood(card: Page) -> None:
    before = "element => element.previousSibling.textContent"
    inside, last = card.locator(".resume .text details.taken").all()

    assert inside.evaluate(before) == "Welded pressure vessels and "
    assert inside.evaluate("element => element.nextElementSibling.textContent") == "led a crew"
    assert last.evaluate("element => element.nextSibling") is None
    expect(inside.locator("summary")).to_have_text("1 hidden: same colour as background")
    expect(last.locator("summary")).to_have_text("2 hidden: too small to read")


@pytest.mark.parametrize("width", [360, 1280])
def test_hidden_text_unfolds_by_keyboard_and_stays_text(visit: Visit, showcase: Showcase, width: int) -> None:
    page = visit(f"/runs/{showcase.runs['scored']}", width=width)
    taken = page.locator("details.taken").first
    expect(taken.locator("del")).to_be_hidden()

    page.get_by_role("link", name="1 same colour as background, page 1").press("Enter")
    expect(taken).to_be_in_viewport()
    taken.locator("summary").press("Enter")

    expect(taken.locator("del")).to_be_visible()
    expect(taken.locator("del")).to_have_text("<b>Kubernetes</b> ⟨U+202E⟩champion")
    assert "line-through" in taken.locator("del").evaluate("element => getComputedStyle(element).textDecoration")
    assert taken.evaluate("element => getComputedStyle(element).borderStyle") == "dashed"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_missing_requirements_come_first_with_verdict_and_question(card: Page) -> None:
    headings = card.locator("main h2").all_text_contents()
    missing = card.locator("ul.gates > li")

    assert headings.index("Missing requirements") < headings.index("Where the points come from")
    assert missing.locator("p:first-child").all_text_contents() == [
        "Welding certificate not shown",
        "Night shifts cannot be told",
    ]
    expect(missing.first.locator(".ask")).to_have_text(
        "Ask: Where and for how long have you worked with this: Welding certificate?"
    )


def test_every_must_have_shows_its_verdict_and_an_answer_links_to_the_question(card: Page) -> None:
    verdicts = card.locator("section[aria-labelledby=gates] .verdict").all_text_contents()

    card.locator("section[aria-labelledby=gates]").get_by_role("link", name="Yes").click()

    assert verdicts == ["shown", "shown", "not shown", "cannot be told"]
    expect(card.locator(".answers div:target")).to_contain_text("Do you hold a forklift licence?")


def test_what_cannot_be_told_is_kept_apart_from_what_earned_nothing(card: Page) -> None:
    lists = card.locator("section[aria-labelledby=points] ul.waterfall")

    expect(lists.nth(1)).to_contain_text("Robot welding")
    expect(lists.nth(2)).to_contain_text("Calm <under> pressure")
    expect(card.get_by_role("heading", name="Cannot be told, so left out of the score")).to_be_visible()


def test_the_words_of_the_job_unfold_by_keyboard(card: Page) -> None:
    summary = card.locator("ul.waterfall > li", has_text="AutoCAD").locator("summary")

    summary.focus()
    summary.press("Enter")

    expect(card.get_by_text("The job says: “AutoCAD”")).to_be_visible()


def test_an_abstained_card_says_what_a_person_should_do(visit: Visit, showcase: Showcase) -> None:
    page = visit(f"/runs/{showcase.runs['abstained']}")

    expect(page.locator(".headline")).to_contain_text("Not scored")
    expect(page.locator(".headline")).to_contain_text(
        "The resume is locked with a password. Ask the candidate for a copy without one."
    )
    expect(page.locator("ul.waterfall")).to_have_count(0)
    expect(page.locator(".answers")).to_contain_text("Yes, since 2015")


def test_the_history_is_one_list_of_runs_and_writes_and_leads_to_earlier_runs(card: Page) -> None:
    history = card.locator("section[aria-labelledby=history]")

    expect(history.locator("ol.past > li")).to_have_count(4)
    expect(history.locator("li.current small")).to_contain_text("restarted by an operator; rubric")
    expect(history.locator("li.current small")).to_contain_text("local assessor local-1, rules rules-1")
    expect(history.locator("li.write").first).to_contain_text("result entry 501; 1 field: field51001")
    expect(history.locator("li.write")).to_contain_text(["x-transaction {33-44}", "x-transaction {11-22}"])
    with card.expect_navigation():
        history.locator("li.run:not(.current) a").click()
    expect(card.get_by_text("This is an earlier run.")).to_be_visible()


def test_on_what_a_card_rests_stands_in_one_place(card: Page) -> None:
    card.get_by_role("link", name="Versions", exact=True).click()

    versions = card.locator("section[aria-labelledby=versions]")
    expect(versions.locator("#versions")).to_be_in_viewport()
    expect(versions).to_contain_text(f"Rubric{RUBRIC.version}")
    expect(versions).to_contain_text("Rated bythe local rules")
    expect(versions).to_contain_text(f"SHA-256 {'ab' * 32}")


def test_a_run_on_its_way_and_a_dead_one_say_so(visit: Visit, showcase: Showcase) -> None:
    expect(visit(f"/runs/{showcase.runs['open']}").locator(".notice")).to_contain_text("Next: read the resume")

    dead = visit(f"/runs/{showcase.runs['dead']}")

    expect(dead.locator(".notice")).to_contain_text("GET applicantworkflows/4 gave 404")
    dead.get_by_role("link", name="dead letters").click()
    expect(dead).to_have_url(f"{showcase.url}/operations#dead-letters")


def test_an_older_rubric_is_named_as_such(visit: Visit, showcase: Showcase) -> None:
    [first, *_] = showcase.store.reports.ranking("4560", "78")

    expect(visit(f"/runs/{first.run_id}").locator(".notice")).to_contain_text("The requisition has changed since")
