"""Filling the simulated iCIMS over HTTP with the invented tenant."""

import pytest

from demo.applications import invent_applications
from demo.requisitions import demo_requisitions
from demo.resume_files import write_resume
from demo.tenant import CUSTOMER_ID, FIELD_MAPPING, SimulatedTenant, WebhookTarget
from icims.fields import FieldMapping
from icims.simulator.application import serve
from icims.simulator.state import SimulatorState
from scoring.errors import PermanentError

REQUISITIONS = demo_requisitions()
TARGET = WebhookTarget("http://127.0.0.1:9/webhooks/icims", "http://127.0.0.1:9/oauth/token", "client", "secret")


@pytest.fixture
def state():
    return SimulatorState()


@pytest.fixture
def tenant(state):
    with serve(state) as url:
        opened = SimulatedTenant(url)
        yield opened
        opened.close()


def test_every_application_has_its_person_job_resume_and_answers(state, tenant):
    applications = [*invent_applications(REQUISITIONS[0], 55), *invent_applications(REQUISITIONS[1], 3)]
    files = [write_resume(application) for application in applications]

    tenant.seed_requisitions(REQUISITIONS, TARGET)
    seeded = tenant.seed_applications(REQUISITIONS, applications, files)

    held = state.tenants[CUSTOMER_ID].profiles
    assert len(seeded.applications) == len(held["applicantworkflows"]) == 58
    assert len(seeded.of(REQUISITIONS[0])) == 55
    for (workflow, application), file in zip(seeded.applications.items(), files, strict=True):
        fields = held["applicantworkflows"][int(workflow)].fields
        person = held["people"][fields["associatedprofile"]]
        assert person.fields["email"] == application.person.email
        assert person.files["resume"].content == file.content
        assert {field: fields[field] for field, _ in application.answers} == dict(application.answers)


def test_requisitions_keep_their_html(state, tenant):
    tenant.seed_requisitions(REQUISITIONS, TARGET)

    jobs = state.tenants[CUSTOMER_ID].profiles["jobs"]
    assert {requisition.job_id: jobs[requisition.job_id].fields["qualifications"] for requisition in REQUISITIONS} == {
        requisition.job_id: requisition.qualifications for requisition in REQUISITIONS
    }


def test_the_tenant_has_every_field_of_the_mapping(state, tenant):
    tenant.seed_requisitions(REQUISITIONS, TARGET)

    catalogue = state.tenants[CUSTOMER_ID].catalogue
    mapping = FieldMapping.load(FIELD_MAPPING).content
    for entry in mapping.fields.values():
        assert catalogue.get("people" if entry.target == "person" else "applicantworkflows", entry.field) is not None


def test_the_mapping_asks_the_questions_of_the_requisitions():
    mapping = FieldMapping.load(FIELD_MAPPING)

    for requisition in REQUISITIONS:
        asked = [(each.text, each.required_answer) for each in mapping.questions(str(requisition.job_id))]
        assert asked == [(each.text, each.required_answer) for each in requisition.questions]


def test_what_the_simulator_refuses_is_told_in_one_line(tenant):
    tenant.seed_requisitions(REQUISITIONS, TARGET)

    with pytest.raises(PermanentError, match=r"the simulator answered 4\d\d"):
        tenant.send_events(["1"])


def test_events_go_where_the_tenant_was_told(state, tenant):
    applications = invent_applications(REQUISITIONS[0], 2)
    tenant.seed_requisitions(REQUISITIONS, TARGET)
    seeded = tenant.seed_applications(REQUISITIONS, applications, [write_resume(each) for each in applications])

    batch = tenant.send_events(list(seeded.applications))
    state.events.batches[batch].finished.wait(20)

    assert tenant.batch(batch)["sent"] == 2
    assert state.tenants[CUSTOMER_ID].event_target.url == TARGET.url
