"""A score card as the run page shows it: what is open first, then where the points come from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.highlights import Hidden, Piece, Reference, anchor_at, hidden_passages, highlighted, stands_in
from scoring.local.answers import about_disagreement
from scoring.triage import CUT_OFFS

Criterion = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Quote:
    """``href`` leads to where the words stand on the page, '' when they do not; ``question`` for a screening answer."""

    text: str
    href: str
    question: str


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion. ``start`` is where its bar begins in the waterfall of 100 points; ``anchored`` rows are the target
    of the links from the text."""

    reference: Reference
    anchored: bool
    criterion: Criterion
    start: float
    quotes: tuple[Quote, ...]
    must_have: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """A must-have that is not shown, with the question to ask and what was found instead."""

    entry: Mapping[str, Any]
    row: Row | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A criterion about which resume and screening answers disagree, with the words of both."""

    text: str
    resume: tuple[Quote, ...]
    answer: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class CardView:
    """Every criterion is in exactly one of ``earning``, ``pointless``, ``untold``, ``gates`` and ``notes``; what has a
    place in the text among the ``hidden`` is in the ``pieces`` as well. ``told`` are the warnings that stand among the
    ``conflicts``. ``cut_offs`` are the scores from which on the card is a possible and a strong match."""

    missing: tuple[Missing, ...]
    earning: tuple[Row, ...]
    pointless: tuple[Row, ...]
    untold: tuple[Row, ...]
    gates: tuple[Row, ...]
    notes: tuple[Row, ...]
    pieces: tuple[Piece, ...]
    hidden: tuple[Hidden, ...]
    conflicts: tuple[Conflict, ...]
    told: tuple[str, ...]
    cut_offs: tuple[float, ...]


def card_view(card: Mapping[str, Any], text: str, answers: Sequence[Mapping[str, Any]]) -> CardView:
    """``text`` is what evidence offsets index; ``answers`` are those of the run's first finding."""
    ordered = [*_by_points(card), *(c for c in card["criteria"] if c["mode"] != "scored")]
    references = _references(ordered)
    gate_texts = {c["text"] for c in ordered if c["mode"] == "gate"}
    asked = {answer["question_id"]: (answer_anchor(place), answer["question"]) for place, answer in enumerate(answers)}
    rows, seen, start = [], set[Reference](), 0.0
    for criterion in ordered:
        reference = references[criterion["id"]]
        quotes = tuple(_quote(evidence, text, asked) for evidence in criterion["evidence"])
        rows.append(Row(reference, reference not in seen, criterion, start, quotes, criterion["text"] in gate_texts))
        seen.add(reference)
        start += criterion["points"]
    scored = [row for row in rows if row.criterion["mode"] == "scored"]
    by_id = {row.criterion["id"]: row for row in rows}
    hidden = hidden_passages(card, text)
    return CardView(
        missing=tuple(Missing(entry, by_id.get(entry["criterion_id"])) for entry in card["missing_requirements"]),
        earning=tuple(row for row in scored if row.criterion["points"]),
        pointless=tuple(row for row in scored if not row.criterion["points"] and row.criterion["verdict"] != "unknown"),
        untold=tuple(row for row in scored if not row.criterion["points"] and row.criterion["verdict"] == "unknown"),
        gates=tuple(row for row in rows if row.criterion["mode"] == "gate"),
        notes=tuple(row for row in rows if row.criterion["mode"] == "note"),
        pieces=highlighted(text, ordered, references, hidden) if text else (),
        hidden=hidden,
        conflicts=tuple(_conflicts(card, rows)),
        told=tuple(line for line in card["warnings"] if any(map(line.startswith, _beginnings(card)))),
        # Cards of before cut-offs could be changed do not name them.
        cut_offs=tuple(card.get("cut_offs") or map(float, CUT_OFFS)),
    )


def _conflicts(card: Mapping[str, Any], rows: Sequence[Row]) -> Iterator[Conflict]:
    """Once for each text: a must-have is usually scored as well."""
    told: set[str] = set()
    for row in rows:
        text = row.criterion["text"]
        if text not in told and any(line.startswith(about_disagreement(text)) for line in card["warnings"]):
            told.add(text)
            pairs = list(zip(row.quotes, row.criterion["evidence"], strict=True))
            resume = tuple(quote for quote, evidence in pairs if evidence["source"] == "resume")
            yield Conflict(text, resume, tuple(quote for quote, evidence in pairs if evidence["source"] != "resume"))


def _beginnings(card: Mapping[str, Any]) -> set[str]:
    return {about_disagreement(criterion["text"]) for criterion in card["criteria"]}


def _by_points(card: Mapping[str, Any]) -> list[Criterion]:
    scored = [criterion for criterion in card["criteria"] if criterion["mode"] == "scored"]
    return sorted(scored, key=lambda criterion: (-criterion["points"], -criterion["max_points"]))


def _references(ordered: Sequence[Criterion]) -> dict[str, Reference]:
    """By criterion id, counted from 1 in the order of the page."""
    by_text: dict[str, Reference] = {}
    for criterion in ordered:
        by_text.setdefault(criterion["text"], Reference(len(by_text) + 1, criterion["text"]))
    return {criterion["id"]: by_text[criterion["text"]] for criterion in ordered}


def answer_anchor(place: int) -> str:
    """The anchor of a screening answer by its place in the list."""
    return f"answer-{place}"


def _quote(evidence: Mapping[str, Any], text: str, asked: Mapping[str, tuple[str, str]]) -> Quote:
    if evidence["source"] == "resume":
        return Quote(evidence["quote"], f"#{anchor_at(evidence['start'])}" if stands_in(evidence, text) else "", "")
    anchor, question = asked.get(evidence["source"].removeprefix("answer:"), ("", "a screening question"))
    return Quote(evidence["quote"], f"#{anchor}" if anchor else "", question)
