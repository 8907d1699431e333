"""The fields that profiles of a simulated tenant can have: standard ones, and its custom ``fieldNNNN``."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

PEOPLE, JOBS, WORKFLOWS, COMPANIES = "people", "jobs", "applicantworkflows", "companies"
TYPES = (PEOPLE, JOBS, WORKFLOWS, COMPANIES)
SCHEMA_TYPES = {"person": PEOPLE, "job": JOBS, "company": COMPANIES, "submittal": WORKFLOWS}  # submittal [I]


class Kind(StrEnum):
    """Field types in the spelling of iCIMS's data model pages; EMAIL, REGION and the last two links are ours [I]."""

    TEXT = "TEXTFIELD"
    AREA = "TEXTAREA"
    HTML = "HTMLTEXT"
    URL = "URL"
    NUMBER = "NUMBER"
    DECIMAL = "DECIMAL"
    DATE = "DATEONLY"
    DATETIME = "DATETIME"
    DROPDOWN = "DROPDOWN"
    CHECKBOX = "CHECKBOX"
    NODE = "LISTEDITOR_SINGLE"
    NODES = "LISTEDITOR_MULTIPLE"
    REGION = "REGION"
    PERSON = "PERSONLINK"
    JOB = "JOBLINK"
    COMPANY = "COMPANYLINK"
    ADDRESS = "ADDRESSLINK"
    CURRENCY = "CURRENCY"
    SALARY = "SALARY"
    FILE = "FILE"
    GROUP = "GROUP"


LINK_TYPES = {Kind.PERSON: PEOPLE, Kind.JOB: JOBS, Kind.COMPANY: COMPANIES}


@dataclass(frozen=True, slots=True)
class Field:
    """One field: ``list_name`` for list nodes, ``max_length`` in characters for texts, ``children`` for groups."""

    id: str
    kind: Kind = Kind.TEXT
    label: str = ""
    list_name: str = ""
    max_length: int = 0
    children: tuple["Field", ...] = ()

    @property
    def custom(self) -> bool:
        return self.id.startswith("field") and self.id[5:].isdigit()

    def child(self, child_id: str) -> "Field | None":
        return next((child for child in self.children if child.id == child_id), None)


def node(field_id: str, list_name: str, label: str = "") -> Field:
    return Field(field_id, Kind.NODE, label, list_name)


def group(field_id: str, *children: Field, label: str = "") -> Field:
    return Field(field_id, Kind.GROUP, label, children=children)


def texts(*ids: str) -> tuple[Field, ...]:
    return tuple(Field(field_id) for field_id in ids)


ASSESSMENT_RESULTS = group(
    "assessmentresults",
    node("assessmentname", "lists.assessment.name", "Assessment"),
    Field("assessmentdate", Kind.DATETIME, "Date"),
    Field("assessmentscore", Kind.DECIMAL, "Score"),
    Field("assessmentresult", Kind.TEXT, "Result", max_length=128),
    Field("assessmentnotes", Kind.TEXT, "Notes", max_length=192),
    node("assessmentstatus", "lists.assessment.status", "Status"),
    Field("assessmenturl", Kind.URL, "Details"),
    label="Assessment Results",
)

PERSON_FIELDS = (
    *texts("firstname", "middlename", "lastname", "source", "sourcename", "gender", "usssn", "login"),
    Field("email", Kind.TEXT, "Email"),
    node("folder", "lists.person.folders", "Status"),
    Field("dateofbirth", Kind.DATE),
    Field("startdate", Kind.DATE),
    Field("hiredate", Kind.DATE),
    Field("salary", Kind.SALARY),
    Field("createddate", Kind.DATETIME),
    Field("updateddate", Kind.DATETIME),
    Field("resume", Kind.FILE, "Resume"),
    group("phones", node("phonetype", "lists.phone_type"), *texts("phonenumber", "phoneextension")),
    group(
        "addresses",
        node("addresstype", "lists.address_type"),
        Field("primary", Kind.CHECKBOX),
        *texts("addressstreet1", "addressstreet2", "addresscity", "addresszip", "addresscounty"),
        Field("addressstate", Kind.REGION),
        Field("addresscountry", Kind.REGION),
    ),
    group(
        "education",
        *(node(name, f"lists.education.{name}") for name in ("school", "degree", "major")),
        Field("educationstartdate", Kind.DATE),
        Field("graduationdate", Kind.DATE),
        Field("educationcity"),
        Field("educationstate", Kind.REGION),
    ),
    group(
        "workexperience",
        *texts("worktitle", "workemployer", "workcity"),
        Field("workstartdate", Kind.DATE),
        Field("workenddate", Kind.DATE),
        Field("workdescription", Kind.AREA),
        Field("workstate", Kind.REGION),
    ),
    group("skillset", node("skill", "lists.skills"), Field("skilllevel", Kind.DROPDOWN)),
    group(
        "licensecertification",
        *texts("licensetype", "licensenumber"),
        Field("stateissued", Kind.REGION),
        node("licensecertstatus", "lists.license_status"),
    ),
)

