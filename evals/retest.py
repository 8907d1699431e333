"""Is the same application scored the same when it is asked about again? Five readings each, one answer or the middle of
three near a cut-off.

With ANTHROPIC_API_KEY the readings are Claude's. Without it they come from the simulator's noisy model, which moves one
rating in three by a step: that measures what the median does to noise of a known size, and nothing about Claude.
"""

import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.workload import a_rubric, sound_resumes
from evals.model_desk import ModelDesk, card_by, real_desk, simulated_desk
from evals.table import Row
from resumes import read_resume
from scoring.card import ScoreCard
from scoring.redaction import Identity
from scoring.resume import Resume

FILES = ("injections.json",)  # of the small set: the applications are invented, real data adds nothing
READINGS = 5
APPLICATIONS = 100
ASKED_AT_ONCE = 4
MOST_SAMPLES = 3

# The cards of one application, one a reading.
Readings = Sequence[ScoreCard]


def measure(eval_dir: Path) -> list[Row]:
    """Spread of scores, changes of tier and ICC(2,1), beside those of single answers."""
    del eval_dir
    applications = list(_applications())
    with real_desk() as claude, simulated_desk() as desk:
        desk.behave(behaviour="noisy")
        asked = claude or desk
        who = "by Claude" if claude else "simulated noise, not Claude"
        # One after the other the noise is the same in every run.
        at_once = ASKED_AT_ONCE if claude else 1
        single = _read(asked, applications, 1, at_once)
        middle = _read(asked, applications, MOST_SAMPLES, at_once)
    # Compared on the same applications: those with a score in every reading.
    scored = [both for both in zip(middle, single, strict=True) if all(c.score is not None for cs in both for c in cs)]
    middle, single = ([both[which] for both in scored] for which in (0, 1))
    close = [both for both in scored if any(_samples(card) > 1 for card in both[0])]
    measured = {
        "mean SD of the score in points": (f"{_mean_sd(cards):.2f}" for cards in (middle, single)),
        "tier differs between readings": (f"{_flipped(cards):.1%}" for cards in (middle, single)),
        "readings outside the usual tier": (f"{_outside(cards):.1%}" for cards in (middle, single)),
        "ICC(2,1)": (f"{icc(_scores(cards)):.3f}" for cards in (middle, single)),
        f"mean SD of the {len(close)} that were asked again": (
            f"{_mean_sd([both[which] for both in close]):.2f}" if close else "none" for which in (0, 1)
        ),
        "answers a reading": (f"{_answers(cards):.2f}" for cards in (middle, single)),
    }
    title = f"{len(middle)} applications read {READINGS} times ({who}), middle of up to {MOST_SAMPLES} answers"
    rows = [Row(title, "", "", "", None)]
    return rows + [Row(f"  {name}", ours, f"one: {one}", "", None) for name, (ours, one) in measured.items()]


def icc(scores: Sequence[Sequence[float]]) -> float:
    """ICC(2,1) of ``scores`` with a row for each application and a column for each reading: two-way random effects,
    absolute agreement, single measures (Shrout & Fleiss 1979, Psychological Bulletin 86(2), 420-428). 1.0 where every
    reading agrees. Raises ValueError for fewer than two rows or columns.
    """
    n, k = len(scores), len(scores[0]) if scores else 0
    if n < 2 or k < 2:
        raise ValueError("ICC needs at least two applications and two readings")
    grand = statistics.fmean(value for row in scores for value in row)
    between_rows = k * sum((statistics.fmean(row) - grand) ** 2 for row in scores)
    between_columns = n * sum((statistics.fmean(column) - grand) ** 2 for column in zip(*scores, strict=True))
    total = sum((value - grand) ** 2 for row in scores for value in row)
    rows, columns = between_rows / (n - 1), between_columns / (k - 1)
    error = max(total - between_rows - between_columns, 0.0) / ((n - 1) * (k - 1))
    whole = rows + (k - 1) * error + k * (columns - error) / n
    return (rows - error) / whole if whole else 1.0


def _applications() -> Iterator[Resume]:
    """Invented resumes of every quality to one opening, read from their files; nobody real is sent anywhere."""
    for suffix, content in sound_resumes(APPLICATIONS):
        resume = read_resume(content, f"resume{suffix}")
        if isinstance(resume, Resume):
            yield resume


def _read(desk: ModelDesk, applications: Sequence[Resume], samples: int, at_once: int) -> list[Readings]:
    assessor = desk.assessor(Identity(), samples)

    def readings(resume: Resume) -> Readings:
        return [card_by(assessor, a_rubric(), resume, ()) for _ in range(READINGS)]

    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(readings, applications))


def _scores(readings: Sequence[Readings]) -> list[list[float]]:
    return [[float(card.score or 0) for card in cards] for cards in readings]


def _mean_sd(readings: Sequence[Readings]) -> float:
    return statistics.fmean(statistics.stdev(row) for row in _scores(readings))


def _flipped(readings: Sequence[Readings]) -> float:
    return statistics.fmean(len({card.tier for card in cards}) > 1 for cards in readings)


def _outside(readings: Sequence[Readings]) -> float:
    usual = [Counter(card.tier for card in cards).most_common(1)[0][1] for cards in readings]
    return 1 - sum(usual) / sum(len(cards) for cards in readings)


def _answers(readings: Sequence[Readings]) -> float:
    return statistics.fmean(_samples(card) for cards in readings for card in cards)


def _samples(card: ScoreCard) -> int:
    return max(len(card.provenance.answer_keys), 1) if card.provenance else 1
