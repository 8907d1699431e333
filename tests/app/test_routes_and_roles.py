"""Every route x every role, against a table; and what happens to a route that nobody has thought of."""

from collections.abc import Callable, Iterator
from itertools import chain
from uuid import uuid4

import pytest
from flask import Flask
from route_table import ROLES, ROWS, Row
from showcase import Showcase
from signed_in import SignedIn, a_user

from app.guard import Door, check_every_route, need_of, requires
from app.web import create_app
from scoring.access import INSTALLATION_ROLES, PERMISSIONS, Grant, Permission, Role
from scoring.errors import PermanentError
from settings import Settings

CUSTOMER = "4560"


def role_grants(name: str) -> tuple[Grant, ...]:
    if name not in {*Role}:
        return ()
    role = Role(name)
    return (Grant(role, "" if role in INSTALLATION_ROLES else CUSTOMER),)


@pytest.fixture
def as_role(showcase: Showcase) -> Iterator[Callable[[str], SignedIn]]:
    opened = []

    def sign_in(name: str) -> SignedIn:
        session = SignedIn(showcase.url, showcase.store)
        opened.append(session)
        if name != "anonymous":
            user = a_user(showcase.store, *role_grants(name))
            session.keep(showcase.store.sessions.open(user, "password", "a test"))
        return session

    yield sign_in
    for session in opened:
        session.close()


def ask(session: SignedIn, row: Row, showcase: Showcase) -> int:
    """The answer to a request that lacks nothing but, maybe, the right to make it."""
    policy = {"proposal": showcase.policy.proposal, "simulation": showcase.policy.simulation}
    path = row.path.format(
        run=showcase.runs["scored"],
        user=a_user(showcase.store),
        review=showcase.review,
        canary=showcase.policy.canary,
        **policy,
    )
    if row.method == "GET":
        return session.get(path).status_code
    page = "/account" if session.cookies.get("session") else "/sign-in"
    headers = {"X-CSRF-Token": session.form_token(page)}
    return session.post(path, headers=headers, data={"login": uuid4().hex}).status_code


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.rule}")
def test_a_role_is_answered_as_the_table_says(
    as_role: Callable[[str], SignedIn], showcase: Showcase, row: Row, role: str
) -> None:
    expected = row.answers[ROLES.index(role)]

    assert ask(as_role(role), row, showcase) == expected


def test_the_table_has_every_route_and_no_other(settings: Settings) -> None:
    app = create_app(settings)
    app.extensions["site"].store.close()

    made_by_flask = {"HEAD", "OPTIONS"}
    routes = {(method, rule.rule) for rule in app.url_map.iter_rules() for method in rule.methods - made_by_flask}

    assert routes == {(row.method, row.rule) for row in ROWS}


def test_a_route_that_says_nothing_about_its_need_keeps_the_application_from_starting() -> None:
    app = Flask("forgetful", static_folder=None)
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")

    with pytest.raises(PermanentError, match="forgotten"):
        check_every_route(app)


def test_a_route_that_says_what_it_needs_may_start() -> None:
    app = Flask("careful", static_folder=None)
    app.add_url_rule("/open", "open", requires(Door.OPEN)(lambda: "nothing secret"))

    check_every_route(app)

    assert need_of(app, "open").what is Door.OPEN


def test_every_permission_is_given_to_some_role_and_none_to_everybody() -> None:
    given = set(chain.from_iterable(PERMISSIONS.values()))

    assert given == set(Permission)
    assert set(PERMISSIONS) == set(Role)
    assert not frozenset.intersection(*PERMISSIONS.values())
