"""What a finished card shows, or does not, in sentences by Claude: a draft for a person, with what it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from claude.drafting import DRAFT, SIMULATED_DRAFT, ClaudeDrafter
from icims.person import IDENTITY_FIELDS, read_identity
from scoring.errors import InvalidInputError
from scoring.model_call import CallContext
from scoring.redaction import Identity
from scoring.run import RunId, Step
from store import RunView
from tasks.claude_desk import profile_of
from tasks.deps import Deps
from tasks.findings import Extracted, Flagged, read_finding
from tasks.trial_assessors import Bill


class Described(StrEnum):
    GAPS = "gaps"
    STRENGTHS = "strengths"


@dataclass(frozen=True, slots=True)
class Grounds:
    """One criterion that a draft cites, with the verdict and the quotes of the card."""

    id: str
    text: str
    verdict: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """``text`` says in its first line that it is a draft, and of whom; where ``is_draft`` is False no draft could be
    used, or there was nothing to say, and it is the card's own text. ``usd`` is what it cost, on the ledger already."""

    text: str
    is_draft: bool
    simulated: bool
    grounds: tuple[Grounds, ...]
    calls: int
    usd: Decimal


def describe(deps: Deps, view: RunView, kind: Described) -> Description:
    """Ask once, on the ledger's account of this run; nothing of the answer is kept.

    Raises InvalidInputError for a run without a score, and for an application that no program may read. Otherwise
    raises what ClaudeDrafter raises.
    """
    if Step.FLAG not in view.findings:
        raise InvalidInputError(f"run {view.run_id} has no score card yet")
    if deps.store.requests.opted_out(view.customer_id, view.workflow_id):
        raise InvalidInputError(f"the candidate of application {view.workflow_id} wants no program to read it")
    card, extracted = read_finding(view.findings, Flagged).card, read_finding(view.findings, Extracted)
    if card["score"] is None:
        raise InvalidInputError(f"run {view.run_id} has no score: there is nothing to describe")
    requisition = deps.store.requisitions.find(view.customer_id, extracted.job_id)
    if requisition is None:
        raise InvalidInputError(f"no requisition {extracted.job_id} of customer {view.customer_id}")
    identity = extracted.identity or _identity(deps, view)
    rubric = deps.store.requisitions.rubric(extracted.rubric_id)
    bill = Bill(deps.store.calls)
    profile = profile_of(deps.settings, deps.scorer_for(view.customer_id, requisition))
    asker = replace(deps.claude.asker(profile), ledger=bill)
    context = CallContext(view.customer_id, extracted.job_id, RunId(view.run_id))
    drafter = ClaudeDrafter(asker, context, identity)
    draft = drafter.gap_text if kind is Described.GAPS else drafter.strength_summary
    text = draft(rubric, card)
    simulated = text.startswith(SIMULATED_DRAFT)
    is_draft = simulated or text.startswith(DRAFT)
    return Description(
        text, is_draft, simulated, _grounds(text, card["criteria"]) if is_draft else (), bill.calls, bill.usd
    )


def _grounds(text: str, criteria: Iterable[dict[str, object]]) -> tuple[Grounds, ...]:
    """Of the criteria that the sentences cite, in the card's order."""
    ends = [line.rpartition("[")[2].rstrip("]") for line in text.splitlines()[1:] if line.endswith("]")]
    cited = {each.strip() for end in ends for each in end.split(",")}
    return tuple(
        Grounds(str(each["id"]), str(each["text"]), str(each["verdict"]), _quotes(each["evidence"]))
        for each in criteria
        if each["id"] in cited
    )


def _quotes(evidence: object) -> tuple[str, ...]:
    return tuple(str(each["quote"]) for each in evidence) if isinstance(evidence, list) else ()


def _identity(deps: Deps, view: RunView) -> Identity:
    """Who the person is, so that nothing of it reaches the model; asked of iCIMS where no model read the resume."""
    client = deps.tenant(view.customer_id).client
    return read_identity(client.person_fields(view.person_id, IDENTITY_FIELDS))
