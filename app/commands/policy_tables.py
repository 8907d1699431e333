"""Simulations and canary runs for people at a terminal."""

from typing import Any

import click

from scoring.comparison import LIMITS
from tasks.canary import CanaryOutcome

MOST_MOVES = 40


def print_simulation(result: dict[str, Any]) -> None:
    """The figures, then who changes tier; the rest of a long list is in --json."""
    differs = ", ".join(result["differences"]) or "nothing: the same version, scored anew"
    click.echo(f"version {result['version']} instead of {result['instead_of']}; differs in {differs}")
    click.echo(f"{result['applications']} applications, ratings {result['ratings']}")
    for failure, count in result["not_assessed"].items():
        click.echo(f"  {count} could not be assessed: {failure}")
    if result["simulated"]:
        click.echo("  answered by a simulator, not by the model: the figures say nothing about it")
    if not result["applications"]:
        return
    _line(
        "shift",
        f"mean {result['mean_shift']:.2f} (signed {result['mean_signed_shift']:+.2f}), max {result['max_shift']:.2f}",
    )
    _line("rank correlation", _rank(result["rank_correlation"]))
    _line("change tier", f"{len(result['moves'])} ({result['flip_share']:.1%})  " + _counts(result["flips"]))
    review = result["review"]
    _line(
        "to review",
        f"{review['before']} ({review['share_before']:.1%}) -> {review['after']} ({review['share_after']:.1%})",
    )
    cost = result["cost"]
    tokens = f"{cost['input_tokens']} input, {cost['cached_tokens']} cached, {cost['output_tokens']} output tokens"
    _line("cost", f"{cost['usd']:.4f} USD, {cost['calls']} calls, {tokens}" if cost["calls"] else "nothing")
    _impact(result["impact"])
    if len(result["requisitions"]) > 1:
        for one in result["requisitions"]:
            figures = f"{one['applications']} applications, mean {one['mean_shift']:.2f}, max {one['max_shift']:.2f}"
            _line(f"requisition {one['requisition']}", f"{figures}, rank {_rank(one['rank_correlation'])}")
    _moves(result["moves"])


def print_canary(outcome: CanaryOutcome, usd: float) -> None:
    """The four figures beside their limits, and every case that changes tier."""
    run, compared = outcome.run, outcome.compared
    cost = f", {usd:.4f} USD" if usd else ""
    if compared is None:
        click.echo(f"{run.cases} cases scored{cost}; there is no canary run of the version in force to compare with")
    else:
        click.echo(f"{run.cases} cases, compared with {run.compared_with}{cost}")
        _line("mean shift", f"{compared.mean_shift:.2f} (at most {LIMITS.mean_shift:g})")
        _line("maximum shift", f"{compared.max_shift:.2f} (at most {LIMITS.max_shift:g})")
        _line("rank correlation", f"{_rank(compared.rank_correlation)} (at least {LIMITS.rank_correlation:g})")
        _line("change tier", f"{len(compared.moves)} (at most {LIMITS.flip_share:.0%} of the cases)")
        for move in compared.moves:
            scores = f"{_score(move.before.score)} -> {_score(move.after.score)}"
            click.echo(f"    {move.key:<28} {move.before.tier} -> {move.after.tier}  {scores}")
    for line in outcome.over:
        click.echo(f"  blocks: {line}")


def _moves(moves: list[dict[str, Any]]) -> None:
    for move in moves[:MOST_MOVES]:
        shift = "" if move["shift"] is None else f"  {move['shift']:+.2f}"
        click.echo(
            f"  application {move['application']:>8}  requisition {move['requisition']}  "
            f"{move['from']} -> {move['to']}  {_score(move['score_before'])} -> {_score(move['score_after'])}{shift}"
        )
    if len(moves) > MOST_MOVES:
        click.echo(f"  and {len(moves) - MOST_MOVES} more; --json has them all")


def _impact(impact: list[dict[str, Any]] | None) -> None:
    if impact is None:
        _line("impact ratios", "no demographic data")
        return
    for one in impact:
        before, after = one["before"], one["after"]
        _line("lowest impact ratio", f"customer {one['customer']}: {before['lowest_ratio']} -> {after['lowest_ratio']}")
        for category in after["below_four_fifths"]:
            click.echo(f"    below four fifths: {category}")


def _counts(flips: dict[str, int]) -> str:
    return ", ".join(f"{count} {direction}" for direction, count in flips.items())


def _rank(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.3f}"


def _score(value: Any) -> str:
    return "none" if value is None else f"{value:.2f}"


def _line(name: str, value: str) -> None:
    click.echo(f"  {name:<20} {value}".rstrip())
