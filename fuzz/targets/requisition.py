"""Any text, and any JSON object, as a requisition: divided, linted and drafted into a rubric."""

import json
from collections.abc import Callable

from fuzz.targets._answers import promise
from scoring.errors import InvalidInputError
from scoring.requisition import Requisition
from scoring.rubric import Mode, draft_rubric, lint_requisition, requisition_from_json, requisition_from_text

WORDS = (
    "Requirements\n", "Qualifications:\n", "Responsibilities\n", "Preferred\n", "Benefits\n", "About us\n", "must have",
    "nice to have", "preferred", "required", "at least ", "5+ years", "3-5 years", "minimum of ", "Bachelor's degree",
    "or equivalent", " or ", " and ", "Python", "Excel", "CPA", "fluent", "native speaker", "digital native", "\n- ",
    "\n• ", "<ul><li>", "</li>", "<p>", "&nbsp;", '{"title":"', '"jobtitle":', '"skills":[', '"questions":[{"text":"',
    '"experienceyears":', '"qualifications":', '"required_answer":', "null", "1e999", "-1",
)  # fmt: skip


def check(data: bytes) -> None:
    """Either refused as invalid or drafted: with quotes from the requisition and with whole weights."""
    text = data.decode("utf-8", "replace")
    _drafted(lambda: requisition_from_text(text, "1"))
    try:
        stored = json.loads(text)
    except (ValueError, RecursionError):
        return
    _drafted(lambda: requisition_from_json(stored))


def _drafted(read: Callable[[], Requisition]) -> None:
    try:
        requisition = read()
    except InvalidInputError:
        return
    lint_requisition(requisition)
    rubric = draft_rubric(requisition)
    for criterion in rubric.criteria:
        promise(criterion.mode is not Mode.SCORED or criterion.weight > 0, "a scored criterion without weight")
    promise(draft_rubric(requisition) == rubric, "two rubrics of one requisition")


def seeds() -> list[bytes]:
    text = """Payroll Manager
Requirements
- 5+ years of payroll experience, at least 2 as a lead
- Bachelor's degree in Accounting or 4 years of experience
- Python or C++ required, Excel preferred
Benefits
Free coffee"""
    stored = {
        "jobtitle": "Welder",
        "qualifications": "<ul><li>TIG welding required</li><li>3 years</li></ul>",
        "skillset": [{"skill": {"value": "TIG"}}],
        "experienceyears": {"value": "5-7 years"},
        "questions": [{"id": 1, "text": "Do you hold a licence?", "required_answer": "Yes"}],
    }
    return [text.encode(), json.dumps(stored).encode()]
