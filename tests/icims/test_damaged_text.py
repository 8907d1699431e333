from icims.models import read_requisition


def test_characters_that_no_database_holds_do_not_reach_us() -> None:
    """Half an emoji is what a field cut at its length in UTF-16 ends with."""
    job = {"jobtitle": "Engineer \ud83d", "qualifications": "<p>Python\x00, SQL \U0001f600</p>"}

    read = read_requisition("7", job, (), ())

    assert (read.title, read.qualifications) == ("Engineer \ufffd", "Python\ufffd, SQL \U0001f600")
    assert len(read.content_sha256) == 64
