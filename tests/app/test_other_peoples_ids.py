"""Every route with an id in it, asked for by people to whom the id means nothing: it does not exist for them."""

from collections.abc import Callable, Iterator

import pytest
from playground import CUSTOMERS, Playground
from route_table import ROWS, Row
from signed_in import SignedIn
from test_stored_markup import address

from scoring.access import EVERYWHERE, Grant, Role
from store import ReviewFilter

OURS, THEIRS = CUSTOMERS
PLACED = ("<customer_id>", "<run_id>", "<int:review_id>", "<int:request_id>", "<int:stop_id>", "<int:rollout_id>")
PLACED += ("<int:proposal_id>", "<int:simulation_id>")
# Open to everybody by law, and iCIMS's own door.
PUBLIC = ("/notices/", "/webhooks/")
ROUTES = [row for row in ROWS if any(part in row.rule for part in PLACED) and not row.rule.startswith(PUBLIC)]
DECIDING = (Role.RECRUITER, Role.HIRING_MANAGER, Role.AUDITOR)
STRANGERS = {
    "another-customer": [Grant(role, OURS) for role in DECIDING],
    "another-requisition": [Grant(role, THEIRS, job_id="78") for role in DECIDING],
    "another-family": [Grant(role, THEIRS, "nursing") for role in DECIDING],
}


@pytest.fixture
def signed_in_with(playground: Playground) -> Iterator[Callable[..., SignedIn]]:
    opened = []

    def sign_in(*grants: Grant) -> SignedIn:
        opened.append(SignedIn(playground.url, playground.store, *grants))
        return opened[-1]

    yield sign_in
    for session in opened:
        session.close()


def ask(session: SignedIn, row: Row, path: str) -> int:
    if row.method == "GET":
        return session.get(path).status_code
    form = {
        "end": "done",
        "verdict": "accept",
        "reason": "A reason that is long enough.",
        "rating": "50",
        "read": "yes",
        "count": "1",
    }
    return session.post(path, headers={"X-CSRF-Token": session.form_token()}, data=form).status_code


@pytest.mark.parametrize("grants", STRANGERS.values(), ids=STRANGERS)
@pytest.mark.parametrize("row", ROUTES, ids=lambda row: f"{row.method} {row.rule}")
def test_what_belongs_to_others_does_not_exist(
    playground: Playground, signed_in_with: Callable[..., SignedIn], row: Row, grants: list[Grant]
) -> None:
    stranger = signed_in_with(*grants)
    before = ledger(playground)

    status = ask(stranger, row, address(row.rule, playground.ids[THEIRS]))

    assert status == 404 or (status == 403 and role_lacks(row))
    assert ledger(playground) == before


@pytest.mark.parametrize("row", [row for row in ROUTES if row.method == "GET"], ids=lambda row: row.rule)
def test_it_does_exist_for_those_to_whom_it_belongs(
    playground: Playground, signed_in_with: Callable[..., SignedIn], row: Row
) -> None:
    owner = signed_in_with(*(Grant(role, THEIRS) for role in DECIDING))

    assert ask(owner, row, address(row.rule, playground.ids[THEIRS])) in {200, 302}


@pytest.mark.parametrize("role", [Role.ADMIN, Role.OPERATOR, Role.RECRUITER])
def test_an_account_page_opens_where_there_are_several_customers(
    playground: Playground, signed_in_with: Callable[..., SignedIn], role: Role
) -> None:
    page = signed_in_with(Grant(role)).get("/account")

    assert page.status_code == 200
    assert (f'value="{role}:{THEIRS}"' in page.text) == (role is Role.RECRUITER)


def role_lacks(row: Row) -> bool:
    """True where the table says that none of the three roles may use the route at all."""
    return {row.answers[1], row.answers[2], row.answers[4]} == {403}


def ledger(playground: Playground) -> tuple[object, ...]:
    """What a stranger could have changed."""
    store = playground.store
    ids = playground.ids[THEIRS]
    return (
        store.reports.runs_of(THEIRS, "1"),
        store.rubric_comments.of(THEIRS, "77"),
        store.requests.of_application(THEIRS, "1"),
        store.contracts.signatures(THEIRS, "77"),
        store.stops.pressed(),
        store.rollouts.listed(THEIRS, ended=True),
        store.review_queue.counts([THEIRS], EVERYWHERE, ReviewFilter()),
        store.policy_trials.newest(ids["proposal_id"]),
        store.versions.proposal(ids["proposal_id"]),
        store.reports.run(ids["run_id"]).state,
    )
