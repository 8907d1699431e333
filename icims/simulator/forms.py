"""The iForms of a simulated tenant: definitions, and what candidates or interviewers answered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from icims.simulator.errors import ACCESS_DENIED, ApiError, Problem, invalid, not_found, required

# Inside angle constructs these characters are refused by the product's own validation.
REFUSED_TEXT = re.compile(r"<[^<>]*['\"\\/`][^<>]*>|<<[^<>]*>>|>[^<>]*['\"\\/`][^<>]*<")
FIRST_FORM_ID, FIRST_SUBMISSION_ID = 17, 938501


@dataclass(frozen=True, slots=True)
class Form:
    """A form definition. ``questions`` maps q1, q2, … to type, required, section and data as ``meta`` shows them."""

    id: int
    formname: str
    display_name: str
    type: str = "Person"  # Person | Job | Recruiting Workflow
    questions: dict[str, dict[str, Any]] = field(default_factory=dict)
    disabled: bool = False


@dataclass(slots=True)
class Submission:
    """A completed form. ``owner_id`` is the person, job or workflow that ``form.type`` names."""

    id: int
    form: Form
    owner_id: int
    answers: dict[str, Any]


class Forms:
    def __init__(self) -> None:
        self.definitions: dict[str, Form] = {}
        self.submissions: dict[int, Submission] = {}

    def define(
        self,
        formname: str,
        questions: Mapping[str, dict[str, Any]],
        *,
        display_name: str = "",
        type: str = "Person",  # noqa: A002  the word of the API
        disabled: bool = False,
    ) -> Form:
        form_id = FIRST_FORM_ID + len(self.definitions)
        form = Form(form_id, formname, display_name or formname, type, dict(questions), disabled)
        self.definitions[formname] = form
        return form

    def named(self, formname: str) -> Form:
        """Raises ApiError: 404 for an unknown form, 403 for a disabled one."""
        form = self.definitions.get(formname)
        if form is None:
            raise not_found(f"A form with the formName of {formname}")
        if form.disabled:
            raise ApiError(HTTPStatus.FORBIDDEN, Problem(ACCESS_DENIED, "This form has been disabled."))
        return form

    def submit(self, form: Form, owner_id: int, answers: Mapping[str, Any], *, replace: bool) -> Submission:
        """Keep the answers. Raises ApiError for bad ones, and for a second form of an owner unless ``replace``."""
        existing = self.of_owner(form.id, owner_id)
        if existing is not None and not replace:
            raise ApiError(
                HTTPStatus.BAD_REQUEST, Problem(ACCESS_DENIED, "The owner has already filled out this form.")
            )
        missing = [name for name, asked in form.questions.items() if asked.get("required") and not answers.get(name)]
        if missing:
            raise required(missing)
        for name, answer in answers.items():
            if name not in form.questions:
                raise invalid("The form has no such question.", name)
            if isinstance(answer, str) and REFUSED_TEXT.search(answer):
                raise invalid("The answer contains characters that are not permitted.", name)
        if existing is not None:
            existing.answers = dict(answers)
            return existing
        submission = Submission(FIRST_SUBMISSION_ID + len(self.submissions), form, owner_id, dict(answers))
        self.submissions[submission.id] = submission
        return submission

    def of_owner(self, form_id: int, owner_id: int) -> Submission | None:
        owned = (s for s in self.submissions.values() if s.form.id == form_id and s.owner_id == owner_id)
        return next(owned, None)


def as_text(submission: Submission) -> str:
    """The form as the ``.txt`` extension gives it: question, then answer [I]."""
    lines = [submission.form.display_name, ""]
    for name, asked in submission.form.questions.items():
        if name in submission.answers:
            answer = submission.answers[name]
            shown = ", ".join(map(str, answer)) if isinstance(answer, list) else str(answer)
            lines += [str(asked.get("text", name)), shown, ""]
    return "\n".join(lines)
