"""What do 50 and 85 mean? Scores of resumes that fit a job, of weakened ones and of others (docs/decisions/0012)."""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from evals.cards import card_of, rubric_of
from evals.table import Row
from scoring.assessment import Verdict
from scoring.card import ScoreCard
from scoring.rubric import Mode
from scoring.triage import POSSIBLE_FROM, STRONG_FROM

FILES = ("gap_triples.dev.jsonl", "category_resumes.dev.jsonl")
_TEXTS_APART = 7  # so that neighbouring jobs are not compared with neighbouring resumes
_BANDS = ((0, 30), (30, 50), (50, 70), (70, 85), (85, 101))


def measure(eval_dir: Path) -> list[Row]:
    """A row for each group of resumes, then one for each band of scores: which share of the must-haves was shown."""
    triples, resumes = (_lines(eval_dir / name) for name in FILES)
    groups: dict[str, list[ScoreCard]] = {"fits the job": [], "weakened": [], "fits another job": [], "any resume": []}
    for number, triple in enumerate(triples):
        rubric = rubric_of(triple["job_text"])
        other = triples[(number + len(triples) // 2) % len(triples)]
        texts = (
            triple["resume_matched"],
            triple["resume_unmatched"],
            other["resume_matched"],
            resumes[number * _TEXTS_APART % len(resumes)]["text"],
        )
        for cards, text in zip(groups.values(), texts, strict=True):
            cards.append(card_of(rubric, text))
    fits, weakened, other_job, anybody = groups.values()
    return [
        _group("fits the job", fits, "half or more from 50", _share(fits, POSSIBLE_FROM) >= 0.5),
        _group("weakened by some of what the job asks for", weakened, "-", None),
        _group("fits another job", other_job, "under 1 % from 50", _share(other_job, POSSIBLE_FROM) < 0.01),
        _group("any resume", anybody, "-", None),
        *_bands([card for cards in groups.values() for card in cards]),
    ]


def _group(name: str, cards: Sequence[ScoreCard], target: str, passed: bool | None) -> Row:
    scores = sorted(float(card.score) for card in cards if card.score is not None)
    middle, low, high = (scores[int(share * (len(scores) - 1))] for share in (0.5, 0.05, 0.95))
    shares = f"{_share(cards, POSSIBLE_FROM):.1%} from 50, {_share(cards, STRONG_FROM):.1%} from 85"
    return Row(f"score, {name}", shares, f"median {middle:g}, 90 % from {low:g} to {high:g}", target, passed)


def _share(cards: Sequence[ScoreCard], least: Decimal) -> float:
    return sum(card.score is not None and card.score >= least for card in cards) / len(cards)


def _bands(cards: Sequence[ScoreCard]) -> Iterator[Row]:
    for low, high in _BANDS:
        inside = [card for card in cards if card.score is not None and low <= card.score < high]
        gates = [result.verdict for card in inside for result in card.criteria if result.criterion.mode is Mode.GATE]
        shown = f"{gates.count(Verdict.MET) / len(gates):.1%}" if gates else "none asked for"
        yield Row(f"must-haves shown at a score of {low} to {min(high, 100)}", shown, f"{len(inside)} cards", "-", None)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
