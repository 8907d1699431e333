"""The same jobs in the layouts and under the headings that people use."""

import pytest
from job_histories import ANALYST, ENGINEER, jobs

LAYOUTS = {
    "title comma employer, dates below": """\
Experience
Software Engineer, Globex Corporation
Jul 2021 - Present
• Built the billing platform
Data Analyst, Initech
Jan 2018 - Jun 2021
• Wrote reports
""",
    "title, then employer and place, then dates": """\
EXPERIENCE
Software Engineer
Globex Corporation | Chicago, IL
07/2021 – Present
Built the billing platform for two million customers.
Data Analyst
Initech | Portland, OR
01/2018 – 06/2021
Wrote reports for the finance team.
""",
    "employer and dates on one line, title below": """\
Work History
Globex Corporation Jul 2021 - Present
Software Engineer
Built the billing platform for two million customers.
Initech Jan 2018 - Jun 2021
Data Analyst
Wrote reports for the finance team.
""",
    "employer dash title bar dates": """\
Professional Experience:
Globex Corporation — Software Engineer | Austin, TX | Jul 2021 – Present
- Built the billing platform
Initech — Data Analyst | Remote | Jan 2018 – Jun 2021
- Wrote reports
""",
    "title at employer, dates in brackets": """\
Where I've worked
Software Engineer at Globex Corporation (July 2021 - present)
* Built the billing platform
Data Analyst at Initech (January 2018 - June 2021)
* Wrote reports
""",
    "dates first, bulleted title and employer": """\
Employment
Jul 2021 - Present
 • Software Engineer, Globex Corporation
• Built the billing platform
Jan 2018 - Jun 2021
 • Data Analyst, Initech
• Wrote reports
""",
    "dates first on the same line": """\
Career History
07/2021 - Present Software Engineer, Globex Corporation - Chicago, IL
- Built the billing platform
01/2018 - 06/2021 Data Analyst, Initech - Portland, OR
- Wrote reports
""",
    "title, dates, then employer and place": """\
Relevant Experience
Software Engineer
Jul 2021 - Present
Globex Corporation
Chicago, IL
• Built the billing platform
Data Analyst
Jan 2018 - Jun 2021
Initech
Portland, OR
• Wrote reports
""",
    "dates after the description": """\
Experience
Globex Corporation, Software Engineer
• Built the billing platform
San Francisco, CA
July 2021 – present
4 years 5 months
Initech, Data Analyst
• Wrote reports
Portland, OR
Jan 2018 – June 2021
""",
    "labels": """\
Experience
Company: Globex Corporation
Position: Software Engineer
Duration: July 2021 - till date
Built the billing platform for two million customers.
Company: Initech
Position: Data Analyst
Duration: January 2018 - June 2021
Wrote reports for the finance team.
""",
    "no headings at all": """\
Jordan Example
jordan@example.com
Software Engineer, Globex Corporation, Jul 2021 - Present
Built the billing platform for two million customers.
Data Analyst, Initech, Jan 2018 - Jun 2021
Wrote reports for the finance team.
""",
    "one line without breaks": (
        "Jordan Example Summary Careful engineer who writes tests. Experience Software Engineer Jul 2021 to Current "
        "Globex Corporation - Austin , TX Built the billing platform for two million customers and kept it running. "
        "Data Analyst Jan 2018 to Jun 2021 Initech - Portland , OR Wrote reports for the finance team every month. "
        "Education Bachelor of Science : Physics , 2017 State University Skills Python, SQL, reporting"
    ),
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_the_same_jobs_are_read_from_every_layout(text):
    assert jobs(text) == [ENGINEER, ANALYST]


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "EXPERIENCE",
            "Work Experience:",
            "E X P E R I E N C E",
            "W O R K  E X P E R I E N C E",
            "WORKEXPERIENCE",
            "## Experience",
        ),
        *(
            "Qualified Experience",
            "Where I’ve worked",
            "Customer Service Experience",
            "Professional Background",
            "3. Employment",
        ),
        *(
            "Berufserfahrung",
            "Beruflicher Werdegang",
            "Expériences professionnelles",
            "Experiencia laboral",
            "Werkervaring",
        ),
        *("Esperienze lavorative", "Experiência profissional", "Experience & Projects", "— Career History —"),
    ],
)
def test_headings_open_the_work_history_in_many_wordings(heading):
    text = f"""\
Jordan Example
{heading}
Software Engineer, Globex Corporation
Jul 2021 - Present
• Built the billing platform
VOLUNTEERING
Lead Organizer, Code for Springfield
Jan 2010 - Dec 2019
"""

    assert jobs(text) == [ENGINEER]


def test_a_word_of_a_long_description_is_no_heading():
    described = (
        "Built the billing platform for two million customers and wrote the handbook for those who came later. "
        "Interviewed everyone about what the old one lacked, from invoices to refunds and reminders (all of it). "
        "Education Taught new colleagues how money moves between banks, and kept the wiki of the team up to date."
    )
    lists = "".join(f"• Wrote report number {number} for the finance team\n" for number in range(20))

    found = jobs(
        f"Experience\nSoftware Engineer, Globex Corporation\nJul 2021 - Present\n{described}\n"
        f"Data Analyst, Initech\nJan 2018 - Jun 2021\n{lists}"
    )

    assert found == [ENGINEER, ANALYST]
