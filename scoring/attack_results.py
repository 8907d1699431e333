"""What the bench of attacks found, and for which rules and prompts it holds (``python -m evals attacks --json``)."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from scoring.errors import InvalidInputError
from scoring.scorer import ScorerVersion

_WORDS = ("assessor", "model", "rules_version", "prompt_version", "schema_version")
_COUNTS = ("attacks", "unflagged")
_LONGEST = 200
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class AttackResult:
    """``unflagged`` of ``attacks`` raised a tier without asking for a review.

    ``model`` is who answered; ``prompt_version`` and ``schema_version`` are '' where no model did.
    """

    assessor: str
    model: str
    rules_version: str
    prompt_version: str
    schema_version: str
    attacks: int
    unflagged: int

    def describes(self, scorer: ScorerVersion) -> bool:
        """Whether that version has the rules, and the prompts, that were attacked."""
        return (self.assessor, self.rules_version, self.prompt_version, self.schema_version) == (
            scorer.assessor,
            scorer.rules_version,
            scorer.prompt_version,
            scorer.schema_version,
        )


def attack_results(content: bytes | str) -> tuple[AttackResult, ...]:
    """What ``as_text`` wrote. Raises InvalidInputError for anything else."""
    try:
        listed = json.loads(content)["results"]
        found = tuple(AttackResult(**entry) for entry in listed)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise InvalidInputError("this is no result of the bench of attacks") from None
    for one in found:
        words, counts = ([getattr(one, name) for name in names] for names in (_WORDS, _COUNTS))
        if not all(isinstance(word, str) and len(word) <= _LONGEST for word in words):
            raise InvalidInputError("this is no result of the bench of attacks: its versions are no words")
        if not all(type(count) is int and 0 <= count <= _LARGEST for count in counts) or one.unflagged > one.attacks:
            raise InvalidInputError("this is no result of the bench of attacks: its counts are no counts")
    return found


def as_text(results: Iterable[AttackResult]) -> str:
    return json.dumps({"bench": "attacks", "results": [asdict(one) for one in results]}, indent=2) + "\n"
