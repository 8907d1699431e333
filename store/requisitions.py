"""Requisitions as last fetched, their rollout mode, and every version of their rubric."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from scoring.errors import InvalidInputError
from scoring.requisition import Requisition, RequisitionId, ScreeningQuestion
from scoring.rubric.model import Rubric
from scoring.run import RolloutMode
from store.characters import storable
from store.contracts import HOLDS, settle_draft
from store.engine import transaction
from store.rollout_scope import MODE_FOR_ALL


@dataclass(frozen=True, slots=True)
class StoredRequisition:
    """``age_seconds`` since it was last fetched from the tracking system. ``when_model_fails`` is "wait", or "local":
    then the local assessor answers where the model cannot. ``signed``: a person signed this rubric for the job as it
    reads; only then may scores leave shadow."""

    id: int
    customer_id: str
    job_id: str
    title: str
    mode: RolloutMode
    content_sha256: str
    rubric_id: int
    rubric_version: str
    age_seconds: float
    family: str = ""
    when_model_fails: str = "wait"
    signed: bool = False
    high_stakes: bool = False  # every status move waits for a person


FIND = sa.text(f"""
SELECT requisition.id, requisition.customer_id, requisition.job_id, requisition.title, {MODE_FOR_ALL} AS mode,
       requisition.content_sha256, requisition.rubric_id, requisition.family, requisition.when_model_fails,
       requisition.high_stakes,
       rubrics.version, EXTRACT(epoch FROM now() - requisition.fetched_at) AS age, {HOLDS} AS signed
FROM requisitions AS requisition JOIN rubrics ON rubrics.id = requisition.rubric_id
WHERE requisition.customer_id = :customer_id AND requisition.job_id = :job_id
""")  # noqa: S608  a constant of this module

PUT_REQUISITION = sa.text("""
INSERT INTO requisitions (customer_id, job_id, title, mode, content, content_sha256)
VALUES (:customer_id, :job_id, :title, :mode, :content, :content_sha256)
ON CONFLICT (customer_id, job_id) DO UPDATE SET
    title = excluded.title, content = excluded.content, content_sha256 = excluded.content_sha256, fetched_at = now()
RETURNING id
""").bindparams(sa.bindparam("content", type_=JSONB))

SET_MODE = sa.text("""
UPDATE requisitions AS new SET mode = :to, mode_changed_at = now(), mode_changed_by = :actor
FROM requisitions AS old
WHERE new.id = old.id AND new.customer_id = :customer_id AND new.job_id = :job_id
RETURNING old.mode
""")

SET_HIGH_STAKES = sa.text("""
UPDATE requisitions AS new SET high_stakes = :to
FROM requisitions AS old
WHERE new.id = old.id AND new.customer_id = :customer_id AND new.job_id = :job_id
RETURNING old.high_stakes
""")

SET_WHEN_MODEL_FAILS = sa.text("""
UPDATE requisitions AS new SET when_model_fails = :to
FROM requisitions AS old
WHERE new.id = old.id AND new.customer_id = :customer_id AND new.job_id = :job_id
RETURNING old.when_model_fails
""")

AUDIT = sa.text("""
INSERT INTO audit_events (trace_id, actor, action, customer_id, job_id, person_id, workflow_id,
                          versions, inputs, output)
