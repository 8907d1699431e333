"""Does personal data stay behind, and does the score stay the same? Planted in real resumes, and counted."""

import json
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import cycle, islice
from pathlib import Path
from random import Random

from demo.people import invent_person
from evals.cards import card_of, rubric_of
from evals.plantings import PLANTINGS, Planting
from evals.table import Row
from scoring.redaction import Identity, leaks, redact
from scoring.score import STEP

FILES = ("category_resumes.dev.jsonl", "gap_triples.dev.jsonl")

_PLANTED = 2000
_PLANTED_IN_SAMPLE = 200
_WORDS = 600


@dataclass(frozen=True)
class _Planted:
    text: str
    identity: Identity
    literals: tuple[tuple[str, str], ...]  # kind and what must be gone


def measure(eval_dir: Path) -> list[Row]:
    """Names come from ``bias/names.json`` of the folder where it has one, else from the demo's invented people."""
    categories = _lines(eval_dir / FILES[0])
    triples = _lines(eval_dir / FILES[1])
    bodies = [_without_head(triple["resume_matched"]) for triple in triples] + [entry["text"] for entry in categories]
    small = len(bodies) < 100
    planted = list(islice(_planted(bodies, _names(eval_dir)), _PLANTED_IN_SAMPLE if small else _PLANTED))
    pairs = [(triple["job_text"], triple["resume_matched"]) for triple in triples]
    jobs = cycle(triple["job_text"] for triple in triples)
    others = [(next(jobs), entry["text"]) for entry in categories]
    return [
        *_removal(planted, known=True),
        *_removal(planted, known=False),
        _unchanged(planted),
        _shift("matched resumes", pairs),
        _shift("resumes of all occupations", others),
        _speed([entry["text"] for entry in categories]),
    ]


def _removal(planted: Sequence[_Planted], *, known: bool) -> Iterator[Row]:
    left, items, leaked = Counter[str](), 0, 0
    for resume in planted:
        redaction = redact(resume.text, resume.identity if known else Identity())
        text = " ".join(redaction.text.split()).casefold()
        items += len(resume.literals)
        left.update(kind for kind, literal in resume.literals if " ".join(literal.split()).casefold() in text)
        leaked += bool(leaks(redaction.text, resume.identity))
    how = "identity known" if known else "from the text alone"
    detail = ", ".join(f"{kind} {count}" for kind, count in left.most_common(4))
    yield Row(
        f"planted items left, {how} ({items} in {len(planted)} resumes)",
        f"{left.total()} ({left.total() / items:.2%}) {detail}".strip(),
        "-",
        "0" if known else "<= 1 %",
        not left.total() if known else left.total() <= items * 0.01,
    )
    if known:
        yield Row(
            f"resumes in which the leak check finds its canaries ({len(planted)})", f"{leaked}", "-", "0", not leaked
        )


def _unchanged(planted: Sequence[_Planted]) -> Row:
    """Redacting twice changes nothing, and every stretch maps back to the original."""
    broken = 0
    for resume in planted[:: max(1, len(planted) // 300)]:
        redaction = redact(resume.text, resume.identity)
        again = redact(redaction.text, resume.identity)
        restored = redaction.text
        for removal in reversed(redaction.removals):
            at = restored.rindex(removal.placeholder)
            restored = restored[:at] + removal.original + restored[at + len(removal.placeholder) :]
        broken += again.text != redaction.text or restored != resume.text
    return Row("redacting twice changes the text, or it cannot be restored", f"{broken}", "-", "0", not broken)


def _shift(name: str, pairs: Sequence[tuple[str, str]]) -> Row:
    """The local assessor on redacted against original text; the target is less than the smallest step of a score."""
    shifts = []
    for job, text in pairs:
        rubric = rubric_of(job)
        plain, redacted = card_of(rubric, text).score, card_of(rubric, redact(text).text).score
        shifts.append(abs((redacted or Decimal(0)) - (plain or Decimal(0))))
    share = sum(map(bool, shifts)) / len(shifts)
    mean = float(sum(shifts)) / len(shifts)
    return Row(
        f"score shift of redaction, {name} ({len(shifts)}): share, mean, largest",
        f"{share:.1%}, {mean:.3f}, {max(shifts)}",
        "-",
        f"mean < {STEP}",
        mean < STEP,
    )


def _speed(texts: Sequence[str]) -> Row:
    chosen = texts[:200]
    words = sum(len(text.split()) for text in chosen)
    started = time.process_time()
    for text in chosen:
        redact(text)
    milliseconds = (time.process_time() - started) * 1000 / words * _WORDS
    return Row(
        f"processor time for {_WORDS} words, milliseconds", f"{milliseconds:.1f}", "-", "<= 3", milliseconds <= 3
    )


def _planted(bodies: Sequence[str], names: Sequence[tuple[str, str]]) -> Iterator[_Planted]:
    random = Random(4)  # noqa: S311  invented people need no secret numbers
    for number, (body, planting) in enumerate(zip(cycle(bodies), cycle(PLANTINGS), strict=False)):
        first, last = names[number % len(names)]
        yield _plant(body, planting, first, last, number, random)


def _plant(body: str, planting: Planting, first: str, last: str, number: int, random: Random) -> _Planted:
    person = invent_person(random, number)
    mailbox = f"{first}.{last}".lower().replace(" ", "").encode("ascii", "ignore").decode().strip(".") or "jd"
    values = {
        "first": first,
        "last": last,
        "FIRST": first.upper(),
        "LAST": last.upper(),
        "initial": first[0],
        "email": f"{mailbox}{number}@example.com",
        "phone": person.phone,
        "handle": f"{mailbox}-{number}",
        "number": str(100 + number % 8999),
        "year": str(1960 + number % 40),
        "letters": " ".join(f"{first}  {last}".upper()),
    }
    head, foot = planting.head.format_map(values), planting.foot.format_map(values)
    literals = [(kind, literal.format_map(values)) for kind, literal in planting.literals]
    literals += [("name", f"{first} {last}"), ("name", f"{last}, {first}"), ("email", values["email"])]
    own = " ".join(body.split()).casefold()  # what the resume says anyway is not ours to count
    text = f"{head}\n\n{body}\n\n{foot}\n"
    identity = Identity((f"{first} {last}",), (values["email"],), (person.phone,), ())
    return _Planted(
        text, identity, tuple(entry for entry in literals if entry[1] in text and entry[1].casefold() not in own)
    )


def _names(eval_dir: Path) -> list[tuple[str, str]]:
    lists = eval_dir / "bias" / "names.json"
    random = Random(7)  # noqa: S311  the same
    invented = [invent_person(random, number) for number in range(300)]
    names = [(person.first_name, person.last_name) for person in invented]
    if lists.exists():
        known = json.loads(lists.read_text(encoding="utf-8"))["bloomberg_2024"]
        full = [name for group in (known["men"], known["women"]) for name in _full_names(group)]
        names += [(name.rpartition(" ")[0], name.rpartition(" ")[2]) for name in full]
    random.shuffle(names)
    return names


def _full_names(group: object) -> Iterator[str]:
    """The names with two parts, wherever the list of an audit study holds them."""
    if isinstance(group, str):
        if len(group.split()) > 1:
            yield group.title() if group.isupper() else group
    elif isinstance(group, dict):
        for value in group.values():
            yield from _full_names(value)
    elif isinstance(group, list):
        for value in group:
            yield from _full_names(value)


def _without_head(text: str) -> str:
    start = re.search(r"(?im)^\W*(?:education|skills|experience)\b", text)
    return text[start.start() :] if start else text


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
