"""The tables of sign-in: users, what they are granted, their sessions and tokens, and attempts to sign in."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.orm import Mapped, mapped_column

from store.tables import NOW, Base

ID = UUID(as_uuid=False)


class UserRow(Base):
    """``login`` is in lower case. Without ``password_hash`` only the identity provider can sign the user in."""

    __tablename__ = "users"
    __table_args__ = (sa.UniqueConstraint("login"), sa.UniqueConstraint("issuer", "subject"))
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    login: Mapped[str]
    password_hash: Mapped[str | None]
    password_is_temporary: Mapped[bool] = mapped_column(server_default=sa.false())
    password_changed_at: Mapped[datetime | None]
    issuer: Mapped[str | None]
    subject: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    disabled_at: Mapped[datetime | None]


class UserGrantRow(Base):
    """A role and where it holds; '' is everywhere. ``source`` is "local" or "oidc"."""

    __tablename__ = "user_grants"
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(primary_key=True)
    family: Mapped[str] = mapped_column(primary_key=True)
    job_id: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    granted_at: Mapped[datetime] = mapped_column(server_default=NOW)
    granted_by: Mapped[str]


class SessionRow(Base):
    """A sign-in that holds. The browser has the token, we have its digest only."""

    __tablename__ = "sessions"
    __table_args__ = (sa.UniqueConstraint("token_sha256"), sa.Index(None, "user_id"))
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id"))
    token_sha256: Mapped[str]
    method: Mapped[str]  # password | oidc
    browser: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    seen_at: Mapped[datetime] = mapped_column(server_default=NOW)
    ended_at: Mapped[datetime | None]


class ApiTokenRow(Base):
    """``prefix`` is shown to tell tokens apart; of the rest we have the digest only."""

    __tablename__ = "api_tokens"
    __table_args__ = (sa.UniqueConstraint("token_sha256"), sa.Index(None, "user_id"))
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id"))
    name: Mapped[str]
    prefix: Mapped[str]
    token_sha256: Mapped[str]
    role: Mapped[str]
    customer_id: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SignInAttemptRow(Base):
    """How often a sign-in has failed lately, by account and by address (both as keyed digests)."""

    __tablename__ = "sign_in_attempts"
    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int] = mapped_column(server_default="0")
    last_at: Mapped[datetime] = mapped_column(server_default=NOW)
    blocked_until: Mapped[datetime] = mapped_column(server_default=NOW)
