"""Signed rubrics for tests: only with one may a score leave shadow."""

from signed_in import a_user

from scoring.access import Grant, Role
from store import Store


def sign(store: Store, customer_id: str, job_id: str) -> str:
    """Sign what is proposed or else in force, as a new recruiter; the recruiter's id."""
    user_id = a_user(store, Grant(Role.RECRUITER, customer_id))
    proposal = store.contracts.proposal(customer_id, job_id)
    in_force = store.requisitions.find(customer_id, job_id)
    assert in_force is not None
    version = proposal.rubric_version if proposal else in_force.rubric_version
    store.contracts.sign(customer_id, job_id, version, user_id)
    return user_id
