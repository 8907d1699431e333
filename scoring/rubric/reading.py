"""Requisitions from what people have: a text, a job object as iCIMS gives it, or our own field names."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from scoring.errors import InvalidInputError
from scoring.requisition import Requisition, RequisitionId, ScreeningQuestion
from scoring.rubric.advertisement import divided
from scoring.rubric.markup import plain_text


def requisition_from_text(text: str, id: str) -> Requisition:  # noqa: A002  the word that every caller uses
    """Divide an advertisement by its headings; a text without any becomes the overview. A bare list of tags is a title
    and skills. Raises InvalidInputError for an empty text."""
    plain = plain_text(text)
    if not plain:
        raise InvalidInputError("the requisition is empty")
    parts = divided(plain)
    return Requisition(
        RequisitionId(id),
        parts.title,
        overview=parts.overview,
        responsibilities=parts.responsibilities,
        qualifications=parts.qualifications,
        skills=parts.skills,
        education=parts.education,
    )


def requisition_from_json(stored: Mapping[str, Any]) -> Requisition:
    """A job object with iCIMS's names (jobtitle, skillset, experienceyears ...) or ours; unknown fields are ignored.

    A ``description`` without the other parts is divided like a text. Raises InvalidInputError when there is neither a
    title nor a text.
    """
    if not isinstance(stored, Mapping):
        raise InvalidInputError("a requisition must be a JSON object")
    title = _text(_first(stored, "title", "jobtitle", "job_title", "name"))
    parts = {name: _text(stored.get(name)) for name in ("overview", "responsibilities", "qualifications")}
    description = _text(_first(stored, "description", "jobdescription", "job_description", "text"))
    skills = _skills(_first(stored, "skills", "skillset"))
    education = _text(stored.get("education"))
    if description:
        divided_text = divided(description, title)
        title = title or divided_text.title
        parts["overview"] = _joined(parts["overview"], divided_text.overview)
        parts["responsibilities"] = _joined(parts["responsibilities"], divided_text.responsibilities)
        parts["qualifications"] = _joined(parts["qualifications"], divided_text.qualifications)
        education = _joined(education, divided_text.education)
        skills = tuple(dict.fromkeys((*skills, *divided_text.skills)))
    if not title and not any(parts.values()) and not skills:
        raise InvalidInputError("the requisition has neither a title nor a text")
    return Requisition(
        RequisitionId(_text(_first(stored, "id", "systemid", "jobid", "job_id")) or "requisition"),
        title,
        **parts,
        skills=skills,
        experience_years=_years(_first(stored, "experience_years", "experienceyears")),
        education=education,
        category=_text(_first(stored, "category", "positioncategory")),
        location=_text(_first(stored, "location", "joblocation")),
        questions=_questions(_first(stored, "questions", "screening_questions", "screeningquestions")),
    )


def _first(stored: Mapping[str, Any], *names: str) -> Any:
    return next((stored[name] for name in names if stored.get(name) not in (None, "", [], {})), None)


def _text(value: Any) -> str:
    """Text of a plain value or of a list-editor node, which carries its words in ``formattedvalue`` or ``value``."""
    if isinstance(value, Mapping):
        value = value.get("formattedvalue") or value.get("value") or ""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "\n".join(filter(None, (_text(entry) for entry in value)))
    return "" if value is None else plain_text(str(value))


def _skills(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        value = re.split(r"[;,\n|]", plain_text(value))
    if isinstance(value, Mapping):
        value = [value]
    entries = [
        _text(entry.get("skill", entry.get("name", entry))) if isinstance(entry, Mapping) else _text(entry)
        for entry in value
    ]
    return tuple(dict.fromkeys(filter(None, (" ".join(entry.split()) for entry in entries))))


def _years(value: Any) -> float | None:
    """iCIMS gives a number or a list node such as "5-7 years"; the first number is the minimum."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if 0 < value <= 60 else None
    number = re.search(r"\d+(?:\.\d+)?", _text(value))
    return float(number[0]) if number and 0 < float(number[0]) <= 60 else None


def _questions(value: Any) -> tuple[ScreeningQuestion, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return ()
    questions = []
    for position, entry in enumerate(value, 1):
        if isinstance(entry, Mapping) and (text := _text(_first(entry, "text", "question", "label"))):
            required = _text(_first(entry, "required_answer", "requiredanswer", "qualifying_answer"))
            questions.append(ScreeningQuestion(_text(entry.get("id")) or str(position), text, required or None))
    return tuple(questions)


def _joined(one: str, other: str) -> str:
    return "\n".join(filter(None, (one, other)))
