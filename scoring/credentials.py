"""Certificates, licences and degrees: what is claimed against what is asked for, and how far a claim can be trusted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from scoring.credential_numbers import number_fits
from scoring.errors import ScoringError
from scoring.profile.model import Certification, Education, Profile
from scoring.resume import Answer
from scoring.rubric.model import Criterion, CriterionKind, EducationLevel, Mode, Rubric
from scoring.taxonomy import load_taxonomy


class CredentialStatus(StrEnum):
    """``claimed`` is the candidate's word alone. ``verified`` and ``refuted`` are a registry's answer."""

    CLAIMED = "claimed"
    VERIFIED = "verified"
    REFUTED = "refuted"
    EXPIRED = "expired"
    NOT_CLAIMED = "not_claimed"


@dataclass(frozen=True, slots=True)
class RegistryEntry:
    """What a registry says about one number. ``active`` is False for lapsed, suspended or revoked. No name is kept:
    ``name_matches`` is the registry's own comparison, None where none was made."""

    credential: str
    number: str
    active: bool
    status: str
    expires: str  # ISO date or ''
    name_matches: bool | None = None


class CredentialRegistry(Protocol):
    """Somewhere that knows which credentials of the kinds that it covers are valid.

    ``look_up`` raises TransientError when it cannot answer now and PermanentError when it does not answer us at all.
    """

    def covers(self, credential: str) -> bool:
        """Whether it is worth asking: not to know a number says something only about a credential that is covered."""

    def look_up(self, credential: str, number: str) -> RegistryEntry | None:
        """The entry with exactly this number, or None when the registry does not know it."""


@dataclass(frozen=True, slots=True)
class CredentialFinding:
    """One credential. ``confidence`` (0 to 1) says how far the claim can be trusted, by the rules of
    ``_claim_confidence``; it is 0 when nothing is claimed. ``text`` is one line for a recruiter, without numbers."""

    name: str
    required: bool
    status: CredentialStatus
    confidence: float
    text: str
    reasons: tuple[str, ...] = ()


_BASE = 0.3
_CEILING = 0.9
_DOUBTED = 0.2
_REGISTRY_CONFIDENCE = 0.98
_UNKNOWN_NUMBER = "the registry does not know the number"
_OTHER_NAME = "the registry has the number under another name"
_LEVEL_NAMES = {
    EducationLevel.HIGH_SCHOOL: "High school diploma",
    EducationLevel.CERTIFICATE: "Vocational certificate",
    EducationLevel.ASSOCIATE: "Associate degree",
    EducationLevel.BACHELOR: "Bachelor's degree",
    EducationLevel.MASTER: "Master's degree",
    EducationLevel.DOCTORATE: "Doctorate",
}


def check_credentials(
    rubric: Rubric,
    profile: Profile,
    answers: Sequence[Answer],
    as_of: date,
    registry: CredentialRegistry | None = None,
) -> tuple[CredentialFinding, ...]:
    """Every claimed certificate and completed degree, then every required certificate that is not claimed.

    A registry is asked only where the resume states a number; what it says replaces the estimate. One that cannot be
    asked changes nothing but the wording.
    """
    wanted = [criterion for criterion in rubric.criteria if criterion.kind is CriterionKind.CERTIFICATION]
    required = [criterion for criterion in wanted if criterion.mode is Mode.GATE]
    claimed = [_certificate(entry, required, answers, as_of, registry) for entry in profile.certifications]
    degrees = [_degree(entry, rubric, as_of) for entry in profile.education if entry.completed and entry.level]
    return (*claimed, *degrees, *_unclaimed(required, profile))


def verification_confidence(findings: Sequence[CredentialFinding]) -> float | None:
    """The weakest required claim, or the mean of all claims where none is required; None without any claim."""
    required = [finding.confidence for finding in findings if finding.required]
    if required:
        return min(required)
    claimed = [finding.confidence for finding in findings if finding.status is not CredentialStatus.NOT_CLAIMED]
    return round(sum(claimed) / len(claimed), 2) if claimed else None


def _certificate(
    entry: Certification,
    required: Sequence[Criterion],
    answers: Sequence[Answer],
    as_of: date,
    registry: CredentialRegistry | None,
) -> CredentialFinding:
    is_required = any(_asks_for(criterion, entry) for criterion in required)
    known, doubt = _asked(entry, registry)
    if known is not None and known.name_matches is not False:
        return _looked_up(entry, known, as_of, required=is_required)
    if _is_past(entry.expires, as_of):
        text = f"{entry.name} claimed, expired {entry.expires} by the resume's own date"
        return CredentialFinding(entry.name, is_required, CredentialStatus.EXPIRED, 0.1, text)
    confidence, reasons = _claim_confidence(entry, answers)
    if doubt:
        reasons = (*reasons, doubt)
    if doubt in {_UNKNOWN_NUMBER, _OTHER_NAME}:
        confidence = min(confidence, _DOUBTED)
    shape = ", its number does not look like one" if "number of another shape" in reasons else ""
    text = f"{entry.name} claimed, not verified{shape}{f': {doubt}' if doubt else ''}"
    return CredentialFinding(entry.name, is_required, CredentialStatus.CLAIMED, confidence, text, reasons)


