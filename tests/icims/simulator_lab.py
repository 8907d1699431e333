"""A simulated tenant on a real socket and the plainest client that can talk to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import requests

from icims.simulator import Field, Kind, SimulatorState, StoredFile, serve

CUSTOMER = "4560"
AUDIENCE = "https://api.icims.com/v1/"
WORKFLOW = "applicantworkflows/10001"
RESULTS = f"{WORKFLOW}/fields/assessmentresults"


class Clock:
    """A clock that a test sets by hand."""

    def __init__(self) -> None:
        self.now = datetime(2024, 5, 31, 14, 10, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **duration: float) -> None:
        self.now += timedelta(**duration)


class Lab:
    """Job 1001, person 2001 with a resume, application 10001; calls are made with Basic."""

    def __init__(self, state: SimulatorState, clock: Clock, url: str, session: requests.Session) -> None:
        self.state, self.clock, self.url, self.session = state, clock, url, session
        self.base = f"{url}/customers/{CUSTOMER}"
        self.tenant = state.add_tenant(CUSTOMER)
        self.tenant.add_field("applicantworkflows", Field("field51001", Kind.DECIMAL, "Match score"))
        self.tenant.add_field("applicantworkflows", Field("field51002", Kind.TEXT, "Summary", max_length=20))
        self.tenant.add_field("applicantworkflows", Field("field51003", Kind.NODES, "Tags", list_name="lists.tags"))
        self.tenant.add_field("people", Field("field52010", Kind.FILE, "Cover letter"))
        samples = (Field("field52021"), Field("field52022", Kind.FILE))
        self.tenant.add_field("people", Field("field52020", Kind.GROUP, "Samples", children=samples))
        job = self.tenant.add_job("Engineer", overview="<p>Build</p>", numberofpositions=2)
        resume = StoredFile(b"Ida Sample\nPython since 2015", "ida.txt", "text/plain")
        person = self.tenant.add_person("Ida", "Sample", "ida@example.com", resume)
        self.tenant.add_application(person, job, source="Career site")

    def call(self, method: str, path: str, **options) -> requests.Response:
        """A call below the customer's address."""
        return self.session.request(method, f"{self.base}/{path}", timeout=10, **options)

    def get(self, path: str, **options) -> requests.Response:
        return self.call("GET", path, **options)

    def post(self, path: str, content: object = None, **options) -> requests.Response:
        return self.call("POST", path, json=content, **options)

    def patch(self, path: str, content: object = None, **options) -> requests.Response:
        return self.call("PATCH", path, json=content, **options)

    def switch(self, method: str, path: str, content: object = None) -> requests.Response:
        """A call of the simulator's own switches."""
        return requests.request(method, f"{self.url}/_simulator/{path}", json=content, timeout=20)

    def fault(self, **rule: object) -> None:
        self.switch("PATCH", "faults", [rule]).raise_for_status()

    def application(self) -> dict:
        return self.switch("GET", f"state?customer={CUSTOMER}&workflow=10001").json()

    def token(self, **changes: str) -> requests.Response:
        form = {
            "grant_type": "client_credentials",
            "client_id": "simulator-client",
            "client_secret": "simulator-secret",
            "audience": AUDIENCE,
        }
        return requests.post(f"{self.url}/oauth/token", data=form | changes, timeout=10)


@contextmanager
def simulated() -> Iterator[Lab]:
    clock = Clock()
    state = SimulatorState(clock)
    with serve(state) as url, requests.Session() as session:
        session.auth = ("integration", "simulator-password")
        yield Lab(state, clock, url, session)
