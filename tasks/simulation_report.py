"""What a policy simulation found, as the JSON object that is kept and shown."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from scoring.comparison import Comparison, Move, Standing, compare
from scoring.fairness import ImpactAudit, RateTable, lowest_ratio_of
from scoring.triage import Tier
from store import Scope
from tasks.simulation import Trial, Tried
from tasks.trial_assessors import Bill

SHIFT_STEP = 5  # points
# Who is worth a first look: what an impact ratio counts as selected.
SELECTED = frozenset({Tier.STRONG, Tier.POSSIBLE})


def simulation_report(
    trial: Trial, tried: Sequence[Tried], bill: Bill | None, audit: ImpactAudit | None = None
) -> dict[str, Any]:
    """Ids, scores and counts; no words of a candidate.

    ``impact`` is None without demographic data. ``cost`` is what this simulation cost, which is less than scoring anew
    where answers were known already.
    """
    assessed = [one for one in tried if one.after is not None]
    by_key = {one.key: one for one in assessed}
    compared = compare(*_standings(assessed))
    return {
        "version": trial.scorer.version,
        "content": trial.scorer.as_json(),
        "instead_of": trial.baseline.version,
        "differences": list(trial.differences),
        "ratings": "as stored" if trial.cut_offs_only else "made anew",
        "simulated": any(one.simulated for one in assessed),
        "rated_before_by": dict(Counter(one.rated_by for one in assessed)),
        "not_assessed": dict(Counter(one.failure for one in tried if one.after is None)),
        **_figures(compared),
        "tiers": [{"from": a, "to": b, "applications": count} for (a, b), count in _tiers(assessed)],
        "shifts": _shifts(assessed),
        "flips": {f"{a} -> {b}": count for (a, b), count in _directions(compared.moves)},
        "moves": [_move(move, by_key[move.key]) for move in compared.moves],
        "requisitions": list(_requisitions(assessed)),
        "review": {
            "before": compared.review_before,
            "after": compared.review_after,
            "share_before": _share(compared.review_before, compared.applications),
            "share_after": _share(compared.review_after, compared.applications),
        },
        "cost": _cost(bill),
        "impact": None if audit is None else _impact(audit, assessed),
    }


def where_of(scope: Scope, limit: int) -> dict[str, Any]:
    """What a simulation was over, as it is kept with the result."""
    return {"customer": scope.customer_id, "family": scope.family, "job": scope.job_id, "limit": limit}


def _standings(tried: Sequence[Tried]) -> tuple[dict[str, Standing], dict[str, Standing]]:
    return {one.key: one.before for one in tried}, {one.key: one.after for one in tried if one.after is not None}


def _figures(compared: Comparison) -> dict[str, Any]:
    rank = compared.rank_correlation
    return {
        "applications": compared.applications,
        "scored_both_ways": compared.scored,
        "mean_shift": round(compared.mean_shift, 2),
        "mean_signed_shift": round(compared.mean_signed_shift, 2),
        "max_shift": compared.max_shift,
        "rank_correlation": None if rank is None else round(rank, 4),
        "flip_share": round(compared.flip_share, 4),
    }


def _directions(moves: Sequence[Move]) -> list[tuple[tuple[str, str], int]]:
    return Counter((move.before.tier.value, move.after.tier.value) for move in moves).most_common()


def _tiers(tried: Sequence[Tried]) -> list[tuple[tuple[str, str], int]]:
    """How many stand in which tier before and after, those that stay included."""
    return Counter((one.before.tier.value, one.after.tier.value) for one in tried if one.after).most_common()


def _shifts(tried: Sequence[Tried]) -> dict[str, int]:
    """How many move by about so many points, to the nearest multiple of five: "-5", "0", "10"."""
    shifts = Counter(
        SHIFT_STEP * round((one.after.score - one.before.score) / SHIFT_STEP)
        for one in tried
        if one.after and one.after.score is not None and one.before.score is not None
    )
    return {str(shift): shifts[shift] for shift in sorted(shifts)}


def _move(move: Move, one: Tried) -> dict[str, Any]:
    return {
        "customer": one.customer_id,
        "application": one.workflow_id,
        "requisition": one.job_id,
        "from": move.before.tier.value,
        "to": move.after.tier.value,
        "score_before": _number(move.before.score),
        "score_after": _number(move.after.score),
        "shift": _number(move.shift),
    }


def _requisitions(tried: Sequence[Tried]) -> Iterator[dict[str, Any]]:
    """Ranks matter within a requisition, where people are compared."""
    for customer_id, job_id in sorted({(one.customer_id, one.job_id) for one in tried}):
        of_it = [one for one in tried if (one.customer_id, one.job_id) == (customer_id, job_id)]
        figures = _figures(compare(*_standings(of_it)))
        yield {"customer": customer_id, "requisition": job_id, **figures}


def _cost(bill: Bill | None) -> dict[str, Any]:
    if bill is None:
        return {"usd": 0.0, "calls": 0, "input_tokens": 0, "cached_tokens": 0, "output_tokens": 0}
    return {
        "usd": float(bill.usd),
        "calls": bill.calls,
        "input_tokens": bill.input_tokens,
        "cached_tokens": bill.cached_tokens,
        "output_tokens": bill.output_tokens,
    }


def _impact(audit: ImpactAudit, tried: Sequence[Tried]) -> list[dict[str, Any]] | None:
    """Tables before and after for each customer with demographic data. Without a score nobody is selected or not."""
    impacts = []
    for customer_id in sorted({one.customer_id for one in tried}):
        scored = [
            one
            for one in tried
            if one.customer_id == customer_id and one.after and Tier.REVIEW not in (one.before.tier, one.after.tier)
        ]
        before = audit.selection_tables(customer_id, {one.workflow_id: one.before.tier in SELECTED for one in scored})
        after = audit.selection_tables(
            customer_id, {one.workflow_id: one.after.tier in SELECTED for one in scored if one.after}
        )
        if before is not None and after is not None:
            impacts.append({"customer": customer_id, "before": _tables(before), "after": _tables(after)})
    return impacts or None


def _tables(tables: Sequence[RateTable]) -> dict[str, Any]:
    lowest = lowest_ratio_of(tables)
    return {
        "lowest_ratio": None if lowest is None else round(float(lowest), 3),
        "below_four_fifths": [f"{t.characteristic}: {name}" for t in tables for name in t.below_four_fifths],
        "tables": [
            {
                "characteristic": table.characteristic,
                "unknown": table.unknown,
                "rates": [
                    {
                        "category": rate.category,
                        "applicants": rate.applicants,
                        "selected": rate.selected,
                        "rate": round(float(rate.rate), 4),
                        "impact_ratio": None if rate.impact_ratio is None else round(float(rate.impact_ratio), 3),
                        "under_two_percent": rate.small,
                    }
                    for rate in table.rates
                ],
            }
            for table in tables
        ],
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
