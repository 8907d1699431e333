"""A resume's text read into a profile."""

from datetime import date

from scoring.profile.certifications import read_certifications
from scoring.profile.dates import union_months
from scoring.profile.education import read_education
from scoring.profile.languages import read_languages
from scoring.profile.lines import read_lines
from scoring.profile.mentions import read_mentions
from scoring.profile.model import Month, Position, Profile
from scoring.profile.positions import read_positions
from scoring.profile.stated import read_stated_years
from scoring.taxonomy import load_taxonomy


def read_profile(text: str, as_of: date) -> Profile:
    """Skills, jobs, education, certifications and languages of a resume.

    The same ``text`` and ``as_of`` always give the same profile; any text gives one. ``as_of`` ends current jobs and
    clips dates that lie ahead. All spans index ``text``.
    """
    taxonomy = load_taxonomy()
    lines = read_lines(text, as_of)
    found = taxonomy.find(text)
    positions = read_positions(lines, as_of)
    stated = read_stated_years(lines)
    return Profile(
        skills=read_mentions(found, lines, positions),
        positions=positions,
        years_experience=_years(positions, as_of),
        education=read_education(lines, as_of),
        certifications=read_certifications(lines, found, taxonomy),
        languages=read_languages(lines),
        stated_years=stated[0] if stated else None,
        stated_years_span=stated[1] if stated else None,
    )


def _years(positions: tuple[Position, ...], as_of: date) -> float | None:
    today = Month(as_of.year, as_of.month)
    held = [(position.start, position.end or today) for position in positions if position.start]
    return round(union_months(held) / 12, 1) if held else None
