"""A simulated Messages API on a real socket, and the real SDK against it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import anthropic
import requests

from claude.model_profile import ModelProfile, model_profile
from claude.request import Document, assessment_request
from claude.simulator import Options, SimulatorState, serve
from scoring.resume import Answer
from scoring.rubric import draft_rubric, requisition_from_json

AS_OF = date(2026, 11, 1)
RESUME = """[NAME 1]
[EMAIL 1]

Experience
Data Engineer, Acme Corp, January 2016 - Present
- Built Python pipelines that run on Kubernetes
- Wrote SQL reports for finance

Education
Bachelor of Science in Computer Science, State University
"""
RUBRIC = draft_rubric(
    requisition_from_json(
        {
            "id": "1001",
            "title": "Data Engineer",
            "qualifications": (
                "Must have 5+ years of Python experience\nSQL is required\nKubernetes is a plus\nRust is a plus"
            ),
            "questions": [{"id": "start", "text": "Can you start in May?", "required_answer": "Yes"}],
        }
    )
)
MODEL = "claude-sonnet-5-5"


class Lab:
    """``client`` never retries: what the service answers is what a test sees."""

    def __init__(self, state: SimulatorState, url: str, client: anthropic.Anthropic) -> None:
        self.state, self.url, self.client = state, url, client

    @property
    def profile(self) -> ModelProfile:
        return model_profile(MODEL)

    def request(self, resume: str = RESUME, **changes: object) -> dict:
        document = Document(resume, (Answer("start", "Can you start in May?", "Yes"),), AS_OF)
        return assessment_request(self.profile, RUBRIC, document, run_id="run-1") | changes

    def ask(self, resume: str = RESUME, **changes: object) -> anthropic.types.Message:
        return self.client.messages.create(**self.request(resume, **changes))

    def ratings(self, resume: str = RESUME, **changes: object) -> list[dict]:
        return json.loads(self.ask(resume, **changes).content[0].text)["ratings"]

    def switch(self, method: str, path: str, content: object = None) -> requests.Response:
        return requests.request(method, f"{self.url}/_control{path}", json=content, timeout=20)

    def set(self, **options: object) -> None:
        self.switch("PATCH", "/options", options).raise_for_status()

    def fault(self, **rule: object) -> None:
        self.switch("PATCH", "/faults", [rule]).raise_for_status()

    def advance(self, seconds: float) -> None:
        self.switch("POST", "/clock", {"advance_seconds": seconds}).raise_for_status()

    def report(self) -> dict:
        return self.switch("GET", "/report").json()


@contextmanager
def simulated(**options: object) -> Iterator[Lab]:
    state = SimulatorState(Options().changed(options))
    with (
        serve(state) as url,
        anthropic.Anthropic(api_key="test-key", base_url=url, max_retries=0, timeout=30) as client,
    ):
        yield Lab(state, url, client)
