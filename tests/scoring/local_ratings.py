"""One invented resume and what the local assessor says of it."""

from dataclasses import replace
from datetime import date

from scoring.local import LocalAssessor
from scoring.profile import read_profile
from scoring.resume import Resume
from scoring.rubric import Criterion, CriterionId, Mode, Option, Rubric, SourceQuote
from scoring.taxonomy import load_taxonomy

AS_OF = date(2026, 11, 1)
ASSESSOR = LocalAssessor(load_taxonomy())
RESUME = """Jane Doe
jane.doe@example.com | (555) 555-0100

Summary
Engineer with eight years of experience in Python and an interest in Haskell programming.

Experience
Senior Software Engineer, Example Corp
January 2021 - Present
- Built payment services in Python and PostgreSQL
- Led a team of five engineers

Software Engineer, Sample Ltd
March 2012 - February 2014
- Maintained Perl scripts for billing

Skills
Python, Docker, Kubernetes, Terraform

Education
Bachelor of Science in Computer Science, Example University, 2011
"""


def a_criterion(kind, *terms, mode=Mode.SCORED, options=(), text="", source="qualifications", **minimum):
    options = options or (Option(kind=kind, terms=terms, **minimum),)
    weight = 3 if mode is Mode.SCORED else 0
    name = text or " or ".join(terms) or kind.value
    return Criterion(CriterionId("c"), kind, mode, name, weight, options, SourceQuote(source, name))


def rated(criterion, text=RESUME, answers=(), *, beside=()):
    """The rating of one criterion; ``beside`` are options that the job asks for as well."""
    resume = Resume(text, "0" * 64, "text/plain")
    profile = read_profile(text, AS_OF)
    others = tuple(replace(criterion, id=CriterionId(f"o{n}"), options=(option,)) for n, option in enumerate(beside))
    assessment = ASSESSOR.assess(Rubric("r", "t", (criterion, *others)), resume, profile, answers, AS_OF)
    return assessment.ratings[0]


def warned(criterion, answers, text=RESUME):
    resume = Resume(text, "0" * 64, "text/plain")
    profile = read_profile(text, AS_OF)
    return ASSESSOR.assess(Rubric("r", "t", (criterion,)), resume, profile, answers, AS_OF).warnings
