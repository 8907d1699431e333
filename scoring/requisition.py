"""A requisition as the tenant describes it: the only source from which a rubric may be drafted."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import NewType

RequisitionId = NewType("RequisitionId", str)


@dataclass(frozen=True, slots=True)
class ScreeningQuestion:
    """A question of the application form. ``required_answer`` is set where the tenant says which answer qualifies."""

    id: str
    text: str
    required_answer: str | None = None


@dataclass(frozen=True, slots=True)
class Requisition:
    """Plain text only (markup is removed at the border, line breaks and bullets are kept)."""

    id: RequisitionId
    title: str
    overview: str = ""
    responsibilities: str = ""
    qualifications: str = ""
    skills: tuple[str, ...] = ()
    experience_years: float | None = None
    education: str = ""
    category: str = ""
    location: str = ""
    questions: tuple[ScreeningQuestion, ...] = ()

    @property
    def content_sha256(self) -> str:
        """Changes exactly when something changes that a rubric is drafted from (not the id)."""
        content = asdict(self)
        del content["id"]
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def sections(self) -> tuple[tuple[str, str], ...]:
        """(field name, text) of every non-empty prose field, in reading order; source quotes name these fields."""
        named = (
            ("title", self.title),
            ("overview", self.overview),
            ("responsibilities", self.responsibilities),
            ("qualifications", self.qualifications),
            ("education", self.education),
        )
        return tuple((name, text) for name, text in named if text.strip())
