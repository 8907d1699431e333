"""The invented applicants: the same for everyone, coherent, and nobody real."""

import re
import subprocess
import sys
import time
from datetime import date

import psutil
import pytest

from demo.applications import Layout, Trouble, invent_applications
from demo.careers import AS_OF
from demo.requisitions import demo_requisitions
from demo.resume_files import write_resume, write_resumes
from demo.resume_sheet import write_sheet
from settings import ROOT

PYTHON, *OTHERS = demo_requisitions()
EVERYONE = invent_applications(PYTHON, 500)


def one_of_each() -> list:
    seen = {}
    for application in EVERYONE:
        seen.setdefault(application.trouble or application.layout, application)
    return list(seen.values())


def test_the_same_seed_invents_the_same_people():
    assert invent_applications(PYTHON, 40, seed=3) == invent_applications(PYTHON, 40, seed=3)


def test_a_larger_demo_begins_with_the_same_people():
    assert invent_applications(PYTHON, 500)[:40] == invent_applications(PYTHON, 40)


def test_another_seed_invents_other_people():
    assert invent_applications(PYTHON, 40, seed=1) != invent_applications(PYTHON, 40, seed=2)


def test_every_address_is_reserved_for_examples_and_belongs_to_one_person():
    addresses = [application.person.email for application in EVERYONE]

    assert len(set(addresses)) == len(EVERYONE)
    assert all(re.fullmatch(r"[a-z.]+\d+@example\.com", address) for address in addresses)


def test_every_telephone_number_is_reserved_for_fiction():
    assert all(re.search(r"555-01\d\d$", application.person.phone) for application in EVERYONE)


def test_no_resume_names_a_real_domain():
    domains = {
        found
        for application in EVERYONE
        for contact in write_sheet(application).contacts
        for found in re.findall(r"(?:[\w-]+\.)+(?:com|org|net|io)\b", contact.lower())
    }

    assert {domain.removeprefix("www.") for domain in domains} == {"example.com"}


def test_every_requisition_has_applicants_of_several_qualities():
    for requisition in demo_requisitions():
        qualities = {application.career.quality for application in invent_applications(requisition, 60)}

        assert {"excellent", "solid"} < qualities
        assert qualities & {"unrelated", "adjacent"}


@pytest.mark.parametrize("requisition", demo_requisitions(), ids=lambda requisition: requisition.key)
def test_careers_are_possible(requisition):
    for application in invent_applications(requisition, 120):
        positions = application.career.positions

        assert positions
        assert all(date(1990, 1, 1) < position.start < (position.end or AS_OF) <= AS_OF for position in positions)
        assert [position.start for position in positions] == sorted((p.start for p in positions), reverse=True)
        assert all(position.bullets for position in positions)
        assert len({position.employer for position in positions}) == len(positions)


def test_a_skill_used_at_work_stands_in_the_list_of_skills():
    named = {"Kubernetes", "Terraform", "Elasticsearch", "Celery", "RabbitMQ"}

    for application in EVERYONE:
        if application.career.track == "python_backend":
            worked_with = " ".join(
                bullet for position in application.career.positions[:1] for bullet in position.bullets
            )
            listed = {skill for _, skills in application.career.skills for skill in skills}
            assert {skill for skill in named if skill in worked_with} <= listed


def test_a_resume_has_the_length_of_a_resume():
    lengths = [write_sheet(application).words for application in EVERYONE]

    assert min(lengths) >= 250
    assert max(lengths) <= 700


def test_one_application_in_forty_brings_a_file_with_trouble():
    troubled = [application.trouble for application in EVERYONE if application.trouble]

    assert 0.02 <= len(troubled) / len(EVERYONE) <= 0.03
    assert set(troubled) == set(Trouble)


def test_all_layouts_occur():
    assert {application.layout for application in EVERYONE[:200]} == set(Layout)


@pytest.mark.parametrize("application", one_of_each(), ids=lambda a: str(a.trouble or a.layout))
def test_a_file_is_written_with_the_same_bytes_each_time(application):
    assert write_resume(application) == write_resume(application)


def test_two_processes_write_what_one_writes_and_the_cache_keeps_it(tmp_path):
    some = EVERYONE[:90]

    written = write_resumes(some, tmp_path)
    from_cache = write_resumes(some, tmp_path)

    assert written == tuple(write_resume(application) for application in some)
    assert from_cache == written
    assert len({file.content for file in written}) == len(some)


def test_writers_end_with_a_parent_that_is_killed(tmp_path):
    code = (
        "import sys; from pathlib import Path; from demo.applications import invent_applications; "
        "from demo.requisitions import demo_requisitions; from demo.resume_files import write_resumes\n"
        "if __name__ == '__main__':\n"
        "    write_resumes(invent_applications(demo_requisitions()[0], 4000), Path(sys.argv[1]))\n"
    )
    (tmp_path / "writing.py").write_text(code)
    parent = subprocess.Popen([sys.executable, str(tmp_path / "writing.py"), str(tmp_path / "cache")], cwd=ROOT)
    while not any((tmp_path / "cache").glob("*.pdf")):
        assert parent.poll() is None
        time.sleep(0.05)
    writers = psutil.Process(parent.pid).children(recursive=True)

    parent.kill()
    parent.wait()
    _, alive = psutil.wait_procs(writers, timeout=20)

    assert writers
    assert alive == []
