"""A batch of questions to a language model: what was handed over, for whom, and what has become of it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from scoring.model_call import AnswerVersions


class BatchState(StrEnum):
    """In this order. ``prepared`` ones may have reached the provider or not: nobody was told."""

    PREPARED = "prepared"
    SUBMITTED = "submitted"
    INGESTED = "ingested"  # answers and costs are ours; the provider still keeps its copy
    DELETED = "deleted"  # there as well, or it never had one


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One application of a batch. ``key`` is its custom id at the provider and the key of its answer in the answer
    book: 64 hex digits that say nothing about anybody. ``run_id`` is the earlier run whose resume was read."""

    key: str
    request_sha256: str
    document_sha256: str
    rubric_version: str
    run_id: str
    workflow_id: str
    job_id: str
    person_id: str


@dataclass(frozen=True, slots=True)
class ModelBatch:
    """``id`` is ours; ``provider_id`` is '' until the provider's is known. ``as_of`` is what the documents say."""

    id: str
    customer_id: str
    state: BatchState
    versions: AnswerVersions
    as_of: date
    items: tuple[BatchItem, ...]
    provider_id: str = ""
    prepared_at: datetime | None = None
    age_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class BatchCall:
    """The spend row of an item. ``ceiling_cost`` in USD; ``is_open`` until its result was written down."""

    id: int
    ceiling_cost: Decimal
    is_open: bool
