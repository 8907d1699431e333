"""Answers word for word, and what their placeholders stand for."""

from collections.abc import Mapping
from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from scoring.model_call import AnswerVersions, StoredAnswer
from store.characters import storable
from store.engine import statement

GET = sa.text("SELECT * FROM model_answers WHERE key = :key")

# The first answer stays: the score that was shown rests on it.
PUT = sa.text("""
INSERT INTO model_answers (key, customer_id, document_sha256, rubric_version, prompt_version, model, effort,
                           schema_version, sample, text, request_id)
VALUES (:key, :customer_id, :document_sha256, :rubric_version, :prompt_version, :model, :effort, :schema_version,
        :sample, :text, :request_id)
ON CONFLICT (key) DO NOTHING
""")

PUT_MAP = sa.text("""
INSERT INTO redaction_maps (run_id, mapping) VALUES (CAST(:run_id AS uuid), :mapping)
ON CONFLICT (run_id) DO UPDATE SET mapping = excluded.mapping
""").bindparams(sa.bindparam("mapping", type_=JSONB))


class ModelAnswers:
    """Each method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def get(self, key: str) -> StoredAnswer | None:
        """The answer under that key, or None."""
        with statement(self._engine) as connection:
            row = connection.execute(GET, {"key": key}).one_or_none()
        if row is None:
            return None
        return StoredAnswer(
            key=row.key,
            customer_id=row.customer_id,
            document_sha256=row.document_sha256,
            rubric_version=row.rubric_version,
            versions=AnswerVersions(row.prompt_version, row.model, row.effort, row.schema_version),
            sample=row.sample,
            text=row.text,
            request_id=row.request_id,
        )

    def put(self, answer: StoredAnswer) -> None:
        """Keep the answer. One that is there already is left as it is."""
        values = {**asdict(answer), **asdict(answer.versions), "text": storable(answer.text)}
        values.pop("versions")
        with statement(self._engine) as connection:
            connection.execute(PUT, values)


class RedactionMaps:
    """Each method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def put(self, run_id: str, mapping: Mapping[str, str]) -> None:
        """Keep what the placeholders of a run stand for; the last one counts."""
        stored = {placeholder: storable(original) for placeholder, original in mapping.items()}
        with statement(self._engine) as connection:
            connection.execute(PUT_MAP, {"run_id": run_id, "mapping": stored})

    def get(self, run_id: str) -> dict[str, str]:
        """Empty for a run without one."""
        with statement(self._engine) as connection:
            found = connection.execute(
                sa.text("SELECT mapping FROM redaction_maps WHERE run_id = CAST(:run_id AS uuid)"), {"run_id": run_id}
            ).scalar_one_or_none()
        return dict(found or {})
