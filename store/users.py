"""Users of the pages, and what they are granted. Every change is on record with who made it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from scoring.access import Access, Grant, Role
from scoring.errors import InvalidInputError
from store.access_audit import record
from store.engine import transaction

GRANTS = """
COALESCE((SELECT jsonb_agg(jsonb_build_array(role, customer_id, family, job_id, source)
                           ORDER BY role, customer_id, family, job_id, source)
          FROM user_grants WHERE user_id = users.id), '[]') AS grants
"""
SELECT = f"SELECT users.*, {GRANTS} FROM users"  # noqa: S608  a constant
ADD = sa.text("""
INSERT INTO users (id, login, password_hash, password_is_temporary, password_changed_at, issuer, subject)
VALUES (:id, :login, :password_hash, :temporary, CASE WHEN :password_hash IS NULL THEN NULL ELSE now() END,
        :issuer, :subject)
""").bindparams(sa.bindparam("id", type_=sa.UUID(as_uuid=False)), sa.bindparam("password_hash", type_=sa.Text))
GRANT = sa.text("""
INSERT INTO user_grants (user_id, role, customer_id, family, job_id, source, granted_by)
VALUES (CAST(:user_id AS uuid), :role, :customer_id, :family, :job_id, :source, :actor) ON CONFLICT DO NOTHING
""")
REVOKE = sa.text("""
DELETE FROM user_grants WHERE user_id = CAST(:user_id AS uuid) AND role = :role AND customer_id = :customer_id
  AND family = :family AND job_id = :job_id AND source = :source