JOB_FIELDS = (
    *texts("jobid", "jobtitle", "costcenter", "externalid", "postedto"),
    node("folder", "lists.job.folders", "Status"),
    *(Field(name, Kind.HTML) for name in ("overview", "responsibilities", "qualifications")),
    Field("joblocation", Kind.ADDRESS),
    group("additionallocations", Field("location", Kind.ADDRESS)),
    *(
        node(name, f"lists.job.{name}")
        for name in ("positioncategory", "positiontype", "jobtype", "department", "education", "hiretype")
    ),
    Field("numberofpositions", Kind.NUMBER),
    Field("experienceyears", Kind.NUMBER),
    group("skillset", node("skill", "lists.skills"), Field("skilllevel", Kind.DROPDOWN)),
    *(Field(name, Kind.PERSON) for name in ("hiringmanager", "recruiter", "secondaryrecruiter")),
    Field("assessmenttype", Kind.NODES, list_name="lists.assessment.type"),
    *(Field(name, Kind.SALARY) for name in ("minimumsalary", "maximumsalary")),
    *(Field(name, Kind.DATE) for name in ("duedate", "startdate", "enddate")),
    Field("createddate", Kind.DATETIME),
    Field("updateddate", Kind.DATETIME),
)

WORKFLOW_FIELDS = (
    Field("baseprofile", Kind.JOB, "Job"),
    Field("associatedprofile", Kind.PERSON, "Person"),
    node("status", "lists.submittal.status", "Status"),
    *texts("source", "sourcename"),
    Field("acceptdeclinedate", Kind.DATE),
    Field("createddate", Kind.DATETIME),
    Field("updateddate", Kind.DATETIME),
    ASSESSMENT_RESULTS,
)

COMPANY_FIELDS = (
    Field("name"),
    node("folder", "lists.company.folders"),
    group(
        "addresses",
        node("addresstype", "lists.address_type"),
        *texts("addressstreet1", "addresscity", "addresszip"),
        Field("addressstate", Kind.REGION),
        Field("addresscountry", Kind.REGION),
    ),
    Field("createddate", Kind.DATETIME),
    Field("updateddate", Kind.DATETIME),
)

STANDARD_FIELDS = {
    PEOPLE: PERSON_FIELDS,
    JOBS: JOB_FIELDS,
    WORKFLOWS: WORKFLOW_FIELDS,
    COMPANIES: COMPANY_FIELDS,
}

# Default sets as recorded by clients; the official ones are not published [?].
DEFAULT_FIELDS = {
    PEOPLE: ("firstname", "lastname", "email", "folder", "phones", "addresses", "startdate", "hiredate"),
    JOBS: ("jobtitle", "jobid", "folder", "joblocation", "hiringmanager", "recruiter"),
    WORKFLOWS: ("associatedprofile", "baseprofile", "status", "source", "sourcename"),
    COMPANIES: ("name", "folder", "addresses"),
}

# What a scoring product must never ask for: the simulator counts each request that does.
SENSITIVE_FIELDS = frozenset(
    ("gender", "usssn", "dateofbirth", "salary", "minimumsalary", "maximumsalary", "visa", "eeocategory")
)


class Catalogue:
    """The fields of one tenant by profile type; custom fields may be added while the simulator runs."""

    def __init__(self, custom: Iterable[tuple[str, Field]] = ()) -> None:
        self._fields = {kind: {field.id: field for field in fields} for kind, fields in STANDARD_FIELDS.items()}
        for profile_type, field in custom:
            self.add(profile_type, field)

    def add(self, profile_type: str, field: Field) -> None:
        self._fields[profile_type] = {**self._fields[profile_type], field.id: field}

    def get(self, profile_type: str, field_id: str) -> Field | None:
        return self._fields[profile_type].get(field_id)

    def of(self, profile_type: str) -> tuple[Field, ...]:
        return tuple(self._fields[profile_type].values())
