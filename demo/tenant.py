"""The invented tenant as requests to the simulator: requisitions, candidates with resumes, applications, events."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import requests

from demo.applications import Application
from demo.content import read_content
from demo.requisitions import DemoRequisition
from demo.resume_files import ResumeFile
from scoring.errors import PermanentError

T = TypeVar("T")

CUSTOMER_ID = "4560"
FIELD_MAPPING = Path(__file__).parent / "content" / "field_mapping.yaml"
PEOPLE_A_REQUEST = 50
FIRST_PERSON, FIRST_WORKFLOW = 20_001, 100_001
KINDS = {
    "text": "TEXTFIELD",
    "textarea": "TEXTAREA",
    "number": "DECIMAL",
    "checkbox": "CHECKBOX",
    "datetime": "DATETIME",
    "list": "LISTEDITOR_SINGLE",
}


@dataclass(frozen=True, slots=True)
class WebhookTarget:
    """Where the tenant sends events, and the OAuth client that it presents there."""

    url: str
    token_url: str
    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class Seeded:
    """The applications of the tenant by applicant workflow id, in the order in which they were made."""

    applications: dict[str, Application]

    def of(self, requisition: DemoRequisition) -> tuple[str, ...]:
        """Workflow ids of the applications to a requisition."""
        return tuple(
            workflow
            for workflow, application in self.applications.items()
            if application.requisition == requisition.key
        )


class SimulatedTenant:
    """Talks to ``/_simulator`` of a running simulator. Raises PermanentError, in one line, for what it refuses."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = requests.Session()
        # Proxies of the surrounding shell have no say in what stays on this machine.
        self._session.trust_env = False

    def close(self) -> None:
        self._session.close()

    def answers(self) -> bool:
        """Whether the simulator serves requests."""
        try:
            return self._session.get(f"{self._url}/_simulator/faults", timeout=2).ok
        except requests.RequestException:
            return False

    def seed_requisitions(self, requisitions: Sequence[DemoRequisition], target: WebhookTarget) -> None:
        """Make the tenant with its custom fields, its event target and its requisitions."""
        mapping = read_content("field_mapping")["fields"].values()
        written = [_custom_field(entry) for entry in mapping]
        asked = [
            {"type": "applicantworkflows", "id": question.field, "kind": "TEXTFIELD", "label": question.text}
            for requisition in requisitions
            for question in requisition.questions
        ]
        options = {
            f"lists.{entry['field']}": [{"value": label, "id": node} for label, node in entry["options"].items()]
            for entry in mapping
            if entry["type"] == "list"
        }
        self._post(
            "seed",
            {
                "customer": CUSTOMER_ID,
                "lists": options,
                "fields": [*written, *asked],
                "jobs": [_job(requisition) for requisition in requisitions],
                "event_target": {
                    "url": target.url,
                    "auth": "oauth",
                    "token_url": target.token_url,
                    "client_id": target.client_id,
                    "client_secret": target.client_secret,
                    "gzip_share": 0.5,
                },
            },
        )

    def seed_applications(
        self, requisitions: Sequence[DemoRequisition], applications: Sequence[Application], files: Sequence[ResumeFile]
    ) -> Seeded:
        """Make a person with a resume and an applicant workflow for each application."""
        jobs = {requisition.key: requisition.job_id for requisition in requisitions}
        seeded: dict[str, Application] = {}
        numbered = enumerate(zip(applications, files, strict=True))
        for batch in _batches(numbered, PEOPLE_A_REQUEST):
            people, workflows = [], []
            for place, (application, file) in batch:
                people.append(_person(FIRST_PERSON + place, application, file))
                workflows.append(
                    {
                        "id": FIRST_WORKFLOW + place,
                        "person": FIRST_PERSON + place,
                        "job": jobs[application.requisition],
                        "source": "Career site",
                        **dict(application.answers),
                    }
                )
                seeded[str(FIRST_WORKFLOW + place)] = application
            self._post("seed", {"customer": CUSTOMER_ID, "people": people, "applications": workflows})
        return Seeded(seeded)

    def send_events(self, workflows: Sequence[str]) -> int:
        """Notify our service of completed applications, in the background; the id of the batch."""
        wanted = [int(workflow) for workflow in workflows]
        body = {"customer": CUSTOMER_ID, "workflows": wanted, "event": "AssessmentEvent", "parallel": 4}
        batch: int = self._post("events", body)["id"]
        return batch

    def batch(self, batch_id: int) -> dict[str, Any]:
        """How far a batch of events is: sent, done, answers by HTTP status, seconds."""
        return self._get(f"events/{batch_id}")

    def written(self) -> dict[str, Any]:
        """What each application holds in the simulated iCIMS, by workflow id."""
        applications: dict[str, Any] = self._get(f"state?customer={CUSTOMER_ID}")["customers"][CUSTOMER_ID][
            "applications"
        ]
        return applications

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return self._answer(self._session.post(f"{self._url}/_simulator/{path}", json=body, timeout=120))

    def _get(self, path: str) -> dict[str, Any]:
        return self._answer(self._session.get(f"{self._url}/_simulator/{path}", timeout=120))

    def _answer(self, response: requests.Response) -> dict[str, Any]:
        if not response.ok:
            raise PermanentError(f"the simulator answered {response.status_code}: {response.text[:200]}")
        answered: dict[str, Any] = response.json()
        return answered


def _custom_field(entry: dict[str, Any]) -> dict[str, str]:
    names = {mapped["field"]: name for name, mapped in read_content("field_mapping")["fields"].items()}
    profile_type = "people" if entry.get("target") == "person" else "applicantworkflows"
    return {"type": profile_type, "id": entry["field"], "kind": KINDS[entry["type"]], "label": names[entry["field"]]}


def _job(requisition: DemoRequisition) -> dict[str, Any]:
    return {
        "id": requisition.job_id,
        "jobid": requisition.number,
        "jobtitle": requisition.title,
        "overview": requisition.overview,
        "responsibilities": requisition.responsibilities,
        "qualifications": requisition.qualifications,
        "experienceyears": requisition.experience_years,
        "education": {"value": requisition.education},
        "positioncategory": {"value": requisition.category},
        "department": {"value": requisition.department},
        "positiontype": {"value": requisition.type},
        "skillset": [{"skill": {"value": skill}} for skill in requisition.skills],
    }


def _person(number: int, application: Application, file: ResumeFile) -> dict[str, Any]:
    person = application.person
    content = base64.b64encode(file.content).decode("ascii")
    city, _, state = person.city.partition(", ")
    return {
        "id": number,
        "firstname": person.first_name,
        "lastname": person.last_name,
        "email": person.email,
        "phones": [{"phonetype": {"value": "Mobile"}, "phonenumber": person.phone}],
        "addresses": [{"addresstype": {"value": "Home"}, "addresscity": city, "addressstate": {"abbrev": state}}],
        "resume": {"filename": file.filename, "media_type": file.media_type, "content": content},
    }


def _batches(items: Iterator[T], size: int) -> Iterator[list[T]]:
    while batch := list(islice(items, size)):
        yield batch