def _asked(entry: Certification, registry: CredentialRegistry | None) -> tuple[RegistryEntry | None, str]:
    """What the registry says, and why that is not the last word ('' where it is, or where nothing was to be asked).

    People change their names, so a number under another name is a reason to ask and no refutation.
    """
    if registry is None or not entry.number or not registry.covers(entry.name):
        return None, ""
    try:
        known = registry.look_up(entry.name, entry.number)
    except ScoringError:
        return None, "the registry could not be asked"
    if known is None:
        return None, _UNKNOWN_NUMBER
    return known, _OTHER_NAME if known.name_matches is False else ""


def _claim_confidence(entry: Certification, answers: Sequence[Answer]) -> tuple[float, tuple[str, ...]]:
    """0.3 for the claim; +0.15 for a stated issuer, +0.2 for a number of the right shape (-0.2 for a wrong one), +0.1
    for an expiry date ahead, +0.15 when an application answer names it too. At most 0.9 without a registry."""
    confidence, reasons = _BASE, ["claimed in the resume"]
    if entry.issuer:
        confidence, reasons = confidence + 0.15, [*reasons, "issuer stated"]
    if entry.number:
        fits = number_fits(entry.name, entry.number)
        confidence += 0.2 if fits else -0.2
        reasons.append("number of the usual shape" if fits else "number of another shape")
    if entry.expires:
        confidence, reasons = confidence + 0.1, [*reasons, "not expired by its own date"]
    if any(entry.name.casefold() in f"{answer.question} {answer.text}".casefold() for answer in answers):
        confidence, reasons = confidence + 0.15, [*reasons, "named in an application answer"]
    return round(min(confidence, _CEILING), 2), tuple(reasons)


def _looked_up(entry: Certification, known: RegistryEntry, as_of: date, *, required: bool) -> CredentialFinding:
    if known.active and not _is_past(known.expires, as_of):
        until = f", valid until {known.expires}" if known.expires else ""
        text = f"{entry.name} verified in the registry{until}"
        return CredentialFinding(entry.name, required, CredentialStatus.VERIFIED, _REGISTRY_CONFIDENCE, text)
    text = f"{entry.name} claimed, the registry says {known.status or 'not active'}"
    return CredentialFinding(entry.name, required, CredentialStatus.REFUTED, 0.02, text)


def _degree(entry: Education, rubric: Rubric, as_of: date) -> CredentialFinding:
    """0.3 for the claim; +0.2 for an institution, +0.15 for a field, +0.15 for a year that is not ahead."""
    required = any(
        option.min_level is not None and entry.level is not None and entry.level >= option.min_level
        for criterion in rubric.criteria
        if criterion.kind is CriterionKind.EDUCATION and criterion.mode is Mode.GATE
        for option in criterion.options
    )
    stated = (
        (bool(entry.institution), 0.2, "institution stated"),
        (bool(entry.field), 0.15, "field stated"),
        (entry.year is not None and entry.year <= as_of.year, 0.15, "year stated"),
    )
    reasons = ("claimed in the resume", *(reason for holds, _, reason in stated if holds))
    confidence = round(_BASE + sum(gain for holds, gain, _ in stated if holds), 2)
    name = entry.degree or (_LEVEL_NAMES[entry.level] if entry.level else "Degree")
    text = f"{name} claimed, not verified"
    return CredentialFinding(name, required, CredentialStatus.CLAIMED, confidence, text, reasons)


def _unclaimed(required: Sequence[Criterion], profile: Profile) -> Iterator[CredentialFinding]:
    for criterion in required:
        if not any(_asks_for(criterion, entry) for entry in profile.certifications):
            text = f"{criterion.text} required, not claimed"
            yield CredentialFinding(criterion.text, True, CredentialStatus.NOT_CLAIMED, 0.0, text)


def _asks_for(criterion: Criterion, entry: Certification) -> bool:
    """By what the taxonomy knows them as ("RN license" is the Registered Nurse License), or by name, either way
    round: "RN" asks for "Registered Nurse (RN)"."""
    taxonomy = load_taxonomy()
    has, known = f" {_plain(entry.name)} ", taxonomy.canonical(entry.name)
    return any(
        f" {_plain(term)} " in has or has in f" {_plain(term)} " or (known and known == taxonomy.canonical(term))
        for option in criterion.options
        for term in option.terms
    )


def _plain(name: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in name.casefold()).split())


def _is_past(expires: str, as_of: date) -> bool:
    return bool(expires) and expires < as_of.isoformat()[: len(expires)]
