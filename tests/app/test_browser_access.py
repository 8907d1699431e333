"""Every page on a phone and a desk, in light and dark: readable, labelled, and never wider than the screen."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from showcase import Showcase

Visit = Callable[..., Page]
pytestmark = pytest.mark.xdist_group("browser")

PAGES = [
    "/",
    "/?q=nothing+has+this+title",
    "/requisitions/4560/77",
    "/requisitions/4560/78?page=2",
    "/requisitions/4560/79",
    "/requisitions/4560/80",
    "/operations",
    "/nowhere",
    "run:scored",
    "run:abstained",
    "run:open",
    "run:dead",
]

STRUCTURE = """() => {
  const all = selector => [...document.querySelectorAll(selector)];
  const name = element => (element.getAttribute("aria-label") || element.textContent).trim();
  const ids = all("[id]").map(element => element.id);
  const levels = all("h1,h2,h3,h4").map(element => +element.tagName[1]);
  return {
    language: document.documentElement.lang,
    title: document.title,
    h1: all("h1").length,
    main: all("main").length,
    skipped_levels: levels.filter((level, place) => level - (levels[place - 1] ?? 0) > 1),
    doubled_ids: ids.filter((id, place) => ids.indexOf(id) !== place),
    dangling_links: all('a[href^="#"]').map(a => a.getAttribute("href")).filter(href => !ids.includes(href.slice(1))),
    dangling_names: all("[aria-labelledby]").filter(e => !ids.includes(e.getAttribute("aria-labelledby"))).length,
    unnamed: all("a, button, summary, nav, [role=region]").filter(
        element => !name(element) && !element.getAttribute("aria-labelledby")).map(element => element.outerHTML),
    unlabelled: all("input:not([type=hidden]), select, textarea").filter(e => !e.labels.length).map(e => e.outerHTML),
    pictures: all("svg, img").filter(e => e.getAttribute("aria-hidden") !== "true" && !name(e)).length,
    headless_cells: all("table").filter(table => !table.querySelector("th[scope=col]")).length,
    unreachable_scrollers: all("main *").filter(element => element.scrollHeight > element.clientHeight + 1
        && ["auto", "scroll"].includes(getComputedStyle(element).overflowY) && element.tabIndex < 0).length,
  };
}"""

# Text against the nearest painted background above it, as WCAG 2.2 (1.4.3) counts it.
FAINT = """() => {
  const parse = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, place) => sum + c * [0.2126, 0.7152, 0.0722][place], 0);
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
      if (colour[3] > 0) return null;
    }
    return [255, 255, 255];
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint = [];
  let seen = 0;
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.checkVisibility({visibilityProperty: true})) continue;
    seen += 1;
    const style = getComputedStyle(element), size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700);
    const background = behind(element);
    const [dim, bright] = background ? [light(parse(style.color)), light(background)].sort((a, b) => a - b) : [0, 0];
    const ratio = (bright + 0.05) / (dim + 0.05);
    if (ratio < (large ? 3 : 4.5)) faint.push([ratio.toFixed(2), texts.currentNode.data.trim().slice(0, 60)]);
  }
  return {seen, faint};
}"""


def place(showcase: Showcase, name: str) -> str:
    return f"/runs/{showcase.runs[name.removeprefix('run:')]}" if name.startswith("run:") else name


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_built_so_that_a_screen_reader_finds_its_way(visit: Visit, showcase: Showcase, name: str) -> None:
    found: dict[str, Any] = visit(place(showcase, name)).evaluate(STRUCTURE)

    assert (found.pop("language"), found.pop("h1"), found.pop("main")) == ("en", 1, 1)
    assert found.pop("title").endswith(" · Candidate scoring")
    assert {check: finding for check, finding in found.items() if finding} == {}


@pytest.mark.parametrize("name", PAGES)
def test_all_text_stands_out_from_what_is_behind_it(visit: Visit, showcase: Showcase, name: str) -> None:
    page = visit(place(showcase, name))

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate(FAINT)
        assert found["seen"] > 5
        assert found["faint"] == []


@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways(visit: Visit, showcase: Showcase, name: str) -> None:
    page = visit(place(showcase, name))

    for width in (1280, 800, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_pages_load_nothing_from_elsewhere_and_break_no_rule_of_their_own(visit: Visit, showcase: Showcase) -> None:
    page = visit("/")
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))

    for name in PAGES:
        if name != "/nowhere":
            page.goto(f"{showcase.url}{place(showcase, name)}")

    assert len(asked) > len(PAGES)
    assert {url for url in asked if not url.startswith(showcase.url)} == set()
    assert complaints == []


def test_a_script_would_not_run_even_if_one_got_through(visit: Visit, showcase: Showcase) -> None:
    page = visit(place(showcase, "run:scored"))
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))

    page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "window.hacked = true";
      document.body.append(script);
    }""")

    assert page.evaluate("window.hacked") is None
    assert "Content Security Policy" in complaints[0]
