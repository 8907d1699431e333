"""The values of a profile. Every one carries the span of the resume text that it was read from."""

from dataclasses import dataclass

from scoring.rubric.model import EducationLevel


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open character range of the resume's visible text: ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month. Year-only dates are read as January for a start and December for an end."""

    year: int
    month: int

    @property
    def index(self) -> int:
        """Months since year 0: ``later.index - earlier.index`` is the distance in months."""
        return self.year * 12 + self.month - 1

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class Position:
    """A job held. ``end`` is None with ``current`` true for "Present"; both dates None when the resume gives none.

    ``months`` counts both end months (Jan 2020 to Jan 2021 is 13) and is None without dates.
    ``span`` covers heading and description; ``title_span`` and ``employer_span`` the names alone.
    """

    title: str
    employer: str
    start: Month | None
    end: Month | None
    current: bool
    months: int | None
    span: Span
    title_span: Span | None = None
    employer_span: Span | None = None
    date_span: Span | None = None


@dataclass(frozen=True, slots=True)
class SkillMention:
    """One place where a skill stands. ``name`` is the taxonomy's canonical name.

    ``position`` indexes ``Profile.positions`` when the mention lies in a job; ``listed`` is true when it stands in a
    bare list of keywords (skills section, comma list), which supports at most the rating "listed".
    """

    name: str
    span: Span
    position: int | None
    listed: bool


@dataclass(frozen=True, slots=True)
class Education:
    """A degree or course of study. ``completed`` is False for "in progress", "expected", "coursework towards"."""

    level: EducationLevel | None
    degree: str
    field: str
    institution: str
    year: int | None
    completed: bool
    span: Span
    degree_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Certification:
    """A claimed certificate or licence. ``name`` is canonical where known, else as written. Dates are ISO or ''."""

    name: str
    issuer: str
    number: str
    expires: str
    span: Span


@dataclass(frozen=True, slots=True)
class LanguageSkill:
    """A human language with its level as written ("fluent", "B2", "native") or ''."""

    name: str
    level: str
    span: Span


@dataclass(frozen=True, slots=True)
class Profile:
    """``years_experience`` is the union of all dated positions in years (one decimal), None when none is dated.

    ``stated_years`` is the total that the resume claims in words ("over 8 years of experience") at
    ``stated_years_span``; it is never mixed into ``years_experience``.
    """

    skills: tuple[SkillMention, ...] = ()
    positions: tuple[Position, ...] = ()
    years_experience: float | None = None
    education: tuple[Education, ...] = ()
    certifications: tuple[Certification, ...] = ()
    languages: tuple[LanguageSkill, ...] = ()
    stated_years: float | None = None
    stated_years_span: Span | None = None
