"""The instruments, each with unit and closed label sets; never an id in a label."""

from prometheus_client import Counter, Histogram

step_seconds = Histogram(
    "icims_scoring_step_seconds",
    "Work of one step without waiting in a queue.",
    ["step", "outcome"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120),
)
events_accepted = Counter("icims_scoring_events_total", "Event notifications by what became of them.", ["outcome"])
sweep_rings = Counter("icims_scoring_sweep_rings_total", "Runs that the sweep rang for again.")
upstream_seconds = Histogram(
    "icims_scoring_upstream_seconds", "Calls to iCIMS by route and status.", ["method", "route", "status"]
)
