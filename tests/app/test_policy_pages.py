"""The way of a change of policy over the pages: proposed, tried by a real worker, activated by another, rolled back."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from finished_runs import cases_of, finished_runs
from signed_in import SignedIn
from tried_policies import THEN, a_ready_proposal, a_tried_proposal

from scoring.access import Grant, Role
from scoring.rubric import draft_rubric
from scoring.run import RolloutMode
from store import Scope, Store

Query = Callable[[str], list[Any]]
SignIn = Callable[..., SignedIn]
CUSTOMER, JOB = "4560", "canary-nurse"
LOWER = {"customer": CUSTOMER, "job": JOB, "possible": "48", "strong": "85", "reason": "Too few are looked at"}


@pytest.fixture
def nurses(store: Store) -> None:
    """The requisition, without applications."""
    requisition = cases_of("nurse")[0].requisition
    store.requisitions.put(CUSTOMER, requisition, draft_rubric(requisition), RolloutMode.SHADOW)


def proposed(person: SignedIn, **fields: str) -> int:
    answer = person.submit("/policy/propose", **{**LOWER, **fields})
    assert answer.status_code == 303, answer.text
    return int(answer.headers["Location"].rpartition("/")[2])


def test_a_proposal_changes_nothing_yet_and_says_what_it_would_change(
    sign_in: SignIn, store: Store, nurses: None
) -> None:
    maria = sign_in()

    proposal = proposed(maria)

    page = maria.get(f"/policy/proposals/{proposal}").text
    assert "possible from 50, strong from 85" in page
    assert "<b>possible from 48, strong from 85</b>" in page
    assert "It was never simulated for this scope." in page
    assert "You proposed this, so somebody else has to activate it." in page
    assert store.versions.in_force(Scope(CUSTOMER, job_id=JOB)) is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"possible": "", "strong": ""}, "Nothing would change"),
        ({"possible": "50", "strong": "85"}, "Nothing would change"),
        ({"possible": "", "strong": "40"}, "the lower one first"),
        ({"strong": "high"}, "Cut-offs are two numbers, such as 50 and 85"),
        ({"possible": "90"}, "the lower one first"),
        ({"possible": "nan"}, "finite"),
        ({"reason": " "}, "Say why"),
        ({"job": "none"}, "No requisition none"),
        ({"job": "", "family": "none"}, "of the family none"),
        ({"family": "nursing"}, "not both"),
        ({"assessor": "claude", "model": "claude-2"}, "Unknown model"),
    ],
)
def test_what_cannot_be_proposed_is_told_beside_what_was_filled_in(
    sign_in: SignIn, nurses: None, fields: dict[str, str], said: str
) -> None:
    maria = sign_in()

    refused = maria.submit("/policy/propose", **{**LOWER, **fields})

    assert refused.status_code == 422
    assert said in refused.text
    assert ("Too few are looked at" in refused.text) == ("reason" not in fields)


def test_a_cut_off_that_is_left_empty_stays_as_it_is(sign_in: SignIn, nurses: None) -> None:
    maria = sign_in()

    proposal = proposed(maria, possible="", strong="80")

    assert "possible from 50, strong from 80" in maria.get(f"/policy/proposals/{proposal}").text


@pytest.mark.parametrize("place", [{"customer": ""}, {"job": ""}, {"job": "canary-teacher"}, {"customer": "9000"}])
def test_nobody_proposes_beyond_his_grants(
    sign_in: SignIn, store: Store, nurses: None, query: Query, place: dict[str, str]
) -> None:
    [other] = {case.requisition.id: case.requisition for case in cases_of("teacher")}.values()
    store.requisitions.put(CUSTOMER, other, draft_rubric(other), RolloutMode.SHADOW)
    nurse = sign_in(Grant(Role.RECRUITER, CUSTOMER, job_id=JOB))
    fields = {**LOWER, **place}
    if not fields["customer"]:
        fields["job"] = ""

    refused = nurse.submit("/policy/propose", **fields)

    assert refused.status_code == 404
    assert query("SELECT count(*) FROM activations") == [(0,)]
    assert proposed(nurse) == 1


def test_proposals_of_other_places_do_not_exist_and_are_not_listed(sign_in: SignIn, store: Store, nurses: None) -> None:
    theirs = a_tried_proposal(store, Scope(CUSTOMER), "For the whole customer")
    nurse = sign_in(Grant(Role.RECRUITER, CUSTOMER, job_id=JOB))
    place = f"/policy/proposals/{theirs.proposal}"

    asked = [nurse.get(place), nurse.get(f"{place}/progress"), nurse.get(f"/policy/simulations/{theirs.simulation}")]
    sent = [nurse.submit(f"{place}/{deed}", applications="5") for deed in ("simulate", "canary", "activate")]

    assert {answer.status_code for answer in (*asked, *sent)} == {404}
    assert "For the whole customer" not in nurse.get("/policy").text
    assert store.policy_trials.newest(theirs.proposal) == ()


def test_an_auditor_looks_and_is_offered_nothing_to_do(sign_in: SignIn, store: Store, nurses: None) -> None:
    proposal = a_ready_proposal(store, Scope(CUSTOMER, job_id=JOB))
    auditor = sign_in(Grant(Role.AUDITOR))

    page = auditor.get(f"/policy/proposals/{proposal}")

    assert page.status_code == 200
    assert "Everything is there." in page.text
    assert page.text.count("<form") == 1  # the one that signs out


def test_a_second_person_activates_and_one_person_rolls_back_and_both_are_on_record(
    sign_in: SignIn, store: Store, nurses: None, query: Query
) -> None:
    scope, maria, tom = Scope(CUSTOMER, job_id=JOB), sign_in(), sign_in()
    proposal = proposed(maria, possible="30", strong="60")
    a_ready_proposal(store, scope)

    own = maria.submit(f"/policy/proposals/{proposal}/activate")
    done = tom.submit(f"/policy/proposals/{proposal}/activate")
    in_force = store.versions.in_force(scope)
    place = {"customer": CUSTOMER, "job": JOB}
    shown = tom.get("/policy/rollback", params=place).text
    late = tom.submit("/policy/rollback", **place, version="0123456789ab", reason="Too many")
    back = tom.submit("/policy/rollback", **place, version=THEN.version, reason="Too many")

    assert (own.status_code, "has to be activated by a second person" in own.text) == (400, True)
    assert (done.status_code, in_force) == (303, THEN.version)
    assert "possible from 30, strong from 60" in shown
    assert (late.status_code, back.status_code) == (400, 303)
    assert store.versions.in_force(scope) is None
    actions = query(
        "SELECT action FROM audit_events WHERE action LIKE 'policy.%' AND actor LIKE 'user:%-%' ORDER BY id"
    )
    assert [action for (action,) in actions] == ["policy.proposed", "policy.activated", "policy.rolled_back"]


def test_scores_that_exist_stay_and_the_page_says_how_to_make_them_anew(
    sign_in: SignIn, store: Store, query: Query
) -> None:
    finished_runs(store, cases_of("nurse"))
    before = query("SELECT application_id, score, tier FROM scores ORDER BY application_id")
    proposal, tom = a_ready_proposal(store, Scope(CUSTOMER, job_id=JOB)), sign_in()

    tom.submit(f"/policy/proposals/{proposal}/activate")

    page = tom.get(f"/policy/proposals/{proposal}").text
    assert "Scores that exist stay as they are" in page
    assert f'action="/policy/proposals/{proposal}/rescore"' in page
    assert query("SELECT application_id, score, tier FROM scores ORDER BY application_id") == before


def test_only_an_administrator_activates_what_is_not_tried_and_says_why(
    sign_in: SignIn, store: Store, nurses: None, query: Query
) -> None:
    proposal = proposed(sign_in())
    address = f"/policy/proposals/{proposal}/activate"
    tom, admin = sign_in(), sign_in(Grant(Role.ADMIN))

    refused = [tom.submit(address, without_trial="Holiday cover"), admin.submit(address, without_trial=" ")]
    offered = tom.get(f"/policy/proposals/{proposal}").text
    done = admin.submit(address, without_trial="Holiday cover")

    assert [answer.status_code for answer in refused] == [400, 400]
    assert 'id="activate"' not in offered
    assert done.status_code == 303
    [(reason,)] = query("SELECT output->>'without_trial' FROM audit_events WHERE action = 'policy.activated'")
    assert reason.startswith("Holiday cover (against: the canary set never ran")


def test_history_is_paged_newest_first(sign_in: SignIn, store: Store) -> None:
    for _ in range(23):
        store.versions.activate(a_ready_proposal(store, Scope(CUSTOMER)), "user:tom")
    tom = sign_in()

    first, second = tom.get("/policy").text, tom.get("/policy?page=2").text

    listed = [re.findall(r"Proposal (\d+): Customer", page) for page in (first, second)]
    assert listed == [[str(n) for n in range(23, 3, -1)], ["3", "2", "1"]]


def test_what_is_in_force_at_a_narrower_place_is_told(sign_in: SignIn, store: Store, nurses: None) -> None:
    store.versions.activate(a_ready_proposal(store, Scope(CUSTOMER)), "user:tom")

    page = sign_in().get("/policy", params={"customer": CUSTOMER, "job": JOB}).text

    assert f"Requisition {JOB}, customer {CUSTOMER}" in page
    assert "a wider one decides" in page
    assert page.count("Possible from 30, strong from 60") == 3  # there, at the customer, and in the history
