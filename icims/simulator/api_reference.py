"""Forms, lists and schemas: what an integration reads to learn how a tenant is set up."""

from collections.abc import Iterable
from typing import Any

from flask import Response, request

from icims.simulator.api import api, base_url, changed, created, json_answer, json_object, tenant
from icims.simulator.errors import invalid, not_found
from icims.simulator.fields import SCHEMA_TYPES, Field, Kind
from icims.simulator.forms import Form, Submission, as_text

NODE_PAGE_SIZE = 500
JSON_TYPES = {Kind.NUMBER: "integer", Kind.DECIMAL: "number", Kind.CHECKBOX: "boolean", Kind.NODES: "array"}
OBJECTS = frozenset(
    (Kind.NODE, Kind.REGION, Kind.PERSON, Kind.JOB, Kind.COMPANY, Kind.ADDRESS, Kind.CURRENCY, Kind.SALARY)
)
FORM_KEYS = frozenset(("formname", "owner", "answers"))


@api.get("/forms")
@api.get("/forms/list")
def forms() -> Response:
    shown = [
        {
            "id": form.id,
            "formname": form.formname,
            "type": form.type,
            "displayName": form.display_name,
            "standardizedLevel": "CUSTOM",
            "isPublicAnswers": True,
        }
        for form in tenant().forms.definitions.values()
        if not form.disabled
    ]
    return json_answer({"forms": shown})


@api.get("/forms/<formname>/meta")
def form_questions(formname: str) -> Response:
    return json_answer(tenant().forms.named(formname).questions)


@api.post("/forms")
@api.put("/forms")
def submit_form() -> Response:
    """POST fails when the owner has filled out the form already, PUT replaces. The keys of the body are ours [?]."""
    body = json_object()
    form = tenant().forms.named(str(body.get("formname", "")))
    owner = body.get("owner")
    owner_id = owner.get("id") if isinstance(owner, dict) else owner
    if not isinstance(owner_id, int):
        raise invalid("owner must be the id of a profile.", "owner")
    answers = body.get("answers", {name: value for name, value in body.items() if name not in FORM_KEYS})
    with tenant().lock:
        existed = tenant().forms.of_owner(form.id, owner_id) is not None
        submission = tenant().forms.submit(form, owner_id, answers, replace=request.method == "PUT")
    location = f"{base_url()}/forms/{submission.id}"
    return changed(location) if existed else created(location)


@api.get("/forms/<int:submission_id>")
def completed_form(submission_id: int) -> Response:
    """Answers keyed by question id; the real shape is cut from the stored page [I]."""
    submission = _submission(submission_id)
    shown: dict[str, Any] = {
        "id": submission.id,
        "formname": submission.form.formname,
        "formid": submission.form.id,
        "owner": {
            "id": submission.owner_id,
            "profile": f"{base_url()}/{_owner_type(submission.form)}/{submission.owner_id}",
        },
        **submission.answers,
    }
    return json_answer(shown)


@api.get("/forms/<int:submission_id>.txt")
def completed_form_text(submission_id: int) -> Response:
    return Response(as_text(_submission(submission_id)), content_type="text/plain;charset=UTF-8")


@api.get("/v2/lists")
def lists() -> Response:
    return json_answer({"lists": list(tenant().lists.names)})


@api.get("/v2/lists/<name>")
def one_list(name: str) -> Response:
    """One level of a list, page by page; node shape and paging parameters are cut from the stored page [?]."""
    nodes = tenant().lists.nodes(name)
    if nodes is None:
        raise not_found(f"List {name}")
    page = request.args.get("page", default=0, type=int)
    shown = nodes[page * NODE_PAGE_SIZE : (page + 1) * NODE_PAGE_SIZE]
    return json_answer(
        {"list": name, "page": page, "nodes": shown, "hasmore": len(nodes) > (page + 1) * NODE_PAGE_SIZE}
    )


@api.get("/profiledefinitions/v1/<schema_type>/schema")
def schema(schema_type: str) -> Response:
    fields = _visible_fields(schema_type)
    return json_answer(_object_schema(schema_type, fields))


@api.get("/profiledefinitions/v1/<schema_type>/<field_id>/schema")
def field_schema(schema_type: str, field_id: str) -> Response:
    for field in _visible_fields(schema_type):
        if field.id == field_id:
            return json_answer({"$schema": "http://json-schema.org/draft-04/schema#", **_field_schema(field)})
    raise not_found(f"Field {field_id}")


@api.get("/profiledefinitions/v1/<schema_type>/search/resultsSchema")
def results_schema(schema_type: str) -> Response:
    _visible_fields(schema_type)
    item = {"type": "object", "properties": {"id": {"type": "integer"}, "self": {"type": "string"}}}
    results = {"searchResults": {"type": "array", "items": item}}
    return json_answer({"title": schema_type, "type": "object", "properties": results})


@api.get("/profiledefinitions/v1/<schema_type>/search/filtersSchema")
def filters_schema(schema_type: str) -> Response:
    prefix = "applicantworkflow" if schema_type == "submittal" else schema_type
    names = [f"{prefix}.id", *(f"{prefix}.{field.id}" for field in _visible_fields(schema_type))]
    return json_answer({"title": schema_type, "type": "object", "properties": {"name": {"enum": names}}})


def _submission(submission_id: int) -> Submission:
    submission = tenant().forms.submissions.get(submission_id)
    if submission is None:
        raise not_found("Form")
    return submission


def _owner_type(form: Form) -> str:
    return {"Person": "people", "Job": "jobs"}.get(form.type, "applicantworkflows")


def _visible_fields(schema_type: str) -> list[Field]:
    """Fields that the user may see: a hidden one is missing from the schema as it is from every answer [I]."""
    profile_type = SCHEMA_TYPES.get(schema_type)
    if profile_type is None:
        raise not_found(f"Schema {schema_type}")
    hidden = tenant().options.hidden.get(profile_type, ())
    return [field for field in tenant().catalogue.of(profile_type) if field.id not in hidden]


def _object_schema(title: str, fields: Iterable[Field]) -> dict[str, Any]:
    return {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "title": title,
        "type": "object",
        "properties": {field.id: _field_schema(field) for field in fields},
    }


def _field_schema(field: Field) -> dict[str, Any]:
    shown: dict[str, Any] = {"title": field.label or field.id, "fieldType": str(field.kind)}
    if field.max_length:
        shown["maxLength"] = field.max_length
    if field.list_name:
        shown["list"] = field.list_name
    if field.kind is Kind.GROUP:
        children = {child.id: _field_schema(child) for child in field.children}
        entry = {"type": "object", "properties": {"entry": {"type": "integer"}, **children}}
        return {**shown, "type": "array", "items": entry}
    json_type = "object" if field.kind in OBJECTS else JSON_TYPES.get(field.kind, "string")
    return {**shown, "type": json_type}
