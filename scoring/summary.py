"""What a recruiter reads in iCIMS about one score card: short texts built by code from verified quotes.

Every function takes the card's JSON object (``ScoreCard.as_json``), which is what runs store. Nothing here contains a
name or contact data: texts come from the requisition, quotes were cleaned of contact data when they were taken.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from scoring.advice import advice_for
from scoring.resume import AbstentionReason

NOTES_LIMIT = 192  # assessmentnotes, icims-api.md section 9
RESULT_LIMIT = 128  # assessmentresult

TIER_WORDS: Mapping[str, str] = {
    "strong": "Strong match",
    "possible": "Possible match",
    "limited": "Limited match",
    "review": "Needs a person's review",
}
# What stands in iCIMS in the place of everything that was said before a candidate opted out.
NOT_ASSESSED = "Not assessed by software; a person decides."
_LEVELS = ("high_school", "certificate", "associate", "bachelor", "master", "doctorate")
_QUOTE_LIMIT = 90
_SKILL_KINDS = frozenset({"skill", "certification", "language"})

Card = Mapping[str, Any]


def strongest_reason(card: Card) -> str:
    """The criterion that earned most ("+10: five years of Python, 'Led Python services 2019-2024'"), or ''."""
    reasons = _reasons(card)
    return reasons[0] if reasons else ""


def answered_by(card: Card) -> str:
    """A sentence where it was not the assessor that a reader expects, else ''. Every text for iCIMS begins with it."""
    provenance = card["provenance"]
    if provenance.get("instead_of"):
        return stand_in_sentence(provenance.get("because") or "unknown")
    return "Answered by a simulator, not by Claude." if provenance.get("simulated") else ""


def stand_in_sentence(because: str) -> str:
    """What cards and fields say where the local rules stand in for Claude."""
    return f"Answered by the local rules because Claude could not be asked: {because}."


def strength_summary(card: Card, limit: int = 1000) -> str:
    """The reasons for the score, best first, as many whole ones as fit into ``limit`` characters."""
    reasons, start = _reasons(card), _opening(card)
    return (start + _joined(reasons, "; ", limit - len(start))).strip() if reasons else ""


def assessment_result(card: Card, limit: int = RESULT_LIMIT) -> str:
    """The verdict in a line: tier, score, and how many must-haves are open. Or why there is no score."""
    if card["abstained"] == AbstentionReason.OPTED_OUT:
        return clipped(NOT_ASSESSED, limit)
    if card["score"] is None:
        return clipped(f"{TIER_WORDS['review']}: {card['abstained'].replace('_', ' ')}", limit)
    verdicts = [missing["verdict"] for missing in card["missing_requirements"] if not _is_to_ask(missing)]
    unmet, unknown = verdicts.count("unmet"), verdicts.count("unknown")
    parts = [f"{TIER_WORDS[card['tier']]}, {number(card['score'])} of 100"]
    parts += [f"{unmet} must-have{'s' * (unmet != 1)} not shown"] if unmet else []
    parts += [f"{unknown} to confirm"] if unknown else []
    parts += ["by the local rules, not by Claude"] if card["provenance"].get("instead_of") else []
    parts += ["simulated"] if card["provenance"].get("simulated") else []
    return clipped("; ".join(parts), limit)


def assessment_notes(card: Card, limit: int = NOTES_LIMIT) -> str:
    """Open must-haves first (they need a person), then the strongest reasons, within ``limit`` characters.

    Without a score it says what a person should do.
    """
    if card["abstained"] == AbstentionReason.OPTED_OUT:
        return clipped(NOT_ASSESSED, limit)
    if card["score"] is None:
        return clipped(str(advice_for(card["abstained"])), limit)
    opened = [entry["text"] for entry in card["missing_requirements"] if not _is_to_ask(entry)]
    said = _opening(card)
    missing = _joined(opened, ", ", (limit - len(said)) // 2)
    start = said + (f"Open: {missing}. " if missing else "")
    return clipped(start + _joined(_reasons(card), "; ", limit - len(start)), limit).strip()


def key_skills(card: Card, limit: int = 10) -> tuple[str, ...]:
    """Criteria of the job about skills, certificates and languages that the resume shows, best rated first."""
    shown = [c for c in card["criteria"] if c["kind"] in _SKILL_KINDS and c["rating"] >= 2]
    shown.sort(key=lambda criterion: (-criterion["rating"], -criterion["weight"]))
    return tuple(dict.fromkeys(criterion["text"] for criterion in shown))[:limit]


def education_level(card: Card) -> str:
    """The highest completed level that the profile holds, or ''."""
    levels = [entry["level"] for entry in card["profile"]["education"] if entry["completed"] and entry["level"]]
    return max(levels, key=_LEVELS.index).replace("_", " ") if levels else ""


def red_flags(card: Card) -> tuple[str, ...]:
    """What a person should look at: hidden text and the card's warnings, in neutral words and without quotes."""
    reasons = dict.fromkeys(hidden["reason"].replace("_", " ") for hidden in card["hidden_text"])
    hidden = [f"Text a reader cannot see was left out of the score ({', '.join(reasons)})"] if reasons else []
    return (*hidden, *(warning.split(": '")[0] for warning in card["warnings"]))


