"""The requirement contract for commands: what stands to be signed, as text and JSON, and who may sign it."""

import json
from dataclasses import dataclass, replace

from scoring.access import Permission
from scoring.errors import InvalidInputError
from scoring.rubric import Mode, Rubric
from scoring.rubric.difference import differences, ways
from scoring.rubric.editing import edited, wanted_from_json
from store import Store, StoredRequisition, User

HEADINGS = {Mode.GATE: "Must-haves", Mode.SCORED: "Scored", Mode.NOTE: "Noted, counts for nothing"}


@dataclass(frozen=True, slots=True)
class Contract:
    """``rubric`` is what would be signed: the proposal, or else what is in force."""

    requisition: StoredRequisition
    in_force: Rubric
    rubric: Rubric

    def edited(self, store: Store, text: str, actor: str) -> "Contract":
        """Propose what the JSON asks for. Raises InvalidInputError for what cannot be read, or must not be asked."""
        try:
            stored = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise InvalidInputError("the rubric is not valid JSON") from error
        wanted = edited(self.rubric, wanted_from_json(stored))
        customer_id, job_id = self.requisition.customer_id, self.requisition.job_id
        store.contracts.propose(customer_id, job_id, wanted, self.rubric.version, actor)
        return replace(self, rubric=wanted)

    def as_json(self) -> str:
        return json.dumps(self.rubric.as_json(), ensure_ascii=False, indent=2)

    def as_text(self) -> str:
        lines = [f"{self.rubric.title}  rubric {self.rubric.version}, {self._standing()}"]
        for mode, heading in HEADINGS.items():
            for number, criterion in enumerate(self.rubric.of_mode(mode)):
                lines += [f"\n{heading}"] if number == 0 else []
                weight = f" (weight {criterion.weight} of 5)" if mode is Mode.SCORED else ""
                lines.append(f"- {criterion.text}{weight}: shown by {ways(criterion.options)}  [{criterion.id}]")
        lines += ["\nWarnings", *(f"- {warning}" for warning in self.rubric.warnings)] if self.rubric.warnings else []
        changes = differences(self.in_force, self.rubric)
        lines += ["\nWhat would change", *(f"- {change}" for change in changes)] if changes else []
        return "\n".join(lines) + "\n"

    def _standing(self) -> str:
        if self.rubric.version != self.requisition.rubric_version:
            return "proposed, not signed"
        return "signed" if self.requisition.signed else "in force in shadow, not signed"


def contract_of(store: Store, customer_id: str, job_id: str) -> Contract:
    """Raises InvalidInputError when the requisition is not known."""
    requisition = store.requisitions.find(customer_id, job_id)
    if requisition is None:
        raise InvalidInputError(f"no requisition {job_id} of customer {customer_id}")
    in_force = store.requisitions.rubric(requisition.rubric_id)
    proposal = store.contracts.proposal(customer_id, job_id)
    return Contract(requisition, in_force, store.requisitions.rubric(proposal.rubric_id) if proposal else in_force)


def signer_of(store: Store, requisition: StoredRequisition, login: str) -> User:
    """The user. Raises InvalidInputError unless the user's roles let sign for this requisition."""
    user = store.users.find(login)
    place = (requisition.customer_id, requisition.family, requisition.job_id)
    if user is None or user.disabled_at or not user.access.reaches(Permission.SIGN_RUBRIC, *place):
        raise InvalidInputError(f"there is no user of that login who may sign for requisition {requisition.job_id}")
    return user
