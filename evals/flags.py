"""Are missing requirements flagged, and does the resume that has them score higher? On jobs with a matched resume and
the same resume weakened by known skills and years."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.baselines import Bm25, TfIdf
from evals.cards import AS_OF, assessor, card_of, profile_of, rubric_of
from evals.table import Row
from scoring.assessment import Verdict
from scoring.local.words import content_stems, weight
from scoring.resume import Resume
from scoring.rubric import Criterion, CriterionId, CriterionKind, Mode, Option, Rubric, SourceQuote
from scoring.taxonomy import load_taxonomy

FILES = ("gap_triples.dev.jsonl",)
_SKILL_KINDS = frozenset(
    {CriterionKind.SKILL, CriterionKind.OTHER, CriterionKind.CERTIFICATION, CriterionKind.LANGUAGE}
)
_YEARS = re.compile(r"((?:19|20)\d\d)\s*[-–—]\s*((?:19|20)\d\d)")
# A job that says nothing of years has no minimum that a resume could fall short of.
_STATES_YEARS = re.compile(r"\b(?:year|yr|month)s?\b", re.IGNORECASE)
_SAME_NAME = 0.75


@dataclass(slots=True)
class Flags:
    """Counts over all jobs: flags that are right and wrong, gaps without a flag, matched resumes with a false flag."""

    right: int = 0
    wrong: int = 0
    overlooked: int = 0
    falsely_flagged: int = 0
    jobs: int = 0

    def row(self, label: str, baseline: str) -> Row:
        recall = self.right / max(1, self.right + self.overlooked)
        precision = self.right / max(1, self.right + self.wrong)
        false = self.falsely_flagged / max(1, self.jobs)
        passed = recall >= 0.95 and precision >= 0.90 and false <= 0.05
        return Row(
            label, f"{recall:.3f} / {precision:.3f} / {false:.1%}", baseline, ">= 0.95 / >= 0.90 / <= 5 %", passed
        )

    @property
    def figures(self) -> str:
        row = self.row("", "")
        return row.ours


def measure(eval_dir: Path) -> list[Row]:
    triples = [json.loads(line) for line in (eval_dir / FILES[0]).read_text(encoding="utf-8").split("\n") if line]
    return [*_named(triples), *_drafted(triples), _pairs(triples)]


def _named(triples: Sequence[dict[str, Any]]) -> Iterator[Row]:
    """Every skill of the set asked for as a must-have: how well a resume is searched, whatever the rubric."""
    kept = [_without_literal(triple) for triple in triples]
    for label, jobs in (
        ("skills asked for one by one", triples),
        ("same, removed ones that still stand there excluded", kept),
    ):
        literal = _count(jobs, lambda skill, text: _plain(skill) not in _plain(text))
        ours = Flags(jobs=len(jobs))
        for triple in jobs:
            skills = [skill for skill in triple["skills"] if skill.strip()]
            rubric = Rubric("eval", "", tuple(_gate(i, skill) for i, skill in enumerate(skills)))
            missing = {key: _unmet(rubric, triple[key]) for key in ("resume_matched", "resume_unmatched")}
            _add(ours, triple, skills, missing["resume_matched"], missing["resume_unmatched"])
        yield ours.row(f"{label}: recall / precision / false", f"exact string {literal.figures}")


def _count(jobs: Sequence[dict[str, Any]], is_missing: Callable[[str, str], bool]) -> Flags:
    flags = Flags(jobs=len(jobs))
    for triple in jobs:
        skills = [skill for skill in triple["skills"] if skill.strip()]
        matched, unmatched = (
            [is_missing(skill, triple[key]) for skill in skills] for key in ("resume_matched", "resume_unmatched")
        )
        _add(flags, triple, skills, matched, unmatched)
    return flags


def _add(
    flags: Flags, triple: dict[str, Any], skills: Sequence[str], matched: Sequence[bool], unmatched: Sequence[bool]
) -> None:
    removed = {_plain(skill) for skill in _removed(triple)}
    for skill, missing in zip(skills, unmatched, strict=True):
        if _plain(skill) in removed:
            flags.right += missing
            flags.overlooked += not missing
        else:
            flags.wrong += missing
    flags.falsely_flagged += any(matched)


def _gate(number: int, skill: str) -> Criterion:
    option = Option(CriterionKind.SKILL, (skill,))
    source = SourceQuote("skills", skill)
    return Criterion(CriterionId(str(number)), CriterionKind.SKILL, Mode.GATE, skill, 0, (option,), source)


def _unmet(rubric: Rubric, text: str) -> list[bool]:
    assessment = assessor().assess(rubric, Resume(text, "", "text/plain"), profile_of(text), (), AS_OF)
    return [rating.verdict is not Verdict.MET for rating in assessment.ratings]


def _drafted(triples: Sequence[dict[str, Any]]) -> Iterator[Row]:
    """The whole way: rubric drafted from the advertisement, flags read from the card.

    A flag counts where it is about one of the skills that the set names; what else an advertisement asks for is known
    to nobody, so those flags are counted apart.
    """
    flags, named = Flags(jobs=len(triples)), Flags(jobs=len(triples))
    shortened = noticed = others = 0
    for triple in triples:
        rubric = rubric_of(triple["job_text"])
        skills = [skill for skill in triple["skills"] if skill.strip()]
        matched, weakened = (
            [rubric[missing.criterion_id] for missing in card_of(rubric, triple[key]).missing_requirements]
            for key in ("resume_matched", "resume_unmatched")
        )
        gates = rubric.of_mode(Mode.GATE)
        for skill in _removed(triple):
            found = any(_about(skill, criterion) for criterion in weakened)
            for counts in (flags, named) if any(_about(skill, gate) for gate in gates) else (flags,):
                counts.right += found
                counts.overlooked += not found
        wrong = [c for c in weakened if _names_any(skills, c) and not _names_any(_removed(triple), c)]
        false = any(_names_any(skills, criterion) for criterion in matched)
        for counts in (flags, named):
            counts.wrong += len(wrong)
            counts.falsely_flagged += false
        others += sum(criterion.kind in _SKILL_KINDS and not _names_any(skills, criterion) for criterion in matched)
        kept = "same job experience" in str(triple["removed"].get("Experience", "same job experience"))
        if not kept and _STATES_YEARS.search(triple["job_text"]):
            shortened += 1
            noticed += any(criterion.kind is CriterionKind.EXPERIENCE for criterion in weakened)
    yield flags.row("drafted from the job: recall / precision / false", "-")
    yield named.row("same, skills that the draft made a must-have", "-")
    yield Row("flags about other things on a matched resume", f"{others / len(triples):.2f} a job", "-", "-", None)
    if shortened:
        share = noticed / shortened
        yield Row(f"years gap noticed ({shortened} shortened)", f"{share:.3f}", "-", ">= 0.98", share >= 0.98)


def _names_any(skills: Sequence[str], criterion: Criterion) -> bool:
    return criterion.kind in _SKILL_KINDS and any(_about(skill, criterion) for skill in skills)


def _about(skill: str, criterion: Criterion) -> bool:
    """Whether a criterion asks for the skill: the same name, the same entry of the taxonomy, or most of its words."""
    taxonomy = load_taxonomy()
    known, wanted = taxonomy.canonical(skill), set(content_stems(skill))
    for name in [term for option in criterion.options for term in option.terms] or [criterion.text]:
        if _plain(name) == _plain(skill) or (known is not None and known == taxonomy.canonical(name)):
            return True
        has = set(content_stems(name))
        least = min(sum(map(weight, wanted)), sum(map(weight, has)))
        if least and sum(map(weight, wanted & has)) / least >= _SAME_NAME:
            return True
    return False


def _pairs(triples: Sequence[dict[str, Any]]) -> Row:
    """Matched above weakened; a tie is not above."""
    corpus = [triple[key] for triple in triples for key in ("job_text", "resume_matched", "resume_unmatched")]
    tfidf, bm25 = TfIdf(corpus), Bm25(corpus)
    above = dict.fromkeys(("ours", "skills and years", "TF-IDF", "BM25"), 0)
    for triple in triples:
        job, better, worse = triple["job_text"], triple["resume_matched"], triple["resume_unmatched"]
        rubric = rubric_of(job)
        above["ours"] += (card_of(rubric, better).score or 0) > (card_of(rubric, worse).score or 0)
        above["skills and years"] += _by_regex(triple["skills"], better) > _by_regex(triple["skills"], worse)
        above["TF-IDF"] += tfidf.score(job, better) > tfidf.score(job, worse)
        above["BM25"] += bm25.score(job, better) > bm25.score(job, worse)
    shares = {name: count / len(triples) for name, count in above.items()}
    rivals = ", ".join(f"{name} {share:.3f}" for name, share in shares.items() if name != "ours")
    return Row("matched resume above weakened one", f"{shares['ours']:.3f}", rivals, ">= 0.99", shares["ours"] >= 0.99)


def _by_regex(skills: Sequence[str], text: str) -> float:
    plain = _plain(text)
    share = sum(_plain(skill) in plain for skill in skills) / max(1, len(skills))
    return share + 0.1 * sum(int(end) - int(start) for start, end in _YEARS.findall(text))


def _removed(triple: dict[str, Any]) -> list[str]:
    return [skill for skill in triple["removed"].get("Skills") or [] if skill.strip()]


def _without_literal(triple: dict[str, Any]) -> dict[str, Any]:
    plain = _plain(triple["resume_unmatched"])
    standing = {_plain(skill) for skill in _removed(triple) if _plain(skill) in plain}
    return triple | {"skills": [skill for skill in triple["skills"] if _plain(skill) not in standing]}


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()
