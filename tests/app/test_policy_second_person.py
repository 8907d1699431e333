"""Two people on the command line are two persons, however they are named."""

from decimal import Decimal

import pytest
from test_policy_command import Policy, proposed

from scoring.errors import InvalidInputError
from settings import Settings
from store import Scope, Store, actor_of
from tasks.scorers import made_here


@pytest.mark.parametrize("named", [("--as", "Ann"), ("--as", " ann "), ()], ids=["login", "spaced", "of the system"])
def test_whoever_proposed_on_a_page_is_no_second_person_on_the_command_line(
    policy: Policy, store: Store, settings: Settings, named: tuple[str, ...]
) -> None:
    ann = store.users.add("ann", None, "test")
    scorer = made_here(settings, "local", "", "", (Decimal(48), Decimal(85)))
    store.versions.put(scorer.version, scorer.as_json(), actor_of(ann))
    store.versions.propose(Scope(), scorer.version, actor_of(ann), "fewer to read")

    own = policy("activate", "1", "--without-trial", "it is urgent", *named, USER="ann", SUDO_USER="")

    assert isinstance(own.exception, InvalidInputError)
    assert "second person" in str(own.exception)


def test_one_name_in_two_spellings_is_one_person(policy: Policy) -> None:
    proposed(policy, "--cut-offs", "48,85")

    own = policy("activate", "1", "--without-trial", "it is urgent", "--as", "Maria")

    assert isinstance(own.exception, InvalidInputError)
    assert "second person" in str(own.exception)
