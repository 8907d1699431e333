"""What counts as a job, and what belongs to it."""

import pytest
from job_histories import ANALYST, AS_OF, ENGINEER, jobs

from scoring.profile import read_profile


def test_roles_under_one_employer_share_its_name():
    text = """\
EXPERIENCE
Globex Corporation
Senior Engineer
Jan 2021 - Present
• Led the platform team
Engineer
Jan 2018 - Dec 2020
• Built the billing platform
"""

    assert jobs(text) == [
        ("Senior Engineer", "Globex Corporation", "2021-01 now"),
        ("Engineer", "Globex Corporation", "2018-01 2020-12"),
    ]


def test_a_bulleted_employer_stands_over_its_title():
    text = """\
Experience
• Globex Corporation  Chicago, IL
Software Engineer  Jul 2021 – Present
• Built the billing platform
• Initech  Portland, OR
Data Analyst  Jan 2018 – Jun 2021
• Wrote reports
"""

    assert jobs(text) == [ENGINEER, ANALYST]


def test_an_employer_below_is_surer_than_a_department_beside_the_title():
    text = (
        "Experience\nDirector, Business Development Feb 2007 to Current\nAcme Holdings Inc - Austin, TX\nLed growth.\n"
    )

    assert jobs(text) == [("Director, Business Development", "Acme Holdings Inc", "2007-02 now")]


def test_the_last_word_of_a_wrapped_sentence_is_no_heading():
    text = """\
EXPERIENCE
Software Engineer, Globex Corporation
Jul 2021 - Present
Wrote estimates, technical descriptions, bid proposals and customer
presentations.
Data Analyst, Initech, Jan 2018 - Jun 2021
Wrote reports for the finance team.
"""

    assert jobs(text) == [ENGINEER, ANALYST]


def test_an_employers_own_line_of_dates_is_no_further_job():
    text = """\
EXPERIENCE
Globex Corporation 2015 - 2020
Senior Engineer 2018 - 2020
• Led the platform team
Engineer 2015 - 2017
• Built the billing platform
"""

    assert jobs(text) == [
        ("Senior Engineer", "Globex Corporation", "2018-01 2020-12"),
        ("Engineer", "Globex Corporation", "2015-01 2017-12"),
    ]


def test_jobs_without_dates_are_kept_without_months():
    text = """\
EXPERIENCE
Production Intern
Example Opera Company
• Supported ticketing
Retail Sales Associate
Example Music Store LLC
• Matched customers to products
"""

    positions = read_profile(text, AS_OF).positions

    assert [(position.title, position.employer) for position in positions] == [
        ("Production Intern", "Example Opera Company"),
        ("Retail Sales Associate", "Example Music Store LLC"),
    ]
    assert all(position.months is None for position in positions)
    assert read_profile(text, AS_OF).years_experience is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Worked as a Survey Researcher between 2013 and 2016.", ("Survey Researcher", "", "2013-01 2016-12")),
        ("- Employed as a welder at Acme Steel from 2008 to 2013.", ("welder", "Acme Steel", "2008-01 2013-12")),
        ("- Lodging managers (2018 - 2019)", ("Lodging managers", "", "2018-01 2019-12")),
        ("2014 – 2017: PHP Developer. Wrote shops.", ("PHP Developer", "", "2014-01 2017-12")),
    ],
)
def test_a_job_told_in_a_sentence_or_a_bullet_counts(line, expected):
    assert jobs(f"Experience\n{line}\n") == [expected]


def test_a_line_may_list_several_jobs():
    text = "Experience\nTire Builder (2009 - 2011), Projectionist (2004 - 2009), Chemistry Teacher (2000 - 2004)\n"

    assert [title for title, _, _ in jobs(text)] == ["Tire Builder", "Projectionist", "Chemistry Teacher"]


@pytest.mark.parametrize(
    "heading", ["VOLUNTEER EXPERIENCE", "PROJECTS", "Community Involvement", "EDUCATION", "Leadership"]
)
def test_only_paid_work_is_a_job(heading):
    text = f"""\
EXPERIENCE
Software Engineer, Globex Corporation
Jul 2021 - Present
• Built the billing platform
{heading}
Lead Organizer, Code for Springfield
Jan 2010 - Dec 2019
• Ran meetings
"""

    assert jobs(text) == [ENGINEER]


def test_an_internship_is_work():
    text = "INTERNSHIPS\nAcme Corp\nIntern, Jun 2025 – Aug 2025\n• Built a dashboard\n"

    assert jobs(text) == [("Intern", "Acme Corp", "2025-06 2025-08")]


def test_overlapping_jobs_count_once_and_gaps_do_not_count():
    text = """\
Experience
Cook, Alpha Restaurant
Jan 2010 - Dec 2011
Waiter, Beta Restaurant
Jul 2011 - Jun 2012
Baker, Gamma Bakery
Jan 2015 - Jun 2015
"""

    assert read_profile(text, AS_OF).years_experience == 3.0


def test_a_work_history_goes_on_after_the_achievements_of_one_job():
    text = """\
EXPERIENCE
Software Engineer, Globex Corporation
Jul 2021 - Present
• Built the billing platform
Key Achievements
• Cut costs by a third
Data Analyst, Initech, Jan 2018 - Jun 2021
• Wrote reports
"""

    assert jobs(text) == [ENGINEER, ANALYST]


def test_a_label_inside_a_job_neither_ends_it_nor_starts_a_section():
    text = """\
EXPERIENCE
Software Engineer, Globex Corporation
Jul 2021 - Present
Skills: Python, Docker
Built the billing platform.
Education: B.S. in Physics, State University, 2017
"""

    profile = read_profile(text, AS_OF)

    (position,) = profile.positions
    assert text[position.span.start : position.span.end].endswith("Built the billing platform.")
    assert {(skill.name, skill.position, skill.listed) for skill in profile.skills} >= {("Python", 0, True)}
    assert [degree.field for degree in profile.education] == ["Physics"]


def test_swapped_dates_leave_a_job_without_time():
    text = "Experience\nSoftware Engineer, Globex Corporation\n2021 - 2018\n• Built the billing platform\n"

    assert jobs(text) == [("Software Engineer", "Globex Corporation", "")]


def test_dates_inside_a_description_open_no_job():
    text = """\
Experience
Software Engineer, Globex Corporation
Jul 2021 - Present
• Migrated Windows Server 2008 - 2016 machines
• Increased revenue from 2022 to 2024
• Improved yield (2022 - 2023)
"""

    assert jobs(text) == [ENGINEER]
