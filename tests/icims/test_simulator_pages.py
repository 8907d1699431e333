"""What a recruiter would see in the simulated iCIMS."""

import re
from html.parser import HTMLParser

import pytest
import requests

from icims.simulator import EventTarget, FaultRule, SimulatorState, create_simulator, serve
from icims.simulator.invented_tenant import add_invented_tenant


class Page(HTMLParser):
    """The words and links of a page."""

    def __init__(self, markup):
        super().__init__()
        self.markup = markup
        self.words = []
        self.links = []
        self.feed(markup)
        self.text = re.sub(r"\s+", " ", " ".join(self.words))

    def handle_data(self, data):
        self.words.append(data)

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.links.append(dict(attrs)["href"])


@pytest.fixture
def state():
    state = SimulatorState()
    add_invented_tenant(state)
    return state


@pytest.fixture
def tenant(state):
    return state.tenants["4560"]


@pytest.fixture
def browser(state):
    return create_simulator(state).test_client()


def opened(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 200
    return Page(answer.text)


def score(tenant, workflow_id, score, **more):
    workflow = tenant.profiles["applicantworkflows"][workflow_id]
    complete = {"assessmentname": {"value": "Acme"}, "assessmentstatus": {"id": "D37002019001"}}
    tenant.set_value(workflow, "assessmentresults", [{**complete, "assessmentscore": score, **more}])


def test_the_first_page_lists_requisitions_with_how_many_are_scored(browser, tenant):
    score(tenant, 10001, 87)

    page = opened(browser, "/")

    assert "Senior Python Engineer 2026-1001 3 1" in page.text.replace(tenant.clock().strftime("%Y-"), "2026-")
    assert "/requisitions/4560/1001" in page.links


def test_applications_are_ordered_by_score_and_the_unscored_come_last(browser, tenant):
    score(tenant, 10002, 35.5)
    score(tenant, 10003, 87, assessmentresult="Strong match", assessmentnotes="Missing: Kubernetes")

    text = opened(browser, "/requisitions/4560/1001").text

    assert text.index("Cleo Placeholder") < text.index("Ben Specimen") < text.index("Ada Sample")
    assert "87 Strong match Missing: Kubernetes" in text
    assert "35.5" in text


def test_custom_fields_stand_with_their_labels(browser, tenant):
    workflow = tenant.profiles["applicantworkflows"][10001]
    tenant.set_value(workflow, "field51011", "A")
    tenant.set_value(workflow, "field51012", [{"value": "AI_Top_20%"}, {"value": "AI_Review_Required"}])

    for path in ("/requisitions/4560/1001", "/applications/4560/10001"):
        text = opened(browser, path).text
        assert "priority_tier A" in text
        assert "tags AI_Top_20%, AI_Review_Required" in text


def test_an_application_shows_its_results_and_a_link_to_the_details(browser, tenant):
    score(tenant, 10001, 87, assessmenturl="https://scores.example.com/r/1")

    page = opened(browser, "/applications/4560/10001")

    assert "https://scores.example.com/r/1" in page.links
    assert "Complete" in page.text


def test_a_details_address_that_is_a_script_is_not_linked(browser, tenant):
    score(tenant, 10001, 87, assessmenturl="javascript:alert(1)")

    markup = opened(browser, "/applications/4560/10001").markup + opened(browser, "/requisitions/4560/1001").markup

    assert "javascript:" not in markup


def test_what_was_written_cannot_become_markup_and_no_page_has_a_script(browser, tenant):
    score(tenant, 10001, 87, assessmentnotes="<script>alert(1)</script>")

    for path in ("/", "/requisitions/4560/1001", "/applications/4560/10001"):
        assert "<script" not in opened(browser, path).markup


def test_a_long_requisition_is_divided_into_pages(browser, tenant):
    for number in range(60):
        tenant.add_application(2001, 1003, source=str(number))

    second = opened(browser, "/requisitions/4560/1003?page=2")

    assert "Page 2 of 2" in second.text
    assert "?page=1" in second.links


@pytest.mark.parametrize("path", ["/requisitions/4560/1", "/requisitions/1/1001", "/applications/4560/1", "/nothing"])
def test_what_does_not_exist_is_a_404(browser, path):
    assert browser.get(path).status_code == 404


def test_a_resume_is_always_a_download(browser):
    answer = browser.get("/applications/4560/10001/resume")

    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_recruiter_changes_the_status_and_the_event_goes_out(state, tenant):
    with serve(state) as url:
        tenant.event_target = EventTarget(url=f"{url}/_simulator/nowhere")
        answer = requests.post(f"{url}/applications/4560/10001/status", data={"status": "C12295"}, timeout=10)
        (batch,) = state.events.batches.values()
        assert batch.finished.wait(10)

    assert answer.url == f"{url}/applications/4560/10001"
    assert tenant.profiles["applicantworkflows"][10001].fields["status"]["id"] == "C12295"
    assert batch.sent == 1


def test_a_status_that_does_not_exist_and_another_sites_form_are_refused(browser, tenant):
    unknown = browser.post("/applications/4560/10001/status", data={"status": "C1"})
    foreign = browser.post(
        "/applications/4560/10001/status", data={"status": "C12295"}, headers={"Origin": "https://example.org"}
    )

    assert (unknown.status_code, foreign.status_code) == (400, 403)
    assert tenant.profiles["applicantworkflows"][10001].fields["status"]["id"] == "D10100"


def test_the_first_page_tells_which_faults_are_on(browser, state):
    state.faults.put([FaultRule("status", status=429, path="/people/")])
    browser.get("/customers/4560/people/2001")

    assert "status 429 (fault-1): struck 1 of 1 calls" in opened(browser, "/").text


def test_an_empty_simulator_says_how_to_fill_it():
    page = opened(create_simulator().test_client(), "/")

    assert "POST /_simulator/seed" in page.text
