"""What must not move a score: names, pronouns, schools, addresses, file formats, and text for screening systems."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from evals.cards import card_of, rubric_of
from evals.formats import LOOKS, files_of, printable
from evals.table import Row
from resumes import read_resume
from scoring.instructions import instructions_in
from scoring.resume import Resume
from scoring.rubric import Rubric

SAMPLE = Path(__file__).parent / "sample"
FILES = ("gap_triples.dev.jsonl",)

_NAMES = (
    "Jane Doe", "Lakisha Washington", "Emily Walsh", "Jamal Robinson", "Nguyen Thi Lan", "José García Márquez",
    "Xiuying Wang", "O'Neil McCarthy", "Muhammad Al-Farsi", "Björn Åkesson",
)  # fmt: skip
_ADDRESSES = (
    "12 Main Street, Springfield, IL 62701",
    "Flat 4, 99 High Road, London E1 6AN",
    "Musterweg 3, 10115 Berlin",
)
_SCHOOLS = ("Example State University", "Howard University", "Stanford University", "Springfield Community College")
_PRONOUNS = (("he", "his", "him"), ("she", "her", "her"), ("they", "their", "them"))
_MOST = 60
_RENDERED = 40
_WIDEST_SPREAD = 2


def measure(eval_dir: Path) -> list[Row]:
    """On resumes of the folder; the layouts and attacks of adversarial/ are used where the folder has them."""
    triples = [json.loads(line) for line in (eval_dir / FILES[0]).read_text(encoding="utf-8").split("\n") if line]
    chosen = [(triple["job_text"], _anonymous(triple["resume_matched"])) for triple in triples[:_MOST]]
    return [
        _swaps(chosen),
        _formats(chosen, eval_dir),
        *_injections(chosen, eval_dir),
        _false_reports(triples, eval_dir),
    ]


def _swaps(chosen: Sequence[tuple[str, str]]) -> Row:
    worst, compared = Decimal(0), 0
    for job, text in chosen:
        rubric = rubric_of(job)
        scores = [card_of(rubric, variant).score or Decimal(0) for variant in _variants(text)]
        worst = max(worst, max(scores) - min(scores))
        compared += len(scores)
    return Row(
        f"name, pronoun, school, address swaps: largest shift ({compared} cards)", f"{worst}", "-", "0", not worst
    )


def _variants(text: str) -> Iterator[str]:
    """The same content under other names, pronouns, schools and addresses; each part varies alone."""
    education = "\n\nEducation\nBachelor of Science in General Studies, {school}, 2010\n"
    summary = "\n\nReferences\n{0} is dependable; {1} colleagues would work with {2} again.\n"
    base = text + education.format(school=_SCHOOLS[0]) + summary.format(*_PRONOUNS[0])
    for name in _NAMES:
        yield f"{name}\n{_ADDRESSES[0]}\n\n{base}"
    for address in _ADDRESSES[1:]:
        yield f"{_NAMES[0]}\n{address}\n\n{base}"
    for school in _SCHOOLS[1:]:
        yield f"{_NAMES[0]}\n{_ADDRESSES[0]}\n\n{base.replace(_SCHOOLS[0], school)}"
    for pronouns in _PRONOUNS[1:]:
        changed = base.replace(summary.format(*_PRONOUNS[0]), summary.format(*pronouns))
        yield f"{_NAMES[0]}\n{_ADDRESSES[0]}\n\n{changed}"


def _formats(chosen: Sequence[tuple[str, str]], eval_dir: Path) -> Row:
    """Each resume in every format, font and width: the same content, so the same score."""
    pairs = [*chosen[:_RENDERED], *_with_other_resumes(chosen, eval_dir)]
    spreads = [_spread(rubric_of(job), files_of(printable(text))) for job, text in pairs]
    label = f"one resume as PDF, DOCX and TXT: largest spread ({len(pairs)} in {len(LOOKS) + 3} files)"
    if None in spreads:
        return Row(label, f"{spreads.count(None)} not read", "-", "<= 2", passed=False)
    found = [spread for spread in spreads if spread is not None]
    over = sum(spread > _WIDEST_SPREAD for spread in found)
    return Row(label, f"{max(found)}, {over} over 2, mean {sum(found) / len(found):.2f}", "-", "<= 2", not over)


def _with_other_resumes(chosen: Sequence[tuple[str, str]], eval_dir: Path) -> list[tuple[str, str]]:
    """Resumes of many occupations, each set against one of the jobs."""
    path = eval_dir / "category_resumes.dev.jsonl"
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").split("\n")
    texts = [json.loads(line)["text"] for line in lines[:: max(1, len(lines) // _RENDERED)] if line]
    return [(job, text) for (job, _), text in zip(chosen, texts[:_RENDERED], strict=False)]


def _spread(rubric: Rubric, files: Mapping[str, bytes]) -> Decimal | None:
    readings = [read_resume(content, name) for name, content in files.items()]
    scores = [card_of(rubric, reading.text).score or Decimal(0) for reading in readings if isinstance(reading, Resume)]
    return max(scores) - min(scores) if len(scores) == len(files) else None


def _injections(chosen: Sequence[tuple[str, str]], eval_dir: Path) -> Iterator[Row]:
    """Lines for a machine in the visible text. What hides in files is measured by ``evals.reading``."""
    strings = json.loads((SAMPLE / "injections.json").read_text(encoding="utf-8"))
    known = eval_dir / "adversarial" / "injection_strings.json"
    if known.exists():
        strings += [entry["text"] for entry in json.loads(known.read_text(encoding="utf-8"))]
    worst, reported, tried = Decimal(0), 0, 0
    for number, attack in enumerate(strings):
        job, text = chosen[number % len(chosen)]
        rubric = rubric_of(job)
        plain = card_of(rubric, text)
        for attacked in (f"{attack}\n{text}", f"{text}\n{attack}\n"):
            card = card_of(rubric, attacked)
            worst = max(worst, abs((card.score or Decimal(0)) - (plain.score or Decimal(0))))
            tried += 1
            reported += any("screening system" in warning for warning in card.warnings)
    label = f"injected lines: largest shift, reported ({tried})"
    yield Row(label, f"{worst}, {reported / tried:.1%}", "-", "0, all", not worst and reported == tried)


def _false_reports(triples: Sequence[dict[str, Any]], eval_dir: Path) -> Row:
    """On every resume of the folder in which nobody planted anything."""
    texts = [triple["resume_matched"] for triple in triples]
    others = eval_dir / "category_resumes.dev.jsonl"
    if others.exists():
        texts += [json.loads(line)["text"] for line in others.read_text(encoding="utf-8").split("\n") if line]
    readings = (read_resume(path.read_bytes()) for path in sorted((eval_dir / "layout_pdfs").glob("*.pdf")))
    texts += [reading.text for reading in readings if isinstance(reading, Resume)]
    share = sum(bool(instructions_in(text)) for text in texts) / len(texts)
    return Row(f"clean resumes reported ({len(texts)})", f"{share:.2%}", "-", "<= 1 %", share <= 0.01)


def _anonymous(text: str) -> str:
    """The resume from its first heading about work on: the block with the name is put in front by the measure."""
    start = re.search(r"(?im)^\W*(?:education|skills|experience)\b", text)
    return text[start.start() :] if start else text
