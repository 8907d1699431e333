import pytest

from scoring.application_address import check_pattern, filled
from scoring.errors import InvalidInputError

PATTERN = "https://ats.example.com/c/{customer_id}/a?id={workflow_id}&job={job_id}#p{person_id}"
IDS = {"customer_id": "4560", "workflow_id": "7", "job_id": "77", "person_id": "9"}


def test_a_pattern_is_filled_with_ids() -> None:
    check_pattern(PATTERN)

    assert filled(PATTERN, IDS) == "https://ats.example.com/c/4560/a?id=7&job=77#p9"


def test_an_id_cannot_leave_its_place() -> None:
    address = filled(PATTERN, IDS | {"workflow_id": "7&x=/../{job_id}%", "customer_id": "../@evil.example.com"})

    assert (
        address == "https://ats.example.com/c/..%2F%40evil.example.com/a?id=7%26x%3D%2F..%2F%7Bjob_id%7D%25&job=77#p9"
    )


def test_without_a_pattern_or_one_of_its_ids_there_is_no_address() -> None:
    assert filled("", IDS) == ""
    assert filled(PATTERN, IDS | {"job_id": ""}) == ""
    assert filled("http://localhost:9/{workflow_id}", IDS | {"job_id": ""}) == "http://localhost:9/7"


@pytest.mark.parametrize(
    ("pattern", "wrong"),
    [
        ("http://ats.example.com/{workflow_id}", "https"),
        ("http://127.0.0.1.example.com/{workflow_id}", "https"),
        ("javascript:alert({workflow_id})", "host"),
        ("//ats.example.com/{workflow_id}", "https"),
        ("/applications/{workflow_id}", "host"),
        ("https://{customer_id}.example.com/{workflow_id}", "placeholder in it"),
        ("https://ann:secret@example.com/{workflow_id}", "user"),
        ("https://ats.example.com/{customer_id}", "no {workflow_id}"),
        ("https://ats.example.com/{workflow_id}/{name}", "the placeholders of application_url are"),
        ("https://ats.example.com/{workflow_id.__class__}", "the placeholders of application_url are"),
        ("https://ats.example.com/{workflow_id!r}", "the placeholders of application_url are"),
        ("https://ats.example.com/{workflow_id:>9}", "the placeholders of application_url are"),
        ("https://ats.example.com/{}{workflow_id}", "no {workflow_id}"),
        ("https://ats.example.com/{workflow_id", "address"),
        ("https://ats.example.com:port/{workflow_id}", "address"),
        ("https://ats.example.com/{workflow_id} x", "blanks"),
        ("https://ats.example.com\\@evil.example.com/{workflow_id}", "blanks or backslashes"),
    ],
)
def test_a_pattern_that_could_lead_elsewhere_is_refused(pattern: str, wrong: str) -> None:
    with pytest.raises(InvalidInputError, match=wrong.replace("{", r"\{")):
        check_pattern(pattern)
