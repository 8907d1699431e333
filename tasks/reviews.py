"""What a finished run leaves for people: reviews, blind samples, and now and then a case with a known answer."""

from fractions import Fraction
from typing import Any

from scoring.known_answers import known_case
from scoring.review import ReviewKind, chosen, wanted_reviews
from scoring.run import Dossier
from store import ReviewOpening
from tasks.deps import Deps

# These come and go with the score; the others were asked for by somebody.
BY_SCORE = frozenset(
    {ReviewKind.ABSTAINED, ReviewKind.UNKNOWN_GATE, ReviewKind.REVIEW_FLAG, ReviewKind.UNCERTAINTY_BAND}
)

HALF = Fraction(1, 2)


def open_reviews(dossier: Dossier, deps: Deps, card: dict[str, Any], rubric_id: int, job_id: str) -> int:
    """Open the most urgent review that the card asks for; the number opened. Doing it twice changes nothing.

    What was decided for the same reasons is not asked again, and what the newest card no longer asks for is withdrawn.
    An application that already waits for a person is not queued a second time.
    """
    reviews = deps.store.reviews
    rules = reviews.rules(dossier.customer_id)
    wanted, standing = (
        wanted_reviews(card, dossier.mode, high_stakes=dossier.high_stakes),
        reviews.standing(dossier.run_id),
    )
    for past in standing:
        if past.state == "open" and past.kind in BY_SCORE and not past.in_hand:
            still = any(kind is past.kind for kind, _ in wanted)
            if not still:
                reviews.withdraw(past.id)
    settled = {(past.kind, _own(past.reasons)) for past in standing if past.state != "open"}
    waiting = {past.kind for past in standing if past.state == "open"}
    pending = [(kind, reasons) for kind, reasons in wanted if (kind, reasons) not in settled]
    opened = 0
    if pending and not waiting - BY_SCORE:
        kind, reasons = pending[0]
        more = tuple(f"also:{other}" for other, _ in pending[1:])
        reviews.open(ReviewOpening(dossier.run_id, kind, (*reasons, *more)))
        opened += 1
    elif not wanted and not standing and chosen(rules.blind_share, "sample", dossier.customer_id, dossier.workflow_id):
        reviews.open(ReviewOpening(dossier.run_id, ReviewKind.BLIND_SAMPLE))
        opened += 1
    if card["score"] is not None and chosen(rules.known_answer_share, "known", dossier.run_id):
        good = chosen(HALF, "good", dossier.run_id)
        case = known_case(deps.store.requisitions.rubric(rubric_id), good=good)
        reviews.open_known_answer(dossier.customer_id, job_id, case.text, case.expected, dossier.run_id)
    return opened


def _own(reasons: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(reason for reason in reasons if not reason.startswith("also:"))
