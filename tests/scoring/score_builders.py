"""Rubrics and assessments for tests: valid by default, one change per test."""

from scoring.assessment import Assessment, Evidence, Provenance, Rating, Verdict
from scoring.rubric import Criterion, CriterionId, CriterionKind, Mode, Option, Rubric, SourceQuote


def a_criterion(name, *, weight=3, mode=Mode.SCORED, kind=CriterionKind.SKILL, text=None, options=None):
    return Criterion(
        id=CriterionId(name),
        kind=kind,
        mode=mode,
        text=text or name,
        weight=weight if mode is Mode.SCORED else 0,
        options=options or (Option(kind=kind, terms=(name,)),),
        source=SourceQuote("qualifications", name),
    )


def a_gate(name, **changes):
    return a_criterion(name, mode=Mode.GATE, **changes)


def a_rubric(*criteria):
    return Rubric(requisition_id="job-1", title="Engineer", criteria=criteria)


def a_rating(name, rating, verdict=None, evidence=()):
    verdict = verdict or (Verdict.UNMET, Verdict.PARTLY, Verdict.PARTLY, Verdict.MET, Verdict.MET)[rating]
    return Rating(CriterionId(name), rating, verdict, evidence)


def an_assessment(*ratings, warnings=()):
    provenance = Provenance("local", "local-1", "p1", "r1", "0" * 64, "2026-11-01")
    return Assessment(ratings=ratings, provenance=provenance, warnings=warnings)


def a_quote(text, quote, source="resume"):
    start = text.index(quote)
    return Evidence(quote, start, start + len(quote), source)
