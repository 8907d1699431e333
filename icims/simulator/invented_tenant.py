"""A small invented tenant: three requisitions, a few applications with real files, and the fields of our mapping."""

from io import BytesIO

from docx import Document
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from icims.simulator.document_text import DOCX
from icims.simulator.fields import PEOPLE, WORKFLOWS, Field, Kind
from icims.simulator.invented_people import APPLICATIONS, JOBS, Candidate
from icims.simulator.profile import StoredFile
from icims.simulator.state import SimulatorState
from icims.simulator.tenant import Tenant

CUSTOMER_ID = "4560"

# Logical names of the field mapping as labels, so that the pages and a mapping file can be read side by side.
WORKFLOW_FIELDS = (
    Field("field51001", Kind.DECIMAL, "overall_match_score"),
    Field("field51002", Kind.AREA, "AI_Strength_Summary"),
    Field("field51003", Kind.AREA, "AI_Skills_Summary"),
    Field("field51004", Kind.AREA, "Top_Skills_Matched"),
    Field("field51005", Kind.AREA, "skills_gap_analysis"),
    Field("field51006", Kind.AREA, "missing_requirements"),
    Field("field51007", Kind.DATETIME, "processing_timestamp"),
    Field("field51008", Kind.DROPDOWN, "AI_Flag_For_Review"),
    Field("field51009", Kind.DECIMAL, "ai_technical_score"),
    Field("field51010", Kind.AREA, "ai_red_flags"),
    Field("field51011", Kind.TEXT, "priority_tier"),
    Field("field51012", Kind.NODES, "tags", list_name="lists.field51012"),
    Field("field51013", Kind.DECIMAL, "verification_confidence"),
    Field("field51014", Kind.AREA, "credential_findings"),
    Field("field51015", Kind.DECIMAL, "fit_score"),
    Field("field51016", Kind.DECIMAL, "interview_score"),
    Field("field51017", Kind.TEXT, "source"),
    Field("field51018", Kind.AREA, "ai_culture_fit"),
    Field("field53001", Kind.AREA, "Describe your experience with on-call duty"),
    Field("field53002", Kind.DROPDOWN, "Are you willing to work weekends?"),
    Field("field53003", Kind.NUMBER, "Years of experience in a similar role"),
)
PERSON_FIELDS = (
    Field("field52001", Kind.DECIMAL, "years_of_experience"),
    Field("field52002", Kind.AREA, "key_skills"),
    Field("field52003", Kind.TEXT, "education_level"),
    Field("field52010", Kind.FILE, "Cover letter"),
    Field(
        "field52020",
        Kind.GROUP,
        "Work samples",
        children=(Field("field52021", Kind.TEXT, "Title"), Field("field52022", Kind.FILE, "File")),
    ),
)


def add_invented_tenant(state: SimulatorState, customer_id: str = CUSTOMER_ID) -> Tenant:
    """The tenant of a simulator that was started without a seed; ids and files are the same at every start."""
    tenant = state.add_tenant(customer_id)
    prepare_tenant(tenant)
    jobs = [tenant.add_job(**job) for job in JOBS]
    for candidate in APPLICATIONS:
        person = tenant.add_person(
            candidate.firstname,
            candidate.lastname,
            candidate.email,
            resume_file(candidate),
            phones=[{"phonetype": {"value": "Mobile"}, "phonenumber": candidate.phone}],
            gender="Not for scoring",
        )
        tenant.add_application(person, jobs[candidate.job], source="Career site", **candidate.answers)
    return tenant


def prepare_tenant(tenant: Tenant) -> None:
    """Custom fields, a company, the acting recruiter and the integration user; no requisition and no candidate."""
    for profile_type, fields in ((WORKFLOWS, WORKFLOW_FIELDS), (PEOPLE, PERSON_FIELDS)):
        for field in fields:
            tenant.add_field(profile_type, field)
    for name in ("AI_Top_20%", "AI_Review_Required"):
        tenant.lists.add("lists.field51012", name)
    tenant.add_person("Rita", "Recruiter", "rita@example.com", id=tenant.recruiter_id, folder={"id": "D32011"})
    tenant.add_person("Scoring", "Integration", "scoring@example.com", id=tenant.user_id, folder={"id": "D32013"})
    address = {"addressstreet1": "1 Main St", "addresscity": "Boston", "addressstate": {"abbrev": "MA"}}
    tenant.create("companies", {"name": "Example Industries", "folder": {"id": "D33001"}, "addresses": [address]})
    tenant.forms.define(
        "Interview_Evaluation",
        {
            "q1": {"type": "TEXTAREA", "required": True, "searchable": False, "text": "What did the candidate show?"},
            "q2": {"type": "NUMBER", "required": False, "searchable": False, "text": "Rating from 1 to 5"},
        },
        display_name="Interview evaluation",
        type="Recruiting Workflow",
    )


def resume_file(candidate: Candidate) -> StoredFile:
    """The resume as a real PDF, DOCX or text file."""
    name = f"{candidate.firstname}_{candidate.lastname}_resume.{candidate.extension}".lower()
    lines = [f"{candidate.firstname} {candidate.lastname}", f"{candidate.email} | {candidate.phone}", *candidate.resume]
    if candidate.extension == "pdf":
        return StoredFile(_pdf(lines), name, "application/pdf")
    if candidate.extension == "docx":
        return StoredFile(_docx(lines), name, DOCX)
    return StoredFile("\n".join(lines).encode(), name, "text/plain")


def _pdf(lines: list[str]) -> bytes:
    target = BytesIO()
    style = getSampleStyleSheet()["BodyText"]
    SimpleDocTemplate(target, invariant=1).build([Paragraph(line, style) for line in lines])
    return target.getvalue()


def _docx(lines: list[str]) -> bytes:
    target = BytesIO()
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(target)
    return target.getvalue()
