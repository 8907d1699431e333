"""Requirement contracts: proposed rubrics, signatures, and whether the rubric in force is a signed one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from scoring.errors import InvalidInputError
from scoring.rubric.contract import STATEMENT, Signature, carried_over, rubric_sha256
from scoring.rubric.model import Rubric
from store.access_audit import actor_of
from store.engine import transaction

SERVICE = "service:icims-scoring"

HOLDS = """EXISTS (SELECT FROM rubric_signatures AS signature WHERE signature.rubric_id = requisition.rubric_id
               AND signature.content_sha256 = requisition.content_sha256)"""

# A run that was rated by another rubric than the signed one is not covered by the signature.
COVERS = sa.text(f"""
SELECT {HOLDS} AND (CAST(:rubric_id AS bigint) IS NULL OR requisition.rubric_id = :rubric_id)
FROM requisitions AS requisition WHERE requisition.customer_id = :customer_id AND requisition.job_id = :job_id
""")  # noqa: S608  a constant of this module

LOCK = sa.text("""
SELECT id, rubric_id, content_sha256 FROM requisitions
WHERE customer_id = :customer_id AND job_id = :job_id FOR UPDATE
""")

PUT_RUBRIC = sa.text("""
INSERT INTO rubrics (requisition_id, version, content_sha256, content)
VALUES (:requisition_id, :version, :content_sha256, :content)
ON CONFLICT (requisition_id, version) DO UPDATE SET version = excluded.version
RETURNING id, (xmax = 0) AS fresh
""").bindparams(sa.bindparam("content", type_=JSONB))

PROPOSE = sa.text("""
INSERT INTO rubric_proposals (requisition_id, rubric_id, origin, content_sha256, proposed_by)
VALUES (:requisition_id, :rubric_id, :origin, :content_sha256, :actor)
ON CONFLICT (requisition_id) DO UPDATE SET rubric_id = excluded.rubric_id,
    origin = CASE WHEN rubric_proposals.origin = 'job' THEN 'job' ELSE excluded.origin END,
    content_sha256 = excluded.content_sha256, proposed_by = excluded.proposed_by, proposed_at = now()
""")

WITHDRAW = sa.text("DELETE FROM rubric_proposals WHERE requisition_id = :requisition_id RETURNING rubric_id")

IN_FORCE = sa.text("UPDATE requisitions SET rubric_id = :rubric_id WHERE id = :requisition_id")

SIGN = sa.text("""
INSERT INTO rubric_signatures (requisition_id, rubric_id, rubric_sha256, content_sha256, user_id, statement)
VALUES (:requisition_id, :rubric_id, :rubric_sha256, :content_sha256, CAST(:user_id AS uuid), :statement) RETURNING id
""")

SIGNATURES = sa.text("""
SELECT signature.*, users.login FROM rubric_signatures AS signature
JOIN users ON users.id = signature.user_id
JOIN requisitions AS requisition ON requisition.id = signature.requisition_id
WHERE requisition.customer_id = :customer_id AND requisition.job_id = :job_id ORDER BY signature.id DESC
""")

PROPOSAL = sa.text("""
SELECT proposal.*, rubrics.version FROM rubric_proposals AS proposal
JOIN rubrics ON rubrics.id = proposal.rubric_id
JOIN requisitions AS requisition ON requisition.id = proposal.requisition_id
WHERE requisition.customer_id = :customer_id AND requisition.job_id = :job_id
""")

STANDING = sa.text("""
SELECT requisition.rubric_id, proposal.rubric_id AS proposed_id, COALESCE(signed.ever, false) AS was_signed,
       COALESCE(signed.so, false) AS holds
FROM requisitions AS requisition
LEFT JOIN rubric_proposals AS proposal ON proposal.requisition_id = requisition.id
LEFT JOIN LATERAL (SELECT true AS ever, bool_or(content_sha256 = :content_sha256) AS so FROM rubric_signatures
                   WHERE rubric_id = requisition.rubric_id HAVING count(*) > 0) AS signed ON true
WHERE requisition.id = :requisition_id
""")

CONTENT = sa.text("SELECT content FROM rubrics WHERE id = :id")

AUDIT = sa.text("""
INSERT INTO audit_events (trace_id, actor, action, customer_id, job_id, person_id, workflow_id,
                          versions, inputs, output)
