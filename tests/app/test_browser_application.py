"""The application page beyond its points: conflicts, what stands in iCIMS, stop buttons, blind reviews."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect
from showcase import CUSTOMER, HIDDEN, QUESTION, RATINGS, TEXT, Showcase, quoted
from signed_in import SignedIn, everything
from test_browser_axe import AXE, serious

from scoring.access import Grant, Role
from scoring.assessment import Verdict
from scoring.local.answers import about_disagreement
from scoring.resume import Resume
from scoring.review import Decision, ReviewKind
from scoring.review import Verdict as Said
from scoring.run import RunId
from store import ReviewOpening

Visit = Callable[..., Page]
pytestmark = pytest.mark.xdist_group("browser")
ROOFERS = f"/requisitions/{CUSTOMER}/81"
REASON = "The certificate stands on page two."


@pytest.fixture(scope="module")
def disputed(showcase: Showcase) -> RunId:
    """A run whose resume shows a licence that the answer puts otherwise, with fields that somebody changed in iCIMS."""
    both = (4, Verdict.MET, (quoted("Senior Welder 2019"), quoted("Yes", QUESTION.text, "answer:rcf3301")))
    hidden = Resume(TEXT, "ab" * 32, "text/plain", hidden=HIDDEN)
    run = showcase.scored("5", hidden, ratings=RATINGS | {"g-forklift": both}, receipts=("{55-66}",))
    warning = about_disagreement("Forklift licence") + "'Senior Welder 2019' / 'Yes, since 2015'"
    with showcase.store._engine.begin() as connection:
        connection.execute(
            sa.text("""
            UPDATE findings SET payload = jsonb_set(payload, '{card,warnings}', to_jsonb(ARRAY[CAST(:warning AS text)]))
            WHERE run_id = CAST(:run AS uuid) AND step = 'flag'
            """),
            {"warning": warning, "run": run},
        )
        connection.execute(
            sa.text("""
            UPDATE findings SET payload = jsonb_set(payload, '{conflicts}', '["field52000.field52003"]')
            WHERE run_id = CAST(:run AS uuid) AND step = 'write_back'
            """),
            {"run": run},
        )
    return run


@pytest.fixture
def stopped(showcase: Showcase) -> Iterator[None]:
    """One requisition altogether, and Claude for everybody."""
    stops = showcase.store.stops
    pressed = [
        stops.press("all", "user:test", "Wrong <b>rubric</b>", CUSTOMER, "81"),
        stops.press("model", "user:test", "x"),
    ]
    pressed.append(stops.press("all", "user:test", "somewhere else", "9000"))
    yield
    for stop in pressed:
        stops.lift(stop, "user:test")


@pytest.mark.parametrize("width", [360, 1280])
def test_what_resume_and_answer_say_differently_stands_together_and_leads_to_both(
    visit: Visit, disputed: RunId, width: int
) -> None:
    page = visit(f"/runs/{disputed}", width)
    conflicts = page.locator("section[aria-labelledby=conflicts]")

    expect(conflicts.locator(".conflict")).to_have_count(1)
    expect(conflicts).to_contain_text("field52000.field52003")
    conflicts.get_by_role("link", name="Senior Welder 2019").click()
    expect(page.locator("mark:target")).to_contain_text("Senior Welder 2019")
    conflicts.get_by_role("link", name="Yes").click()
    expect(page.locator(".answers div:target")).to_contain_text("Yes, since 2015")
    expect(page.locator("section[aria-labelledby=warnings]")).to_have_count(0)
    page.evaluate(AXE)
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_page_the_review_and_the_ranking_lead_into_icims_in_a_new_tab(visit: Visit, showcase: Showcase) -> None:
    review = showcase.store.reviews.open(ReviewOpening(showcase.runs["scored"], ReviewKind.CONFLICT))
    with showcase.store._engine.begin() as connection:
        connection.execute(sa.text("UPDATE reviews SET blind = false WHERE id = :id"), {"id": review})

    for path in (f"/runs/{showcase.runs['scored']}", f"/reviews/{review}", f"/requisitions/{CUSTOMER}/77"):
        link = visit(path).get_by_role("link", name="Open application 1 in iCIMS (in a new tab)")
        expect(link).to_have_attribute("href", f"https://ats.example.com/{CUSTOMER}/applications?id=1")
        expect(link).to_have_attribute("rel", "noopener noreferrer")
        expect(link).to_have_attribute("target", "_blank")


def test_a_decision_stands_in_the_history_beside_the_untouched_score(visit: Visit, showcase: Showcase) -> None:
    run = showcase.store.reports.runs_of(CUSTOMER, "1090")[0]
    review = showcase.store.reviews.open(ReviewOpening(run, ReviewKind.CONFLICT))
    with showcase.store._engine.begin() as connection:
        connection.execute(sa.text("UPDATE reviews SET blind = false WHERE id = :id"), {"id": review})
    [one] = [one for one in showcase.store.reports.ranking(CUSTOMER, "78", 200) if one.workflow_id == "1090"]
    assert one.score is not None
    user = showcase.store.users.add("a.decider", None, "test", grants=[Grant(Role.RECRUITER)])
    showcase.store.review_decisions.decide(review, user, Decision(Said.ADJUST, REASON, one.score + 2))

    decision = visit(f"/runs/{run}").locator("ol.past > li.decision")

    expect(decision).to_contain_text(f"adjusted to {float(one.score + 2):g}")
    expect(decision).to_contain_text(f"by a.decider; the score stays {float(one.score):g}, shown before")
    expect(decision.locator("q")).to_have_text(REASON)


def test_a_recruiter_sees_which_stop_buttons_hold(showcase: Showcase, stopped: None) -> None:
    run = showcase.store.reports.runs_of(CUSTOMER, "2028")[0]
    with SignedIn(showcase.url, showcase.store, Grant(Role.HIRING_MANAGER, CUSTOMER)) as session:
        shown = [session.get(path, headers={"Accept": "text/html"}).text for path in (ROOFERS, f"/runs/{run}")]
        elsewhere = session.get(f"/requisitions/{CUSTOMER}/78", headers={"Accept": "text/html"}).text

    for text in shown:
        assert text.count('class="notice bad stopped"') == 2
        assert "Wrong &lt;b&gt;rubric&lt;/b&gt;" in text
        assert "somewhere else" not in text
    assert elsewhere.count('class="notice bad stopped"') == 1


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_a_page_without_its_score_keeps_nobody_out(visit: Visit, showcase: Showcase, width: int, scheme: str) -> None:
    run = showcase.store.reports.runs_of(CUSTOMER, "2025")[0]
    review = showcase.store.reviews.open(ReviewOpening(run, ReviewKind.BLIND_SAMPLE))

    assert review
    for path in (f"/runs/{run}", ROOFERS, f"{ROOFERS}/compare?run={run}"):
        page = visit(path, width, scheme)
        expect(page.locator("main")).to_contain_text("blind review")
        page.evaluate(AXE)
        assert serious(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_stages_are_a_filter_and_stand_in_the_row(visit: Visit, showcase: Showcase) -> None:
    with showcase.store._engine.begin() as connection:
        connection.execute(
            sa.text("""
            INSERT INTO stage_outcomes (customer_id, job_id, workflow_id, old_status, new_status, stage, icims_user_id,
                                        event_key, occurred_at)
            VALUES (:customer, '78', '1100', 'D1', 'D7', 'interview', '7', 'a', now()),
                   (:customer, '78', '1101', 'D1', 'D44', '', '7', 'b', now())
            ON CONFLICT DO NOTHING
            """),
            {"customer": CUSTOMER},
        )
    page = visit(f"/requisitions/{CUSTOMER}/78")

    page.get_by_text("Search, filter and sort").click()
    page.get_by_label("Stage in iCIMS").select_option(label="interview (1)")
    with page.expect_navigation():
        page.get_by_role("button", name="Show", exact=True).click()

    expect(page.locator(".tools span")).to_have_text("1–1 of 1")
    expect(page.locator("ol.ranking .tag")).to_have_text("interview")
    with SignedIn(showcase.url, showcase.store, *everything()) as session:
        assert "1101" in session.get(f"/requisitions/{CUSTOMER}/78/export.csv?stage=D44").text


def test_a_requisition_leads_to_its_reviews_and_figures_and_says_what_holds(visit: Visit, showcase: Showcase) -> None:
    with showcase.store._engine.begin() as connection:
        connection.execute(sa.text("UPDATE requisitions SET high_stakes = true WHERE job_id = '79'"))
    page = visit(f"/requisitions/{CUSTOMER}/79")

    expect(page.locator("main")).to_contain_text("Where Claude cannot be asked, applications wait for it.")
    expect(page.locator("main")).to_contain_text("Every status move waits for a person.")
    about = page.get_by_role("navigation", name="About this requisition")
    expect(about.get_by_role("link", name="Reviews")).to_have_attribute("href", "/reviews?job=79")
    expect(about.get_by_role("link", name="Scores and people")).to_have_attribute(
        "href", f"/requisitions/{CUSTOMER}/79/feedback"
    )
