"""How well are files read? Text recovered, reading order, hidden text found, clean files left in peace, time."""

import csv
import json
import re
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import yaml
from pypdf import PdfReader

from evals.table import Row
from resumes import read_resume
from resumes.sandbox import ResumeReader
from scoring.resume import HiddenText, Resume

FEWEST_TURNS = 3
MARKDOWN = re.compile(r"\[([^\]]*)\]\([^)]*\)|[*`]")


@dataclass(frozen=True, slots=True)
class Case:
    """A file with the strings that a reader sees in it, and its roles from top to bottom."""

    content: bytes
    strings: tuple[str, ...]
    roles: tuple[tuple[str, ...], ...]


def measure(eval_dir: Path) -> list[Row]:
    """Every figure on the files of ``eval_dir``, beside plain pypdf and python-docx on the same files."""
    return [*_recovery(eval_dir), *_hidden(eval_dir), _false_flags(eval_dir), *_cost(eval_dir)]


def plain_text(content: bytes) -> str:
    """The baseline: what the bare libraries give."""
    if content.startswith(b"PK"):
        return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(content)).paragraphs)
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def our_text(content: bytes) -> str:
    answer = read_resume(content)
    return answer.text if isinstance(answer, Resume) else ""


def folded(text: str) -> str:
    """Case, width and white space do not matter when a string is looked for."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("’", "'").casefold().split())


def _recovery(eval_dir: Path) -> Iterator[Row]:
    cases = [*_layout_truths(eval_dir), *_rendered_truths(eval_dir)]
    mine, bare = ([folded(read(case.content)) for case in cases] for read in (our_text, plain_text))
    wanted = sum(len(case.strings) for case in cases)
    ours, base = (_found(texts, cases) for texts in (mine, bare))
    yield Row("truth strings recovered", f"{ours}/{wanted}", f"{base}/{wanted}", "all", ours == wanted)
    ours, base = (_ordered(texts, cases) for texts in (mine, bare))
    all_in_order = ours == len(cases)
    yield Row("files with all roles in order", f"{ours}/{len(cases)}", f"{base}/{len(cases)}", "all", all_in_order)


def _found(texts: Sequence[str], cases: Sequence[Case]) -> int:
    return sum(string in text for text, case in zip(texts, cases, strict=True) for string in case.strings)


def _ordered(texts: Sequence[str], cases: Sequence[Case]) -> int:
    return sum(in_order(text, case.roles) for text, case in zip(texts, cases, strict=True))


def in_order(text: str, roles: Sequence[tuple[str, ...]]) -> bool:
    """Whether each role's strings stand together and the roles follow each other as given."""
    start = 0
    for role in roles:
        places = [text.find(string, start) for string in role]
        if min(places) < 0:
            return False
        start = max(places)
    return True


