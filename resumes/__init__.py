"""Files to visible text: one door, with limits, that answers with a resume or the reason why it could not be read."""

from resumes.limits import LIMITS, Limits
from resumes.reading import read_resume

__all__ = ["LIMITS", "Limits", "read_resume"]
