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
from scoring.profile.reading import read_profile

__all__ = [
    "Certification",
    "Education",
    "LanguageSkill",
    "Position",
    "Profile",
    "SkillMention",
    "Span",
    "read_profile",
]
