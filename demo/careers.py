"""Invented careers: positions, schools and skills that fit together, from excellent to poor."""

from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

from demo.content import read_content

AS_OF = date(2026, 11, 1)  # the day all resumes were written: the same seed gives the same files in any year


@dataclass(frozen=True, slots=True)
class Position:
    """``end`` is None for a position that is still held; both are firsts of a month."""

    title: str
    employer: str
    note: str
    city: str
    start: date
    end: date | None
    bullets: tuple[str, ...]

    @property
    def months(self) -> int:
        return month_number(self.end or AS_OF) - month_number(self.start)


@dataclass(frozen=True, slots=True)
class Schooling:
    award: str  # "Bachelor of Science"; a high school diploma has no field
    field: str
    institution: str
    year: int


@dataclass(frozen=True, slots=True)
class Career:
    """``quality`` names the archetype it was drawn from; positions and schooling stand newest first."""

    quality: str
    track: str
    headline: str
    summary: str
    positions: tuple[Position, ...]
    schooling: tuple[Schooling, ...]
    skills: tuple[tuple[str, tuple[str, ...]], ...]  # (group, skills)
    certifications: tuple[str, ...]
    projects: tuple[str, ...]
    languages: tuple[str, ...]

    @property
    def years(self) -> float:
        return sum(position.months for position in self.positions) / 12