def _layout_truths(eval_dir: Path) -> Iterator[Case]:
    for path in sorted((eval_dir / "layout_pdfs").glob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        groups = [truth["contact"], *truth["experience"], *truth["education"]]
        strings = [value for group in groups for value in group.values()] + truth["skills"]
        roles = tuple(tuple(folded(role[key]) for key in ("title", "company")) for role in truth["experience"])
        content = path.with_name(path.name.replace(".truth.json", ".pdf")).read_bytes()
        yield Case(content, tuple(folded(string) for string in strings if isinstance(string, str) and string), roles)


def _rendered_truths(eval_dir: Path) -> Iterator[Case]:
    truth = yaml.safe_load((eval_dir / "resume_files/truth/rendercv_john_doe.yaml").read_text(encoding="utf-8"))
    sections = truth["cv"]["sections"]
    strings = tuple(folded(string) for string in _strings(sections))
    roles = tuple((folded(role["company"]),) for role in sections["experience"])
    for path in sorted((eval_dir / "resume_files/dev").glob("rendercv_*.pdf")):
        yield Case(path.read_bytes(), strings, roles)


def _strings(value: Any, key: str = "") -> Iterator[str]:
    """The words of a section as they are printed: without markup and without dates, which the theme reformats."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _strings(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part, key)
    elif isinstance(value, str) and not key.endswith("date"):
        lines = (MARKDOWN.sub(lambda link: link[1] or "", line) for line in value.split("\n"))
        yield from (part for line in lines for part in line.split(" - ") if part)


def _hidden(eval_dir: Path) -> Iterator[Row]:
    listed = (eval_dir / "adversarial/adversarial_files.jsonl").read_text(encoding="utf-8").splitlines()
    spans = leaked = plain = reported = 0
    for entry in map(json.loads, listed):
        content = (eval_dir / "adversarial" / entry["file"]).read_bytes()
        answer = read_resume(content)
        text = folded(answer.text) if isinstance(answer, Resume) else ""
        for span in entry["unusual_spans"]:
            spans += 1
            leaked += folded(span[0]) in text
            plain += folded(span[0]) in folded(plain_text(content))
            reported += _reports(answer.hidden, span[0])
    yield Row("hidden spans in the scored text", f"{leaked}/{spans}", f"{plain}/{spans}", "0", leaked == 0)
    yield Row("hidden spans reported", f"{reported}/{spans}", f"0/{spans}", "all", reported == spans)


def _reports(hidden: Iterable[HiddenText], text: str) -> bool:
    excerpts = folded(" ".join(item.excerpt for item in hidden))
    return folded(text)[:40] in excerpts or any(
        item.excerpt and folded(item.excerpt) in folded(text) for item in hidden
    )


def clean_files(eval_dir: Path) -> list[Path]:
    """Files in which nobody hid anything."""
    listed = (eval_dir / "adversarial/adversarial_files.jsonl").read_text(encoding="utf-8").splitlines()
    unharmed = [entry["file"] for entry in map(json.loads, listed) if not entry["label"]]
    with (eval_dir / "resume_files/manifest.csv").open(encoding="utf-8", newline="") as manifest:
        real = [eval_dir / "resume_files" / row["file"] for row in csv.DictReader(manifest)]
    layouts = sorted((eval_dir / "layout_pdfs").glob("*.pdf"))
    return [
        path for path in (*real, *layouts, *(eval_dir / "adversarial" / name for name in unharmed)) if path.exists()
    ]


def _false_flags(eval_dir: Path) -> Row:
    files = clean_files(eval_dir)
    flagged = sum(bool(read_resume(path.read_bytes()).hidden) for path in files)
    bound = "" if flagged else f" (95 % bound {3 / len(files):.1%})"
    ours = f"{flagged}/{len(files)}{bound}"
    return Row("clean files with a hidden-text flag", ours, "-", "<= 1 %", flagged <= 0.01 * len(files))


def _cost(eval_dir: Path) -> Iterator[Row]:
    for suffix, library in ((".pdf", "pypdf"), (".docx", "python-docx")):
        files = [path.read_bytes() for path in clean_files(eval_dir) if path.suffix == suffix]
        with ResumeReader() as reader:
            reader.read(files[0])
            turns = max(FEWEST_TURNS, 80 // len(files))
            times = [_quickest(content, (reader.read, plain_text), turns) for content in files]
        ours, bare = (sum(column) for column in zip(*times, strict=True))
        ratio = ours / bare
        time_of_ours = f"{1000 * ours / len(files):.1f} ms, {ratio:.2f} x"
        time_of_bare = f"{library} {1000 * bare / len(files):.1f} ms"
        yield Row(f"time per {suffix[1:]} in the sandbox", time_of_ours, time_of_bare, "<= 1.3 x", ratio <= 1.3)


def _quickest(content: bytes, readers: Sequence[Callable[[bytes], object]], turns: int) -> tuple[float, ...]:
    """The best of several turns for each reader, taken alternately so that a busy machine disturbs both alike."""
    times = [[_seconds(read, content) for read in readers] for _ in range(turns)]
    return tuple(min(column) for column in zip(*times, strict=True))


def _seconds(read: Callable[[bytes], object], content: bytes) -> float:
    began = time.perf_counter()
    read(content)
    return time.perf_counter() - began
