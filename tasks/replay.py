"""A finished run's score once more, from what is stored, compared to the point with the card that was shown."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from claude.replaying import ReplayingAssessor
from scoring.assessment import Assessor
from scoring.card import build_card
from scoring.errors import InvalidInputError, ScoringError
from scoring.local import LocalAssessor
from scoring.redaction import Identity
from scoring.run import Step
from scoring.taxonomy import load_taxonomy
from store import RunView, Store
from tasks.findings import Extracted, Flagged, Matched, read_finding


def difference(store: Store, run: RunView) -> str:
    """'' when the same score comes out, point for point; else what differs, in one line. Nobody is asked.

    Raises InvalidInputError for a run that has no card yet, or whose answers are not stored any more.
    """
    if Step.FLAG not in run.findings:
        raise InvalidInputError(f"run {run.run_id} has no score yet")
    extracted, matched = read_finding(run.findings, Extracted), read_finding(run.findings, Matched)
    shown = read_finding(run.findings, Flagged).card
    if extracted.resume is None or matched.assessment is None or matched.profile is None:
        return "" if shown["score"] is None else "a resume that could not be read has a score"
    given = matched.assessment.provenance
    assessor: Assessor = LocalAssessor(load_taxonomy())
    if given.assessor == "claude":
        assessor = ReplayingAssessor(store.answers, given, extracted.identity or Identity())
    rubric, as_of = store.requisitions.rubric(extracted.rubric_id), date.fromisoformat(given.as_of)
    try:
        again = assessor.assess(rubric, extracted.resume, matched.profile, extracted.answers, as_of)
    except InvalidInputError:
        raise
    except ScoringError as error:
        return f"the score cannot be computed any more: {error}"
    card = build_card("", rubric, extracted.resume, matched.profile, again, extracted.answers).as_json()
    found = _difference(shown, card)
    renewed = again.provenance.prompt_version
    if found and given.assessor == "local" and renewed != given.prompt_version:
        found += f" (the local rules are {renewed} now, they were {given.prompt_version})"
    return found


def _difference(shown: Mapping[str, Any], again: Mapping[str, Any]) -> str:
    if shown["score"] != again["score"]:
        return f"the score was {_said(shown['score'])} and is {_said(again['score'])}"
    points = {criterion["id"]: criterion["points"] for criterion in again["criteria"]}
    for criterion in shown["criteria"]:
        if points.get(criterion["id"]) != criterion["points"]:
            now = _said(points.get(criterion["id"]))
            return f"the points for {criterion['id']} were {_said(criterion['points'])} and are {now}"
    return ""


def _said(number: float | None) -> str:
    return "none" if number is None else f"{number:g}"