def field_values(
    card: Card, *, processed_at: datetime, version: str = "1", in_top_fifth: bool = False
) -> Mapping[str, object]:
    """Every logical iCIMS field of the design document that this card can fill, by name; those without a value are
    absent, so that nothing is overwritten with nothing. ``processed_at`` is aware; the timestamp is written in UTC."""
    score, profile, subscores = card["score"], card["profile"], card["subscores"]
    skills = ", ".join(key_skills(card))
    gap = card["skills_gap"]
    tags = [*card["tags"], *(["AI_Top_20%"] if in_top_fifth and score is not None else [])]
    values: dict[str, object] = {
        "overall_match_score": score,
        "AI_Match_Score": score,
        "fit_score": score,
        "AI_Strength_Summary": strength_summary(card),
        "AI_Skills_Summary": _opening(card) + skills_summary if (skills_summary := _skills_summary(card)) else "",
        "Top_Skills_Matched": skills,
        # A fact about the person that holds for any job; what this job asks for stands in Top_Skills_Matched.
        "key_skills": ", ".join(profile["skills"][:10]),
        "skills_gap_analysis": gap,
        "Experience_Gap_Analysis": gap,
        "missing_requirements": "\n".join(_missing_line(missing) for missing in card["missing_requirements"]),
        "processing_timestamp": processed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "AI_Flag_For_Review": "AI_Review_Required" in tags,
        "ai_technical_score": subscores.get("technical"),
        "ai_red_flags": "\n".join(red_flags(card)),
        "priority_tier": card["tier"],
        "tags": ", ".join(tags),
        "verification_confidence": card.get("verification_confidence"),
        "credential_findings": "\n".join(finding["text"] for finding in card.get("credential_findings", ())),
        "years_of_experience": profile["years_experience"],
        "education_level": education_level(card),
        "assessment_result": assessment_result(card),
        "assessment_notes": assessment_notes(card),
        "source": f"ai_scoring_v{version}{_source_suffix(card)}",
    }
    return {name: value for name, value in values.items() if value not in (None, "")}


def number(value: float) -> str:
    """A score without needless zeros: 87.5, 10."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def clipped(text: str, limit: int) -> str:
    """The text on one line, cut at a word with an ellipsis where it is longer than ``limit`` characters."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[limit // 2 :] else cut).rstrip(" ,;:") + "…"


def _opening(card: Card) -> str:
    said = answered_by(card)
    return f"{said} " if said else ""


def _reasons(card: Card) -> list[str]:
    earning = [criterion for criterion in card["criteria"] if criterion["points"] > 0]
    earning.sort(key=lambda criterion: -criterion["points"])
    return [f"+{number(c['points'])}: {clipped(c['text'], _QUOTE_LIMIT)}{_quoted(c)}" for c in earning]


def _quoted(criterion: Card) -> str:
    if not criterion["evidence"]:
        return ""
    return f", '{clipped(criterion['evidence'][0]['quote'], _QUOTE_LIMIT)}'"


def _source_suffix(card: Card) -> str:
    if card["provenance"].get("instead_of"):
        return "_local_rules"
    return "_simulated" if card["provenance"].get("simulated") else ""


def _skills_summary(card: Card) -> str:
    scored = [c for c in card["criteria"] if c["kind"] in _SKILL_KINDS]
    if not scored:
        return ""
    shown = sum(criterion["verdict"] in ("met", "partly") for criterion in scored)
    skills = ", ".join(key_skills(card, limit=6))
    return f"{shown} of {len(scored)} skills shown" + (f": {skills}" if skills else "")


def _is_to_ask(missing: Mapping[str, str]) -> bool:
    """What a resume does not normally answer; cards of before the kind was kept have none of it."""
    return missing.get("kind") == "other" and missing["verdict"] == "unknown"


def _missing_line(missing: Mapping[str, str]) -> str:
    state = "not shown" if missing["verdict"] == "unmet" else "to ask" if _is_to_ask(missing) else "to confirm"
    return f"{clipped(missing['text'], 160)} ({state})"


def _joined(parts: Sequence[str], separator: str, limit: int) -> str:
    """As many whole parts as fit; the first is cut when even it does not."""
    text = ""
    for part in parts:
        longer = f"{text}{separator}{part}" if text else part
        if len(longer) > limit:
            return text or clipped(part, limit)
        text = longer
    return text
