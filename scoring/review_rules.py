"""What a tenant may set about its reviews: shares, days until they are due, and the time to undo a decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.errors import InvalidInputError
from scoring.review import BLIND_SHARE, KNOWN_ANSWER_SHARE, ReviewKind

# Without any blind rating nobody could tell how far people and scores agree.
SMALLEST_BLIND_SHARE = Fraction(1, 100)
MOST_KNOWN_ANSWERS = Fraction(1, 2)
MOST_DAYS = 60
MOST_MINUTES_TO_UNDO = 1440.0


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """Raises InvalidInputError, in one line, for what no queue could work with.

    ``days`` are those kinds that wait for another time than usual.
    """

    blind_share: Fraction = BLIND_SHARE
    known_answer_share: Fraction = KNOWN_ANSWER_SHARE
    days: Mapping[ReviewKind, int] = field(default_factory=dict)
    minutes_to_undo: float = 5.0

    def __post_init__(self) -> None:
        if not SMALLEST_BLIND_SHARE <= self.blind_share <= 1:
            raise InvalidInputError("blind_share is not a share from 0.01 to 1")
        if not 0 <= self.known_answer_share <= MOST_KNOWN_ANSWERS:
            raise InvalidInputError("known_answer_share is not a share from 0 to 0.5")
        if not all(1 <= days <= MOST_DAYS for days in self.days.values()):
            raise InvalidInputError(f"review_days is not from 1 to {MOST_DAYS} days for each kind")
        if not 1 <= self.minutes_to_undo <= MOST_MINUTES_TO_UNDO:
            raise InvalidInputError(f"minutes_to_undo is not a number from 1 to {MOST_MINUTES_TO_UNDO:g}")

    @property
    def seconds_to_undo(self) -> float:
        return self.minutes_to_undo * 60

    def days_of(self, kind: ReviewKind) -> int:
        """How many days a review of this kind may wait."""
        return self.days.get(kind, kind.days)


USUAL = ReviewRules()


def review_days(text: str) -> dict[ReviewKind, int]:
    """Days by kind, written as ``conflict=1, blind_sample=10``. Raises InvalidInputError for anything else."""
    found = {}
    for kind, value in pairs_of(text, "review_days"):
        if kind not in {*ReviewKind} or not (value.isascii() and value.isdigit() and len(value) < 4):
            raise InvalidInputError(f"review_days names days by kind: {', '.join(f'{each}=3' for each in ReviewKind)}")
        found[ReviewKind(kind)] = int(value)
    return found


def pairs_of(text: str, setting: str) -> list[tuple[str, str]]:
    """``a=b, c=d`` in pairs. Raises InvalidInputError naming the setting where a name is missing or comes twice."""
    parts = [part.partition("=") for part in text.split(",") if part.strip()]
    pairs = [(name.strip(), value.strip()) for name, _, value in parts]
    if not all(name and value for name, value in pairs) or len({name for name, _ in pairs}) < len(pairs):
        raise InvalidInputError(f"{setting} is not written as name=value, name=value with each name once")
    return pairs


def share_of(number: float) -> Fraction:
    """As it was written: 0.1 is a tenth. Raises InvalidInputError for no number."""
    try:
        return Fraction(str(number))
    except ValueError:
        raise InvalidInputError("a share is a number from 0 to 1") from None
