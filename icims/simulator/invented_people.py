"""The content of the small invented tenant: requisitions and candidates who do not exist."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Candidate:
    """``job`` is the position in JOBS, ``answers`` are screening answers in custom fields of the application."""

    job: int
    firstname: str
    lastname: str
    phone: str
    extension: str
    resume: tuple[str, ...]
    answers: dict[str, Any] = field(default_factory=dict)

    @property
    def email(self) -> str:
        return f"{self.firstname}.{self.lastname}@example.com".lower()


JOBS: tuple[dict[str, Any], ...] = (
    {
        "jobtitle": "Senior Python Engineer",
        "overview": "<p>You build the services behind our logistics platform, in a team of six.</p>",
        "responsibilities": "<ul><li>Design and run Python services</li><li>Keep PostgreSQL fast</li></ul>",
        "qualifications": (
            "<ul><li>5+ years of professional Python experience (required)</li>"
            "<li>Solid PostgreSQL knowledge (required)</li><li>Docker and Kubernetes</li>"
            "<li>Experience with Celery or another task queue is a plus</li></ul>"
        ),
        "experienceyears": 5,
        "positioncategory": {"value": "Engineering"},
        "skillset": [{"skill": {"value": "Python"}}, {"skill": {"value": "PostgreSQL"}}],
    },
    {
        "jobtitle": "Registered Nurse, Intensive Care",
        "overview": "<p>Care for critically ill adults on a 20-bed unit.</p>",
        "responsibilities": "<ul><li>Assess patients and titrate drips</li><li>Teach new colleagues</li></ul>",
        "qualifications": (
            "<ul><li>Active RN license (required)</li><li>2 years of ICU experience (required)</li>"
            "<li>BLS and ACLS certification</li><li>Bachelor of Science in Nursing preferred</li></ul>"
        ),
        "experienceyears": 2,
        "positioncategory": {"value": "Nursing"},
    },
    {
        "jobtitle": "Accounts Payable Specialist",
        "overview": "<p>Pay our suppliers correctly and on time.</p>",
        "responsibilities": "<ul><li>Match invoices to orders</li><li>Run weekly payments in SAP</li></ul>",
        "qualifications": (
            "<ul><li>3 years in accounts payable (required)</li><li>Excel</li><li>SAP or Oracle experience</li>"
            "<li>Associate degree in accounting or equivalent</li></ul>"
        ),
        "experienceyears": 3,
        "positioncategory": {"value": "Finance"},
    },
)

APPLICATIONS = (
    Candidate(
        0,
        "Ada",
        "Sample",
        "617-555-0101",
        "pdf",
        (
            "Experience",
            "Staff Engineer, Acme Freight, March 2019 - Present",
            "Led Python services for shipment tracking; cut PostgreSQL query time by half.",
            "Runs Docker and Kubernetes in production; background work with Celery and Redis.",
            "Software Engineer, Example Software, June 2015 - February 2019",
            "Built Django applications for warehouse planning.",
            "Education",
            "Bachelor of Science in Computer Science, State University, 2015",
        ),
        {"field53001": "Two years on a weekly rotation for the tracking services.", "field53003": 9},
    ),
    Candidate(
        0,
        "Ben",
        "Specimen",
        "617-555-0102",
        "docx",
        (
            "Experience",
            "Web Developer, Example Media, January 2021 - Present",
            "Python scripts for reporting, mostly PHP and JavaScript.",
            "Education",
            "Associate of Science in Web Design, City College, 2020",
        ),
        {"field53003": 3},
    ),
    Candidate(
        0,
        "Cleo",
        "Placeholder",
        "617-555-0103",
        "txt",
        (
            "Backend Engineer, Sample Bank, May 2018 to today: Python, PostgreSQL, Docker.",
            "Before that: intern at Example Software, 2017.",
            "Master of Science in Mathematics, 2017",
        ),
    ),
    Candidate(
        1,
        "Dora",
        "Example",
        "617-555-0104",
        "pdf",
        (
            "Registered Nurse, Surgical ICU, Example General Hospital, 2018 - Present",
            "RN license MA, active. BLS and ACLS certified. CCRN.",
            "Bachelor of Science in Nursing, 2017",
        ),
    ),
    Candidate(
        1,
        "Emil",
        "Testcase",
        "617-555-0105",
        "docx",
        ("Medical Assistant, Sample Clinic, 2020 - Present", "Takes vital signs and keeps records. BLS certified."),
    ),
    Candidate(
        2,
        "Fay",
        "Model",
        "617-555-0106",
        "pdf",
        (
            "Accounts Payable Clerk, Example Foods, 2019 - Present",
            "Processes 800 invoices a month in SAP; three-way match; Excel pivot tables.",
            "Associate degree in Accounting, 2019",
        ),
    ),
)
