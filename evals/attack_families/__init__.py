"""Attacks on the screening of a resume, family by family, each with its clean twin."""

from collections.abc import Iterator

from evals.attack_families.base import Attack, bases
from evals.attack_families.claims import CLAIM_FAMILIES
from evals.attack_families.hidden import HIDDEN_FAMILIES
from evals.attack_families.lines import LINE_FAMILIES
from evals.attack_families.searching import SEARCHING_FAMILIES

FAMILIES = {**HIDDEN_FAMILIES, **LINE_FAMILIES, **CLAIM_FAMILIES, **SEARCHING_FAMILIES}

__all__ = ["FAMILIES", "Attack", "all_attacks", "bases"]


def all_attacks() -> Iterator[Attack]:
    """Every attack of every family, always the same ones."""
    for name, write in FAMILIES.items():
        for number, (label, clean, attacked, base) in enumerate(write()):
            yield Attack(name, f"{name} {number}: {label}", clean, attacked, base)