class CareerWriter:
    """Writes one career; every phrase is used at most once in it."""

    def __init__(self, random: Random, archetype: dict[str, Any]) -> None:
        self._random = random
        self._archetype = archetype
        self._general = read_content("general")
        self._track = read_content(f"tracks/{archetype['track']}")
        self._used: set[str] = set()
        self._skills = self._known_skills()

    def write(self) -> Career:
        random, archetype, track = self._random, self._archetype, self._track
        months = random.randint(*archetype["years"]) * 12 + random.randint(0, 9)
        positions = self._positions(archetype["track"], months, AS_OF, self._last_day())
        if before := archetype.get("before"):
            started = positions[-1].start
            earlier = random.randint(*archetype["before_years"]) * 12
            positions += self._positions(before, earlier, started, started)
        schooling = self._schooling(positions)
        years = max(1, round(sum(p.months for p in positions) / 12))
        words = self._words(years=years, title=positions[0].title)
        return Career(
            quality=archetype["name"],
            track=archetype["track"],
            headline=random.choice(track["headlines"]).format(**words),
            summary=random.choice(track["summaries"][archetype["writing"]]).format(**words),
            positions=positions,
            schooling=schooling,
            skills=self._grouped(),
            certifications=tuple(
                f"{name} ({AS_OF.year - random.randint(0, 3)})"
                for name in random.sample(
                    track["certifications"], min(archetype["certifications"], len(track["certifications"]))
                )
            ),
            projects=tuple(
                self._fill(project["text"])
                for project in random.sample(track["projects"], min(len(track["projects"]), random.choice((0, 0, 1))))
            ),
            languages=self._languages(),
        )

    def _known_skills(self) -> list[str]:
        levels = self._track["skills"]
        common, deep = self._archetype["common"], self._archetype["deep"]
        return [
            *levels["core"],
            *self._random.sample(levels["common"], min(common, len(levels["common"]))),
            *self._random.sample(levels["deep"], min(deep, len(levels["deep"]))),
        ]

    def _last_day(self) -> date | None:
        """None for those who are employed, as four of five are."""
        return None if self._random.random() < 0.8 else add_months(AS_OF, -self._random.randint(1, 7))

    def _positions(self, track_name: str, months: int, until: date, last_day: date | None) -> tuple[Position, ...]:
        track = read_content(f"tracks/{track_name}")
        employers = self._random.sample(track["employers"], len(track["employers"]))
        written: list[Position] = []
        end, remaining = last_day, months
        long_gap = self._random.random() < 0.12
        while remaining > 0 and len(written) < 6:
            held = remaining if remaining < 20 or len(written) == 5 else self._random.randint(14, min(remaining, 56))
            held = remaining if remaining - held < 8 else held
            start = add_months(end or until, -held)
            remaining -= held
            level = self._level(track_name, remaining)
            domain = self._random.choice(track["domains"])
            written.append(
                Position(
                    title=self._random.choice(track["titles"][level]),
                    employer=employers[len(written)],
                    note=self._fill(self._random.choice(self._general["employer_notes"]), domain),
                    city=self._random.choice(self._general["cities"]).rpartition(" ")[0],
                    start=start,
                    end=end,
                    bullets=self._bullets(track, level, domain, place=len(written)),
                )
            )
            gap = (
                self._random.randint(8, 19) if long_gap and len(written) == 1 else self._random.choice((0, 0, 0, 1, 2))
            )
            end = add_months(start, -gap)
        if len(written) > 1 and self._random.random() < 0.06:
            written[1] = self._overlapping(written[1], written[0])
        return tuple(written)

    def _overlapping(self, older: Position, newer: Position) -> Position:
        """The older position went on for some months beside the newer one."""
        latest = newer.end or AS_OF
        return replace(older, end=min(add_months(newer.start, self._random.randint(2, 6)), latest))

    def _level(self, track_name: str, months_before: int) -> str:
        if track_name != self._archetype["track"]:
            return "mid"
        if months_before < 18:
            return "junior"
        if months_before < 48 or self._archetype["writing"] == "low":
            return "mid"
        return "senior" if months_before < 110 or self._archetype["writing"] != "high" else "lead"

    def _bullets(self, track: dict[str, Any], level: str, domain: str, *, place: int) -> tuple[str, ...]:
        """What was done there: work that needs known skills, then what anyone can say of a job."""
        kinds = {
            "high": ("high", "medium") if level in ("senior", "lead") else ("medium", "high"),
            "medium": ("medium", "low") if place else ("medium", "high"),
            "low": ("low", "medium"),
        }[self._archetype["writing"]]
        wanted = self._random.randint(*((5, 7) if place == 0 else (3, 5) if place < 3 else (2, 3)))
        pool = [bullet for bullet in track["bullets"] if bullet["text"] not in self._used and bullet["level"] in kinds]
        self._random.shuffle(pool)
        pool.sort(key=lambda bullet: kinds.index(bullet["level"]))
        able = [bullet for bullet in pool if track is not self._track or self._can(bullet["skills"])]
        # Two pieces of real work at least, even if it takes a skill that was not on the list before.
        chosen = able[:wanted] if len(able) > 1 else pool[: min(2, wanted)]
        self._used.update(bullet["text"] for bullet in chosen)
        if track is self._track:
            for bullet in chosen:
                self._skills += [skill for skill in bullet["skills"] if skill not in self._skills]
        phrases = [phrase for phrase in self._general["bullets"] if phrase not in self._used]
        phrases = self._random.sample(phrases, min(len(phrases), wanted - len(chosen)))
        self._used.update(phrases)
        return tuple(self._fill(text, domain) for text in (*(bullet["text"] for bullet in chosen), *phrases))

    def _can(self, skills: list[str]) -> bool:
        """Soft skills, which no list of this occupation names, are open to everyone."""
        listed = {skill for group in self._track["skills"].values() for skill in group}
        return all(skill in self._skills or skill not in listed for skill in skills)

    def _schooling(self, positions: tuple[Position, ...]) -> tuple[Schooling, ...]:
        if self._random.random() > self._archetype["degree"]:
            return ()
        studied = read_content(f"tracks/{self._archetype['before']}") if "before" in self._archetype else self._track
        award = self._random.choice(studied["awards"])
        field = self._random.choice(studied["degrees"])
        year = positions[-1].start.year
        if award == "High School Diploma":
            return (Schooling(award, "", self._random.choice(self._general["high_schools"]), year),)
        if award.startswith("Associate"):
            return (Schooling(award, field, self._random.choice(self._general["community_colleges"]), year),)
        universities = self._random.sample(self._general["universities"], 2)
        degrees = [Schooling(award, field, universities[0], year)]
        if award.startswith(("Master", "Ph.D.")):
            degrees.append(Schooling("Bachelor of Science", field, universities[1], year - 2))
        return tuple(degrees)

    def _grouped(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        groups = {name: [s for s in self._skills if s in members] for name, members in self._track["groups"].items()}
        placed = {skill for members in groups.values() for skill in members}
        left = [skill for skill in self._skills if skill not in placed]
        if left:
            groups["Further"] = left
        return tuple((name, tuple(members)) for name, members in groups.items() if members)

    def _languages(self) -> tuple[str, ...]:
        if self._random.random() > 0.35:
            return ()
        spoken = self._random.choice(self._general["languages"])
        return ("English (native)", f"{spoken} ({self._random.choice(self._general['language_levels'])})")

    def _fill(self, phrase: str, domain: str = "") -> str:
        return phrase.format(**self._words(domain=domain))

    def _words(self, *, years: int = 0, title: str = "", domain: str = "") -> dict[str, str]:
        random = self._random
        shown = [skill for skill in self._skills if skill not in ("Git", "SQL", "Documentation")]
        return {
            "title": title,
            "years": str(years),
            "domain": domain or random.choice(self._track["domains"]),
            **{f"skill{place + 1}": shown[min(place, len(shown) - 1)] for place in range(3)},
            "n": str(random.randint(3, 14)),
            "tenth": str(random.randint(1, 9)),
            "team": str(random.randint(2, 9)),
            "pct": str(random.randint(14, 64)),
            "ms": str(random.choice((80, 95, 120, 140, 180, 240))),
            "big": f"{random.randint(1, 48)} million",
            "kloc": str(random.randint(80, 420)),
            "months": str(random.randint(9, 26)),
            "perday": str(random.randint(4, 30)),
            "year": str(AS_OF.year - random.randint(1, 8)),
        }


def month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def add_months(day: date, months: int) -> date:
    """The first of the month that many months later (or earlier)."""
    year, month = divmod(month_number(day) + months, 12)
    return date(year, month + 1, 1)
