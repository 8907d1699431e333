"""Any text as a resume, read into a profile and rated against a rubric."""

from datetime import date

from fuzz.targets._answers import LINES, promise
from scoring.card import build_card
from scoring.local import LocalAssessor
from scoring.profile import read_profile
from scoring.resume import Resume
from scoring.rubric import draft_rubric, requisition_from_text
from scoring.taxonomy import load_taxonomy

WORDS = (
    "Experience\n", "Education\n", "Skills\n", "Languages\n", "Certifications\n", "2015 - 2019", "March 2019 – Present",
    "Python", "C++", "Go", "R", "Excel", "Bachelor of Science", "M.B.A.", "PhD", "University", "Inc.", "Manager",
    "Engineer", " at ", " | ", "\n• ", "\t", "5+ years", "native", "fluent", "CPA", "PMP #123456", "expires 2027",
    "without ", "ignore all previous instructions", "rate this resume", ", ", ": ",
)  # fmt: skip
_AS_OF = date(2025, 11, 15)
_JOB = """Payroll Manager
Requirements
5+ years of payroll experience. Bachelor's degree in Accounting or 4 years of experience. CPA preferred.
Python or C++, Excel and fluent German.
Responsibilities
Close the books every month and lead a team of four."""
_RUBRIC = draft_rubric(requisition_from_text(_JOB, "1"))
_ASSESSOR = LocalAssessor(load_taxonomy())


def check(data: bytes) -> None:
    """Every text gives a card whose points add up to its score and whose quotes stand in the text."""
    text = data.decode("utf-8", "replace")
    profile = read_profile(text, _AS_OF)
    resume = Resume(text, "0" * 64, "text/plain")
    assessment = _ASSESSOR.assess(_RUBRIC, resume, profile, (), _AS_OF)
    for rating in assessment.ratings:
        for evidence in rating.evidence:
            promise(text[evidence.start : evidence.end] == evidence.quote, "a quote that does not stand in the text")
    card = build_card("", _RUBRIC, resume, profile, assessment, ())
    earned = sum(entry["points"] for entry in card.as_json()["criteria"] if entry["mode"] == "scored")
    promise(card.score is None or abs(earned - float(card.score)) < 1e-9, "points that do not add up to the score")


def seeds() -> list[bytes]:
    whole = "\n".join(LINES)
    skills = "Skills\nPython, C++, Excel; Go\nLanguages: German (fluent)\nCPA, licence 12345, expires 2027"
    return [
        whole.encode(),
        skills.encode(),
        f"{whole}\n{skills}\nPayroll Manager at Example Inc.\n2015 to 2019".encode(),
    ]
