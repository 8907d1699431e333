"""What each step learned, as values, and their way into and out of JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from pydantic import TypeAdapter

from scoring.assessment import Assessment, Provenance
from scoring.profile import Profile
from scoring.redaction import Identity
from scoring.resume import Abstention, Answer, Resume
from scoring.run import Dossier, Step


@dataclass(frozen=True, slots=True)
class Extracted:
    """Step 1: the visible text (or why there is none), the answers, and the rubric to rate against.

    ``assessor`` is who was in force then. ``identity`` is what iCIMS knows of the person, None unless a model is to
    read the text: it is what must not reach it.
    """

    resume: Resume | None
    abstention: Abstention | None
    answers: tuple[Answer, ...]
    job_id: str
    rubric_id: int
    rubric_version: str
    assessor: str = "local"
    identity: Identity | None = None


@dataclass(frozen=True, slots=True)
class Matched:
    """Step 2: profile and ratings; both None for an abstained resume."""

    profile: Profile | None
    assessment: Assessment | None


@dataclass(frozen=True, slots=True)
class Flagged:
    """Step 3: the score card as the JSON object of DESIGN.md 4, without the resume's text."""

    card: dict[str, Any]


@dataclass(frozen=True, slots=True)
class StatusMove:
    """What guided mode made of a score: ``outcome`` is written, unchanged (it stands there already) or waits."""

    direction: str
    outcome: str
    note: str
    waits: tuple[str, ...] = ()
    from_status: str = ""
    to_status: str = ""
    transaction: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """Step 4: what iCIMS was told. ``entry_id`` is None in shadow mode, ``receipts`` are its transaction ids.

    ``conflicts`` are fields that somebody changed since we wrote them, and that were left alone. ``withheld`` names
    what kept a result in shadow that its mode would have let out: "unsigned", "notice_missing", "notice_period",
    "opted_out".
    """

    mode: str
    entry_id: str | None
    fields: tuple[str, ...]
    receipts: tuple[str, ...]
    conflicts: tuple[str, ...] = ()
    move: StatusMove | None = None
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class Audited:
    """Step 5: SHA-256 over the canonical JSON of the four findings before it."""

    seal: str


T = TypeVar("T")

STEP_OF: dict[type[Any], Step] = {
    Extracted: Step.EXTRACT,
    Matched: Step.MATCH,
    Flagged: Step.FLAG,
    Written: Step.WRITE_BACK,
    Audited: Step.AUDIT,
}


ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {kind: TypeAdapter(kind) for kind in STEP_OF}


def to_json(finding: object) -> dict[str, Any]:
    """The JSON object that ``found`` reads back as an equal value."""
    dumped: dict[str, Any] = ADAPTERS[type(finding)].dump_python(finding, mode="json")
    return dumped


def versions_of(card: dict[str, Any]) -> dict[str, str]:
    """What an audit event says about how a score came to be."""
    return _versions(card["provenance"])


def versions_in(provenance: Provenance) -> dict[str, str]:
    """The same, before there is a card."""
    return _versions(asdict(provenance))


def _versions(provenance: dict[str, Any]) -> dict[str, str]:
    versions = {
        "assessor": provenance["assessor"],
        "model": provenance["model"],
        "prompt": provenance["prompt_version"],
        "rubric": provenance["rubric_version"],
    }
    # Only where there is something to say; cards of before these were kept have none of it.
    more = {name: str(provenance.get(name) or "") for name in ("effort", "instead_of", "because")}
    more["simulated"] = "yes" if provenance.get("simulated") else ""
    return versions | {name: value for name, value in more.items() if value}


def found(dossier: Dossier, kind: type[T]) -> T:
    """What an earlier step of this run learned."""
    return read_finding(dossier.findings, kind)


def read_finding(findings: Mapping[Step, dict[str, Any]], kind: type[T]) -> T:
    """The finding of this kind among the stored ones. Raises KeyError when its step has not been done."""
    finding: T = ADAPTERS[kind].validate_python(findings[STEP_OF[kind]])
    return finding
