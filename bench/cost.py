"""What a candidate costs with Claude, from tokens that the simulated Messages API counted and from published prices."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from bench.workload import a_rubric, sound_resumes
from claude.accounting import call_intent, result_of
from claude.alone import LoneAnswers, LonePace, NoBreaker, NoRedactions
from claude.application import redacted_application
from claude.asking import Asker
from claude.assessor import ClaudeAssessor
from claude.batch_client import BatchClient
from claude.messages import ClaudeAccess, MessagesClient
from claude.model_profile import MODELS, ModelProfile, Price, model_profile
from claude.prompt import load_prompt
from claude.questions import questions_of
from claude.request import assessment_request
from claude.simulator import Options, SimulatorState, serve
from claude.simulator.prefix import blocks_of
from resumes import read_resume
from scoring.model_call import CallContext, CallIntent, CallResult, StoredAnswer, answer_key
from scoring.profile import Profile, read_profile
from scoring.redaction import Identity
from scoring.resume import Resume
from scoring.rubric import Rubric

CURRENT = ("claude-haiku-5-5", "claude-sonnet-5-5", "claude-opus-5-5")
AS_OF = date(2026, 11, 1)


@dataclass
class Bill:
    """A ledger that keeps every call with what it was for."""

    price: Price
    batch: bool = False
    calls: list[tuple[CallContext, CallResult]] = field(default_factory=list)
    _begun: list[CallContext] = field(default_factory=list)

    def begin(self, intent: CallIntent) -> int:
        self._begun.append(intent.context)
        return len(self._begun) - 1

    def finish(self, call_id: int, result: CallResult) -> None:
        self.calls.append((self._begun[call_id], result))

    def input_cost(self) -> Decimal:
        written = sum(result.output_tokens for _, result in self.calls)
        return self.cost() - self.price.cost(0, written, batch=self.batch)

    def cost(self) -> Decimal:
        return sum((result.cost for _, result in self.calls), Decimal(0))


@dataclass(frozen=True)
class CostFigures:
    """USD for each application of the requisition, of the prompt alone and of everything.

    ``cached`` and ``batched`` hold every call that the pipeline makes: the second and third look near a cut-off, and
    repairs. ``first_alone`` and ``first_batched`` are the input of one call for each application, as the naive
    prompt makes.
    """

    model: str
    applications: int
    prefix_tokens: int
    cache_minimum: int
    calls: float
    read_share: float
    naive_input: Decimal
    first_alone: Decimal
    first_batched: Decimal
    cached_input: Decimal
    batched_input: Decimal
    naive: Decimal
    cached: Decimal
    batched: Decimal


@dataclass(frozen=True)
class _Candidate:
    resume: Resume
    profile: Profile


def measure(applications: int = 500, models: Sequence[str] = CURRENT) -> Iterator[CostFigures]:
    """One requisition of the demo and so many distinct resumes, without latency; every model on a fresh service."""
    rubric = a_rubric()
    candidates = []
    for suffix, content in sound_resumes(applications):
        resume = read_resume(content, f"resume{suffix}")
        assert isinstance(resume, Resume)
        candidates.append(_Candidate(resume, read_profile(resume.text, AS_OF)))
    for model in models:
        service = SimulatorState(Options())
        with serve(service) as url:
            client = MessagesClient(ClaudeAccess("no-key-needed", url, timeout_seconds=300))
            try:
                yield _of_model(model_profile(model), rubric, candidates, client, service)
            finally:
                client.close()


def _of_model(
    profile: ModelProfile,
    rubric: Rubric,
    candidates: Sequence[_Candidate],
    client: MessagesClient,
    service: SimulatorState,
) -> CostFigures:
    count = len(candidates)
    naive_tokens = sum(client.count_tokens(_naive_request(profile, rubric, each.resume)) for each in candidates)
    online = _assessed(profile, rubric, candidates, client, LoneAnswers())
    firsts = [result for context, result in online.calls if context == CallContext("bench", "1")]
    service.cache.clear()  # the night's batch finds nothing there
    answers = LoneAnswers()
    first_batched = _batched(profile, rubric, candidates, client, answers)
    rest = _assessed(profile, rubric, candidates, client, answers)
    price = profile.price
    naive_input = price.input * naive_tokens / 1_000_000
    written = sum(result.output_tokens for result in firsts)
    first_alone = sum((result.cost - price.cost(0, result.output_tokens) for result in firsts), Decimal(0))
    sent = sum(_prompt(result) for _, result in online.calls)
    return CostFigures(
        model=profile.model,
        applications=count,
        prefix_tokens=blocks_of(_request(profile, rubric, candidates[0].resume))[1].tokens,
        cache_minimum=MODELS[profile.model].cache_minimum,
        calls=len(online.calls) / count,
        read_share=sum(result.cache_read_tokens for _, result in online.calls) / sent,
        naive_input=naive_input / count,
        first_alone=first_alone / count,
        first_batched=first_batched.input_cost() / count,
        cached_input=online.input_cost() / count,
        batched_input=(first_batched.input_cost() + rest.input_cost()) / count,
        naive=(naive_input + price.cost(0, written)) / count,
        cached=online.cost() / count,
        batched=(first_batched.cost() + rest.cost()) / count,
    )


def _naive_request(profile: ModelProfile, rubric: Rubric, resume: Resume) -> dict[str, Any]:
    """What one writes first: rules, every criterion and the resume as it is, in one user turn. The rules and the
    format are ours, so that only the layout is compared; our worked examples are not in it."""
    by_criterion = {cid: question for question in questions_of(rubric) for cid in question.criterion_ids}
    criteria = [by_criterion[criterion.id].as_json() | {"id": criterion.id} for criterion in rubric.criteria]
    shown = json.dumps({"title": rubric.title, "criteria": criteria}, ensure_ascii=False)
    request = _request(profile, rubric, resume)
    text = f"{load_prompt('assess').text}\n\n{shown}\n\n{resume.text}"
    return {**request, "system": [], "messages": [{"role": "user", "content": text}]}


def _request(profile: ModelProfile, rubric: Rubric, resume: Resume) -> dict[str, Any]:
    return assessment_request(profile, rubric, redacted_application(resume, (), AS_OF, Identity()).document)


def _assessed(
    profile: ModelProfile,
    rubric: Rubric,
    candidates: Sequence[_Candidate],
    client: MessagesClient,
    answers: LoneAnswers,
) -> Bill:
    """The bill after every application was assessed, one after the other."""
    bill = Bill(profile.price)
    asker = Asker(client, LonePace(), NoBreaker(), bill, profile)
    assessor = ClaudeAssessor(asker, answers, NoRedactions(), CallContext("bench", "1"))
    for each in candidates:
        assessor.assess(rubric, each.resume, each.profile, (), AS_OF)
    return bill


def _batched(
    profile: ModelProfile,
    rubric: Rubric,
    candidates: Sequence[_Candidate],
    client: MessagesClient,
    answers: LoneAnswers,
) -> Bill:
    """The bill of one batch with the first question about every application; the answers are kept for the assessor."""
    bill, batches = Bill(profile.price, batch=True), BatchClient(client)
    context = CallContext("bench", "1")
    requests, documents = {}, {}
    for each in candidates:
        document = redacted_application(each.resume, (), AS_OF, Identity()).document
        key = answer_key("bench", document.sha256, rubric.version, profile.answer_versions, 0)
        requests[key] = assessment_request(profile, rubric, document, ttl="1h")
        documents[key] = document.sha256
    for answer in batches.answers(batches.create(requests)):
        assert answer.reply is not None, f"a request of the batch was {answer.outcome}"
        intent = call_intent(profile, requests[answer.custom_id], context, batch_id="1")
        bill.finish(bill.begin(intent), result_of(answer.reply, profile.price, batch=True))
        answers.put(
            StoredAnswer(
                key=answer.custom_id,
                customer_id="bench",
                document_sha256=documents[answer.custom_id],
                rubric_version=rubric.version,
                versions=profile.answer_versions,
                sample=0,
                text=answer.reply.text,
                request_id=answer.reply.request_id,
            )
        )
    return bill


def _prompt(result: CallResult) -> int:
    written = result.cache_write_5m_tokens + result.cache_write_1h_tokens
    return result.input_tokens + result.cache_read_tokens + written
