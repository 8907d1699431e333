"""Is what a job asks for in the drafted rubric? Spans that experts marked, skills known to be required, and noise."""

import json
import re
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from evals.table import Row
from scoring.requisition import Requisition, RequisitionId
from scoring.rubric import CriterionKind, Mode, Rubric, draft_rubric, requisition_from_text
from scoring.taxonomy import Taxonomy, load_taxonomy

FILES = ("annotated_jobs.dev.jsonl", "gap_triples.dev.jsonl")
_MOST_CRITERIA = 40
_MOST_MILLISECONDS = 10
_WORD = re.compile(r"[a-z0-9+#.]+")
_FILLER = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "and",
        "or",
        "in",
        "to",
        "with",
        "for",
        "skills",
        "skill",
        "knowledge",
        "ability",
        "abilities",
        "experience",
        "strong",
        "excellent",
        "basic",
        "good",
        "proficiency",
        "expertise",
        "understanding",
        "effective",
    ]
)
_SUFFIXES = ("ing", "ions", "ion", "ies", "es", "s", "ed", "al", "y", "e")
# A name counts as found when at least this share of its words stands in one criterion.
_SHARE = 0.6


def measure(eval_dir: Path) -> list[Row]:
    """Rows for the marked sentences, then for the requisitions whose required skills are known."""
    taxonomy = load_taxonomy()
    return [
        *_marked_spans(_lines(eval_dir / "annotated_jobs.dev.jsonl"), taxonomy),
        *_known_requirements(_lines(eval_dir / "gap_triples.dev.jsonl"), taxonomy),
    ]


def _marked_spans(rows: Iterable[dict[str, Any]], taxonomy: Taxonomy) -> Iterator[Row]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    empty = gated = 0
    for row in rows:
        text, spans = _sentence(row)
        requisition = Requisition(RequisitionId("r"), "", qualifications=text)
        rubric = draft_rubric(requisition)
        quotes = [criterion.source.quote for criterion in rubric.criteria]
        named = [_words(_named(rubric)), _words(" ".join(mention.alias for mention in taxonomy.find(text)))]
        for kind, span in spans:
            wanted = _words(span)
            if not wanted:
                continue
            count = counts[kind]
            count[0] += 1
            count[1] += _found(wanted, [named[0]])
            count[2] += _found(wanted, [named[1]])
            count[3] += any(span in quote for quote in quotes)
        if not spans and "tokens" in row:
            empty += 1
            overview = draft_rubric(Requisition(RequisitionId("r"), "", overview=text))
            gated += bool(overview.of_mode(Mode.GATE))
    for kind, (total, ours, theirs, quoted) in sorted(counts.items()):
        yield Row(
            f"marked {kind} spans named by a criterion (n={total}; {quoted / total:.2f} inside its quote)",
            f"{ours / total:.2f}",
            f"taxonomy names {theirs / total:.2f}",
            "above the baseline",
            ours > theirs,
        )
    if empty:
        yield Row(f"sentences without a mark that give a must-have (n={empty})", f"{gated / empty:.3f}", "–", "", None)


def _sentence(row: dict[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    """The sentence and its marked spans: BIO tags over tokens, or spans given as strings."""
    if "sentence" in row:
        return row["sentence"], [("ESCO", span) for span in row["spans"] or ()]
    spans = []
    for field, name in (("tags", ""), ("tags_skill", "SkillSpan skill"), ("tags_knowledge", "SkillSpan knowledge")):
        current: list[str] = []
        for token, tag in zip(row["tokens"], row.get(field, ()), strict=False):
            if tag.startswith("B"):
                current = [token]
                spans.append((name or f"Green {tag[2:]}", current))
            elif tag.startswith("I"):
                current.append(token)
            else:
                current = []
    return " ".join(row["tokens"]), [(kind, " ".join(tokens)) for kind, tokens in spans]


def _known_requirements(rows: Sequence[dict[str, Any]], taxonomy: Taxonomy) -> Iterator[Row]:
    skills = ours = must = notes = theirs = roles = role_gates = 0
    sizes, milliseconds = [], []
    for row in rows:
        text = row["job_text"]
        requisition = requisition_from_text(text, "r")
        started = time.process_time()
        rubric = draft_rubric(requisition)
        milliseconds.append((time.process_time() - started) * 1000)
        sizes.append(len(rubric.criteria))
        in_job = _words(text)
        by_mode = {
            mode: [_words(_terms(rubric, mode, criterion.id)) for criterion in rubric.of_mode(mode)] for mode in Mode
        }
        names = [_words(mention.alias) for mention in taxonomy.find(text)]
        for skill in row["removed"]["Skills"]:
            wanted = _words(skill)
            if not _found(wanted, [in_job]):
                continue
            skills += 1
            must += _found(wanted, by_mode[Mode.GATE])
            notes += _found(wanted, by_mode[Mode.NOTE])
            ours += any(_found(wanted, by_mode[mode]) for mode in Mode)
            theirs += _found(wanted, names)
        gates = [c for c in rubric.of_mode(Mode.GATE) if c.kind is CriterionKind.EXPERIENCE]
        asked = [_words(" ".join(term for option in gate.options for term in option.terms)) for gate in gates]
        roles += len(row["experiences"])
        role_gates += sum(_found(_words(role), asked) for role in row["experiences"])
    share = f"{must / skills:.2f} as must-haves, {notes / skills:.2f} as notes"
    yield Row(
        f"required skills with a criterion (n={skills}; {share})",
        f"{ours / skills:.3f}",
        f"taxonomy names {theirs / skills:.3f}",
        "≥ 0.90",
        ours / skills >= 0.9,
    )
    yield Row(f"roles asked for with a must-have (n={roles})", f"{role_gates / roles:.3f}", "–", "", None)
    yield Row(
        "criteria a requisition: mean / most",
        f"{statistics.mean(sizes):.1f} / {max(sizes)}",
        "–",
        f"≤ {_MOST_CRITERIA}",
        max(sizes) <= _MOST_CRITERIA,
    )
    median = statistics.median(milliseconds)
    yield Row(
        "drafting a requisition: median CPU ms",
        f"{median:.1f}",
        "–",
        f"≤ {_MOST_MILLISECONDS}",
        median <= _MOST_MILLISECONDS,
    )


def _named(rubric: Rubric) -> str:
    options = (option for criterion in rubric.criteria for option in criterion.options)
    texts = (criterion.text for criterion in rubric.criteria)
    return " ".join((*(word for option in options for word in (*option.terms, *option.fields)), *texts))


def _terms(rubric: Rubric, mode: Mode, name: str) -> str:
    criterion = next(criterion for criterion in rubric.of_mode(mode) if criterion.id == name)
    if criterion.kind is CriterionKind.RESPONSIBILITY:
        return ""
    return " ".join(term for option in criterion.options for term in option.terms)


def _found(wanted: frozenset[str], places: Iterable[frozenset[str]]) -> bool:
    return bool(wanted) and any(len(wanted & words) >= len(wanted) * _SHARE for words in places)


def _words(text: str) -> frozenset[str]:
    """The words of a text without filler and endings, so that "communicating" is found in "communication skills"."""
    words = _WORD.findall(text.lower().replace("-", " "))
    return frozenset(_stem(word) for word in words if word.strip(".") not in _FILLER)


def _stem(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word.removesuffix(suffix)
    return word


def _lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
