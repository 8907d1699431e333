"""The calls we make to iCIMS, and no others."""

import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from email.message import Message
from typing import TYPE_CHECKING, Any, Self

import structlog

from icims.client_access import IcimsAccess, digits
from icims.client_http import Answer, Call, Observe, Transport, json_object
from icims.client_quota import Allowance
from icims.client_retries import LastLook, RetryBudget, spending
from icims.denied_fields import requestable, without_denied
from icims.errors import (
    ACCESS_DENIED,
    AmbiguousWriteError,
    IcimsRefusedError,
    IcimsUnavailableError,
    error_code,
    is_error_body,
)
from icims.fields import GroupEntry
from icims.models import (
    JOB_FIELDS,
    ApplicantWorkflow,
    Receipt,
    ResultEntry,
    ResultUpdate,
    ResumeFile,
    completing_entry,
    id_text,
    opening_entry,
    read_requisition,
    read_results,
    read_workflow,
    text_of,
    write_datetime,
)
from scoring.errors import InvalidInputError
from scoring.requisition import Requisition, ScreeningQuestion

if TYPE_CHECKING:
    from redis import Redis

__all__ = ["IcimsAccess", "IcimsClient", "RetryBudget"]

log = structlog.get_logger(__name__)
WORKFLOW = "/customers/{customer}/applicantworkflows/{id}"
PERSON = "/customers/{customer}/people/{id}"
JOB = "/customers/{customer}/jobs/{id}"
RESULTS = "assessmentresults"
PAGE = 1000  # ids in one answer of the search
MERGES_AT_MOST = 5
MERGE_HOLDS = 300.0
SCHEMA_TYPES = ("submittal", "person", "job")  # submittal: the schema type of applicant workflows [I]


