"""The OpenAPI document of /api/v1."""

from typing import Any

from app.paging import SEARCH_LIMIT
from scoring.review import LONGEST_REASON, SHORTEST_REASON, ReviewKind, Verdict
from scoring.triage import Tier

PAGE_LIMIT = 200
LAST_OFFSET = 10_000_000

_STRING = {"type": "string"}
_NUMBER = {"type": "number"}
_COUNTS = {"type": "object", "additionalProperties": {"type": "integer"}}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


_TIER = {"enum": [*Tier]}
_PAGE = {"limit": {"type": "integer"}, "offset": {"type": "integer"}}
_REQUISITION = _object(
    customer_id=_STRING,
    job_id=_STRING,
    title=_STRING,
    mode={"enum": ["shadow", "assist", "guided"]},
    rubric_version=_STRING,
    applications={"type": "integer"},
    states=_COUNTS,
    tiers=_COUNTS,
)
_MISSING = _object(criterion_id=_STRING, text=_STRING, verdict={"enum": ["unmet", "unknown"]}, question=_STRING)
_RANKED = _object(
    run_id=_STRING,
    workflow_id=_STRING,
    person_id=_STRING,
    score=_nullable(_NUMBER),
    confidence=_NUMBER,
    tier=_nullable(_TIER),
    abstained=_nullable(_STRING),
    strongest=_STRING,
    missing={"type": "array", "items": _MISSING},
    scored_at=_STRING,
    tags={"type": "array", "items": _STRING},
    stage=_STRING,
    in_blind_review={"type": "boolean"},
)
_RUN = _object(
    run_id=_STRING,
    customer_id=_STRING,
    workflow_id=_STRING,
    job_id=_STRING,
    person_id=_STRING,
    state={"enum": ["open", "scored", "abstained", "dead", "discarded"]},
    next_step=_nullable(_STRING),
    cause=_STRING,
    trace_id=_STRING,
    opened_at=_STRING,
    finished_at=_nullable(_STRING),
    in_blind_review={"type": "boolean"},
    card=_nullable({"type": "object"}),
)
_HEALTH = _object(
    by_state=_COUNTS,
    open_by_step=_COUNTS,
    oldest_open_seconds=_NUMBER,
    dead_letters={"type": "integer"},
    leases_expired={"type": "integer"},
)
_REVIEW = _object(
    id={"type": "integer"},
    kind={"enum": [*ReviewKind]},
    customer_id=_STRING,
    job_id=_STRING,
    workflow_id=_STRING,
    reasons={"type": "array", "items": _STRING},
    state={"enum": ["open", "decided", "closed", "withdrawn"]},
    blind={"type": "boolean"},
    opened_at=_STRING,
    due_at=_STRING,
    overdue={"type": "boolean"},
)
_DECISION = _object(
    verdict={"enum": [*Verdict]},
    adjusted=_nullable(_NUMBER),
    reason=_STRING,
    score_shown={"type": "boolean"},
    decided_at=_STRING,
    undoable={"type": "boolean"},
    written=_STRING,
)
_REVIEW_IN_FULL = _object(
    **_REVIEW["properties"],
    run_id=_nullable(_STRING),
    score=_nullable(_NUMBER),
    needs_rating={"type": "boolean"},
    verdicts={"type": "array", "items": {"enum": [*Verdict]}},
    decision=_nullable(_DECISION),
)
_FIGURE = _nullable(_NUMBER)
_AGREEMENT = _object(
    applications={"type": "integer"}, kappa=_FIGURE, spearman=_FIGURE, same_order=_FIGURE, mean_distance=_FIGURE
)
_ERROR = _object(error=_object(userMessage=_STRING, debugErrorMessage=_STRING))


def _path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": _STRING}


def _query(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _number(name: str, default: int, lowest: int, highest: int) -> dict[str, Any]:
    return _query(name, {"type": "integer", "default": default, "minimum": lowest, "maximum": highest})


def _get(summary: str, answer: dict[str, Any], parameters: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    refused = {"description": "one line saying why", "content": {"application/json": {"schema": _ERROR}}}
    return {
        "get": {
            "summary": summary,
            "parameters": parameters or [],
            "responses": {
                "200": {"description": summary, "content": {"application/json": {"schema": answer}}},
                **dict.fromkeys(_refusals(parameters or []), refused),
            },
        }
    }


def _post(
    summary: str, given: dict[str, Any], answer: dict[str, Any], parameters: list[dict[str, Any]], **optional: Any
) -> dict[str, Any]:
    body = _object(**given)
    body["properties"] |= optional
    operation = _get(summary, answer, parameters)["get"]
    operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    operation["responses"]["400"] = operation["responses"]["404"]
    return {"post": operation}


def _refusals(parameters: list[dict[str, Any]]) -> list[str]:
    places = {parameter["in"] for parameter in parameters}
    return ["401", "403", *(["400"] if "query" in places else []), *(["404"] if "path" in places else [])]


_REVIEW_ID = {**_path("review_id"), "schema": {"type": "integer", "minimum": 1}}


def document() -> dict[str, Any]:
    """OpenAPI 3.1."""
    requisition = [_path("customer_id"), _path("job_id")]
    page = [_number("limit", 50, 1, PAGE_LIMIT), _number("offset", 0, 0, LAST_OFFSET)]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Candidate scoring beside iCIMS",
            "version": "1",
            "description": "Read what was scored and why, and decide what waits for a person. Scores and decisions "
            "reach iCIMS by the pipeline, never through here.",
        },
        "servers": [{"url": "/api/v1"}],
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "security": [{"token": []}],
        "paths": {
            "/requisitions": _get(
                "Requisitions with their counts, newest first",
                _object(requisitions={"type": "array", "items": _REQUISITION}, **_PAGE),
                [_query("q", {"type": "string", "maxLength": SEARCH_LIMIT}), *page],
            ),
            "/requisitions/{customer_id}/{job_id}/ranking": _get(
                "Current scores of a requisition, best first",
                _object(
                    ranking={"type": "array", "items": _RANKED},
                    **_PAGE,
                ),
                [*requisition, _query("tier", _TIER), *page],
            ),
            "/runs/{run_id}": _get("A run and its score card", _RUN, [_path("run_id")]),
            "/reviews": _get(
                "What waits for a person, the most urgent first",
                _object(reviews={"type": "array", "items": _REVIEW}, **_PAGE),
                [
                    _query("kind", {"enum": [*ReviewKind]}),
                    _query("state", {"enum": ["open", "decided"]}),
                    _query("job", {"type": "string", "maxLength": SEARCH_LIMIT}),
                    *page,
                ],
            ),
            "/reviews/{review_id}": _get("A review", _REVIEW_IN_FULL, [_REVIEW_ID]),
            "/reviews/{review_id}/rating": _post(
                "Commit one's own rating before the score is shown",
                {"rating": {"type": "number", "minimum": 0, "maximum": 100, "multipleOf": 0.25}},
                _REVIEW_IN_FULL,
                [_REVIEW_ID],
            ),
            "/reviews/{review_id}/decision": _post(
                "Sign a decision",
                {
                    "verdict": {"enum": [*Verdict]},
                    "reason": {"type": "string", "minLength": SHORTEST_REASON, "maxLength": LONGEST_REASON},
                },
                _REVIEW_IN_FULL,
                [_REVIEW_ID],
                adjusted=_nullable(_NUMBER),
            ),
            "/requisitions/{customer_id}/{job_id}/agreement": _get(
                "How scores and people agree", _object(blind=_AGREEMENT, all=_AGREEMENT), requisition
            ),
            "/health": _get("Counts over the ledger", _HEALTH),
        },
    }
