"""How well titles, employers, dates, degrees and skills are found in resumes, against regular expressions."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml

from evals.table import Row
from resumes import read_resume
from scoring.profile import Profile, read_profile
from scoring.profile.model import Month
from scoring.resume import Resume
from scoring.taxonomy import load_taxonomy

# The truth files were written in 2026; "Present" must not lie before the dates in them.
AS_OF = date(2026, 6, 30)
GAIN = 0.15
ENTITIES = ("titles", "employers", "dates", "degrees", "skills")

_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # noqa: SIM905
_RANGE = re.compile(
    r"((?:[A-Z][a-z]{2,8}\.?\s+|\d{1,2}/)?\d{4})\s*(?:-|–|—|to)\s*((?:[A-Z][a-z]{2,8}\.?\s+|\d{1,2}/)?\d{4}|[Pp]resent|[Cc]urrent)"
)
_TITLE = re.compile(
    r"^[^.\n]*\b(?:Engineer|Developer|Manager|Director|Analyst|Intern|Designer|Consultant|Assistant|Associate|Officer|CTO|CEO|"
    r"Specialist|Coordinator|Accountant|Teacher|Nurse)\b[^.\n]*$",
    re.MULTILINE,
)
_EMPLOYER = re.compile(
    r"\b(?:[A-Z][\w&]+ )+(?:Inc|LLC|Ltd|Corp(?:oration)?|Company|Group|Systems|Labs|University|Bank|Studio|Research)\b"
)
_DEGREE = re.compile(
    r"\b(?:B\.?S\.?c?|M\.?S\.?c?|B\.?A\.?|M\.?A\.?|B\.?F\.?A\.?|Ph\.?D\.?|MBA|Bachelor(?:'s)?|Master(?:'s)?)(?![a-z])[^,|\n]*"
)


@dataclass(slots=True)
class Tally:
    """Counts over all files, from which F1 follows."""

    right: int = 0
    found: int = 0
    true: int = 0

    def add(self, found: list[str], true: list[str], same: Callable[[str, str], bool]) -> None:
        left = list(found)
        for wanted in true:
            match = next((name for name in left if same(name, wanted)), None)
            if match is not None:
                left.remove(match)
                self.right += 1
        self.found += len(found)
        self.true += len(true)

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.true) if self.found + self.true else 0.0


@dataclass(slots=True)
class Tallies:
    by_entity: dict[str, Tally] = field(default_factory=lambda: {entity: Tally() for entity in ENTITIES})

    def add(self, found: dict[str, list[str]], true: dict[str, list[str]]) -> None:
        for entity, wanted in true.items():
            self.by_entity[entity].add(found[entity], wanted, str.__eq__ if entity == "dates" else overlaps)


def measure(eval_dir: Path) -> list[Row]:
    """One row per entity on the files with hand-made truth, then shares over the category resumes."""
    ours, baseline = Tallies(), Tallies()
    for path, true in _truths(eval_dir):
        resume = read_resume(path.read_bytes(), path.name)
        text = resume.text if isinstance(resume, Resume) else ""
        ours.add(_entities(read_profile(text, AS_OF)), true)
        baseline.add(_by_regex(text), true)
    rows = []
    for entity in ENTITIES:
        mine, theirs = ours.by_entity[entity], baseline.by_entity[entity]
        target = min(theirs.f1 + GAIN, 0.95)
        label = f"{entity}: F1 ({mine.true} in truth files)"
        rows.append(Row(label, f"{mine.f1:.3f}", f"{theirs.f1:.3f}", f">= {target:.3f}", mine.f1 >= target))
    return rows + list(_on_category_resumes(eval_dir))


def overlaps(found: str, wanted: str) -> bool:
    """Whether at least half of all words are shared, without regard to case and marks."""
    first, second = _words(found), _words(wanted)
    return bool(first | second) and len(first & second) / len(first | second) >= 0.5


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text.lower()))


def _truths(eval_dir: Path) -> Iterator[tuple[Path, dict[str, list[str]]]]:
    for path in sorted((eval_dir / "layout_pdfs").glob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        jobs = truth["experience"]
        true = {
            "titles": [job["title"] for job in jobs],
            "employers": [job["company"] for job in jobs],
            "dates": [_months(job["dates"]) for job in jobs if job.get("dates")],
            "degrees": [degree["degree"] for degree in truth["education"]],
        }
        if truth["skills"]:
            true["skills"] = [_skill(skill) for skill in truth["skills"]]
        yield path.with_name(path.name.replace(".truth.json", ".pdf")), true
    content = yaml.safe_load((eval_dir / "resume_files/truth/rendercv_john_doe.yaml").read_text(encoding="utf-8"))
    sections = content["cv"]["sections"]
    true = {
        "titles": [job["position"] for job in sections["experience"]],
        "employers": [job["company"] for job in sections["experience"]],
        "dates": [f"{job['start_date']} {job['end_date']}" for job in sections["experience"]],
        "degrees": [f"{degree['degree']} in {degree['area']}" for degree in sections["education"]],
    }
    for path in sorted((eval_dir / "resume_files/dev").glob("rendercv_*.pdf")):
        yield path, true


def _entities(profile: Profile) -> dict[str, list[str]]:
    return {
        "titles": [position.title for position in profile.positions if position.title],
        "employers": [position.employer for position in profile.positions if position.employer],
        "dates": [
            f"{position.start} {'present' if position.current else position.end}"
            for position in profile.positions
            if position.start
        ],
        "degrees": [f"{degree.degree} {degree.field}" for degree in profile.education],
        "skills": sorted({skill.name for skill in profile.skills if skill.listed}),
    }


def _by_regex(text: str) -> dict[str, list[str]]:
    skills = {skill for line in text.splitlines() if line.count(",") >= 3 for skill in line.split(",")}
    return {
        "titles": [match[0] for match in _TITLE.finditer(text)],
        "employers": [match[0] for match in _EMPLOYER.finditer(text)],
        "dates": [_months(match[0]) for match in _RANGE.finditer(text)],
        "degrees": [match[0] for match in _DEGREE.finditer(text)],
        "skills": [_skill(skill) for skill in sorted(skills)],
    }


def _skill(written: str) -> str:
    return load_taxonomy().canonical(written.strip()) or written.strip()


def _months(written: str) -> str:
    """ "Jul 2021 - Present" as "2021-07 present"; years alone as January and December."""
    start, end = re.split(r"\s*(?:-|–|—|\bto\b)\s*", written, maxsplit=1)
    return f"{_month(start, 1)} {_month(end, 12)}"


def _month(written: str, alone: int) -> str:
    if written.lower() in ("present", "current"):
        return "present"
    year = int(written[-4:])
    name = written[:-4].strip(" ./").lower()[:3]
    return str(Month(year, int(name) if name.isdigit() else _MONTHS.get(name, alone)))


def _on_category_resumes(eval_dir: Path) -> Iterator[Row]:
    resumes = [json.loads(line)["text"] for line in _lines(eval_dir / "category_resumes.dev.jsonl")]
    profiles = [read_profile(text, AS_OF) for text in resumes]
    total = len(profiles)
    with_jobs = sum(1 for profile in profiles if profile.positions) / total
    dated_texts = [(text, profile) for text, profile in zip(resumes, profiles, strict=True) if _RANGE.search(text)]
    plausible = sum(1 for _, profile in dated_texts if _plausible(profile)) / len(dated_texts)
    placeholders = sum(len(_placeholders(text)) for text in resumes)
    covered = sum(_covered(text, profile) for text, profile in zip(resumes, profiles, strict=True)) / placeholders
    flat = [" ".join(text.split()) for text in resumes]
    flat_covered = sum(_covered(text, read_profile(text, AS_OF)) for text in flat) / placeholders
    found_by_regex = sum(1 for text in resumes if _RANGE.search(text) and _TITLE.search(text)) / total
    yield _row(f"category resumes with jobs found ({total})", with_jobs, f"{found_by_regex:.3f}", 0.95)
    yield _row(f"years of experience plausible ({len(dated_texts)} with dates)", plausible, "-", 0.95)
    yield _row(f"masked employers that a job has ({placeholders})", covered, "-", 0.90)
    yield _row("the same in texts without line breaks", flat_covered, "-", 0.80)


def _row(measure: str, value: float, baseline: str, target: float) -> Row:
    return Row(measure, f"{value:.3f}", baseline, f">= {target:.2f}", value >= target)


def _lines(path: Path) -> Iterable[str]:
    return path.read_text(encoding="utf-8").strip().split("\n")


def _placeholders(text: str) -> list[re.Match[str]]:
    return list(re.finditer(r"\bCompany Name\b", text))


def _covered(text: str, profile: Profile) -> int:
    """Placeholders of employers that stand in a job as its employer."""
    spans = [position.employer_span for position in profile.positions if position.employer_span]
    return sum(any(span.start <= found.start() < span.end for span in spans) for found in _placeholders(text))


def _plausible(profile: Profile) -> bool:
    return profile.years_experience is not None and 0 < profile.years_experience <= 50
