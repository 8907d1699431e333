"""Drafts of the simulated model: those of the local code, in the form that the request wants."""

import json
from collections.abc import Mapping
from typing import Any

from claude.draft_request import Task, read_draft_request
from claude.draft_schema import KINDS
from scoring.redaction.model import PLACEHOLDER
from scoring.requisition import Requisition, RequisitionId
from scoring.rubric import Criterion, Mode, Option, draft_rubric
from scoring.rubric.years import years_stated

MOST_SENTENCES = 5


def draft_text(params: Mapping[str, Any]) -> str:
    """The answer to a request of ``claude.draft_request``. Raises InvalidInputError for any other request."""
    content = read_draft_request(params)
    if "untrusted_requisition" in content:
        drafted = {"criteria": _criteria(content["untrusted_requisition"])}
    else:
        drafted = {"sentences": _sentences(Task(content["task"]), content["card"])}
    return json.dumps(drafted, ensure_ascii=False)


def _criteria(texts: Mapping[str, str]) -> list[dict[str, Any]]:
    requisition = Requisition(
        RequisitionId("simulated"),
        texts.get("title", ""),
        overview=texts.get("overview", ""),
        responsibilities=texts.get("responsibilities", ""),
        qualifications=texts.get("qualifications", ""),
        education=texts.get("education", ""),
        skills=tuple(filter(None, texts.get("skills", "").split("\n"))),
        experience_years=float(texts["experience_years"]) if "experience_years" in texts else None,
    )
    criteria = draft_rubric(requisition).criteria
    weights = {criterion.options: criterion.weight for criterion in criteria if criterion.mode is Mode.SCORED}
    gates = {criterion.options for criterion in criteria if criterion.mode is Mode.GATE}
    # A gate stands for its scored twin too.
    listed = (c for c in criteria if c.mode is not Mode.SCORED or c.options not in gates)
    drafted = (_criterion(criterion, weights.get(criterion.options, 3)) for criterion in listed)
    return [criterion for criterion in drafted if criterion["options"] and criterion["kind"] in KINDS]


def _criterion(criterion: Criterion, weight: int) -> dict[str, Any]:
    options = (_option(option, criterion.source.quote) for option in criterion.options)
    return {
        "field": criterion.source.field,
        "quote": criterion.source.quote,
        "kind": criterion.kind.value,
        "mode": criterion.mode.value,
        "weight": weight,
        "text": criterion.text,
        "options": [option for option in options if option is not None],
    }


def _option(option: Option, quote: str) -> dict[str, Any] | None:
    """None for what the local code concludes and the quote does not say."""
    stated = {found.minimum for found in years_stated(quote)}
    years = option.min_years if option.min_years in stated or quote == f"{option.min_years or 0:g}" else None
    if not (option.terms or option.min_level or years):
        return None
    return {
        "kind": option.kind.value,
        "terms": list(option.terms),
        "min_years": years or 0,
        "min_level": option.min_level.name.lower() if option.min_level else "none",
        "fields": list(option.fields),
    }


def _sentences(task: Task, card: Mapping[str, Any]) -> list[dict[str, Any]]:
    if task is Task.GAP:
        return [
            {"criterion_ids": [each["id"]], "quotes": [], "text": f"{_GAPS[each['verdict']]}: {each['text']}"}
            for each in card["criteria"]
        ]
    shown = [each for each in card["criteria"] if each["untrusted_quotes"]][:MOST_SENTENCES]
    return [
        {
            "criterion_ids": [each["id"]],
            "quotes": [{"criterion_id": each["id"], "text": _quotable(each["untrusted_quotes"][0])}],
            "text": f"Shown: {each['text']}",
        }
        for each in shown
    ]


def _quotable(quote: str) -> str:
    """The longest piece between placeholders: they are never quoted."""
    return max(PLACEHOLDER.sub("\n", quote).split("\n"), key=len).strip(" ,;:|-\t")


_GAPS = {"unmet": "Not shown", "partly": "Partly shown", "unknown": "To be asked"}