VALUES (:trace_id, :actor, :action, :customer_id, :job_id, '', '', :versions, '{}', :output)
""").bindparams(sa.bindparam("versions", type_=JSONB), sa.bindparam("output", type_=JSONB))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rubric that waits for a signature. ``origin`` is "edited" by a person, or "job": the job itself changed."""

    rubric_id: int
    rubric_version: str
    origin: str
    content_sha256: str
    proposed_by: str
    proposed_at: datetime


class Contracts:
    """Each method is one transaction, those that change something with their audit event."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def holds(self, customer_id: str, job_id: str, rubric_id: int | None = None) -> bool:
        """Whether the rubric in force is signed for the job as it reads now; with ``rubric_id``, whether it is that
        one. What a run may do beyond shadow depends on the rubric that it was rated by."""
        values = {"customer_id": customer_id, "job_id": job_id, "rubric_id": rubric_id}
        with transaction(self._engine) as connection:
            return bool(connection.execute(COVERS, values).scalar_one_or_none())

    def propose(self, customer_id: str, job_id: str, rubric: Rubric, base_version: str, actor: str) -> str:
        """Keep an edited rubric until somebody signs it; its version. The one in force stays in force.

        Raises InvalidInputError when ``base_version`` is neither proposed nor in force any more: somebody else, or the
        job itself, was faster.
        """
        with transaction(self._engine) as connection:
            found = locked_requisition(connection, customer_id, job_id)
            _check_version(connection, found, base_version)
            values = {"requisition_id": found.id, "content_sha256": found.content_sha256}
            rubric_id, _ = put_rubric(connection, found.id, rubric, found.content_sha256)
            if rubric_id == found.rubric_id:
                connection.execute(WITHDRAW, values)
            else:
                connection.execute(PROPOSE, {**values, "rubric_id": rubric_id, "origin": "edited", "actor": actor})
            output = {"criteria": len(rubric.criteria)}
            versions = {"rubric": rubric.version, "before": base_version}
            on_record(connection, customer_id, job_id, "rubric.edited", versions, output, actor)
        return rubric.version

    def withdraw(self, customer_id: str, job_id: str, actor: str) -> None:
        """Drop the proposal. Raises InvalidInputError without one, and for one that the changed job itself made."""
        with transaction(self._engine) as connection:
            found = locked_requisition(connection, customer_id, job_id)
            row = connection.execute(PROPOSAL, {"customer_id": customer_id, "job_id": job_id}).one_or_none()
            if row is None or row.origin != "edited":
                raise InvalidInputError("there is no edited rubric to withdraw")
            connection.execute(WITHDRAW, {"requisition_id": found.id})
            on_record(connection, customer_id, job_id, "rubric.withdrawn", {"rubric": row.version}, {}, actor)

    def sign(self, customer_id: str, job_id: str, version: str, user_id: str) -> int:
        """Sign what is proposed, or else what is in force, and put it in force; the id of the signature.

        ``version`` is what the signer has read. Raises InvalidInputError when that is not what would be signed.
        """
        with transaction(self._engine) as connection:
            found = locked_requisition(connection, customer_id, job_id)
            rubric_id = _check_version(connection, found, version)
            content = connection.execute(CONTENT, {"id": rubric_id}).scalar_one()
            values = {
                "requisition_id": found.id,
                "rubric_id": rubric_id,
                "rubric_sha256": rubric_sha256(Rubric.from_json(content)),
                "content_sha256": found.content_sha256,
                "user_id": user_id,
                "statement": STATEMENT,
            }
            signature: int = connection.execute(SIGN, values).scalar_one()
            connection.execute(IN_FORCE, values)
            connection.execute(WITHDRAW, values)
            output = {"signature": signature, "rubric_sha256": values["rubric_sha256"], "job": found.content_sha256}
            on_record(connection, customer_id, job_id, "rubric.signed", {"rubric": version}, output, actor_of(user_id))
        return signature

    def proposal(self, customer_id: str, job_id: str) -> Proposal | None:
        with transaction(self._engine) as connection:
            row = connection.execute(PROPOSAL, {"customer_id": customer_id, "job_id": job_id}).one_or_none()
        if row is None:
            return None
        return Proposal(row.rubric_id, row.version, row.origin, row.content_sha256, row.proposed_by, row.proposed_at)

    def signatures(self, customer_id: str, job_id: str) -> tuple[Signature, ...]:
        """All that were ever given for the requisition, newest first."""
        with transaction(self._engine) as connection:
            rows = connection.execute(SIGNATURES, {"customer_id": customer_id, "job_id": job_id}).all()
        return tuple(
            Signature(
                row.id, row.rubric_id, row.rubric_sha256, row.content_sha256, str(row.user_id), row.login,
                row.signed_at, row.statement,
            )
            for row in rows
        )  # fmt: skip


def settle_draft(connection: sa.Connection, customer_id: str, requisition_id: int, draft: Rubric, sha256: str) -> None:
    """Decide what becomes of the draft of a job that was fetched new or changed, and now has the digest ``sha256``.

    A draft replaces a draft. What a person signed stays in force (in shadow, until somebody signs again), and the draft
    becomes a proposal that keeps what was edited and still rests on the same words.
    """
    values: dict[str, Any] = {"requisition_id": requisition_id, "content_sha256": sha256}
    current = connection.execute(STANDING, values).one()
    if current.holds:
        # The job reads again as it was signed.
        connection.execute(WITHDRAW, values)
        return
    rubric_id, fresh = put_rubric(connection, requisition_id, draft, sha256)
    if fresh:
        output = {"criteria": len(draft.criteria), "content_sha256": sha256, "in_force": not current.was_signed}
        on_record(connection, customer_id, draft.requisition_id, "rubric.drafted", {"rubric": draft.version}, output)
    if not current.was_signed:
        connection.execute(IN_FORCE, values | {"rubric_id": rubric_id})
    decided = current.proposed_id or (current.rubric_id if current.was_signed else None)
    if decided is not None:
        kept = connection.execute(CONTENT, {"id": decided}).scalar_one()
        proposed, _ = put_rubric(connection, requisition_id, carried_over(Rubric.from_json(kept), draft), sha256)
        connection.execute(PROPOSE, values | {"rubric_id": proposed, "origin": "job", "actor": SERVICE})


def locked_requisition(connection: sa.Connection, customer_id: str, job_id: str) -> sa.Row[Any]:
    row = connection.execute(LOCK, {"customer_id": customer_id, "job_id": job_id}).one_or_none()
    if row is None or row.rubric_id is None:
        raise InvalidInputError(f"no requisition {job_id} of customer {customer_id}")
    return row


def newest_rubric(connection: sa.Connection, requisition: sa.Row[Any]) -> int:
    proposed = connection.execute(
        sa.text("SELECT rubric_id FROM rubric_proposals WHERE requisition_id = :id"), {"id": requisition.id}
    ).scalar_one_or_none()
    return int(proposed or requisition.rubric_id)


def _check_version(connection: sa.Connection, requisition: sa.Row[Any], version: str) -> int:
    """The id of what is proposed, or else in force. Raises InvalidInputError when its version is another."""
    rubric_id = newest_rubric(connection, requisition)
    current = connection.execute(sa.text("SELECT version FROM rubrics WHERE id = :id"), {"id": rubric_id}).scalar_one()
    if current != version:
        raise InvalidInputError(f"the rubric has changed meanwhile: it is {current}, not {version}; read it again")
    return rubric_id


def put_rubric(connection: sa.Connection, requisition_id: int, rubric: Rubric, sha256: str) -> tuple[int, bool]:
    """The row of this version, and whether it is a new one. ``sha256`` is of the job that it was made for."""
    values = {"requisition_id": requisition_id, "version": rubric.version, "content_sha256": sha256}
    stored = connection.execute(PUT_RUBRIC, values | {"content": rubric.as_json()}).one()
    return int(stored.id), bool(stored.fresh)


def on_record(
    connection: sa.Connection,
    customer_id: str,
    job_id: str,
    action: str,
    versions: dict[str, Any],
    output: dict[str, Any],
    actor: str = SERVICE,
) -> None:
    values = {"customer_id": customer_id, "job_id": job_id, "versions": versions, "output": output}
    trace_id = f"requisition:{customer_id}:{job_id}"
    connection.execute(AUDIT, {**values, "trace_id": trace_id, "actor": actor, "action": action})
