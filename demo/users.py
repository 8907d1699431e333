"""A user for each role, and a second recruiter, with passwords made up for one demo."""

import secrets
from dataclasses import dataclass, field

from app import passwords
from demo.installation import Credentials
from demo.tenant import CUSTOMER_ID
from scoring.access import Grant, Role
from store import Store


@dataclass(frozen=True, slots=True)
class DemoUser:
    login: str
    password: str = field(repr=False)
    grant: Grant


def create_users(store: Store, credentials: Credentials, job_id: str) -> tuple[DemoUser, ...]:
    """Two recruiters first, for what takes two people. The hiring manager gets the one requisition only; the operator's
    password is Flower's as well."""
    users = (
        DemoUser("recruiter", secrets.token_hex(6), Grant(Role.RECRUITER, CUSTOMER_ID)),
        DemoUser("colleague", secrets.token_hex(6), Grant(Role.RECRUITER, CUSTOMER_ID)),
        DemoUser("manager", secrets.token_hex(6), Grant(Role.HIRING_MANAGER, CUSTOMER_ID, job_id=job_id)),
        DemoUser(credentials.operator, credentials.operator_password, Grant(Role.OPERATOR)),
        DemoUser("auditor", secrets.token_hex(6), Grant(Role.AUDITOR, CUSTOMER_ID)),
        DemoUser("admin", secrets.token_hex(6), Grant(Role.ADMIN)),
    )
    for user in users:
        store.users.add(user.login, passwords.hashed(user.password), "demo", grants=[user.grant])
    return users
