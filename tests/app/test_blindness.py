"""A reviewer commits before the score is shown: until then no page, file or program tells it to him."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import sqlalchemy as sa
from showcase import CUSTOMER, Showcase
from signed_in import SignedIn, a_session, a_token, a_user

from scoring.access import Grant, Role
from scoring.review import ReviewKind, Verdict
from scoring.run import RunId
from store import ReviewOpening

ROOFERS = f"/requisitions/{CUSTOMER}/81"
NURSES = f"/requisitions/{CUSTOMER}/78"
REASON = "The certificate stands on page two."
TELLING = ("of 100", "Where the points come from", "Rated by", "confidence", "not shown", "to confirm", "+")


def run_of(showcase: Showcase, workflow: int) -> RunId:
    return showcase.store.reports.runs_of(CUSTOMER, str(workflow))[0]


def do(showcase: Showcase, statement: str, **values: object) -> None:
    with showcase.store._engine.begin() as connection:
        connection.execute(sa.text(statement), values)


def in_review(
    showcase: Showcase, workflow: int, kind: ReviewKind = ReviewKind.BLIND_SAMPLE, *, blind: bool = True
) -> int:
    review = showcase.store.reviews.open(ReviewOpening(run_of(showcase, workflow), kind, ("low_confidence",)))
    do(showcase, "UPDATE reviews SET blind = :blind WHERE id = :id", blind=blind, id=review)
    return review


@pytest.fixture
def recruiter(showcase: Showcase) -> Iterator[SignedIn]:
    with SignedIn(showcase.url, showcase.store, Grant(Role.RECRUITER)) as session:
        yield session


@pytest.fixture
def auditor(showcase: Showcase) -> Iterator[SignedIn]:
    with SignedIn(showcase.url, showcase.store, Grant(Role.AUDITOR)) as session:
        yield session


def page(session: SignedIn, path: str) -> str:
    answer = session.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    return answer.text


def exported(session: SignedIn, arguments: str = "") -> dict[str, dict[str, str]]:
    answer = session.get(f"{ROOFERS}/export.csv{arguments}")
    return {row["application"]: row for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))}


def row_of(shown: str, workflow: int) -> str:
    """The line of the ranking that names this application."""
    [row] = [line for line in shown.split("<li value=") if f"Application {workflow}<" in line]
    return row


def ranked(session: SignedIn) -> dict[str, dict[str, Any]]:
    listed = session.get(f"/api/v1{ROOFERS}/ranking?limit=200").json()["ranking"]
    return {row["workflow_id"]: row for row in listed}


def test_the_page_of_an_application_shows_a_reviewer_what_the_candidate_wrote_and_nothing_of_ours(
    showcase: Showcase, recruiter: SignedIn
) -> None:
    in_review(showcase, 2001)

    shown = page(recruiter, f"/runs/{run_of(showcase, 2001)}")

    assert [words for words in TELLING[:4] if words in shown] == []
    assert ("In a blind review" in shown, "Welded pressure vessels" in shown, "Yes, since 2015" in shown) == (True,) * 3
    assert "possible</b>" not in shown


def test_after_his_rating_it_is_shown_to_him_and_still_to_nobody_else(showcase: Showcase, recruiter: SignedIn) -> None:
    review = in_review(showcase, 2002)
    path = f"/runs/{run_of(showcase, 2002)}"

    recruiter.submit(f"/reviews/{review}/rating", rating="60")

    assert "of 100" in page(recruiter, path)
    with SignedIn(showcase.url, showcase.store, Grant(Role.RECRUITER)) as other:
        assert "of 100" not in page(other, path)


def test_in_the_ranking_it_stands_behind_the_scores_and_no_filter_finds_it(
    showcase: Showcase, recruiter: SignedIn, auditor: SignedIn
) -> None:
    in_review(showcase, 2009)
    told, open_to_all = exported(auditor)["2009"], exported(auditor)

    shown = row_of(page(recruiter, ROOFERS), 2009)
    mine = exported(recruiter)

    assert [words for words in TELLING[3:] if words in shown] == []
    assert (mine["2009"]["score"], mine["2009"]["tier"], mine["2009"]["strongest reason"]) == ("", "", "")
    assert (mine["2009"]["confidence"], mine["2009"]["tags"], mine["2009"]["must-haves not shown"]) == ("", "", "")
    assert mine["2009"]["not scored because"] == "in a blind review"
    scored = [int(row["place"]) for row in mine.values() if row["score"]]
    assert int(mine["2009"]["place"]) > max(scored)
    assert set(mine) == set(open_to_all)
    for asked in (f"?tier={told['tier']}", "?scored=yes", "?scored=no", "?missing=g-degree", "?q=vessels"):
        assert "2009" not in exported(recruiter, asked)
    assert list(exported(recruiter, "?q=2009")) == ["2009"]


@pytest.mark.parametrize("sort", ["score", "confidence"])
def test_its_place_says_nothing_of_the_score(showcase: Showcase, recruiter: SignedIn, sort: str) -> None:
    for workflow in (2004, 2005):
        in_review(showcase, workflow)

    places = {name: int(row["place"]) for name, row in exported(recruiter, f"?sort={sort}").items() if not row["score"]}

    assert [name for name in sorted(places, key=places.__getitem__) if name in {"2004", "2005"}] == ["2004", "2005"]
    assert sorted(places.values()) == list(range(31 - len(places), 31))


def test_side_by_side_its_column_is_empty(showcase: Showcase, recruiter: SignedIn) -> None:
    in_review(showcase, 2006)
    runs = [run_of(showcase, workflow) for workflow in (2006, 2029)]

    alone = page(recruiter, f"{ROOFERS}/compare?run={runs[0]}")
    both = page(recruiter, f"{ROOFERS}/compare?run={runs[0]}&run={runs[1]}")

    assert "in a blind review" in alone
    assert "<blockquote>" not in alone
    assert both.count("in a blind review") > 1
    assert "AutoCAD" in both


def test_programs_are_told_no_more_than_their_user(showcase: Showcase) -> None:
    in_review(showcase, 2007)
    owner = a_user(showcase.store, Grant(Role.RECRUITER), Grant(Role.HIRING_MANAGER))
    found = showcase.store.users.get(owner)
    assert found is not None
    narrow = showcase.store.tokens.make(found, "test", Role.HIRING_MANAGER, "", 1, "test")

    for token in (a_token(showcase.store, Role.RECRUITER), narrow):
        with requests.Session() as session:
            session.headers["Authorization"] = f"Bearer {token}"
            run = session.get(f"{showcase.url}/api/v1/runs/{run_of(showcase, 2007)}", timeout=20).json()
            rows = session.get(f"{showcase.url}/api/v1{ROOFERS}/ranking?limit=200", timeout=20).json()["ranking"]
        [row] = [row for row in rows if row["workflow_id"] == "2007"]

        assert (run["in_blind_review"], run["card"]) == (True, None)
        assert (row["in_blind_review"], row["score"], row["tier"], row["strongest"]) == (True, None, None, "")
        assert (row["confidence"], row["missing"], row["tags"], row["abstained"]) == (0, [], [], None)


def test_an_auditor_sees_everything_and_that_he_looked_is_on_record(
    showcase: Showcase, auditor: SignedIn, recruiter: SignedIn
) -> None:
    in_review(showcase, 2008)
    run = run_of(showcase, 2008)

    shown, row = page(auditor, f"/runs/{run}"), ranked(auditor)["2008"]
    page(recruiter, f"/runs/{run}")

    assert "of 100" in shown
    assert row["score"] is not None
    with showcase.store._engine.begin() as connection:
        noted = connection.execute(
            sa.text("SELECT output FROM audit_events WHERE action = 'score.seen_in_blind_review' ORDER BY id")
        ).scalars()
        assert [output for output in noted if run in output["runs"]] == [{"runs": [run]}]


def test_where_he_may_not_review_nothing_is_held_back(showcase: Showcase) -> None:
    in_review(showcase, 2012)

    grants = (Grant(Role.RECRUITER, CUSTOMER, job_id="78"), Grant(Role.HIRING_MANAGER, CUSTOMER))
    with SignedIn(showcase.url, showcase.store, *grants) as session:
        assert "of 100" in page(session, f"/runs/{run_of(showcase, 2012)}")
        assert ranked(session)["2012"]["score"] is not None


def test_another_review_of_the_same_application_asks_for_the_view_first_and_one_view_is_enough(
    showcase: Showcase, recruiter: SignedIn
) -> None:
    sample = in_review(showcase, 2016)
    other = in_review(showcase, 2016, ReviewKind.PROPOSED_REJECTION, blind=False)

    before, queue = page(recruiter, f"/reviews/{other}"), page(recruiter, "/reviews?job=81&kind=proposed_rejection")
    refused = recruiter.submit(f"/reviews/{other}/decision", verdict="accept", reason=REASON)
    recruiter.submit(f"/reviews/{other}/rating", rating="55")
    after, again = page(recruiter, f"/reviews/{other}"), page(recruiter, f"/reviews/{sample}")

    assert ("rejection" in before.lower(), "of 100" in before, "rating-form" in before) == (False, False, True)
    assert f"/reviews/{other}" not in queue
    assert refused.status_code == 400
    assert ("Proposed rejection" in after, "of 100" in after, "55" in after) == (True, True, True)
    assert ("of 100" in again, "rating-form" in again) == (True, False)


def test_a_known_answer_case_looks_like_any_blind_review(showcase: Showcase, recruiter: SignedIn) -> None:
    real = in_review(showcase, 2017, ReviewKind.UNKNOWN_GATE)
    seeded = showcase.store.reviews.open_known_answer(CUSTOMER, "81", "Roofs\nSlate", Verdict.REJECT, "run-y")
    session = {"Accept": "application/json"}

    [one, other] = [recruiter.get(f"/api/v1/reviews/{review}", headers=session).json() for review in (real, seeded)]
    pages = [page(recruiter, f"/reviews/{review}") for review in (real, seeded)]
    run = page(recruiter, f"/runs/{run_of(showcase, 2017)}")

    assert {name for name in one if one[name] != other[name]} == {"id", "opened_at", "due_at"}
    assert all("Your own view, please" in shown for shown in pages)
    # Which review an application is in is told nowhere: the one that belongs to none would be the known answer.
    assert f"/reviews/{real}" not in run
    assert f"/reviews/{real}" not in page(recruiter, ROOFERS)


def test_the_picture_of_scores_and_people_leaves_out_what_he_has_to_rate(
    showcase: Showcase, recruiter: SignedIn, auditor: SignedIn
) -> None:
    review = in_review(showcase, 2018)
    showcase.store.review_decisions.rate(review, a_user(showcase.store, Grant(Role.RECRUITER)), 5)

    assert "Application 2018" in page(auditor, f"{ROOFERS}/feedback")
    assert "Application 2018" not in page(recruiter, f"{ROOFERS}/feedback")


def test_the_letter_to_the_candidate_waits_as_well(showcase: Showcase, recruiter: SignedIn) -> None:
    review = in_review(showcase, 2019)
    path = f"/applications/{CUSTOMER}/2019/explanation"

    before = [recruiter.get(f"{path}{part}").status_code for part in ("", "/text")]
    recruiter.submit(f"/reviews/{review}/rating", rating="60")

    assert before == [403, 403]
    assert recruiter.get(path).status_code == 200


def test_a_rating_beside_a_score_in_icims_is_kept_as_one_that_could_have_seen_it(
    showcase: Showcase, recruiter: SignedIn
) -> None:
    review, run = in_review(showcase, 2021), run_of(showcase, 2021)
    do(
        showcase,
        "INSERT INTO write_backs (application_id, run_id, state, entry_id) "
        "SELECT application_id, id, 'complete', '900' FROM runs WHERE id = CAST(:run AS uuid)",
        run=run,
    )

    recruiter.submit(f"/reviews/{review}/rating", rating="60")
    shown = page(recruiter, f"{ROOFERS}/feedback")

    [view] = [one for one in showcase.store.review_outcomes.views(CUSTOMER, "81") if one.workflow_id == "2021"]
    assert (view.blind, view.could_have_seen) == (False, True)
    assert "left out of “rated blind”" in shown
    assert "it could have been seen elsewhere" in page(recruiter, f"/runs/{run}")


def test_a_rating_of_what_was_shown_is_no_blind_one(showcase: Showcase, recruiter: SignedIn) -> None:
    review = in_review(showcase, 2022, ReviewKind.REVIEW_FLAG, blind=False)

    recruiter.submit(f"/reviews/{review}/rating", rating="60")

    [view] = [one for one in showcase.store.review_outcomes.views(CUSTOMER, "81") if one.workflow_id == "2022"]
    assert (view.blind, view.could_have_seen) == (False, True)


def test_a_session_with_every_role_is_a_reviewers_session(showcase: Showcase) -> None:
    in_review(showcase, 2023)

    with SignedIn(showcase.url, showcase.store) as session:
        session.keep(a_session(showcase.store, *(Grant(role) for role in Role)))
        assert "In a blind review" in page(session, f"/runs/{run_of(showcase, 2023)}")
