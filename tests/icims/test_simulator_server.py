"""The HTTP/1.1 server below the simulator."""

import socket
from contextlib import contextmanager

import pytest
import requests
from simulator_lab import WORKFLOW, simulated

from icims.simulator import serve


@pytest.fixture
def lab():
    with simulated() as lab:
        yield lab


@contextmanager
def connected(lab):
    host, port = lab.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        yield connection


def exchange(lab, request, until_closed=True):
    with connected(lab) as connection:
        connection.sendall(request)
        answer = b""
        while part := connection.recv(65536):
            answer += part
            if not until_closed:
                break
        return answer


def test_one_connection_serves_many_requests(lab):
    request = b"GET /_simulator/faults HTTP/1.1\r\nHost: x\r\n\r\n"

    with connected(lab) as connection:
        answers = []
        for _ in range(3):
            connection.sendall(request)
            answers.append(connection.recv(65536))

    assert all(answer.startswith(b"HTTP/1.1 200 OK\r\n") for answer in answers)
    assert all(b"connection: keep-alive" in answer for answer in answers)


def test_requests_that_arrive_together_are_answered_in_order(lab):
    first = b"GET /_simulator/faults HTTP/1.1\r\nHost: x\r\n\r\n"
    last = b"GET /customers/1/nothing/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

    answer = exchange(lab, first + last)

    assert answer.index(b"HTTP/1.1 200") < answer.index(b"HTTP/1.1 401")


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        pytest.param(b"GET / HTTP/1.0\r\n\r\n", b"505", id="http-1.0"),
        pytest.param(b"GET /\r\n\r\n", b"505", id="http-0.9"),
        pytest.param(b"GET / HTTP/1.1\r\nnonsense\r\n\r\n", b"400", id="a-header-without-colon"),
        pytest.param(b"POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n", b"400", id="a-strange-length"),
        pytest.param(b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", b"413", id="too-large"),
    ],
)
def test_what_is_not_proper_http_is_refused_and_the_connection_closed(lab, request_, status):
    answer = exchange(lab, request_)

    assert answer.startswith(b"HTTP/1.1 " + status)
    assert b"connection: close" in answer


@pytest.mark.parametrize(
    "noise",
    [b"\x00\xff\xfe", b"GET", b"\r\n\r\n\r\n", b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"],
)
def test_noise_ends_its_own_connection_only(lab, noise):
    with connected(lab) as connection:
        connection.sendall(noise)

    assert lab.get(WORKFLOW).status_code == 200


def test_a_chunked_body_is_read(lab):
    parts = (part for part in (b'{"field51', b'001": 87}'))

    written = lab.call("PATCH", WORKFLOW, data=parts, headers={"Content-Type": "application/json"})

    assert written.status_code == 204
    assert lab.application()["fields"] == {"field51001": 87}


def test_a_client_that_waits_to_be_asked_for_its_body_is_asked(lab):
    head = b"POST /_simulator/merge HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n"

    with connected(lab) as connection:
        connection.sendall(head + b"Connection: close\r\n\r\n")
        asked = connection.recv(65536)
        connection.sendall(b"{}")
        answer = connection.recv(65536)

    assert asked == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert answer.startswith(b"HTTP/1.1 404")


def test_a_204_has_neither_body_nor_length(lab):
    answer = lab.patch(WORKFLOW, {"field51001": 1})

    assert "Content-Length" not in answer.headers
    assert lab.get(WORKFLOW).status_code == 200


def test_a_head_request_gets_the_headers_of_the_get(lab):
    head = lab.call("HEAD", WORKFLOW)

    assert head.content == b""
    assert int(head.headers["Content-Length"]) == len(lab.get(WORKFLOW).content)


def test_a_crash_of_the_application_is_a_500_and_the_server_goes_on():
    def application(environ, start_response):
        if environ["PATH_INFO"] == "/crash":
            raise RuntimeError("broken")
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"fine"]

    with serve(application) as url:
        statuses = [requests.get(url + path, timeout=10).status_code for path in ("/crash", "/fine")]

    assert statuses == [500, 200]


@pytest.mark.timeout(30)  # the sleeping request would take 60 s
def test_open_connections_and_sleeping_requests_do_not_hold_up_the_end():
    with simulated() as lab, connected(lab):
        lab.fault(kind="slow", seconds=60)
        with pytest.raises(requests.ReadTimeout):
            requests.get(f"{lab.base}/{WORKFLOW}", auth=lab.session.auth, timeout=0.2)

    with pytest.raises(requests.ConnectionError):
        requests.get(lab.base, timeout=5)
