"""Degrees, certificates and languages in their many spellings."""

from datetime import date

import pytest

from scoring.profile import read_profile
from scoring.rubric.model import EducationLevel

AS_OF = date(2025, 11, 15)
DOCTORATE, MASTER, BACHELOR = EducationLevel.DOCTORATE, EducationLevel.MASTER, EducationLevel.BACHELOR
ASSOCIATE, CERTIFICATE, HIGH_SCHOOL = EducationLevel.ASSOCIATE, EducationLevel.CERTIFICATE, EducationLevel.HIGH_SCHOOL


def only_degree(line: str, as_of: date = AS_OF):
    found = read_profile(f"Education\n{line}\n", as_of).education
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("line", "level", "field"),
    [
        ("B.S. in Computer Science, State University", BACHELOR, "Computer Science"),
        ("BS Computer Science, State University", BACHELOR, "Computer Science"),
        ("B.Sc. (Hons) Mathematics, University of Example", BACHELOR, "Mathematics"),
        ("BSc (Hons) in Physics", BACHELOR, "Physics"),
        ("B. Tech. in Electronics", BACHELOR, "Electronics"),
        ("B.E. Computer Engineering", BACHELOR, "Computer Engineering"),
        ("Bachelor of Science in Nursing, State University, 2015", BACHELOR, "Nursing"),
        ("Bachelor of Science : Accounting , 2010 State University City , State", BACHELOR, "Accounting"),
        ("Bachelor's degree in Business Administration", BACHELOR, "Business Administration"),
        ("Bachelors, Marketing, Example College", BACHELOR, "Marketing"),
        ("Bachelor of Materials Management, XYZ University", BACHELOR, "Materials Management"),
        ("BSN, Example College of Nursing", BACHELOR, "Nursing"),
        ("BBA Finance, State University", BACHELOR, "Finance"),
        ("B.Com, University of Example", BACHELOR, "Commerce"),
        ("Licenciatura en Economía, Universidad de Ejemplo", BACHELOR, "Economía"),
        ("Licence en Droit, Université de Lyon", BACHELOR, "Droit"),
        ("Laurea in Ingegneria, Università di Bologna", BACHELOR, "Ingegneria"),
        ("MBA, Example Business School, 2012", MASTER, "Business Administration"),
        ("M.Eng. in Robotics", MASTER, "Robotics"),
        ("M.S., Data Science, State University", MASTER, "Data Science"),
        ("Master of Science in Statistics", MASTER, "Statistics"),
        ("Master's in Public Health", MASTER, "Public Health"),
        ("MSc Economics", MASTER, "Economics"),
        ("Master of Social Work, State University", MASTER, "Social Work"),
        ("Master 2 en Finance, Université de Paris", MASTER, "Finance"),
        ("Diplom-Ingenieur Maschinenbau, Technische Hochschule", MASTER, "Maschinenbau"),
        ("Dipl.-Inf., Technische Universität", MASTER, ""),
        ("Ph.D. in Chemistry", DOCTORATE, "Chemistry"),
        ("PhD, Applied Mathematics", DOCTORATE, "Applied Mathematics"),
        ("Doctor of Philosophy in History", DOCTORATE, "History"),
        ("Juris Doctor, Example Law School", DOCTORATE, "Law"),
        ("J.D., Example Law School", DOCTORATE, "Law"),
        ("Pharm.D., University of Example", DOCTORATE, "Pharmacy"),
        ("M.D., Example Medical School", DOCTORATE, "Medicine"),
        ("Associate of Applied Science in Welding", ASSOCIATE, "Welding"),
        ("A.A.S. in Automotive Technology", ASSOCIATE, "Automotive Technology"),
        ("Associate's degree, Liberal Arts", ASSOCIATE, "Liberal Arts"),
        ("Diploma in Culinary Arts, Example Institute", CERTIFICATE, "Culinary Arts"),
        ("Ausbildung zum Elektroniker, Berufsschule Muster", CERTIFICATE, "Elektroniker"),
        ("Graduate Certificate in Project Management", CERTIFICATE, "Project Management"),
        ("High School Diploma, Springfield High, 2008", HIGH_SCHOOL, ""),
        ("GED, 2003", HIGH_SCHOOL, ""),
        ("Abitur, Goethe-Gymnasium", HIGH_SCHOOL, ""),
        ("Baccalauréat S, Lycée Exemple", HIGH_SCHOOL, ""),
    ],
)
def test_a_degree_is_read_in_its_usual_spellings(line, level, field):
    degree = only_degree(line)

    assert degree.level is level
    assert degree.field == field