VALUES (:trace_id, :actor, :action, :customer_id, :job_id, '', '', :versions, '{}', :output)
""").bindparams(sa.bindparam("versions", type_=JSONB), sa.bindparam("output", type_=JSONB))


class Requisitions:
    """Each method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        # Rubric rows never change, so a worker parses each one once.
        self._rubric = lru_cache(maxsize=256)(self._load_rubric)

    def find(self, customer_id: str, job_id: str) -> StoredRequisition | None:
        """The requisition with the version of its rubric in force, or None before its first fetch."""
        with transaction(self._engine) as connection:
            row = connection.execute(FIND, {"customer_id": customer_id, "job_id": job_id}).one_or_none()
        if row is None:
            return None
        return StoredRequisition(
            id=row.id,
            customer_id=row.customer_id,
            job_id=row.job_id,
            title=row.title,
            mode=RolloutMode(row.mode),
            content_sha256=row.content_sha256,
            rubric_id=row.rubric_id,
            rubric_version=row.version,
            age_seconds=float(row.age),
            family=row.family,
            when_model_fails=row.when_model_fails,
            signed=row.signed,
            high_stakes=row.high_stakes,
        )

    def put(self, customer_id: str, requisition: Requisition, rubric: Rubric, default_mode: RolloutMode) -> None:
        """Store what was fetched, and its draft as ``store.contracts.settle_draft`` says: in force, or proposed where a
        person signed another. An unchanged rubric makes no new version."""
        with transaction(self._engine) as connection:
            requisition_id = connection.execute(
                PUT_REQUISITION,
                {
                    "customer_id": customer_id,
                    "job_id": requisition.id,
                    "title": storable(requisition.title),
                    "mode": default_mode,
                    "content": asdict(requisition),
                    "content_sha256": requisition.content_sha256,
                },
            ).scalar_one()
            settle_draft(connection, customer_id, requisition_id, rubric, requisition.content_sha256)

    def touch(self, customer_id: str, job_id: str) -> None:
        """Fetched again and found unchanged."""
        with transaction(self._engine) as connection:
            connection.execute(
                sa.text(
                    "UPDATE requisitions SET fetched_at = now() WHERE customer_id = :customer_id AND job_id = :job_id"
                ),
                {"customer_id": customer_id, "job_id": job_id},
            )

    def expire(self, customer_id: str, job_id: str) -> None:
        """The tracking system said that the requisition changed: the next run fetches it anew."""
        with transaction(self._engine) as connection:
            connection.execute(
                sa.text("""
                UPDATE requisitions SET fetched_at = 'epoch'
                WHERE customer_id = :customer_id AND job_id = :job_id
                """),
                {"customer_id": customer_id, "job_id": job_id},
            )

    def rubric(self, rubric_id: int) -> Rubric:
        return self._rubric(rubric_id)

    def _load_rubric(self, rubric_id: int) -> Rubric:
        with transaction(self._engine) as connection:
            content: Mapping[str, Any] = connection.execute(
                sa.text("SELECT content FROM rubrics WHERE id = :id"), {"id": rubric_id}
            ).scalar_one()
        return Rubric.from_json(content)

    def requisition(self, customer_id: str, job_id: str) -> Requisition:
        """What the requisition said when last fetched. Raises InvalidInputError when it is not known."""
        with transaction(self._engine) as connection:
            content = connection.execute(
                sa.text("SELECT content FROM requisitions WHERE customer_id = :customer_id AND job_id = :job_id"),
                {"customer_id": customer_id, "job_id": job_id},
            ).scalar_one_or_none()
        if content is None:
            raise InvalidInputError(f"no requisition {job_id}")
        return _requisition(content)

    def all(self, customer_id: str) -> tuple[StoredRequisition, ...]:
        """Every requisition of the tenant that has a rubric."""
        with transaction(self._engine) as connection:
            jobs = connection.execute(
                sa.text("SELECT job_id FROM requisitions WHERE customer_id = :customer_id ORDER BY id"),
                {"customer_id": customer_id},
            ).scalars()
            known = list(jobs)
        found = (self.find(customer_id, job_id) for job_id in known)
        return tuple(requisition for requisition in found if requisition is not None)

    def set_mode(self, customer_id: str, job_id: str, mode: RolloutMode, actor: str) -> None:
        """Change how far scores of this requisition reach where no rollout is in force; on the record with who did
        it."""
        self._change(SET_MODE, "mode.changed", customer_id, job_id, mode, actor)

    def set_high_stakes(self, customer_id: str, job_id: str, actor: str, *, high_stakes: bool) -> None:
        """Decide whether every status move of this requisition waits for a person, upward ones too."""
        self._change(SET_HIGH_STAKES, "high_stakes.changed", customer_id, job_id, high_stakes, actor)

    def set_when_model_fails(self, customer_id: str, job_id: str, answer: str, actor: str) -> None:
        """Decide whether runs wait for the model ("wait") or the local assessor stands in for it ("local")."""
        if answer not in {"wait", "local"}:
            raise InvalidInputError("when the model fails, runs wait or get a local answer: wait or local")
        self._change(SET_WHEN_MODEL_FAILS, "fallback.changed", customer_id, job_id, answer, actor)

    def _change(
        self, update: sa.TextClause, action: str, customer_id: str, job_id: str, to: object, actor: str
    ) -> None:
        values = {"to": to, "actor": actor, "customer_id": customer_id, "job_id": job_id}
        with transaction(self._engine) as connection:
            changed = connection.execute(update, values).scalar_one_or_none()
            if changed is None:
                raise InvalidInputError(f"no requisition {job_id} of customer {customer_id}")
            self._audit(connection, customer_id, job_id, action, {}, {"from": changed, "to": to}, actor=actor)

    def _audit(
        self,
        connection: sa.Connection,
        customer_id: str,
        job_id: str,
        action: str,
        versions: dict[str, Any],
        output: dict[str, Any],
        actor: str = "service:icims-scoring",
    ) -> None:
        connection.execute(
            AUDIT,
            {
                "trace_id": f"requisition:{customer_id}:{job_id}",
                "actor": actor,
                "action": action,
                "customer_id": customer_id,
                "job_id": job_id,
                "versions": versions,
                "output": output,
            },
        )


def _requisition(content: Mapping[str, Any]) -> Requisition:
    return Requisition(
        **{
            **content,
            "id": RequisitionId(content["id"]),
            "skills": tuple(content["skills"]),
            "questions": tuple(ScreeningQuestion(**question) for question in content["questions"]),
        }
    )
