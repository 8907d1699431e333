"""Requisitions from a text, from iCIMS's job object and from our own field names."""

import pytest

from scoring.errors import InvalidInputError
from scoring.rubric import draft_rubric, requisition_from_json, requisition_from_text


def test_a_job_object_of_icims_is_read_field_by_field():
    job = {
        "jobid": "2014-1026",
        "jobtitle": "Payroll Specialist",
        "overview": "<p>We pay 9,000 people &amp; their taxes.</p>",
        "responsibilities": "<ul><li>Run the payroll</li><li>Answer questions</li></ul>",
        "qualifications": "<ul><li>Excel</li></ul><b>Preferred</b><ul><li>SAP</li></ul>",
        "skillset": [{"entry": 1, "skill": {"id": "C9", "value": "ADP"}, "skilllevel": "Expert"}],
        "experienceyears": 5,
        "education": {"id": "D1", "value": "Bachelor's"},
        "positioncategory": {"id": "C1", "value": "HR", "formattedvalue": "Human Resources"},
        "joblocation": {"id": 5, "value": "Chicago"},
        "numberofpositions": 5,
    }

    requisition = requisition_from_json(job)

    assert requisition.id == "2014-1026"
    assert requisition.title == "Payroll Specialist"
    assert requisition.overview == "We pay 9,000 people & their taxes."
    assert requisition.responsibilities == "• Run the payroll\n\n• Answer questions"
    assert requisition.skills == ("ADP",)
    assert requisition.experience_years == 5
    assert requisition.education == "Bachelor's"
    assert (requisition.category, requisition.location) == ("Human Resources", "Chicago")


def test_our_own_field_names_are_read_too():
    stored = {
        "id": "r-9",
        "title": "Clerk",
        "qualifications": "Excel",
        "skills": "Word; Outlook",
        "experience_years": "2-3 years",
        "questions": [{"id": "q1", "text": "Can you start in May?", "required_answer": "Yes"}, {"label": "Why us?"}],
    }

    requisition = requisition_from_json(stored)

    assert requisition.skills == ("Word", "Outlook")
    assert requisition.experience_years == 2
    assert [(q.id, q.text, q.required_answer) for q in requisition.questions] == [
        ("q1", "Can you start in May?", "Yes"),
        ("2", "Why us?", None),
    ]


def test_a_plain_description_is_divided():
    requisition = requisition_from_json(
        {"title": "Clerk", "description": "About the role\nFiling.\nRequirements\nExcel"}
    )

    assert requisition.title == "Clerk"
    assert requisition.qualifications == "Requirements\nExcel"


@pytest.mark.parametrize("stored", [{}, {"jobtitle": " ", "overview": "<p> </p>"}, ["Clerk"]])
def test_a_job_object_without_title_and_text_is_refused(stored):
    with pytest.raises(InvalidInputError):
        requisition_from_json(stored)


@pytest.mark.parametrize("text", ["", "  \n\t ", "<p> </p>"])
def test_an_empty_text_is_refused(text):
    with pytest.raises(InvalidInputError):
        requisition_from_text(text, "r-1")


def test_an_advertisement_is_divided_by_its_headings():
    text = (
        "Night Nurse\n\nJob Summary\nCare at night.\n\n**Responsibilities:**\n- Rounds\n\n## Requirements\n- RN\n\n"
        "Education\nBachelor's in Nursing\n\nBenefits\n- Dental"
    )

    requisition = requisition_from_text(text, "r-1")

    assert requisition.title == "Night Nurse"
    assert "- Rounds" in requisition.responsibilities
    assert "- RN" in requisition.qualifications
    assert "Bachelor's in Nursing" in requisition.education
    assert "Dental" not in requisition.qualifications + requisition.education


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Job title: Welder\nWelds pipes.", "Welder"),
        ("## Job Title\nWelder\n\n## Summary\nWelds pipes.", "Welder"),
        ("Welder (m/f/d)\nWelds pipes.", "Welder (m/f/d)"),
        ("Our yard is looking for an experienced welder to join the night shift. Welds pipes.", "welder"),
        ("welding; tig; mig; pipe welder", "pipe welder"),
        ("Pipe welder, TIG, MIG, blueprint reading", "Pipe welder"),
    ],
)
def test_the_title_is_found_where_people_put_it(text, title):
    assert requisition_from_text(text, "r-1").title == title


def test_a_bullet_list_without_a_title_is_no_list_of_tags():
    requisition = requisition_from_text("Requirements\n- Python\n- SQL", "r-1")

    assert requisition.skills == ()
    assert {criterion.text for criterion in draft_rubric(requisition).criteria} == {"Python", "SQL"}


def test_a_location_line_does_not_swallow_what_follows():
    requisition = requisition_from_text("Welder\nLocation: Leeds\nYou must have 3 years of experience.", "r-1")

    assert [criterion.text for criterion in draft_rubric(requisition).criteria if criterion.mode == "gate"] == [
        "3 years of experience"
    ]


def test_markup_leaves_lines_and_bullets_behind():
    html = "<div>Welder</div><script>alert(1)</script><p>Welds&nbsp;pipes.<br>Daily.</p><ul><li>TIG</li></ul>"

    requisition = requisition_from_text(html, "r-1")

    assert requisition.title == "Welder"
    assert requisition.overview == "Welds pipes.\nDaily.\n\n• TIG"
