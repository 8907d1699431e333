"""The client opens connections to the two configured addresses and to nothing else."""

import contextlib
import socket

import pytest
import requests

from icims.client_access import IcimsAccess, origin
from icims.client_http import Transport
from icims.errors import IcimsRefusedError
from icims.simulator import StoredFile
from scoring.errors import InvalidInputError


@pytest.fixture
def canary():
    """An address nobody may connect to; ``canary.touched()`` says whether somebody did."""

    class Canary:
        def __init__(self, listener):
            self.listener = listener
            self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"

        def touched(self):
            self.listener.settimeout(0.1)
            with contextlib.suppress(TimeoutError):
                connection, _ = self.listener.accept()
                connection.close()
                return True
            return False

    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield Canary(listener)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(connect, raw_server, canary, status):
    answer = f"HTTP/1.1 {status} Elsewhere\r\nLocation: {canary.url}/customers/7383/x\r\nContent-Length: 0\r\n\r\n"
    client = connect(api_url=raw_server([answer.encode()]), auth="basic")

    with pytest.raises(IcimsRefusedError, match="redirects are never followed"):
        client.applicant_workflow("5")

    assert not canary.touched()


def test_links_in_answers_are_not_followed(connect, raw_server, canary):
    body = f'{{"baseprofile":{{"id":8,"profile":"{canary.url}"}},"links":[{{"url":"{canary.url}/people/5"}}]}}'
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    client = connect(api_url=raw_server([head.encode() + body.encode()]), auth="basic")

    workflow = client.applicant_workflow("5")

    assert (workflow.job_id, workflow.person_id) == ("8", "5")
    assert not canary.touched()


def test_a_location_elsewhere_is_not_called(connect, raw_server, canary):
    location = f"{canary.url}/customers/7383/applicantworkflows/5/fields/assessmentresults/77"
    answer = f"HTTP/1.1 201 Created\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"
    client = connect(api_url=raw_server([answer.encode()]), auth="basic")

    entry_id = client.open_result("5", "Candidate Scoring", "")

    assert entry_id == "77"
    assert not canary.touched()


def test_proxies_of_the_environment_are_not_used(connect, lab, canary, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, canary.url)
    client = connect()

    assert client.applicant_workflow(lab.workflow).id == lab.workflow
    assert not canary.touched()


def test_passwords_of_a_netrc_are_not_used(connect, raw_server, lab, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login stranger password stranger\n")
    monkeypatch.setenv("NETRC", str(netrc))
    client = connect(auth="basic", client_id="integration", client_secret="simulator-password")

    assert client.applicant_workflow(lab.workflow).id == lab.workflow


@pytest.mark.parametrize("elsewhere", ["http://127.0.0.1:9/", "https://api.icims.com.example.com/", "http://[::1]/"])
def test_no_other_address_can_be_reached_through_the_session(lab, elsewhere):
    transport = Transport(lab.access())
    try:
        with pytest.raises(requests.exceptions.InvalidSchema):
            transport._session.get(elsewhere)
    finally:
        transport.close()


def test_cookies_are_neither_kept_nor_sent(connect, raw_server):
    answer = b"HTTP/1.1 200 OK\r\nSet-Cookie: JSESSIONID=abc; Path=/\r\nContent-Length: 2\r\n\r\n{}"
    client = connect(api_url=raw_server([answer]), auth="basic")

    client.applicant_workflow("5")

    assert list(client._transport._session.cookies) == []


def test_connections_are_used_again(client, lab):
    for _ in range(3):
        client.applicant_workflow(lab.workflow)

    pools = client._transport._session.get_adapter(lab.url + "/").poolmanager.pools
    assert sum(pools[key].num_connections for key in pools.keys()) == 1  # noqa: SIM118  no mapping


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://api.icims.com", "https://api.icims.com"),
        ("https://api.icims.com/", "https://api.icims.com"),
        ("https://API.icims.com:8443/x", "https://api.icims.com:8443"),
        ("http://[::1]:80/", "http://[::1]:80"),
        ("http://simulator:8090", "http://simulator:8090"),
        ("http://localhost:8090", "http://localhost:8090"),
    ],
)
def test_an_address_is_reduced_to_its_origin(url, expected):
    assert origin(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        *("http://169.254.169.254/", "http://10.0.0.1/", "http://example.com", "file:///etc/passwd", "https:///x"),
        *("https://user:x@api.icims.com", "https://api.icims.com:99999", "https://a.icims.com/?a=b"),
        "https://api.icims.com/#x",
    ],
)
def test_an_address_that_is_not_private_enough_is_refused(url):
    with pytest.raises(InvalidInputError):
        IcimsAccess("7383", api_url=url)


def test_the_name_of_a_file_is_only_its_last_part(client, lab):
    stored = StoredFile(b"x", "../../etc/cv.pdf")
    lab.tenant.profiles["people"][int(lab.person)].files["resume"] = stored

    file = client.resume(lab.person)

    assert file is not None
    assert file.filename == "cv.pdf"