@pytest.mark.parametrize(
    ("lines", "institution", "year"),
    [
        ("B.S. Computer Science\nUniversity of Texas at Austin  2012 - 2016", "University of Texas at Austin", 2016),
        ("State University  —  B.F.A. in Graphic Design\n2013 - 2017", "State University", 2017),
        (
            "Example State University — Columbus, Ohio Aug 2019 - May 2023\nB.S. in Biology",
            "Example State University",
            2023,
        ),
        ("Caltech\nSep 2012 – May 2018\nPh.D., Applied Mathematics", "Caltech", 2018),
        (
            "6/2012\nMaster of Science : Statistics Colorado Technical University GPA: 3.35",
            "Colorado Technical University",
            2012,
        ),
        ("Bachelor of Science : Information Technology University of Phoenix", "University of Phoenix", None),
        ("Bachelor of Arts in English, Cum Laude, GPA 3.9\nExample College, May 2011", "Example College", 2011),
        (
            "January 2013 Master of Engineering Information Technology Pune, Maharashtra Example Institute",
            "Example Institute",
            2013,
        ),
        ("PhD Princeton University, Computer Science", "Princeton University", None),
    ],
)
def test_school_and_year_stand_around_the_degree(lines, institution, year):
    degree = only_degree(lines)

    assert (degree.institution, degree.year) == (institution, year)


def test_each_degree_keeps_its_own_school_and_year():
    text = """\
EDUCATION
Caltech
Sep 2022 – Present
Ph.D., Applied Mathematics
MIT
May 2022
M.S., Computer Science
Georgia Tech
May 2020
B.S., Computer Science, cum laude, GPA: 3.72/4.00
"""

    degrees = read_profile(text, AS_OF).education

    assert [(degree.level, degree.institution, degree.year, degree.completed) for degree in degrees] == [
        (DOCTORATE, "Caltech", None, False),
        (MASTER, "MIT", 2022, True),
        (BACHELOR, "Georgia Tech", 2020, True),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "B.S. in Biology, State University, expected May 2027",
        "B.S. in Biology, State University, Aug 2022 - May 2026",
        "B.S. in Biology, State University, 2023 - Present",
        "B.S. in Biology (in progress), State University",
        "Pursuing a B.S. in Biology at State University",
        "Completed 60 credits towards B.S. in Biology",
        "PhD candidate, Biology, State University",
    ],
)
def test_a_degree_not_yet_earned_is_in_progress(line):
    assert not only_degree(line).completed


@pytest.mark.parametrize(
    "line",
    [
        "B.S. in Biology, State University, May 2017",
        "B.S. in Biology, State University, 2025",
        "Graduated 2010 with a Bachelor of Arts in History",
        "B.S. in Biology, State University\nCoursework in Genetics and Statistics",
    ],
)
def test_an_earned_degree_is_completed(line):
    assert only_degree(line).completed


def test_a_degree_in_the_summary_counts_when_there_is_no_section():
    text = "Summary\nAccountant with a Master of Science in Taxation and ten years in practice.\n"

    (degree,) = read_profile(text, AS_OF).education

    assert (degree.level, degree.field) == (MASTER, "Taxation")


@pytest.mark.parametrize(
    "text",
    [
        "Experience\nScrum Master, Example Inc.\nJan 2020 - Present\n- Mastered the craft\n",
        "Summary\nDeveloper from Boston, MA. Knows JD Edwards and MS Office.\n",
        "Experience\nProfessor, Example University\nJan 2020 - Present\n- Taught PhD students and MBA students\n",
        "Skills\nMaster data management, HIPAA, MA plans\n",
    ],
)
def test_what_only_looks_like_a_degree_is_none(text):
    assert read_profile(text, AS_OF).education == ()


