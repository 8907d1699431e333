"""Requirement contracts in the ledger: what a signature covers, and what becomes of it when the job changes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from signed_contracts import sign
from sqlalchemy.exc import DBAPIError

from scoring.errors import InvalidInputError
from scoring.requisition import Requisition, RequisitionId
from scoring.rubric import Rubric, draft_rubric
from scoring.rubric.editing import edited, wanted_of
from scoring.run import RolloutMode
from store import Store

CUSTOMER, JOB = "4560", "7"
FIRST = Requisition(RequisitionId(JOB), "Developer", qualifications="Python required.\nSQL preferred.")
CHANGED = replace(FIRST, qualifications="Python required.\nSQL preferred.\nKubernetes preferred.")
Query = Callable[[str], list[Any]]


def fetched(store: Store, requisition: Requisition = FIRST) -> Rubric:
    """The tracking system's wording, drafted and stored; the draft."""
    draft = draft_rubric(requisition)
    store.requisitions.put(CUSTOMER, requisition, draft, RolloutMode.ASSIST)
    return draft


def weighed(rubric: Rubric, weight: int) -> Rubric:
    """With another weight for its last scored criterion."""
    wanted = list(wanted_of(rubric))
    place = max(place for place, each in enumerate(wanted) if each.weight)
    wanted[place] = replace(wanted[place], weight=weight)
    return edited(rubric, wanted)


def in_force(store: Store) -> tuple[str, bool]:
    found = store.requisitions.find(CUSTOMER, JOB)
    assert found is not None
    return found.rubric_version, found.signed


def test_a_draft_is_in_force_unsigned_until_somebody_signs_it(store: Store, query: Query) -> None:
    draft = fetched(store)
    before = in_force(store)

    user_id = sign(store, CUSTOMER, JOB)

    assert before == (draft.version, False)
    assert in_force(store) == (draft.version, True)
    (signature,) = store.contracts.signatures(CUSTOMER, JOB)
    assert (signature.user_id, signature.content_sha256) == (user_id, FIRST.content_sha256)
    assert query("SELECT actor FROM audit_events WHERE action = 'rubric.signed'") == [(f"user:{user_id}",)]


def test_an_edited_rubric_comes_into_force_by_its_signature(store: Store) -> None:
    draft = fetched(store)
    changed = weighed(draft, 5)

    store.contracts.propose(CUSTOMER, JOB, changed, draft.version, "user:test")
    waiting = in_force(store)
    sign(store, CUSTOMER, JOB)

    assert waiting == (draft.version, False)
    assert in_force(store) == (changed.version, True)
    assert store.contracts.proposal(CUSTOMER, JOB) is None


def test_a_job_that_is_fetched_unchanged_leaves_the_signed_rubric_in_force(store: Store) -> None:
    draft = fetched(store)
    changed = weighed(draft, 5)
    store.contracts.propose(CUSTOMER, JOB, changed, draft.version, "user:test")
    sign(store, CUSTOMER, JOB)

    fetched(store)

    assert in_force(store) == (changed.version, True)


def test_a_changed_job_ends_the_contract_and_proposes_a_draft_that_keeps_the_edits(store: Store) -> None:
    draft = fetched(store)
    signed = weighed(draft, 5)
    store.contracts.propose(CUSTOMER, JOB, signed, draft.version, "user:test")
    sign(store, CUSTOMER, JOB)

    fetched(store, CHANGED)

    assert in_force(store) == (signed.version, False)
    proposal = store.contracts.proposal(CUSTOMER, JOB)
    assert proposal is not None
    assert proposal.origin == "job"
    proposed = store.requisitions.rubric(proposal.rubric_id)
    assert "Kubernetes" in [criterion.text for criterion in proposed.criteria]
    edited_id = next(c.id for c in signed.criteria if c.weight == 5 and draft[c.id].weight != 5)
    assert proposed[edited_id].weight == 5
    sign(store, CUSTOMER, JOB)
    assert in_force(store) == (proposal.rubric_version, True)


def test_a_job_that_reads_again_as_it_was_signed_needs_no_second_signature(store: Store) -> None:
    draft = fetched(store)
    sign(store, CUSTOMER, JOB)
    fetched(store, CHANGED)

    fetched(store)

    assert in_force(store) == (draft.version, True)
    assert store.contracts.proposal(CUSTOMER, JOB) is None


