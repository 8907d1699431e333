"""Files of the simulated iCIMS."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from simulator_lab import simulated

from icims.simulator.document_text import document_text
from icims.simulator.invented_people import APPLICATIONS
from icims.simulator.invented_tenant import resume_file

RESUME = "people/2001/fields/resume"


@pytest.fixture
def lab():
    with simulated() as lab:
        yield lab


def test_a_download_is_the_file_with_its_own_content_type(lab):
    answer = lab.get(f"{RESUME}/binary")

    assert answer.content == b"Ida Sample\nPython since 2015"
    assert answer.headers["Content-Type"] == "text/plain"
    assert answer.headers["Content-Disposition"] == 'attachment;filename="ida.txt"'


def test_a_person_without_a_resume_gets_a_json_error(lab):
    person = lab.tenant.add_person("No", "Resume", "no@example.com")

    answer = lab.get(f"people/{person}/fields/resume/binary")

    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("application/json")


def test_a_resume_is_replaced_by_a_form_part(lab):
    answer = lab.call("PATCH", f"{RESUME}/binary", files={"file": ("new.pdf", b"%PDF-1.4 new", "application/pdf")})

    assert answer.status_code == 204
    download = lab.get(f"{RESUME}/binary")
    assert (download.content, download.headers["Content-Type"]) == (b"%PDF-1.4 new", "application/pdf")


def test_a_resume_is_replaced_by_a_raw_body_with_a_disposition(lab):
    headers = {"Content-Disposition": 'attachment;filename="resume.doc"', "Content-Type": "application/msword"}

    answer = lab.call("PATCH", f"{RESUME}/binary", data=b"\xd0\xcf\x11\xe0", headers=headers)

    assert answer.status_code == 204
    assert lab.get(f"{RESUME}/binary").headers["Content-Type"] == "application/msword"


def test_a_resume_cannot_be_posted_nor_deleted(lab):
    posted = lab.call("POST", f"{RESUME}/binary", data=b"x")
    deleted = lab.call("DELETE", f"{RESUME}/binary")

    assert (posted.status_code, deleted.status_code) == (405, 400)


def test_other_file_fields_can_be_deleted(lab):
    lab.call("PATCH", "people/2001/fields/field52010/binary", files={"file": ("letter.txt", b"Dear", "text/plain")})
    link = lab.get("people/2001?fields=field52010").json()["field52010"]["file"]

    assert lab.session.get(link, timeout=10).content == b"Dear"
    assert lab.call("DELETE", "people/2001/fields/field52010/binary").status_code == 204
    assert lab.get("people/2001/fields/field52010/binary").status_code == 404


def test_a_field_that_holds_no_file_is_refused(lab):
    assert lab.get("people/2001/fields/email/binary").status_code == 400


def test_a_file_child_creates_its_entry_and_is_replaced_and_deleted(lab):
    created = lab.call(
        "POST", "people/2001/fields/field52020/fields/field52022/binary", files={"f": ("a.txt", b"first", "text/plain")}
    )
    child = f"{created.headers['Location']}/fields/field52022/binary"

    first = lab.session.get(child, timeout=10).content
    lab.session.patch(child, files={"f": ("b.txt", b"second", "text/plain")}, timeout=10)

    assert (first, lab.session.get(child, timeout=10).content) == (b"first", b"second")
    assert lab.session.delete(child, timeout=10).status_code == 204
    assert lab.session.get(child, timeout=10).status_code == 404


def test_the_text_comes_as_one_part_of_a_multi_part_answer(lab):
    answer = lab.get(f"{RESUME}/text")

    assert answer.headers["Content-Type"].startswith("multipart/")
    assert "ida.txt.txt" in answer.text
    assert "Python since 2015" in answer.text


def test_a_file_without_text_has_no_text(lab):
    lab.call("PATCH", f"{RESUME}/binary", files={"file": ("scan.png", b"\x89PNG", "image/png")})

    assert lab.get(f"{RESUME}/text").status_code == 404


@pytest.mark.parametrize("candidate", APPLICATIONS, ids=lambda candidate: candidate.firstname)
def test_the_invented_resumes_are_real_files_with_their_text(candidate):
    text = document_text(resume_file(candidate))

    assert candidate.lastname in text
    assert candidate.resume[-1][:30] in text


@pytest.mark.parametrize(
    ("variant", "starts", "media_type"),
    [
        pytest.param("corrupt_docx", b"PK\x03\x04", "application/vnd.openxml", id="corrupt-docx"),
        pytest.param("octet_stream", b"Ida Sample", "application/octet-stream", id="octet-stream"),
        pytest.param("empty", b"", "application/pdf", id="empty"),
        pytest.param("truncated", b"Ida Sample", "text/plain", id="truncated"),
    ],
)
def test_a_resume_is_broken_as_the_fault_says(lab, variant, starts, media_type):
    lab.fault(kind="resume", variant=variant)

    answer = lab.get(f"{RESUME}/binary")

    assert answer.content.startswith(starts)
    assert answer.headers["Content-Type"].startswith(media_type)


def test_a_scan_is_a_valid_pdf_without_any_text(lab):
    lab.fault(kind="resume", variant="image_only")

    (page,) = PdfReader(BytesIO(lab.get(f"{RESUME}/binary").content)).pages

    assert page.extract_text().strip() == ""
    assert len(page["/Resources"]["/XObject"]) == 1


def test_a_missing_resume_and_a_failed_extraction_are_404s(lab):
    lab.fault(kind="resume", variant="missing")
    lab.fault(kind="text_unavailable")

    assert [lab.get(f"{RESUME}/{what}").status_code for what in ("binary", "text")] == [404, 404]
