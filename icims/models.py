"""What we read from iCIMS and write to it, as values; the JSON of the vendor is understood here and nowhere else.

Reading is tolerant: keys may be unknown, missing (an empty field and a hidden one look the same) or of another shape.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from icims.markup import plain_text
from scoring.requisition import Requisition, RequisitionId, ScreeningQuestion

JOB_FIELDS = (
    *("jobtitle", "overview", "responsibilities", "qualifications"),
    *("skillset", "experienceyears", "education", "positioncategory", "joblocation"),
)
STATUS_COMPLETE, STATUS_INCOMPLETE = "D37002019001", "D37002019002"
STATUS_IN_PROGRESS, STATUS_SENT = "D37002019003", "D37002019004"
# NUL, and halves of surrogate pairs, as JSON can bring them; no database and no hash takes them.
_DAMAGED = re.compile("[\x00\ud800-\udfff]")
# Letter and digits: D is shipped by iCIMS, C was made by the customer [I].
NODE_ID = re.compile(r"[A-Z]\d{1,18}")


@dataclass(frozen=True, slots=True)
class ApplicantWorkflow:
    """An application as iCIMS keeps it. Ids are digits, or "" where iCIMS hides them and no event named them.

    ``status_id`` is the node id ("D10100"), ``status`` its label; ``updated`` is aware UTC. ``fields`` holds what was
    asked for beyond the standard ones and has a value.
    """

    id: str
    job_id: str
    person_id: str
    status_id: str = ""
    status: str = ""
    updated: datetime | None = None
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResumeFile:
    """A resume as stored in iCIMS. ``media_type`` and ``filename`` are what the sender says: look at the content.

    An ``oversized`` one holds only the first bytes, more than any reader should accept.
    """

    content: bytes = field(repr=False)
    media_type: str = ""
    filename: str = field(default="", repr=False)
    oversized: bool = False


@dataclass(frozen=True, slots=True)
class ResultEntry:
    """One entry of the ``assessmentresults`` group; those of other vendors stand beside ours."""

    entry_id: str
    location: str
    name: str = ""
    name_id: str = ""
    status_id: str = ""
    score: Decimal | None = None
    result: str = ""
    notes: str = ""
    url: str = ""

    def is_named(self, name: str) -> bool:
        """Whether this is an entry of the assessment that we call ``name`` (a label or a node id)."""
        return name in (self.name_id, self.name) or name.strip().casefold() == self.name.strip().casefold()


@dataclass(frozen=True, slots=True)
class ResultUpdate:
    """What completes an entry: ``score`` on our 0 to 100 scale, ``result`` and ``notes`` within the tenant's lengths
    (see FieldMapping.result_update). What is empty is left as it stands in iCIMS, but a score that
    ``takes_score_back``."""

    score: Decimal | None = None
    result: str = ""
    notes: str = ""
    url: str = ""
    status_id: str = STATUS_COMPLETE
    takes_score_back: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of a write for the audit trail: HTTP status, iCIMS's ``x-transaction``, codes of its warnings."""

    status: int
    transaction: str = ""
    warnings: tuple[int, ...] = ()


def read_workflow(workflow_id: str, content: Mapping[str, Any], job_id: str, person_id: str) -> ApplicantWorkflow:
    """The workflow; ``job_id`` and ``person_id`` of the event stand in where iCIMS hides the link."""
    status = content.get("status")
    standard = {"status", "baseprofile", "associatedprofile", "updateddate", "links"}
    return ApplicantWorkflow(
        id=workflow_id,
        job_id=profile_id(content, "baseprofile", "jobs") or job_id,
        person_id=profile_id(content, "associatedprofile", "people") or person_id,
        status_id=node_id(status),
        status=text_of(status),
        updated=read_datetime(content.get("updateddate")),
        fields={name: value for name, value in content.items() if name not in standard},
    )


def profile_id(content: Mapping[str, Any], name: str, kind: str) -> str:
    """The id of a linked profile; from ``links`` where the field itself is hidden. Addresses are read, never called."""
    linked = content.get(name)
    known = linked.get("id") if isinstance(linked, dict) else linked
    if id_text(known):
        return id_text(known)
    links = content.get("links")
    for link in links if isinstance(links, list) else []:
        url = link.get("url") if isinstance(link, dict) else None
        if isinstance(url, str) and (found := re.search(rf"/{kind}/(\d{{1,18}})\Z", url, re.ASCII)):
            return found.group(1)
    return ""


