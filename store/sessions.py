"""Sessions of signed-in users: kept here, so that any of them can be ended from anywhere."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from scoring.access import Access
from store.access_audit import actor_of, record
from store.engine import statement, transaction
from store.users import END_SESSIONS, GRANTS, grants_of

IDLE_MINUTES = 30
ABSOLUTE_HOURS = 8
# A session that is used needs no more than this many seconds of truth about when it was used last.
SEEN_SECONDS = 60
KEPT_DAYS = 30

LIVE = f"""
sessions.ended_at IS NULL AND sessions.created_at > now() - interval '{ABSOLUTE_HOURS} hours'
AND sessions.seen_at > now() - interval '{IDLE_MINUTES} minutes' AND users.disabled_at IS NULL
"""
FIND = sa.text(f"""
SELECT sessions.id, sessions.user_id, sessions.method, users.login, users.password_is_temporary, {GRANTS},
       sessions.seen_at < now() - interval '{SEEN_SECONDS} seconds' AS stale
FROM sessions JOIN users ON users.id = sessions.user_id
WHERE sessions.token_sha256 = :digest AND {LIVE}
""")  # noqa: S608  constants
OF_USER = sa.text(f"""
SELECT sessions.id, sessions.method, sessions.browser, sessions.created_at, sessions.seen_at
FROM sessions JOIN users ON users.id = sessions.user_id
WHERE users.id = CAST(:user_id AS uuid) AND {LIVE} ORDER BY sessions.seen_at DESC
""")  # noqa: S608  constants
OPEN = sa.text("""
INSERT INTO sessions (id, user_id, token_sha256, method, browser)
VALUES (CAST(:id AS uuid), CAST(:user_id AS uuid), :digest, :method, :browser)
""")
FORGET = sa.text(f"""
DELETE FROM sessions WHERE user_id = CAST(:user_id AS uuid) AND seen_at < now() - interval '{KEPT_DAYS} days'
""")  # noqa: S608  constants


@dataclass(frozen=True, slots=True)
class Session:
    """``must_change_password``: the password is one that somebody else knows."""

    id: str
    user_id: str
    login: str
    method: str
    must_change_password: bool
    access: Access


@dataclass(frozen=True, slots=True)
class OpenSession:
    """What a user sees of the places where he is signed in."""

    id: str
    method: str
    browser: str
    created_at: datetime
    seen_at: datetime


class Sessions:
    """Each method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def open(self, user_id: str, method: str, browser: str, replaces: str = "") -> str:
        """The token of a new session, which nobody had before; the session of the token ``replaces`` ends."""
        token = secrets.token_urlsafe(32)
        session_id = str(uuid4())
        values = {"id": session_id, "user_id": user_id, "digest": _digest(token), "method": method}
        with transaction(self._engine) as connection:
            connection.execute(FORGET, {"user_id": user_id})
            connection.execute(
                sa.text("UPDATE sessions SET ended_at = now() WHERE token_sha256 = :digest AND ended_at IS NULL"),
                {"digest": _digest(replaces)},
            )
            connection.execute(OPEN, values | {"browser": browser[:200].replace("\x00", " ")})
            details = {"session": session_id, "method": method}
            record(connection, actor_of(user_id), "sign_in.succeeded", {"user": user_id, **details})
        return token

    def find(self, token: str) -> Session | None:
        """The session while it holds: used in the last 30 minutes, begun in the last 8 hours, its user enabled."""
        with statement(self._engine) as connection:
            row = connection.execute(FIND, {"digest": _digest(token)}).one_or_none()
            if row is None:
                return None
            if row.stale:
                connection.execute(sa.text("UPDATE sessions SET seen_at = now() WHERE id = :id"), {"id": row.id})
        return _session(row)

    def of_user(self, user_id: str) -> tuple[OpenSession, ...]:
        """Those that hold, the last used first."""
        with transaction(self._engine) as connection:
            rows = connection.execute(OF_USER, {"user_id": user_id}).all()
        return tuple(OpenSession(str(row.id), row.method, row.browser, row.created_at, row.seen_at) for row in rows)

    def end(self, user_id: str, session_id: str) -> None:
        """Does nothing for a session of somebody else."""
        with transaction(self._engine) as connection:
            ended = connection.execute(
                sa.text("""
                UPDATE sessions SET ended_at = now()
                WHERE id::text = :id AND user_id = CAST(:user_id AS uuid) AND ended_at IS NULL
                """),
                {"id": session_id, "user_id": user_id},
            ).rowcount
            if ended:
                record(connection, actor_of(user_id), "session.ended", {"user": user_id, "session": session_id})

    def end_all(self, user_id: str) -> None:
        """Sign the user out everywhere."""
        with transaction(self._engine) as connection:
            ended = connection.execute(END_SESSIONS, {"user_id": user_id, "keep": ""}).rowcount
            record(connection, actor_of(user_id), "sessions.ended", {"user": user_id, "sessions": ended})


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def _session(row: sa.Row[Any]) -> Session:
    return Session(
        id=str(row.id),
        user_id=str(row.user_id),
        login=row.login,
        method=row.method,
        must_change_password=row.password_is_temporary and row.method == "password",
        access=Access(grants_of(row.grants, "local", "oidc")),
    )
