"""Checks that every quote stands verbatim where an assessment says it does."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from scoring.assessment import Assessment, Evidence, Rating, Verdict
from scoring.resume import Answer, Resume

UNVERIFIED = "A rating without a quote that stands in the application was set to unknown."


def verified(assessment: Assessment, resume: Resume, answers: Sequence[Answer]) -> Assessment:
    """The assessment with false quotes taken out.

    A quote that is elsewhere in its source gets the right place. A rating above 0, or a verdict met or partly, that has
    no quote left becomes unknown with rating 0, and the assessment says so and asks for a review. Doing it twice
    changes nothing.
    """
    sources = {f"answer:{answer.question_id}": answer.text for answer in answers} | {"resume": resume.text}
    ratings = tuple(_verified(rating, sources) for rating in assessment.ratings)
    doubted = any(new.verdict is not old.verdict for new, old in zip(ratings, assessment.ratings, strict=True))
    if not doubted:
        return replace(assessment, ratings=ratings)
    warnings, review = (*assessment.warnings, UNVERIFIED), (*assessment.review, UNVERIFIED)
    return replace(assessment, ratings=ratings, warnings=warnings, review=review)


def _verified(rating: Rating, sources: Mapping[str, str]) -> Rating:
    found = (_located(evidence, sources.get(evidence.source, "")) for evidence in rating.evidence)
    evidence = tuple(quote for quote in found if quote is not None)
    claims = rating.rating > 0 or rating.verdict in {Verdict.MET, Verdict.PARTLY}
    if claims and not evidence:
        return replace(rating, rating=0, verdict=Verdict.UNKNOWN, evidence=())
    return replace(rating, evidence=evidence)


def _located(evidence: Evidence, text: str) -> Evidence | None:
    if not evidence.quote.strip():
        return None
    if text[evidence.start : evidence.end] == evidence.quote:
        return evidence
    start = text.find(evidence.quote)
    return None if start < 0 else replace(evidence, start=start, end=start + len(evidence.quote))