def read_requisition(
    job_id: str, content: Mapping[str, Any], extra_fields: Sequence[str], questions: Sequence[ScreeningQuestion]
) -> Requisition:
    """The requisition in plain text. The texts of ``extra_fields`` follow the qualifications, in their order."""
    extra = [plain_text(text_of(content.get(name))) for name in extra_fields]
    qualifications = [plain_text(text_of(content.get("qualifications"))), *extra]
    return Requisition(
        id=RequisitionId(job_id),
        title=" ".join(plain_text(text_of(content.get("jobtitle"))).split()),
        overview=plain_text(text_of(content.get("overview"))),
        responsibilities=plain_text(text_of(content.get("responsibilities"))),
        qualifications="\n\n".join(text for text in qualifications if text),
        skills=_skills(content.get("skillset")),
        experience_years=_years(content.get("experienceyears")),
        education=plain_text(text_of(content.get("education"))),
        category=text_of(content.get("positioncategory")),
        location=text_of(content.get("joblocation")),
        questions=tuple(questions),
    )


def read_results(location: str, content: Mapping[str, Any]) -> tuple[ResultEntry, ...]:
    """The entries of the group that stands at ``location``; an entry without a number cannot be addressed and is left
    out."""
    listed = content.get("assessmentresults")
    entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    return tuple(
        ResultEntry(
            entry_id=id_text(entry.get("entry")),
            location=f"{location}/{id_text(entry.get('entry'))}",
            name=text_of(entry.get("assessmentname")),
            name_id=node_id(entry.get("assessmentname")),
            status_id=node_id(entry.get("assessmentstatus")),
            score=_decimal(entry.get("assessmentscore")),
            result=text_of(entry.get("assessmentresult")),
            notes=text_of(entry.get("assessmentnotes")),
            url=text_of(entry.get("assessmenturl")),
        )
        for entry in entries
        if id_text(entry.get("entry"))
    )


def opening_entry(name: str, url: str, now: datetime) -> dict[str, Any]:
    """The JSON of an assessment that has begun. What iCIMS does with an unknown name is not known [?]: ``doctor``
    checks that the tenant's list holds it."""
    entry: dict[str, Any] = {
        "assessmentname": node(name),
        "assessmentstatus": {"id": STATUS_IN_PROGRESS},
        "assessmentdate": write_datetime(now),
    }
    return entry | ({"assessmenturl": url} if url else {})


def completing_entry(update: ResultUpdate, now: datetime) -> dict[str, Any]:
    """The JSON that completes an entry."""
    entry: dict[str, Any] = {
        "assessmentstatus": {"id": update.status_id},
        "assessmentdate": write_datetime(now),
        "assessmentscore": number(update.score) if update.score is not None else None,
        "assessmentresult": update.result,
        "assessmentnotes": update.notes,
        "assessmenturl": update.url,
    }
    said = {name: value for name, value in entry.items() if value not in (None, "")}
    # null deletes a value; that this holds for a child of an entry is not documented in so many words [I].
    return {**said, "assessmentscore": None} if update.takes_score_back and update.score is None else said


def node(value: str) -> dict[str, str]:
    """A list node by its id ("D31001"), or by its label."""
    return {"id": value} if NODE_ID.fullmatch(value) else {"value": value}


def node_id(value: Any) -> str:
    found = value.get("id") if isinstance(value, dict) else None
    return found if isinstance(found, str) and NODE_ID.fullmatch(found) else ""


def id_text(value: Any) -> str:
    """A system id as digits, or "" for anything else."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    text = str(value)
    return text if text.isascii() and text.isdigit() and len(text) <= 18 else ""


def text_of(value: Any) -> str:
    """What a recruiter would read in a field: the label of a node, "Yes"/"No" for a checkbox, lists with commas."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, (str, int, float)):
        return _DAMAGED.sub("\ufffd", str(value)).strip()
    if isinstance(value, dict):
        return text_of(value.get("formattedvalue") or value.get("value") or value.get("amountstring"))
    if isinstance(value, list):
        return ", ".join(text for text in map(text_of, value) if text)
    return ""


def read_datetime(value: Any) -> datetime | None:
    """iCIMS's ``yyyy-mm-dd hh:mm a`` (or a bare date), which is UTC; None for anything else."""
    if not isinstance(value, str):
        return None
    for form in ("%Y-%m-%d %I:%M %p", "%Y-%m-%d"):
        try:
            return datetime.strptime(value.strip(), form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def write_datetime(moment: datetime) -> str:
    """Without strftime's %p, whose text depends on the locale."""
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%d} {utc.hour % 12 or 12:02d}:{utc.minute:02d} {'AM' if utc.hour < 12 else 'PM'}"


def number(value: Decimal | float) -> int | float:
    """A JSON number: whole where it is whole."""
    return int(value) if value == int(value) else float(value)


def _skills(value: Any) -> tuple[str, ...]:
    entries = value if isinstance(value, list) else []
    names = (text_of(entry.get("skill") if isinstance(entry, dict) else entry) for entry in entries)
    return tuple(dict.fromkeys(name for name in names if name))


def _years(value: Any) -> float | None:
    found = re.match(r"\d{1,2}(?:\.\d)?", text_of(value), re.ASCII)
    return float(found.group()) if found else None


def _decimal(value: Any) -> Decimal | None:
    text = text_of(value)
    return Decimal(text) if re.fullmatch(r"-?\d{1,9}(?:\.\d{1,6})?", text, re.ASCII) else None
