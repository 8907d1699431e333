"""Who asks: a user with a session, or a program with an API token in a user's name."""

from dataclasses import dataclass

from flask import g, request

from app import browser
from app.site import site
from scoring.access import Access, Permission
from store import Session, actor_of


@dataclass(frozen=True, slots=True)
class Caller:
    """``session`` is None for a program. ``owners`` is what the user may, of which a token may have a part only."""

    user_id: str
    login: str
    access: Access
    owners: Access
    session: Session | None = None

    @property
    def must_change_password(self) -> bool:
        return self.session is not None and self.session.must_change_password

    @property
    def actor(self) -> str:
        """How the caller stands on record."""
        return actor_of(self.user_id)

    @property
    def reviewer(self) -> str:
        """The user's id if he may review anywhere, '' otherwise: to whom blind reviews do not show everything."""
        return self.user_id if self.owners.may(Permission.REVIEW) else ""

    def reviewer_at(self, customer_id: str, family: str, job_id: str) -> str:
        """The same at one requisition. What a token leaves out of its user's roles changes nothing about it."""
        return self.user_id if self.owners.reaches(Permission.REVIEW, customer_id, family, job_id) else ""


def current_caller() -> Caller | None:
    """Looked up once a request. A token goes before a session; a wrong one is nobody, whatever else was sent."""
    if "caller" not in g:
        g.caller = _by_token() if request.authorization or "Authorization" in request.headers else _by_session()
    caller: Caller | None = g.caller
    return caller


def known_caller() -> Caller | None:
    """For what every page shows: who was found to ask, without looking again when that has failed."""
    caller: Caller | None = g.get("caller")
    return caller


def _by_token() -> Caller | None:
    given = request.authorization
    if given is None or given.type != "bearer" or not given.token:
        return None
    found = site().store.tokens.find(given.token)
    return None if found is None else Caller(found.user_id, "", found.access, found.owners)


def _by_session() -> Caller | None:
    token = browser.session_token()
    session = site().store.sessions.find(token) if token else None
    return None if session is None else Caller(session.user_id, session.login, session.access, session.access, session)
