"""The logical names of what we can write into a tenant's fields, and which of them are facts about the person alone."""

from difflib import get_close_matches

# Facts of the resume that stay true for the next job of the same person. Everything else belongs to the application:
# on the person, the next job would overwrite it.
PERSON_FACTS = frozenset(
    {"years_of_experience", "key_skills", "education_level", "credential_findings", "verification_confidence"}
)

APPLICATION_FINDINGS = frozenset(
    {
        "overall_match_score",
        "AI_Match_Score",
        "AI_Strength_Summary",
        "AI_Skills_Summary",
        "Top_Skills_Matched",
        "skills_gap_analysis",
        "Experience_Gap_Analysis",
        "missing_requirements",
        "processing_timestamp",
        "AI_Flag_For_Review",
        "ai_technical_score",
        "ai_red_flags",
        "ai_culture_fit",
        "priority_tier",
        "tags",
        "fit_score",
        "interview_score",
        "source",
    }
)

LOGICAL_NAMES = PERSON_FACTS | APPLICATION_FINDINGS

# Two customers' words for one value: whichever the caller fills, both mapped fields get it.
SAME_VALUE = {
    "AI_Match_Score": "overall_match_score",
    "overall_match_score": "AI_Match_Score",
    "Experience_Gap_Analysis": "skills_gap_analysis",
    "skills_gap_analysis": "Experience_Gap_Analysis",
}


def suggestion(name: str) -> str:
    """ " (did you mean …?)" for a name that is nearly one of ours, else ""."""
    known = {candidate.casefold(): candidate for candidate in LOGICAL_NAMES}
    close = get_close_matches(name.casefold(), known, n=1, cutoff=0.6)
    return f" (did you mean {known[close[0]]}?)" if close else ""
