"""What the address of a ranking asks for: which applications, in which order, and from where on."""

from dataclasses import dataclass, fields
from typing import Any

from flask import request

from app.paging import one_of, searched
from scoring.triage import Tag, Tier
from store import Order, Position, RankingFilter

CRITERION_ID_LIMIT = 200
YES_OR_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class RankingQuery:
    """``after`` and ``before`` are places in the list; ``at_end`` asks for its last page."""

    wanted: RankingFilter
    order: Order
    after: Position | None
    before: Position | None
    at_end: bool

    @classmethod
    def of_request(cls) -> "RankingQuery":
        """Raises InvalidInputError for what cannot be asked."""
        return cls(
            RankingFilter(
                tier=one_of("tier", [*Tier]),
                scored=one_of("scored", YES_OR_NO),
                tag=one_of("tag", [*Tag]),
                missing=searched("missing")[:CRITERION_ID_LIMIT],
                text=searched("q"),
                stage=searched("stage"),
            ),
            Order(one_of("sort", [*Order]) or Order.SCORE),
            _place("after"),
            _place("before"),
            request.args.get("page") == "last",
        )

    @property
    def narrowing(self) -> dict[str, Any]:
        """The filter as an address writes it, without what is not asked for."""
        given = {field.name: getattr(self.wanted, field.name) for field in fields(self.wanted)}
        given["q"] = given.pop("text")
        return {name: value for name, value in given.items() if value}

    @property
    def arguments(self) -> dict[str, Any]:
        """Filter and order as an address writes them, for links from page to page."""
        return self.narrowing | ({} if self.order is Order.SCORE else {"sort": self.order.value})

    def without(self, *names: str) -> dict[str, Any]:
        """The arguments but these."""
        return {name: value for name, value in self.arguments.items() if name not in names}

    @property
    def starts_in_between(self) -> bool:
        return bool(self.after or self.before or self.at_end)


def _place(name: str) -> Position | None:
    given = request.args.get(name, "")
    return Position.parse(given) if given else None