def test_an_unsigned_draft_is_replaced_by_the_draft_of_the_changed_job(store: Store) -> None:
    fetched(store)

    changed = fetched(store, CHANGED)

    assert in_force(store) == (changed.version, False)
    assert store.contracts.proposal(CUSTOMER, JOB) is None


def test_edits_that_nobody_signed_survive_a_change_of_the_job(store: Store) -> None:
    draft = fetched(store)
    changed = weighed(draft, 5)
    store.contracts.propose(CUSTOMER, JOB, changed, draft.version, "user:test")

    fetched(store, CHANGED)

    proposal = store.contracts.proposal(CUSTOMER, JOB)
    assert proposal is not None
    proposed = store.requisitions.rubric(proposal.rubric_id)
    edited_id = next(c.id for c in changed.criteria if draft[c.id].weight != c.weight)
    assert proposed[edited_id].weight == 5
    assert "Kubernetes" in [criterion.text for criterion in proposed.criteria]


def test_a_signature_covers_only_runs_that_its_rubric_rated(store: Store) -> None:
    draft = fetched(store)
    rated_by = store.requisitions.find(CUSTOMER, JOB).rubric_id
    store.contracts.propose(CUSTOMER, JOB, weighed(draft, 5), draft.version, "user:test")
    sign(store, CUSTOMER, JOB)

    assert store.contracts.holds(CUSTOMER, JOB)
    assert not store.contracts.holds(CUSTOMER, JOB, rated_by)
    assert not store.contracts.holds(CUSTOMER, "8")
    assert not store.contracts.holds("1", JOB)


def test_nobody_signs_or_edits_what_was_changed_since_it_was_read(store: Store) -> None:
    draft = fetched(store)
    store.contracts.propose(CUSTOMER, JOB, weighed(draft, 5), draft.version, "user:first")

    with pytest.raises(InvalidInputError, match="changed meanwhile"):
        store.contracts.propose(CUSTOMER, JOB, weighed(draft, 1), draft.version, "user:second")
    with pytest.raises(InvalidInputError, match="changed meanwhile"):
        store.contracts.sign(CUSTOMER, JOB, draft.version, "00000000-0000-0000-0000-000000000000")


def test_withdrawn_edits_leave_what_is_in_force(store: Store) -> None:
    draft = fetched(store)
    store.contracts.propose(CUSTOMER, JOB, weighed(draft, 5), draft.version, "user:test")

    store.contracts.withdraw(CUSTOMER, JOB, "user:test")

    assert in_force(store) == (draft.version, False)
    assert store.contracts.proposal(CUSTOMER, JOB) is None
    with pytest.raises(InvalidInputError, match="no edited rubric"):
        store.contracts.withdraw(CUSTOMER, JOB, "user:test")


@pytest.mark.parametrize(
    "change",
    ["UPDATE rubric_signatures SET statement = ''", "DELETE FROM rubric_signatures", "TRUNCATE rubric_signatures"],
)
def test_a_signature_can_be_neither_changed_nor_removed(store: Store, query: Query, change: str) -> None:
    fetched(store)
    sign(store, CUSTOMER, JOB)

    with pytest.raises(DBAPIError, match="insert-only"):
        query(change)

    assert len(store.contracts.signatures(CUSTOMER, JOB)) == 1


def test_comments_are_kept_with_who_wrote_them_and_only_their_id_is_on_record(store: Store, query: Query) -> None:
    fetched(store)
    user_id = sign(store, CUSTOMER, JOB)

    store.rubric_comments.add(CUSTOMER, JOB, "", user_id, " Is SQL needed? ")

    (comment,) = store.rubric_comments.of(CUSTOMER, JOB)
    assert (comment.words, comment.user_id) == ("Is SQL needed?", user_id)
    assert query("SELECT output::text FROM audit_events WHERE action = 'rubric.commented'")[0][0].count("SQL") == 0
    with pytest.raises(InvalidInputError, match="1 to 2000"):
        store.rubric_comments.add(CUSTOMER, JOB, "", user_id, " ")