""")
# A password hash set meanwhile by the user is not overwritten by a renewed hash of the old password.
REHASH = sa.text("UPDATE users SET password_hash = :new WHERE id = CAST(:user_id AS uuid) AND password_hash = :old")
END_SESSIONS = sa.text("""
UPDATE sessions SET ended_at = now()
WHERE user_id = CAST(:user_id AS uuid) AND ended_at IS NULL AND id::text <> :keep
""")
ADMINISTRATORS = sa.text("""
SELECT count(DISTINCT users.id) FROM users JOIN user_grants ON user_grants.user_id = users.id
WHERE user_grants.role = 'admin' AND users.disabled_at IS NULL
""")


@dataclass(frozen=True, slots=True)
class User:
    """``provided`` are those of ``grants`` that the identity provider states; it renews them at each sign-in."""

    id: str
    login: str
    password_hash: str | None
    password_is_temporary: bool
    subject: str | None
    created_at: datetime
    disabled_at: datetime | None
    grants: tuple[Grant, ...]
    provided: frozenset[Grant]

    @property
    def access(self) -> Access:
        return Access(self.grants)


def grants_of(listed: Iterable[Any], *sources: str) -> tuple[Grant, ...]:
    """What PostgreSQL aggregated, as grants, of these sources only."""
    found = (Grant(Role(role), *place) for role, *place, source in listed if source in sources)
    return tuple(dict.fromkeys(found))


class Users:
    """Each method is one transaction. ``actor`` is who goes on record for a change."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def add(
        self,
        login: str,
        password_hash: str | None,
        actor: str,
        *,
        grants: Iterable[Grant] = (),
        temporary: bool = False,
        identity: tuple[str, str] | None = None,
        provided: bool = False,
    ) -> str:
        """The new user's id. ``identity`` is (issuer, subject) at an identity provider, which with ``provided`` stated
        the grants.

        Raises InvalidInputError for a login that is empty or taken, and for an identity that is taken.
        """
        login = login.strip().lower()
        if not login or len(login) > 200 or not login.isprintable():
            raise InvalidInputError("a login has 1 to 200 visible characters")
        user_id = str(uuid4())
        issuer, subject = identity or (None, None)
        values = {"id": user_id, "login": login, "password_hash": password_hash, "temporary": temporary}
        try:
            with transaction(self._engine) as connection:
                connection.execute(ADD, values | {"issuer": issuer, "subject": subject})
                record(connection, actor, "user.added", {"user": user_id, "identity": identity is not None})
                for grant in grants:
                    self._grant(connection, user_id, grant, "oidc" if provided else "local", actor)
        except IntegrityError:
            raise InvalidInputError("a user with that login or identity exists already") from None
        return user_id

    def find(self, login: str) -> User | None:
        return self._one("login = :value", login.strip().lower())

    def get(self, user_id: str) -> User | None:
        return self._one("id::text = :value", user_id)

    def identified(self, issuer: str, subject: str) -> User | None:
        return self._one("issuer = :issuer AND subject = :value", subject, issuer=issuer)

    def all(self) -> tuple[User, ...]:
        with transaction(self._engine) as connection:
            rows = connection.execute(sa.text(f"{SELECT} ORDER BY login")).all()
        return tuple(_user(row) for row in rows)

    def administrators(self) -> int:
        """How many users can administer; with none, only the command line can make one."""
        with transaction(self._engine) as connection:
            count: int = connection.execute(ADMINISTRATORS).scalar_one()
        return count

    def set_password(
        self, user_id: str, password_hash: str, actor: str, *, temporary: bool = False, keep_session: str = ""
    ) -> None:
        """Every session of the user but ``keep_session`` ends."""
        with transaction(self._engine) as connection:
            connection.execute(
                sa.text("""
                UPDATE users SET password_hash = :password_hash, password_is_temporary = :temporary,
                                 password_changed_at = now() WHERE id = CAST(:user_id AS uuid)
                """),
                {"user_id": user_id, "password_hash": password_hash, "temporary": temporary},
            )
            connection.execute(END_SESSIONS, {"user_id": user_id, "keep": keep_session})
            record(connection, actor, "password.changed", {"user": user_id, "temporary": temporary})

    def renew_hash(self, user_id: str, old: str, new: str) -> None:
        """The same password, hashed as is asked for today."""
        with transaction(self._engine) as connection:
            connection.execute(REHASH, {"user_id": user_id, "old": old, "new": new})

    def disable(self, user_id: str, actor: str) -> None:
        """Sessions end, tokens stop working. Raises InvalidInputError for the last administrator."""
        self._switch(user_id, "now()", "user.disabled", actor)

    def enable(self, user_id: str, actor: str) -> None:
        self._switch(user_id, "NULL", "user.enabled", actor)

    def grant(self, user_id: str, grant: Grant, actor: str) -> None:
        """The user's sessions end, so that a new role begins with a new sign-in."""
        with transaction(self._engine) as connection:
            self._grant(connection, user_id, grant, "local", actor)
            connection.execute(END_SESSIONS, {"user_id": user_id, "keep": ""})

    def revoke(self, user_id: str, grant: Grant, actor: str) -> None:
        """Raises InvalidInputError when it is not granted here, and for the last administrator."""
        with transaction(self._engine) as connection:
            administrators = connection.execute(ADMINISTRATORS).scalar_one()
            if not self._revoke(connection, user_id, grant, "local", actor):
                raise InvalidInputError("that grant does not exist, or the identity provider states it")
            _keep_one(connection, administrators)
            connection.execute(END_SESSIONS, {"user_id": user_id, "keep": ""})

    def provide(self, user: User, grants: Iterable[Grant], actor: str) -> None:
        """Make the grants that the identity provider states exactly these."""
        wanted = frozenset(grants)
        if wanted == user.provided:
            return
        with transaction(self._engine) as connection:
            for grant in user.provided - wanted:
                self._revoke(connection, user.id, grant, "oidc", actor)
            for grant in wanted - user.provided:
                self._grant(connection, user.id, grant, "oidc", actor)
            connection.execute(END_SESSIONS, {"user_id": user.id, "keep": ""})

    def _one(self, condition: str, value: str, **others: str) -> User | None:
        if "\x00" in value:
            return None
        with transaction(self._engine) as connection:
            found = connection.execute(sa.text(f"{SELECT} WHERE {condition}"), {"value": value, **others})
            row = found.one_or_none()
        return None if row is None else _user(row)

    def _switch(self, user_id: str, disabled_at: str, action: str, actor: str) -> None:
        with transaction(self._engine) as connection:
            administrators = connection.execute(ADMINISTRATORS).scalar_one()
            connection.execute(
                sa.text(f"UPDATE users SET disabled_at = {disabled_at} WHERE id = CAST(:user_id AS uuid)"),  # noqa: S608
                {"user_id": user_id},
            )
            _keep_one(connection, administrators)
            connection.execute(END_SESSIONS, {"user_id": user_id, "keep": ""})
            record(connection, actor, action, {"user": user_id})

    def _grant(self, connection: sa.Connection, user_id: str, grant: Grant, source: str, actor: str) -> None:
        if connection.execute(GRANT, _values(user_id, grant, source) | {"actor": actor}).rowcount:
            _record_grant(connection, actor, "grant.added", user_id, grant, source)

    def _revoke(self, connection: sa.Connection, user_id: str, grant: Grant, source: str, actor: str) -> bool:
        removed = bool(connection.execute(REVOKE, _values(user_id, grant, source)).rowcount)
        if removed:
            _record_grant(connection, actor, "grant.revoked", user_id, grant, source)
        return removed


def _values(user_id: str, grant: Grant, source: str) -> dict[str, str]:
    place = {"customer_id": grant.customer_id, "family": grant.family, "job_id": grant.job_id}
    return {"user_id": user_id, "role": grant.role, "source": source, **place}


def _record_grant(connection: sa.Connection, actor: str, action: str, user_id: str, grant: Grant, source: str) -> None:
    output = {"user": user_id, "role": grant.role, "family": grant.family, "source": source}
    record(connection, actor, action, output, customer_id=grant.customer_id, job_id=grant.job_id)


def _keep_one(connection: sa.Connection, before: int) -> None:
    if before and not connection.execute(ADMINISTRATORS).scalar_one():
        raise InvalidInputError("that is the last administrator; grant the role to somebody else first")


def _user(row: sa.Row[Any]) -> User:
    return User(
        id=str(row.id),
        login=row.login,
        password_hash=row.password_hash,
        password_is_temporary=row.password_is_temporary,
        subject=row.subject,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
        grants=grants_of(row.grants, "local", "oidc"),
        provided=frozenset(grants_of(row.grants, "oidc")),
    )
