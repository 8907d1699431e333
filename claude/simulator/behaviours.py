"""Ways in which a model can go wrong, each made out of honest ratings."""

import hashlib
import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from claude.simulator.attacks import Attack, attack_in, obeyed
from claude.simulator.options import ATTACK_STYLES

Ratings = list[dict[str, Any]]
_PLACEHOLDER_LINE = re.compile(r"[^\n]{0,60}\[[A-Z][A-Z _]* \d+\][^\n]{0,60}")


@dataclass(frozen=True, slots=True)
class Situation:
    """What an answer depends on. ``turn`` counts the model's turns before it, ``dice`` are this call's own."""

    requisition: Mapping[str, Any]
    document: Mapping[str, Any]
    turn: int
    attack_style: str
    dice: random.Random

    @property
    def resume(self) -> str:
        return str(self.document["untrusted_application"]["resume"])


def answer_text(behaviour: str, honest: Ratings, situation: Situation) -> str:
    """What a model of that behaviour says: usually, but not always, JSON of the wanted format."""
    match behaviour:
        case "obedient":
            attack = attack_in(situation.document)
            return _obeying(attack, honest, situation) if attack else _json(honest)
        case "hostile":
            attack = attack_in(situation.document) or Attack(situation.resume[:200])
            return _obeying(attack, honest, situation)
        case "repaired":
            return _json(honest if situation.turn else _invented(honest, situation))
        case "inventing":
            return _json(_invented(honest, situation))
        case "noisy":
            return _json([_noisy(rating, situation.dice) for rating in honest])
        case "omitting":
            return _json([rating for number, rating in enumerate(honest) if number % 3 != 2 and number])
        case "duplicating":
            return _json([*honest, *({**rating, "rating": 4, "verdict": "met"} for rating in honest[:2])])
        case "out_of_range":
            wrong = (7, -1, 5, 100)
            return _json([{**rating, "rating": wrong[number % 4]} for number, rating in enumerate(honest)])
        case "wrong_case":
            return _json([{**rating, "verdict": rating["verdict"].upper()} for rating in honest])
        case "leaking":
            return _json([_leaking(rating, situation.resume) for rating in honest])
        case "unknowing":
            return _json([{**rating, "quotes": [], "verdict": "unknown", "rating": 0} for rating in honest])
    return _json(honest)


def _obeying(attack: Attack, honest: Ratings, situation: Situation) -> str:
    questions = situation.requisition["questions"]
    return obeyed(attack, _style(situation), honest, situation.resume, questions)


def _json(ratings: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps({"ratings": ratings}, ensure_ascii=False, separators=(",", ":"))


def _style(situation: Situation) -> str:
    if situation.attack_style:
        return situation.attack_style
    digest = hashlib.sha256(situation.resume.encode()).digest()
    return ATTACK_STYLES[digest[0] % len(ATTACK_STYLES)]


def _invented(honest: Ratings, situation: Situation) -> Ratings:
    """Top ratings with quotes that read well and stand nowhere."""
    texts = {question["id"]: question["text"] for question in situation.requisition["questions"]}
    return [
        {
            **rating,
            "quotes": [
                {
                    "source": "resume",
                    "text": f"Led the work on {texts[rating['criterion_id']]} for a team of eleven over nine years",
                }
            ],
            "verdict": "met",
            "rating": 4,
        }
        for rating in honest
    ]


def _noisy(rating: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """One in three known ratings is one step off, as a second reading of the same text may be."""
    if rating["verdict"] == "unknown" or not rating["quotes"] or dice.random() >= 1 / 3:
        return rating
    level = min(4, max(1, rating["rating"] + dice.choice((-1, 1))))
    return {**rating, "rating": level, "verdict": "met" if level >= 3 else "partly"}


def _leaking(rating: dict[str, Any], resume: str) -> dict[str, Any]:
    found = _PLACEHOLDER_LINE.search(resume)
    quote = found[0].strip() if found else "[NAME 1], reachable at sam.sample@example.com"
    return {
        **rating,
        "quotes": [{"source": "resume", "text": quote}, *rating["quotes"]],
        "reason": f"{rating['reason']} Sam Sample, sam.sample@example.com, born 1 May 1990.",
    }
