"""``icims-scoring users``: who may use the pages, and as what. The first administrator is made here."""

import sys

import click

from app import passwords
from app.commands.ledger import acting_user, ledger
from scoring.access import Role, parse_grant
from scoring.errors import InvalidInputError
from store import Store, User

ROLE = click.Choice([role.value for role in Role])
GRANT_HELP = "ROLE, ROLE:CUSTOMER, ROLE:CUSTOMER:JOB or ROLE:CUSTOMER:family=FAMILY; repeatable."


@click.group()
def users() -> None:
    """Add users, give and take roles, disable, set passwords, make API tokens.

    A password is asked for, or read as one line from standard input; it is never an argument.
    """


@users.command()
@click.argument("login")
@click.option("--role", "grants", metavar="GRANT", multiple=True, help=GRANT_HELP)
@click.option("--identity", metavar="ISSUER SUBJECT", nargs=2, help="Signs in through the identity provider instead.")
def add(login: str, grants: tuple[str, ...], identity: tuple[str, str] | None) -> None:
    """Add a user: icims-scoring users add ada --role admin"""
    wanted = [parse_grant(grant) for grant in grants]
    with ledger() as (_, store):
        if store.users.find(login) is not None:
            raise InvalidInputError("a user with that login exists already")
        password_hash = None if identity else passwords.hashed(_asked_password(login))
        user_id = store.users.add(login, password_hash, acting_user(), grants=wanted, identity=identity or None)
    click.echo(f"user {user_id} is added" + ("" if wanted else "; without a role nothing can be seen"))


@users.command("list")
def list_users() -> None:
    """Everybody, with their roles."""
    with ledger() as (_, store):
        for user in store.users.all():
            roles = ", ".join(
                ":".join(filter(None, (g.role, g.customer_id, f"family={g.family}" if g.family else g.job_id)))
                for g in user.grants
            )
            state = "disabled" if user.disabled_at else "enabled"
            click.echo(f"{user.login:<32} {state:<9} {roles or 'no role'}")
        if not store.users.administrators():
            click.echo("nobody can administer; icims-scoring users add NAME --role admin")


@users.command()
@click.argument("login")
@click.option("--undo", is_flag=True, help="Let the user in again.")
def disable(login: str, undo: bool) -> None:
    """End a user's sessions and tokens, and let nobody in by that login."""
    with ledger() as (_, store):
        user = _known(store, login)
        change = store.users.enable if undo else store.users.disable
        change(user.id, acting_user())
    click.echo(f"user {user.id} is {'enabled' if undo else 'disabled'}")


@users.command()
@click.argument("login")
@click.argument("grants", metavar="GRANT...", nargs=-1, required=True)
def grant(login: str, grants: tuple[str, ...]) -> None:
    """Give roles: icims-scoring users grant ada recruiter:4560 hiring_manager:4560:1201"""
    wanted = [parse_grant(text) for text in grants]
    with ledger() as (_, store):
        user = _known(store, login)
        for each in wanted:
            store.users.grant(user.id, each, acting_user())
    click.echo(f"user {user.id} has {len(wanted)} role{'s' if len(wanted) != 1 else ''} more")


@users.command()
@click.argument("login")
@click.argument("grants", metavar="GRANT...", nargs=-1, required=True)
def revoke(login: str, grants: tuple[str, ...]) -> None:
    """Take roles, written as `users list` shows them."""
    unwanted = [parse_grant(text) for text in grants]
    with ledger() as (_, store):
        user = _known(store, login)
        for each in unwanted:
            store.users.revoke(user.id, each, acting_user())
    click.echo(f"user {user.id} has {len(unwanted)} role{'s' if len(unwanted) != 1 else ''} less")


@users.command()
@click.argument("login")
@click.option("--temporary", is_flag=True, help="The user has to choose another at the next sign-in.")
def password(login: str, temporary: bool) -> None:
    """Set a user's password; every session of the user ends."""
    with ledger() as (_, store):
        user = _known(store, login)
        if user.subject is not None:
            raise InvalidInputError("the identity provider keeps that user's password")
        password_hash = passwords.hashed(_asked_password(user.login))
        store.users.set_password(user.id, password_hash, acting_user(), temporary=temporary)
    click.echo(f"user {user.id} has another password")


@users.command()
@click.argument("login")
@click.option("--name", required=True, help="What the token is for.")
@click.option("--role", type=ROLE, required=True, help="One of the user's own.")
@click.option("--customer", default="", help="Only this customer; default: wherever the user may.")
@click.option("--days", default=90, show_default=True, help="How long it holds.")
def token(login: str, name: str, role: str, customer: str, days: int) -> None:
    """Make a token for /api/v1 and /metrics, and print it this once."""
    with ledger() as (_, store):
        user = _known(store, login)
        click.echo(store.tokens.make(user, name, Role(role), customer, days, acting_user()))


@users.command("revoke-token")
@click.argument("login")
@click.argument("prefix")
def revoke_token(login: str, prefix: str) -> None:
    """Revoke the user's tokens that begin with PREFIX, as the account page shows it."""
    with ledger() as (_, store):
        user = _known(store, login)
        found = [made for made in store.tokens.of_user(user.id) if made.prefix == prefix and not made.revoked_at]
        if not found:
            raise InvalidInputError("no token that works begins so")
        for made in found:
            store.tokens.revoke(user.id, made.id, acting_user())
    click.echo(f"{len(found)} revoked")


def _known(store: Store, login: str) -> User:
    user = store.users.find(login)
    if user is None:
        raise InvalidInputError("no user has that login")
    return user


def _asked_password(login: str) -> str:
    """From a terminal twice, from anything else one line. Raises InvalidInputError for one that is easily guessed."""
    if sys.stdin.isatty():
        given: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    passwords.check_rules(given, login)
    return given
