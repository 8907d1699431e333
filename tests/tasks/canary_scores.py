"""The scores of the canary set under the local assessor. Run as a program, it writes them to the file beside it."""

import json
from pathlib import Path

from scoring.model_call import Purpose
from settings import Settings
from tasks.canary import score_canary
from tasks.scorers import made_here
from tasks.trial_assessors import TrialAssessors

FILE = Path(__file__).with_name("canary_scores.json")
LOCAL = made_here(Settings(), "local")


def local_scores() -> dict[str, str]:
    """Score or reason of abstention, confidence and tier of each case, in words that make a readable diff."""
    cards = score_canary(TrialAssessors(LOCAL, Purpose.CANARY, None))
    return {
        name: f"{card.abstained or card.score}, {card.confidence:.3f} sure, {card.tier}" for name, card in cards.items()
    }


def scores_in_file() -> dict[str, str]:
    stored: dict[str, str] = json.loads(FILE.read_text(encoding="utf-8"))
    return stored


if __name__ == "__main__":
    FILE.write_text(json.dumps(local_scores(), indent=2) + "\n", encoding="utf-8")
