"""Who may do what, and where: roles, the permissions that they give, and the grants of one user."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from scoring.errors import InvalidInputError


class Role(StrEnum):
    RECRUITER = "recruiter"
    HIRING_MANAGER = "hiring_manager"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Permission(StrEnum):
    """What a route can ask for. What no role is given, nobody may do."""

    SEE_SCORES = "see_scores"  # requisitions, rankings, score cards with candidates' words
    REVIEW = "review"  # decide on what waits for a person
    SIGN_RUBRIC = "sign_rubric"  # and edit it before
    COMMENT = "comment"  # say something about a rubric
    SEE_POLICY = "see_policy"  # which thresholds and versions are in force, proposals and their trials
    SET_POLICY = "set_policy"  # thresholds, versions, rollout modes: always two people
    STOP = "stop"  # press and lift stop buttons
    OPERATE = "operate"  # queues, dead letters, metrics; no candidate's words
    AUDIT = "audit"  # the record of what happened, and who holds which role
    ADMINISTER = "administer"  # users, grants


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.RECRUITER: frozenset(
        {
            Permission.SEE_SCORES,
            Permission.REVIEW,
            Permission.SIGN_RUBRIC,
            Permission.COMMENT,
            Permission.SEE_POLICY,
            Permission.SET_POLICY,
            Permission.STOP,
        }
    ),
    Role.HIRING_MANAGER: frozenset({Permission.SEE_SCORES, Permission.COMMENT}),
    Role.OPERATOR: frozenset({Permission.OPERATE, Permission.STOP}),
    Role.AUDITOR: frozenset({Permission.SEE_SCORES, Permission.SEE_POLICY, Permission.AUDIT}),
    Role.ADMIN: frozenset(
        {
            Permission.ADMINISTER,
            Permission.SEE_POLICY,
            Permission.SET_POLICY,
            Permission.STOP,
            Permission.AUDIT,
        }
    ),
}
# They look after the installation, so no customer can be named for them.
INSTALLATION_ROLES = frozenset({Role.OPERATOR, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Grant:
    """A role, and where it holds: '' is every customer, every job family, every requisition."""

    role: Role
    customer_id: str = ""
    family: str = ""
    job_id: str = ""

    def __post_init__(self) -> None:
        """Raises InvalidInputError for a place that the role cannot have."""
        if self.role in INSTALLATION_ROLES and (self.customer_id or self.family or self.job_id):
            raise InvalidInputError(f"the role {self.role} holds for the whole installation, not for a customer")
        if (self.family or self.job_id) and not self.customer_id:
            raise InvalidInputError("name the customer of the job family or requisition")
        if self.family and self.job_id:
            raise InvalidInputError("name a job family or a requisition, not both")

    def covers(self, customer_id: str, family: str, job_id: str) -> bool:
        return all(
            mine in {"", theirs}
            for mine, theirs in (
                (self.customer_id, customer_id),
                (self.family, family),
                (self.job_id, job_id),
            )
        )

    def within(self, customer_id: str) -> "Grant | None":
        """What is left of it inside of one customer ('' is all of it), or None."""
        if not customer_id or self.customer_id == customer_id:
            return self
        return None if self.customer_id else Grant(self.role, customer_id)


# For commands, whose users have the database anyway.
EVERYWHERE = (Grant(Role.AUDITOR),)


@dataclass(frozen=True, slots=True)
class Access:
    """Everything that one user, or one token, is granted."""

    grants: tuple[Grant, ...] = ()

    def may(self, permission: Permission) -> bool:
        """Somewhere; whether also at one requisition is for ``reaches`` to say."""
        return bool(self.where(permission))

    def where(self, permission: Permission) -> tuple[Grant, ...]:
        """The grants that give the permission."""
        return tuple(grant for grant in self.grants if permission in PERMISSIONS[grant.role])

    def reaches(self, permission: Permission, customer_id: str, family: str = "", job_id: str = "") -> bool:
        return any(grant.covers(customer_id, family, job_id) for grant in self.where(permission))

    def narrowed(self, role: Role, customer_id: str) -> "Access":
        """What a token of this role and customer may: never more than its owner still may."""
        kept = (grant.within(customer_id) for grant in self.grants if grant.role == role)
        return Access(tuple(grant for grant in kept if grant is not None))


def parse_grant(text: str) -> Grant:
    """A grant written as ROLE, ROLE:CUSTOMER, ROLE:CUSTOMER:JOB or ROLE:CUSTOMER:family=FAMILY.

    Raises InvalidInputError for anything else.
    """
    role, *place = text.strip().split(":", 2)
    if role not in {*Role}:
        raise InvalidInputError(f"a role is one of {', '.join(Role)}")
    customer_id, rest = (*place, "", "")[:2]
    family = rest.removeprefix("family=") if rest.startswith("family=") else ""
    return Grant(Role(role), customer_id, family, "" if family else rest)


def grants_of_claim(values: Iterable[object]) -> tuple[Grant, ...]:
    """The grants that an identity provider's claim states; what is no grant of ours is left out."""
    found = []
    for value in values:
        try:
            found.append(parse_grant(str(value)))
        except InvalidInputError:
            continue
    return tuple(dict.fromkeys(found))