class IcimsClient:
    """One tenant's iCIMS. Make one per tenant and process, after the fork, and share it between threads.

    Every method may raise TransientError (later perhaps; QuotaExhaustedError until midnight UTC) or IcimsRefusedError
    (never). Ids are strings of digits; anything else is refused with InvalidInputError before a call is made. Nothing
    that a denied field holds leaves this class. With ``redis``, all workers share the limits of the tenant.
    """

    def __init__(self, access: IcimsAccess, *, redis: "Redis | None" = None, observe: Observe | None = None) -> None:
        """``observe`` is told (method, path template, status or 0, seconds) of every exchange."""
        self.access = access
        self._transport = Transport(access, redis, observe)
        # person: (the one it was merged into or itself, known until)
        self._current: dict[str, tuple[str, float]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; the client must not be used afterwards."""
        self._transport.close()

    def budget(self, budget: RetryBudget, last_look: LastLook | None = None) -> AbstractContextManager[None]:
        """Let the calls of this thread in the ``with`` block be repeated (GET and PATCH only). Without it none is.
        ``last_look`` is called right before each change leaves, and may raise to keep it."""
        return spending(budget, last_look)

    def allowance(self) -> Allowance | None:
        """The calls left today, or None while no answer has said so."""
        return self._transport.quota.allowance()

    def applicant_workflow(
        self, workflow_id: str, fields: Sequence[str] = (), *, job_id: str = "", person_id: str = ""
    ) -> ApplicantWorkflow:
        """The workflow with ``fields`` beside the standard ones. ``job_id`` and ``person_id`` of the event stand in for
        links that the tenant hides from us."""
        workflow_id = digits(workflow_id, "workflow id")
        standard = ("baseprofile", "associatedprofile", "status", "updateddate")
        content = self._profile(WORKFLOW, workflow_id, (*standard, *fields))
        return read_workflow(workflow_id, content, job_id, person_id)

    def requisition(
        self, job_id: str, extra_fields: Sequence[str] = (), questions: Sequence[ScreeningQuestion] = ()
    ) -> Requisition:
        """The job in plain text. Texts of ``extra_fields`` (job fields) are added to the qualifications; ``questions``
        are those that the field mapping names for this job."""
        job_id = digits(job_id, "job id")
        content = self._profile(JOB, job_id, (*JOB_FIELDS, *extra_fields))
        return read_requisition(job_id, content, extra_fields, questions)

    def person_fields(self, person_id: str, fields: Sequence[str]) -> dict[str, Any]:
        """Those of ``fields`` that have a value and may be seen. A merged person's fields are those of the winner."""
        content = self._person(digits(person_id, "person id"), fields)
        return {name: content[name] for name in fields if name in content}

    def current_person(self, person_id: str) -> str:
        """The person that this one was merged into, or the same id. Known answers are trusted for five minutes."""
        person_id = digits(person_id, "person id")
        known = self._current.get(person_id)
        if known is None or time.monotonic() > known[1]:
            self._person(person_id, ())
            known = self._current[person_id]
        return known[0]

    def resume(self, person_id: str) -> ResumeFile | None:
        """The resume of the person (or of the one it was merged into), None when iCIMS holds none.

        Raises IcimsRefusedError when there may be one that we are not allowed to see.
        """
        ids = self._ids(self.current_person(person_id))
        call = Call("GET", f"{PERSON}/fields/resume/binary", ids, keep=self.access.max_file_bytes, cut=True)
        try:
            return self._transport.read(call, _resume)
        except IcimsRefusedError as error:
            # The status for "no resume" was never recorded; 404 is inferred [I].
            if error.status == 404 and error.code != ACCESS_DENIED:
                return None
            raise

    def results(self, workflow_id: str) -> tuple[ResultEntry, ...]:
        """All entries of the assessment results, those of other vendors too."""
        workflow_id = digits(workflow_id, "workflow id")
        location = f"{WORKFLOW.format_map(self._ids(workflow_id))}/fields/{RESULTS}"
        return read_results(location, self._profile(WORKFLOW, workflow_id, (RESULTS,)))

    def open_result(self, workflow_id: str, name: str, url: str) -> str:
        """Add an in-progress entry for the assessment ``name`` (label or node id of the tenant's list); its entry id.

        Sent once. Raises AmbiguousWriteError when the entry may exist all the same: look in ``results`` for it.
        """
        return self._add(WORKFLOW, workflow_id, RESULTS, opening_entry(name, url, datetime.now(UTC)))

    def complete_result(self, workflow_id: str, entry_id: str, update: ResultUpdate) -> Receipt:
        """Write score, result and notes into an entry; a second identical call changes nothing."""
        return self._change(WORKFLOW, workflow_id, RESULTS, entry_id, completing_entry(update, datetime.now(UTC)))

    def patch_workflow(self, workflow_id: str, fields: Mapping[str, Any], *, may_empty: bool = False) -> Receipt:
        """Set fields of the workflow. An empty value deletes what stands there, and is refused unless that is meant."""
        return self._patch(WORKFLOW, digits(workflow_id, "workflow id"), fields, may_empty=may_empty)

    def patch_person(self, person_id: str, fields: Mapping[str, Any], *, may_empty: bool = False) -> Receipt:
        """Set fields of the person, or of the one it was merged into."""
        return self._patch(PERSON, self.current_person(person_id), fields, may_empty=may_empty)

    def write_entry(self, profile_id: str, entry: GroupEntry) -> Receipt:
        """Write a mapped group entry: the one that carries our key is changed, else one is added.

        ``profile_id`` is a workflow or a person, as ``entry.target`` says.
        """
        template = WORKFLOW if entry.target == "workflow" else PERSON
        profile_id = digits(profile_id, "profile id") if entry.target == "workflow" else self.current_person(profile_id)
        listed = self._profile(template, profile_id, (entry.group,)).get(entry.group)
        for present in listed if isinstance(listed, list) else []:
            if isinstance(present, dict) and text_of(present.get(entry.key_field)) == entry.key:
                return self._change(template, profile_id, entry.group, id_text(present.get("entry")), entry.values)
        self._add(template, profile_id, entry.group, {entry.key_field: entry.key} | dict(entry.values))
        return Receipt(201)

    def updated_workflows(self, since: datetime, after_id: str = "", staleness: int = 5) -> Iterator[str]:
        """Ids of the applicant workflows updated at or after ``since`` (aware), ascending from ``after_id``.

        Pages are fetched as they are consumed. The answer may be ``staleness`` minutes old, so overlap ``since``.
        """
        last = digits(after_id, "workflow id") if after_id else ""
        while True:
            filters = [{"name": "applicantworkflow.updateddate", "value": [write_datetime(since)], "operator": ">="}]
            if last:
                filters.append({"name": "applicantworkflow.id", "value": [last], "operator": ">"})
            search = {"filters": filters, "operator": "&"}
            # The same search as POST; as GET it may be repeated after a failure like any other reading call.
            query = {"searchJson": json.dumps(search, separators=(",", ":")), "staleness": str(max(staleness, 1))}
            content = self._get("/customers/{customer}/search/applicantworkflows", self._ids(), query)
            listed = content.get("searchResults")  # missing when nothing is found
            results = [result for result in listed if isinstance(result, dict)] if isinstance(listed, list) else []
            ids = {int(text) for result in results if (text := id_text(result.get("id")))}
            page = sorted(found for found in ids if found > int(last or 0))
            yield from map(str, page)
            if len(results) < PAGE or not page:
                return
            last = str(page[-1])

    def schema(self, kind: str) -> dict[str, Any]:
        """The JSON schema of "submittal" (applicant workflows), "person" or "job", as the integration user sees it."""
        if kind not in SCHEMA_TYPES:
            raise InvalidInputError(f"a schema is one of {', '.join(SCHEMA_TYPES)}")
        return self._get(f"/customers/{{customer}}/profiledefinitions/v1/{kind}/schema", self._ids())

    def lists(self) -> dict[str, Any]:
        """The names of the tenant's lists, as iCIMS answers."""
        return self._get("/customers/{customer}/v2/lists", self._ids())

    def list_page(self, name: str, page: int = 0) -> dict[str, Any]:
        """A page of the first level of a list, as iCIMS answers: neither its shape nor its paging is published [?]."""
        return self._get("/customers/{customer}/v2/lists/{list}", self._ids(list=name), {"page": str(page)})

    def _ids(self, profile_id: str = "", **more: str) -> dict[str, str]:
        return {"customer": self.access.customer_id, "id": profile_id} | more

    def _get(self, template: str, ids: dict[str, str], query: dict[str, str] | None = None) -> dict[str, Any]:
        return self._transport.read(Call("GET", template, ids, query, keep=self.access.max_json_bytes), json_object)

    def _profile(self, template: str, profile_id: str, fields: Sequence[str]) -> dict[str, Any]:
        query = {"fields": ",".join(requestable(fields))}
        kept: dict[str, Any] = without_denied(self._get(template, self._ids(profile_id), query))
        return kept

    def _person(self, person_id: str, fields: Sequence[str]) -> dict[str, Any]:
        current = person_id
        for _ in range(MERGES_AT_MOST):
            content = self._profile(PERSON, current, ("firstname", *fields))
            # The loser of a merge stays readable under this first name, seen in a real tenant.
            merged = re.fullmatch(r"\s*Merged with (\d{1,18})\s*", text_of(content.get("firstname")), re.ASCII)
            if merged is None:
                if len(self._current) > 1000:
                    self._current.clear()
                self._current[person_id] = (current, time.monotonic() + MERGE_HOLDS)
                return content
            log.info("merge_followed", person_id=current, merged_into=merged.group(1))
            current = merged.group(1)
        raise IcimsRefusedError(f"person {person_id} was merged more than {MERGES_AT_MOST} times")

    def _add(self, template: str, profile_id: str, group: str, values: Mapping[str, Any]) -> str:
        requestable((group, *values))
        ids = self._ids(digits(profile_id, "profile id"), group=group)
        call = Call("POST", f"{template}/fields/{{group}}", ids, content=values)
        return self._transport.read(call, lambda answer: _entry_id(answer, call.path))

    def _change(self, template: str, profile_id: str, group: str, entry_id: str, values: Mapping[str, Any]) -> Receipt:
        requestable((group, *values))
        ids = self._ids(digits(profile_id, "profile id"), group=group, entry=digits(entry_id, "entry id"))
        call = Call("PATCH", f"{template}/fields/{{group}}/{{entry}}", ids, content=values)
        return self._transport.read(call, _receipt)

    def _patch(self, template: str, profile_id: str, fields: Mapping[str, Any], *, may_empty: bool) -> Receipt:
        requestable(fields)
        emptied = [name for name, value in fields.items() if value is None or value in ("", [], {})]
        if (emptied and not may_empty) or not fields:
            raise InvalidInputError(f"nothing to write into {', '.join(emptied) or 'any field'}: it would be deleted")
        return self._transport.read(Call("PATCH", template, self._ids(profile_id), content=fields), _receipt)


def _resume(answer: Answer) -> ResumeFile | None:
    media_type = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if media_type == "text/html" and "Content-Disposition" not in answer.headers:
        # A gateway's page about maintenance must not be scored as somebody's resume [I].
        raise IcimsUnavailableError(f"{answer.call} answered {answer.status} with a page")
    # A JSON body is how "no resume" came in production, under whatever status.
    if answer.status == 204 or media_type == "application/json" or is_error_body(answer.content[:4096]):
        code, _ = error_code(answer.headers, answer.content[:4096])
        if code == ACCESS_DENIED:
            raise IcimsRefusedError("the resume may not be seen", answer.status, code, answer.transaction)
        return None
    return ResumeFile(answer.content, media_type, _filename(answer), answer.oversized)


def _entry_id(answer: Answer, path: str) -> str:
    # Only the number is taken, and only from an address that names this very group. A duplicate entry is swallowed with
    # a success whose Location is not known [?].
    found = re.search(rf"{re.escape(path)}/(\d{{1,18}})/?\Z", answer.headers.get("Location", ""), re.ASCII)
    if found is None:
        raise AmbiguousWriteError(f"{answer.call} gave {answer.status} without the location of an entry")
    return found.group(1)


def _filename(answer: Answer) -> str:
    """The last part of the name in Content-Disposition; the header is likely but not documented [?]."""
    header = Message()
    header["Content-Disposition"] = answer.headers.get("Content-Disposition", "").replace("\r", "").replace("\n", "")
    name = re.split(r"[/\\]", header.get_filename() or "")[-1]
    return "".join(character for character in name if character.isprintable())[:200]


def _receipt(answer: Answer) -> Receipt:
    warnings = re.findall(r"(?:^|,\s*)(\d{1,4}):", answer.headers.get("X-Warning", ""), re.ASCII)
    return Receipt(answer.status, answer.transaction, tuple(map(int, warnings)))
