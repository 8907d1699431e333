"""What a profile says about a resume."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scoring.profile import Profile, Span, read_profile
from scoring.profile.model import Month
from scoring.rubric.model import EducationLevel

AS_OF = date(2025, 11, 15)
RESUME = """\
Jordan Example
jordan@example.com | (555) 555-0142 | Springfield, IL

SUMMARY
Backend engineer with over 8 years of experience in payments.

W O R K   E X P E R I E N C E
Acme Payments Inc. | Chicago, IL
Senior Software Engineer
Mar 2021 - Present
- Led the migration of the ledger to PostgreSQL and Kubernetes
- Environment: Python, Go, Kafka, Docker
Northwind Labs — Software Engineer | 06/2017 – 02/2021
- Built Python services for invoicing

EDUCATION
B.S. in Computer Science, State University of Springfield, 2013 - 2017

CERTIFICATIONS
AWS Certified Solutions Architect, Amazon Web Services, expires 06/2027

SKILLS
Python, SQL, Terraform

LANGUAGES
English (native), German (B2)
"""


def quoted(span: Span | None) -> str:
    assert span is not None
    return RESUME[span.start : span.end]


def test_jobs_have_title_employer_and_dates():
    first, second = read_profile(RESUME, AS_OF).positions

    assert (first.title, first.employer) == ("Senior Software Engineer", "Acme Payments Inc")
    assert (first.start, first.end, first.current, first.months) == (Month(2021, 3), None, True, 57)
    assert (second.title, second.employer) == ("Software Engineer", "Northwind Labs")
    assert (second.start, second.end, second.months) == (Month(2017, 6), Month(2021, 2), 45)


def test_every_name_in_a_job_stands_at_its_span():
    for position in read_profile(RESUME, AS_OF).positions:
        assert quoted(position.title_span) == position.title
        assert quoted(position.employer_span) == position.employer


def test_years_come_from_the_jobs_and_stated_years_from_the_words():
    profile = read_profile(RESUME, AS_OF)

    assert profile.years_experience == 8.5
    assert profile.stated_years == 8.0
    assert quoted(profile.stated_years_span) == "8 years of experience"


def test_a_degree_has_level_field_school_and_year():
    (degree,) = read_profile(RESUME, AS_OF).education

    assert (degree.level, degree.degree, degree.field) == (EducationLevel.BACHELOR, "B.S.", "Computer Science")
    assert (degree.institution, degree.year, degree.completed) == ("State University of Springfield", 2017, True)


def test_languages_have_their_level():
    languages = read_profile(RESUME, AS_OF).languages

    assert [(language.name, language.level) for language in languages] == [("English", "native"), ("German", "B2")]


def test_a_certificate_has_issuer_and_expiry():
    (certificate,) = read_profile(RESUME, AS_OF).certifications

    assert (certificate.issuer, certificate.expires) == ("Amazon Web Services", "2027-06")


def test_skills_know_their_job_and_whether_they_are_only_listed():
    mentions = {(skill.name, skill.position, skill.listed) for skill in read_profile(RESUME, AS_OF).skills}

    assert ("Python", 0, True) in mentions  # in the "Environment" of the first job
    assert ("Python", 1, False) in mentions  # "Built Python services"
    assert ("Python", None, True) in mentions  # under the heading of skills


def test_an_empty_text_gives_an_empty_profile():
    assert read_profile("", AS_OF) == Profile()


def spans(profile: Profile) -> list[Span]:
    found = [skill.span for skill in profile.skills]
    for position in profile.positions:
        names = (position.title_span, position.employer_span, position.date_span)
        found += [position.span, *(span for span in names if span)]
    for degree in profile.education:
        found += [degree.span, *([degree.degree_span] if degree.degree_span else [])]
    found += [certification.span for certification in profile.certifications]
    found += [language.span for language in profile.languages]
    return found + ([profile.stated_years_span] if profile.stated_years_span else [])


PHRASES = """\
Experience,EDUCATION,Skills:,Languages,Certifications,Projects,•,-,–,|,/,(,),.,Jan 2020,2019,'18,Present,to,06/18
2021-2018,since,01/2020–03/2022,Senior Engineer,Acme Inc.,Led,Python,B.S. in Biology,State University,GED,PhD,German
Austin TX,Company Name,8 years of experience,AWS Certified,License #12345,fluent in,City"""
WORDS = st.sampled_from([*PHRASES.replace("\n", ",").split(","), "\n", "\n\n", "\t", "   ", "City , State"])


@settings(max_examples=150, deadline=None)
@example("(0A:2000")
@given(st.one_of(st.text(max_size=400), st.lists(WORDS, max_size=60).map(" ".join)))
def test_any_text_gives_a_profile_whose_spans_lie_in_it(text):
    profile = read_profile(text, AS_OF)

    assert all(0 <= span.start < span.end <= len(text) for span in spans(profile))
    for position in profile.positions:
        for name, span in ((position.title, position.title_span), (position.employer, position.employer_span)):
            assert (span is None and not name) or (span is not None and text[span.start : span.end] == name)
        assert position.months is None or position.months > 0


@pytest.mark.parametrize("text", [RESUME, RESUME.replace("\n", " ")], ids=["lines", "one line"])
def test_the_same_text_gives_the_same_profile(text):
    assert read_profile(text, AS_OF) == read_profile(text, AS_OF)
