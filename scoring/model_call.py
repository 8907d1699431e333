"""A call to a language model as the ledger keeps it: for whom, under which versions, what came of it, what it cost."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Purpose(StrEnum):
    """What the answer is for."""

    ASSESSMENT = "assessment"
    REPAIR = "repair"  # the second and last try at an answer that could not be used
    WARMING = "warming"  # fills the prompt cache before a fan-out
    RUBRIC_DRAFT = "rubric_draft"
    GAP_TEXT = "gap_text"
    STRENGTH_SUMMARY = "strength_summary"
    CANARY = "canary"
    SIMULATION = "simulation"  # of a policy that is not in force


@dataclass(frozen=True, slots=True)
class CallContext:
    """For whom a call is made. ``run_id`` is '' outside the pipeline; ``sample`` counts repetitions from 0."""

    customer_id: str
    job_id: str
    run_id: str = ""
    purpose: Purpose = Purpose.ASSESSMENT
    sample: int = 0


@dataclass(frozen=True, slots=True)
class CallIntent:
    """Written down before the call is made: a worker that dies over it still leaves the most it can have cost."""

    context: CallContext
    model: str
    effort: str
    prompt_version: str
    schema_version: str
    request_sha256: str
    input_tokens_estimate: int
    ceiling_cost: Decimal  # USD
    batch_id: str = ""


@dataclass(frozen=True, slots=True)
class CallResult:
    """Written down before the answer is used. ``outcome`` is "answered" or the code of the error; ``cost`` in USD."""

    outcome: str
    cost: Decimal
    stop_reason: str = ""
    input_tokens: int = 0
    cache_write_5m_tokens: int = 0
    cache_write_1h_tokens: int = 0
    cache_read_tokens: int = 0
    output_tokens: int = 0
    request_id: str = ""
    milliseconds: int = 0


@dataclass(frozen=True, slots=True)
class AnswerVersions:
    """Everything that an answer depends on beside the document and the rubric."""

    prompt_version: str
    model: str
    effort: str
    schema_version: str


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What the model said, word for word: the same answer gives the same score, without asking again."""

    key: str
    customer_id: str
    document_sha256: str
    rubric_version: str
    versions: AnswerVersions
    sample: int
    text: str
    request_id: str


def answer_key(
    customer_id: str, document_sha256: str, rubric_version: str, versions: AnswerVersions, sample: int
) -> str:
    """64 hex digits; equal exactly when tenant, redacted document, rubric, versions and sample are.

    The tenant is part of it: what one customer's candidate said is never an answer for another customer.
    """
    parts = (
        customer_id,
        document_sha256,
        rubric_version,
        versions.prompt_version,
        versions.model,
        versions.effort,
        versions.schema_version,
        str(sample),
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
