"""The reader and the demo's files: what was written is what is read."""

import pytest

from demo.applications import Trouble, invent_applications
from demo.requisitions import demo_requisitions
from demo.resume_files import write_resume
from resumes import read_resume
from scoring.resume import Abstention, AbstentionReason, Resume

EVERYONE = invent_applications(demo_requisitions()[0], 500)


def one_of_each_layout() -> list:
    return list({a.layout: a for a in EVERYONE if not a.trouble}.values())


@pytest.mark.parametrize("application", one_of_each_layout(), ids=lambda a: str(a.layout))
def test_the_reader_finds_every_job_of_every_layout(application):
    file = write_resume(application)

    resume = read_resume(file.content, file.filename, file.media_type)

    assert isinstance(resume, Resume)
    text = " ".join(resume.text.split())
    assert application.person.email in text
    assert all(position.employer in text for position in application.career.positions)
    assert resume.hidden == ()


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (Trouble.SCAN, AbstentionReason.IMAGE_ONLY),
        (Trouble.ENCRYPTED, AbstentionReason.ENCRYPTED),
        (Trouble.EMPTY, AbstentionReason.TOO_SHORT),
    ],
)
def test_what_cannot_be_read_is_abstained(trouble, reason):
    file = write_resume(next(application for application in EVERYONE if application.trouble is trouble))

    answer = read_resume(file.content, file.filename, file.media_type)

    assert isinstance(answer, Abstention)
    assert answer.reason is reason


@pytest.mark.parametrize("trouble", [Trouble.HIDDEN_KEYWORDS, Trouble.HIDDEN_INSTRUCTION])
def test_hidden_text_is_reported_and_not_part_of_the_text(trouble):
    for application in [a for a in EVERYONE if a.trouble is trouble]:
        file = write_resume(application)

        resume = read_resume(file.content, file.filename, file.media_type)

        assert isinstance(resume, Resume)
        assert resume.hidden
        assert "ignore all previous" not in resume.text
        assert "continuous integration mentoring" not in resume.text
