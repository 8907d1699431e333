"""Everything that can go wrong between us and the model, one kind after the other, and what the ledger says after."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bench.claude_office import ClaudeOffice
from bench.installation import StillOpenError, wait_until

FIRST_JOB = 3001
FINAL = frozenset({"scored", "abstained"})
DEAD = frozenset({"dead"})
HALF = MappingProxyType({"path": "^/v1/messages$", "probability": 0.5})
ALL = MappingProxyType({"path": "^/v1/messages$"})
# Longer than CLAUDE_TIMEOUT_SECONDS.
TOO_LONG_SECONDS = 4.0
PATIENCE_SECONDS = 1800.0


@dataclass(frozen=True)
class Kind:
    """``rule`` strikes calls, ``behaviour`` makes the model itself go wrong. Runs end in one of the ``states``.

    ``waits_for`` is in the reason that runs give while they wait for a person; then the fault is removed and an
    operator lets them look again. ``in_all`` bounds how many calls are struck, in shares of the applications.
    """

    title: str
    rule: Mapping[str, Any] = field(default_factory=dict)
    behaviour: str = "honest"
    states: frozenset[str] = FINAL
    waits_for: str = ""
    in_all: float | None = 2 / 3


def _status(status: int, **more: object) -> dict[str, Any]:
    return {"kind": "status", "status": status, **more}


KINDS: tuple[Kind, ...] = (
    Kind("429 with retry-after", {**_status(429, retry_after=1), **HALF}),
    Kind("500", {**_status(500), **HALF}),
    Kind("502", {**_status(502), **HALF}),
    Kind("503", {**_status(503), **HALF}),
    Kind("504", {**_status(504), **HALF}),
    Kind("529", {**_status(529), **HALF}),
    Kind("no answer in time", {"kind": "timeout", "seconds": TOO_LONG_SECONDS, **HALF}),
    Kind("connection dropped", {"kind": "dropped", **HALF}),
    Kind("answer cut off", {"kind": "cut", **HALF}),
    Kind("answer garbled", {"kind": "garbled", **HALF}),
    Kind("refusal", {"kind": "refusal", **ALL}, in_all=None),
    Kind("max_tokens", {"kind": "max_tokens", **ALL}, in_all=None),
    Kind("context window", {"kind": "context_window", **ALL}, in_all=None),
    Kind("400", {**_status(400), **ALL}, states=DEAD, in_all=None),
    Kind("413", {**_status(413), **ALL}, states=DEAD, in_all=None),
    *(
        Kind(behaviour, behaviour=behaviour)
        for behaviour in (
            "obedient", "hostile", "inventing", "omitting", "duplicating", "out_of_range", "wrong_case", "noisy",
            "repaired", "leaking", "unknowing",
        )
    ),
    Kind("401", {**_status(401), **ALL}, waits_for="HTTP 401", in_all=None),
    Kind("402", {**_status(402), **ALL}, waits_for="HTTP 402", in_all=None),
    Kind("403", {**_status(403), **ALL}, waits_for="HTTP 403", in_all=None),
    Kind(
        "spend cap, then lifted",
        {**_status(429, error_code="enforced_spend_limit_reached"), **ALL},
        waits_for="enforced_spend_limit_reached",
        in_all=None,
    ),
    Kind(
        "own spend limit, then raised",
        {**_status(400, message="You have reached your specified API usage limits."), **ALL},
        waits_for="HTTP 400",
        in_all=None,
    ),
    # Each of them silences everybody for a minute, so this takes the longest.
    Kind("429 without retry-after", {**_status(429), **ALL}),
)  # fmt: skip


@dataclass(frozen=True)
class FaultFigures:
    """What one kind of fault left behind. ``struck`` calls met it, ``waited`` runs waited for a person over it.

    ``lost`` applications have no run in a named state or, unless dead, no result; ``doubled`` ones have two results or
    two runs; ``unrecorded`` is how far the rows of the ledger and the calls that the service saw are apart, with rows
    that were never finished.
    """

    title: str
    applications: int
    struck: int
    waited: int
    calls: int
    states: Mapping[str, int]
    lost: int
    doubled: int
    unrecorded: int
    outcomes: Mapping[str, int]
    as_named: bool

    @property
    def clean(self) -> bool:
        """Struck or held up for two in three applications at least, and nothing is wrong with any."""
        often = max(self.struck, self.waited) >= round(2 / 3 * self.applications)
        return often and self.as_named and self.lost == self.doubled == self.unrecorded == 0


def strike(office: ClaudeOffice, kind: Kind, number: int, files: Sequence[tuple[str, bytes]]) -> FaultFigures:
    """So many applications to a requisition of their own while the fault is on."""
    job, count = FIRST_JOB + number, len(files)
    workflows = office.applications(files, job, first_id=number * 1000, title=f"Python Engineer, team {number}")
    seen = _seen(office)
    limit = {} if kind.in_all is None else {"times": round(kind.in_all * count)}
    office.switch("PATCH", "/options", {"behaviour": kind.behaviour})
    office.switch("PUT", "/faults", [{**kind.rule, **limit, "seed": number}] if kind.rule else [])
    office.send(workflows)
    waited = _wait_for_a_person(office, kind, job, count) if kind.waits_for else 0
    struck = _fired(office)
    if kind.waits_for:
        office.switch("DELETE", "/faults")
        office.look_again()
    _wait_until_ended(office, job, count)
    if kind.rule and not kind.waits_for:
        struck = _fired(office)
    office.switch("DELETE", "/faults")
    return _figures(office, kind, job, workflows, struck, waited, _seen(office) - seen)


def _fired(office: ClaudeOffice) -> int:
    return sum(int(rule["fired"]) for rule in office.switch("GET", "/faults")["faults"])


def _wait_for_a_person(office: ClaudeOffice, kind: Kind, job: int, count: int) -> int:
    def waiting() -> int:
        [(runs,)] = office.query(
            "SELECT count(*) FROM runs JOIN applications a ON a.id = application_id "
            "WHERE a.job_id = :job AND state = 'open' AND attempts = 0 AND last_error LIKE :words",
            job=str(job),
            words=f"%{kind.waits_for}%",
        )
        return int(runs)

    wait_until(lambda: waiting() >= count, PATIENCE_SECONDS, f"not all runs wait for {kind.waits_for}", pause=0.5)
    return waiting()


def _wait_until_ended(office: ClaudeOffice, job: int, count: int) -> None:
    def ended() -> bool:
        states = _states(office, job)
        return not states.get("open") and sum(states.values()) >= count

    try:
        wait_until(ended, PATIENCE_SECONDS, "runs are still open", pause=0.5)
    except StillOpenError:
        return  # what is still open is counted as lost


def _states(office: ClaudeOffice, job: int) -> Counter[str]:
    rows = office.query(
        "SELECT state, count(*) FROM runs JOIN applications a ON a.id = application_id "
        "WHERE a.job_id = :job GROUP BY 1",
        job=str(job),
    )
    return Counter({state: int(runs) for state, runs in rows})


def _seen(office: ClaudeOffice) -> int:
    """Calls that reached the service, whatever became of them."""
    calls: dict[str, int] = office.switch("GET", "/report")["calls"]
    return sum(number for what, number in calls.items() if what.startswith("POST /v1/messages "))


def _figures(
    office: ClaudeOffice, kind: Kind, job: int, workflows: Sequence[int], struck: int, waited: int, seen: int
) -> FaultFigures:
    states = _states(office, job)
    held = office.installation.written(whole=True)["applications"]
    results = [len(held[str(workflow)]["assessmentresults"]) for workflow in workflows]
    rows = office.query(
        "SELECT COALESCE(outcome, ''), count(*) FROM model_calls WHERE job_id = :job GROUP BY 1", job=str(job)
    )
    outcomes = {outcome: int(calls) for outcome, calls in rows}
    ended = sum(states[state] for state in (*FINAL, *DEAD))
    written = sum(number > 0 for number in results)
    return FaultFigures(
        title=kind.title,
        applications=len(workflows),
        struck=struck or (seen if kind.behaviour != "honest" else 0),
        waited=waited,
        calls=sum(outcomes.values()),
        states=dict(states),
        lost=max(len(workflows) - ended, 0) + max(len(workflows) - states["dead"] - written, 0),
        doubled=sum(number > 1 for number in results) + max(sum(states.values()) - len(workflows), 0),
        unrecorded=abs(sum(outcomes.values()) - seen) + outcomes.get("", 0),
        outcomes=outcomes,
        as_named=set(states) <= kind.states and bool(states),
    )
