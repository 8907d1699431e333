"""Tokens by which programs use the JSON interface in a user's name, with one role and at most one customer."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa

from scoring.access import Access, Role
from scoring.errors import InvalidInputError
from store.access_audit import record
from store.engine import statement, transaction
from store.users import GRANTS, User, grants_of

MARK = "ics_"  # so that a scanner of repositories can tell what it has found
PREFIX = len(MARK) + 6
LONGEST_DAYS = 366

ADD = sa.text("""
INSERT INTO api_tokens (id, user_id, name, prefix, token_sha256, role, customer_id, expires_at)
VALUES (CAST(:id AS uuid), CAST(:user_id AS uuid), :name, :prefix, :digest, :role, :customer_id,
        now() + make_interval(days => :days))
""")
FIND = sa.text(f"""
SELECT token.id, token.role, token.customer_id, users.id AS user_id, {GRANTS},
       COALESCE(token.used_at < now() - interval '60 seconds', true) AS stale
FROM api_tokens AS token JOIN users ON users.id = token.user_id
WHERE token.token_sha256 = :digest AND token.revoked_at IS NULL AND token.expires_at > now()
  AND users.disabled_at IS NULL
""")  # noqa: S608  constants


@dataclass(frozen=True, slots=True)
class ApiToken:
    id: str
    name: str
    prefix: str
    role: Role
    customer_id: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class TokenBearer:
    """Whom a token speaks for, and what it may: never more than the user still may, which is ``owners``."""

    user_id: str
    access: Access
    owners: Access


class ApiTokens:
    """Each method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def make(self, user: User, name: str, role: Role, customer_id: str, days: int, actor: str) -> str:
        """The token, which is told this once. Raises InvalidInputError for more than the user is granted."""
        name = " ".join(name.split())
        if not 1 <= len(name) <= 100 or not name.isprintable():
            raise InvalidInputError("a token's name has 1 to 100 visible characters")
        if not 1 <= days <= LONGEST_DAYS:
            raise InvalidInputError(f"a token holds for 1 to {LONGEST_DAYS} days")
        if not user.access.narrowed(role, customer_id).grants:
            raise InvalidInputError("a token may do no more than its user: that role is not granted there")
        token, token_id = MARK + secrets.token_urlsafe(32), str(uuid4())
        values = {"id": token_id, "user_id": user.id, "name": name, "role": role, "customer_id": customer_id}
        with transaction(self._engine) as connection:
            connection.execute(ADD, values | {"prefix": token[:PREFIX], "digest": _digest(token), "days": days})
            details = {"user": user.id, "token": token_id, "role": role, "days": days}
            record(connection, actor, "token.made", details, customer_id=customer_id)
        return token

    def find(self, token: str) -> TokenBearer | None:
        """None for a token that is unknown, expired or revoked, or whose user is disabled."""
        with statement(self._engine) as connection:
            row = connection.execute(FIND, {"digest": _digest(token)}).one_or_none()
            if row is None:
                return None
            if row.stale:
                connection.execute(sa.text("UPDATE api_tokens SET used_at = now() WHERE id = :id"), {"id": row.id})
        access = Access(grants_of(row.grants, "local", "oidc"))
        return TokenBearer(str(row.user_id), access.narrowed(Role(row.role), row.customer_id), access)

    def of_user(self, user_id: str) -> tuple[ApiToken, ...]:
        """Newest first, with those that no longer work."""
        with transaction(self._engine) as connection:
            rows = connection.execute(
                sa.text("""
                SELECT id, name, prefix, role, customer_id, created_at, expires_at, used_at, revoked_at
                FROM api_tokens WHERE user_id = CAST(:user_id AS uuid) ORDER BY created_at DESC
                """),
                {"user_id": user_id},
            ).all()
        return tuple(
            ApiToken(str(token_id), name, prefix, Role(role), *rest) for token_id, name, prefix, role, *rest in rows
        )

    def revoke(self, user_id: str, token_id: str, actor: str) -> None:
        """Raises InvalidInputError when the user has no such token, or it is revoked already."""
        with transaction(self._engine) as connection:
            revoked = connection.execute(
                sa.text("""
                UPDATE api_tokens SET revoked_at = now()
                WHERE id::text = :id AND user_id = CAST(:user_id AS uuid) AND revoked_at IS NULL
                """),
                {"id": token_id, "user_id": user_id},
            ).rowcount
            if not revoked:
                raise InvalidInputError("no such token")
            record(connection, actor, "token.revoked", {"user": user_id, "token": token_id})


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
