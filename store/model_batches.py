"""Batches of questions that a provider works on by itself: what was handed over, and how far each is."""

from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from scoring.model_batch import BatchCall, BatchItem, BatchState, ModelBatch
from scoring.model_call import AnswerVersions
from store.engine import statement

PREPARE = sa.text("""
INSERT INTO model_batches (id, customer_id, provider_id, state, versions, as_of, items)
VALUES (:id, :customer_id, :provider_id, :state, :versions, :as_of, :items)
""").bindparams(
    sa.bindparam("id", type_=sa.UUID(as_uuid=False)),
    sa.bindparam("versions", type_=JSONB),
    sa.bindparam("items", type_=JSONB),
)

UNFINISHED = sa.text("""
SELECT *, EXTRACT(epoch FROM now() - prepared_at) AS age FROM model_batches
WHERE state <> 'deleted' ORDER BY prepared_at
""")

CALLS = sa.text(
    "SELECT id, request_sha256, ceiling_cost, outcome IS NULL AS is_open FROM model_calls WHERE batch_id = :id"
)

# A state is never gone back to: two workers that tend the same batch do the same things, in any order.
SUBMITTED = sa.text("""
UPDATE model_batches SET state = 'submitted', provider_id = :provider_id, submitted_at = now()
WHERE id = :id AND state = 'prepared'
""").bindparams(sa.bindparam("id", type_=sa.UUID(as_uuid=False)))

INGESTED = sa.text("""
UPDATE model_batches SET state = 'ingested', ingested_at = now() WHERE id = :id AND state IN ('prepared', 'submitted')
""").bindparams(sa.bindparam("id", type_=sa.UUID(as_uuid=False)))

DELETED = sa.text("""
UPDATE model_batches SET state = 'deleted', deleted_at = now() WHERE id = :id AND state = 'ingested'
""").bindparams(sa.bindparam("id", type_=sa.UUID(as_uuid=False)))


class ModelBatches:
    """Each method is one statement."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def prepare(self, batch: ModelBatch) -> None:
        """Write down what is about to be handed over."""
        values = {
            "id": batch.id,
            "customer_id": batch.customer_id,
            "provider_id": batch.provider_id,
            "state": batch.state,
            "versions": asdict(batch.versions),
            "as_of": batch.as_of,
            "items": {item.key: asdict(item) for item in batch.items},
        }
        with statement(self._engine) as connection:
            connection.execute(PREPARE, values)

    def submitted(self, batch_id: str, provider_id: str) -> None:
        """The provider has it, under this id."""
        with statement(self._engine) as connection:
            connection.execute(SUBMITTED, {"id": batch_id, "provider_id": provider_id})

    def ingested(self, batch_id: str) -> None:
        """Nothing more is expected of it."""
        with statement(self._engine) as connection:
            connection.execute(INGESTED, {"id": batch_id})

    def deleted(self, batch_id: str) -> None:
        """The provider keeps nothing of it."""
        with statement(self._engine) as connection:
            connection.execute(DELETED, {"id": batch_id})

    def unfinished(self) -> tuple[ModelBatch, ...]:
        """Every batch that is not deleted at the provider yet, oldest first."""
        with statement(self._engine) as connection:
            rows = connection.execute(UNFINISHED).all()
        return tuple(
            ModelBatch(
                id=str(row.id),
                customer_id=row.customer_id,
                state=BatchState(row.state),
                versions=AnswerVersions(**row.versions),
                as_of=row.as_of,
                items=tuple(BatchItem(**item) for item in row.items.values()),
                provider_id=row.provider_id,
                prepared_at=row.prepared_at,
                age_seconds=float(row.age),
            )
            for row in rows
        )

    def provider_ids(self) -> frozenset[str]:
        """The provider's ids of every batch that we know, finished or not."""
        with statement(self._engine) as connection:
            rows = connection.execute(sa.text("SELECT provider_id FROM model_batches WHERE provider_id <> ''"))
            return frozenset(rows.scalars())

    def calls(self, batch_id: str) -> dict[str, BatchCall]:
        """The spend rows of a batch by the SHA-256 of their request."""
        with statement(self._engine) as connection:
            rows = connection.execute(CALLS, {"id": batch_id}).all()
        return {row.request_sha256: BatchCall(row.id, row.ceiling_cost, row.is_open) for row in rows}
