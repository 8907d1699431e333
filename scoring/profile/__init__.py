"""What a resume says about a person's work: skills, positions, education, certifications, languages."""

from scoring.profile.model import (
    Certification,
    Education,
    LanguageSkill,
    Position,
    Profile,
    SkillMention,
    Span,
)

__all__ = ["Certification", "Education", "LanguageSkill", "Position", "Profile", "SkillMention", "Span"]
