"""Comparison, export and progress of a requisition's applications."""

import csv
import io
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from showcase import CUSTOMER, RUBRIC, Showcase
from signed_in import SignedIn, everything

from app.exports import as_text
from scoring.access import Grant, Role
from scoring.requisition import Requisition, RequisitionId
from scoring.run import RolloutMode
from store import RankingFilter, Store

Visit = Callable[..., Page]
pytestmark = pytest.mark.xdist_group("browser")
NURSES = f"/requisitions/{CUSTOMER}/78"


@pytest.fixture
def somebody(showcase: Showcase) -> Iterator[SignedIn]:
    with SignedIn(showcase.url, showcase.store, *everything()) as session:
        yield session


def exported(somebody: SignedIn, arguments: str = "") -> list[dict[str, str]]:
    answer = somebody.get(f"{NURSES}/export.csv{arguments}")
    assert answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_chosen_applications_stand_side_by_side_with_points_and_quotes(visit: Visit) -> None:
    page = visit(NURSES)
    for place in (0, 7):
        page.locator(".choose input").nth(place).check()
    page.get_by_role("button", name="Compare the chosen").click()

    expect(page.locator("h1")).to_have_text("2 applications side by side")
    expect(page.locator("thead th")).to_have_count(3)
    row = page.locator("tbody tr", has_text="AutoCAD")
    expect(row.locator("td").first).to_contain_text("partly shown")
    expect(row.locator("blockquote").first).to_have_text("AutoCAD")
    page.get_by_role("link", name="leave out").first.click()
    expect(page.locator("h1")).to_have_text("1 application side by side")


def test_six_are_too_many_and_the_page_says_so(visit: Visit, showcase: Showcase) -> None:
    applications = showcase.store.rankings.page(CUSTOMER, "78", limit=6).applications
    page = visit(f"{NURSES}/compare?" + "&".join(f"run={application.run_id}" for application in applications))

    expect(page.locator("main")).to_contain_text("at most 5 applications are compared at once")


def test_an_application_to_another_requisition_is_not_compared(somebody: SignedIn, showcase: Showcase) -> None:
    assert somebody.get(f"{NURSES}/compare?run={showcase.runs['scored']}").status_code == 404
    assert somebody.get(f"{NURSES}/compare?run=none").status_code == 404


@pytest.mark.parametrize("cell", ["=1+1", "+5: x", "-1", "@SUM(A1)", "\tx", "\rx", " =1", "＝1"])
def test_a_cell_that_a_spreadsheet_would_compute_becomes_a_text(cell: str) -> None:
    assert as_text(cell) == f"'{cell}"
    assert as_text(f"a{cell}") == f"a{cell}"


def test_the_export_has_the_whole_list_as_filtered_and_sorted(somebody: SignedIn, showcase: Showcase) -> None:
    [everybody, strong] = exported(somebody), exported(somebody, "?tier=possible&sort=newest")

    assert [row["place"] for row in everybody] == [str(place) for place in range(1, 121)]
    scores = [float(row["score"]) for row in everybody]
    assert scores == sorted(scores, reverse=True)
    assert all(row["strongest reason"].startswith("'+") for row in everybody if row["strongest reason"])
    assert 0 < len(strong) == showcase.store.rankings.page(CUSTOMER, "78", RankingFilter(tier="possible")).total < 120
    assert everybody[0]["page"].endswith(f"/applications/{CUSTOMER}/{everybody[0]['application']}")


def test_who_took_an_export_is_on_record(
    everybody: SignedIn, store: Store, query: Callable[[str], list[tuple[object, ...]]]
) -> None:
    store.requisitions.put(CUSTOMER, Requisition(RequisitionId("78"), "Nurse"), RUBRIC, RolloutMode.SHADOW)
    assert everybody.get(f"{NURSES}/export.csv?tier=strong&q=somebody").status_code == 200

    [(actor, job_id, output)] = query(
        "SELECT actor, job_id, output FROM audit_events WHERE action = 'ranking.exported'"
    )

    assert str(actor).startswith("user:")
    assert (job_id, output) == ("78", {"tier": "strong"})


@pytest.mark.parametrize("path", ["", "/progress", "/compare", "/export.csv"])
def test_a_requisition_that_is_not_ones_own_is_not_found(showcase: Showcase, path: str) -> None:
    with SignedIn(showcase.url, showcase.store, Grant(Role.RECRUITER, CUSTOMER, "", "77")) as session:
        assert session.get(f"{NURSES}{path}").status_code == 404
        assert session.get(f"/requisitions/{CUSTOMER}/77{path}").status_code == 200


def test_progress_is_renewed_by_itself_until_all_are_done(visit: Visit, showcase: Showcase) -> None:
    run_id = showcase.opened("7900", "79")
    page = visit(f"/requisitions/{CUSTOMER}/79")
    expect(page.locator("#progress")).to_contain_text("1 on their way")

    letter = showcase.store.runs.claim(run_id, showcase.store.reports.run(run_id).next_step, 60).dossier
    showcase.store.dead_letters.bury(letter, "permanent", "gone", "digest")
    [waiting] = [one for one in showcase.store.dead_letters.waiting() if one.run_id == run_id]
    showcase.store.dead_letters.discard(waiting.id, "user:test")

    expect(page.locator("#progress")).to_contain_text("All are done.", timeout=10_000)
    expect(page.locator("#progress")).not_to_have_attribute("hx-get", "anything")


def test_a_filter_is_set_by_its_form_and_kept_over_the_pages(visit: Visit) -> None:
    page = visit(NURSES)
    page.get_by_text("Search, filter and sort").click()
    page.get_by_label("Must-have not shown").select_option(label="Forklift licence")
    page.get_by_label("Sort by").select_option("newest")
    page.get_by_role("button", name="Show", exact=True).click()

    expect(page.locator(".tools span")).to_have_text("1–40 of 40")
    expect(page.locator("h2#ranking")).to_have_text("Applications, newest first")
    page.get_by_role("link", name="Show all", exact=True).click()
    expect(page.locator(".tools span")).to_have_text("1–50 of 120")
