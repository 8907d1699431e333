"""Follow and override rates by team: job families that a customer put together count as one."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from finished_runs import CUSTOMER, cases_of, finished_runs
from signed_in import SignedIn

from app.web import create_app
from icims.simulator import serve
from scoring.access import Grant, Role
from scoring.review import Decision, ReviewKind, Verdict
from settings import Settings
from store import ReviewOpening, Store

REASON = "The certificate stands on page two."


def decided(store: Store, query: Callable[[str], list[Any]]) -> None:
    """One decision in each of two families."""
    runs = finished_runs(store, (cases_of("nurse")[0], cases_of("python")[0]))
    for job, family in (("nurse", "care"), ("python", "software")):
        query(f"UPDATE requisitions SET family = '{family}' WHERE job_id = 'canary-{job}'")  # noqa: S608  our own words
    for run in runs.values():
        review = store.reviews.open(ReviewOpening(run, ReviewKind.REVIEW_FLAG))
        query("UPDATE reviews SET blind = false")
        store.review_decisions.decide(review, store.users.all()[0].id, Decision(Verdict.ACCEPT, REASON))


def test_families_of_one_team_stand_together(
    settings: Settings, store: Store, query: Callable[[str], list[Any]]
) -> None:
    store.users.add("ann", None, "test", grants=[Grant(Role.RECRUITER)], identity=("https://idp.example.com", "a"))
    decided(store, query)

    shown = {}
    for teams in ("", "care=Ward, software=Ward"):
        app = create_app(replace(settings, icims_teams=teams))
        with serve(app) as url, SignedIn(url, store, Grant(Role.RECRUITER, CUSTOMER)) as session:
            shown[teams] = session.get("/reviews/mine", headers={"Accept": "text/html"}).text
        app.extensions["site"].store.close()

    together = '<th scope="row">Ward</th><td class="n">2</td>'
    assert together in shown["care=Ward, software=Ward"]
    assert together not in shown[""]
    assert all(f'<th scope="row">{family}</th><td class="n">1</td>' in shown[""] for family in ("care", "software"))