def certificates(text: str) -> list[tuple[str, str, str, str]]:
    found = read_profile(text, AS_OF).certifications
    return [(one.name, one.issuer, one.number, one.expires) for one in found]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Forklift Operator Permit, License #FL-12345, expires 06/2027",
            ("Forklift Operator Permit", "", "FL-12345", "2027-06"),
        ),
        ("Notary Public — State of Illinois — valid until 2028", ("Notary Public", "State of Illinois", "", "2028")),
        ("2019 Beekeeping Level Two", ("Beekeeping Level Two", "", "", "")),
        (
            "Certified Beekeeper (Example Beekeepers Association), 2018",
            ("Certified Beekeeper", "Example Beekeepers Association", "", ""),
        ),
    ],
)
def test_a_certificate_is_kept_as_written_with_its_details(line, expected):
    assert certificates(f"Licenses & Certifications\n{line}\n") == [expected]


def test_a_list_of_certificates_on_one_line_is_taken_apart():
    found = certificates("Certifications\nBeekeeping Level One, Lifeguard Badge | Notary Public\n")

    assert [name for name, *_ in found] == ["Beekeeping Level One", "Lifeguard Badge", "Notary Public"]


def test_neither_the_place_nor_the_issuer_of_a_known_certificate_is_a_certificate():
    found = certificates("Certifications\nNotary Public, Illinois, CPR, Example Training House\n")

    assert {"Illinois", "Example Training House"}.isdisjoint(name for name, *_ in found)
    assert len(found) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Languages\nEnglish (native), German (B2)\n", [("English", "native"), ("German", "B2")]),
        (
            "Languages\nSpanish - Fluent\nFrench: conversational\n",
            [("Spanish", "Fluent"), ("French", "conversational")],
        ),
        (
            "Sprachen\nDeutsch (Muttersprache), Englisch (verhandlungssicher)\n",
            [("German", "Muttersprache"), ("English", "verhandlungssicher")],
        ),
        ("Summary\nFluent in Spanish and Portuguese.\n", [("Spanish", "Fluent"), ("Portuguese", "Fluent")]),
        ("Skills\nBilingual English/Spanish\n", [("English", "Bilingual"), ("Spanish", "Bilingual")]),
        ("Experience\nEnglish Teacher, Example School\nJan 2020 - Present\nTaught English literature classes.\n", []),
        ("Skills\nProgramming languages: Python, Java\n", []),
    ],
)
def test_languages_are_read_with_their_level(text, expected):
    assert [(language.name, language.level) for language in read_profile(text, AS_OF).languages] == expected


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Summary\nEngineer with over 8 years of experience.\n", 8.0),
        ("Summary\n8+ years' experience in sales.\n", 8.0),
        ("Summary\nMore than fifteen years of progressive nursing experience\n", 15.0),
        ("Summary\nProduct designer with eight years shipping consumer apps.\n", 8.0),
        ("Summary\nexperience of 12.5 years\n", 12.5),
        ("Profil\nIngenieur mit 10 Jahren Berufserfahrung\n", 10.0),
        ("Summary\nOver 5 years of Python experience and 12 years of experience in all.\n", 12.0),
        ("Summary\nFounded in a 100 years old company 3 years ago.\n", None),
        ("Summary\nCareful engineer.\n", None),
    ],
)
def test_a_stated_total_is_kept_apart(text, years):
    assert read_profile(text, AS_OF).stated_years == years


def test_the_line_with_the_number_says_more_about_a_licence_than_a_job_title():
    job = "Experience\nRegistered Nurse, Example Clinic, 2018 - 2024\n"
    text = f"{job}\nLicenses\nRegistered Nurse, License No. RN-555012\n"

    (licence,) = read_profile(text, AS_OF).certifications

    assert licence.number == "RN-555012"
    assert text[licence.span.start : licence.span.end] == "Registered Nurse"
