"""How far the score of one application may reach: the mode that holds for it, and what each mode allows."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from scoring.errors import InvalidInputError
from scoring.run import RolloutMode

ORDER = (RolloutMode.SHADOW, RolloutMode.ASSIST, RolloutMode.GUIDED)
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Reach:
    """What a mode allows: the hidden field of a tenant, result and mapped fields, planning of status moves."""

    hidden_field: bool
    result: bool
    moves: bool


REACH: Mapping[RolloutMode, Reach] = MappingProxyType(
    {
        RolloutMode.SHADOW: Reach(hidden_field=True, result=False, moves=False),
        RolloutMode.ASSIST: Reach(hidden_field=False, result=True, moves=False),
        RolloutMode.GUIDED: Reach(hidden_field=False, result=True, moves=True),
    }
)


@dataclass(frozen=True, slots=True)
class Pilot:
    """For whom a mode holds before it holds for everybody: ``percent`` of the applications, and these ids of iCIMS.

    A recruiter is the user who last moved the application. Raises InvalidInputError for a group of nobody.
    """

    percent: int = 0
    applications: frozenset[str] = frozenset()
    recruiters: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not 0 <= self.percent <= WHOLE:
            raise InvalidInputError("a pilot's share is 0 to 100 per cent")
        if not (self.percent or self.applications or self.recruiters):
            raise InvalidInputError("a pilot needs a share, applications or recruiters")

    def includes(self, customer_id: str, workflow_id: str, recruiter_id: str = "") -> bool:
        """The same answer for the same application, always; a wider share keeps everybody who was in before."""
        named = workflow_id in self.applications or (bool(recruiter_id) and recruiter_id in self.recruiters)
        return named or _place(customer_id, workflow_id) < self.percent * 100

    def is_within(self, other: "Pilot | None") -> bool:
        """Whether it has nobody in it who is not in the ``other`` one; None is everybody."""
        return other is None or (
            self.percent <= other.percent
            and self.applications <= other.applications
            and self.recruiters <= other.recruiters
        )

    def as_json(self) -> dict[str, object]:
        return {
            "percent": self.percent,
            "applications": sorted(self.applications),
            "recruiters": sorted(self.recruiters),
        }

    @classmethod
    def from_json(cls, content: Mapping[str, object]) -> "Pilot":
        return cls(
            int(str(content["percent"])),
            frozenset(content["applications"]),  # type: ignore[call-overload]
            frozenset(content["recruiters"]),  # type: ignore[call-overload]
        )


@dataclass(frozen=True, slots=True)
class Rollout:
    """A mode that was approved (or stepped back to) for a scope; ``pilot`` None is for everybody in it."""

    mode: RolloutMode
    pilot: Pilot | None = None


def mode_of(
    rollouts: Iterable[Rollout], otherwise: RolloutMode, customer_id: str, workflow_id: str, recruiter_id: str = ""
) -> RolloutMode:
    """The mode of one application. ``rollouts`` of its scope, the narrowest scope first and the newest first in each;
    whoever is in none of their groups stays in the mode that is left: ``otherwise``."""
    for rollout in rollouts:
        if rollout.pilot is None or rollout.pilot.includes(customer_id, workflow_id, recruiter_id):
            return rollout.mode
    return otherwise


def is_higher(mode: RolloutMode, than: RolloutMode) -> bool:
    return ORDER.index(mode) > ORDER.index(than)


def below(mode: RolloutMode) -> RolloutMode:
    """The mode that has to be in force before this one is proposed."""
    return ORDER[max(ORDER.index(mode) - 1, 0)]


def _place(customer_id: str, workflow_id: str) -> int:
    """0 to 9,999, evenly spread, by the ids alone."""
    return int.from_bytes(hashlib.sha256(f"{customer_id}:{workflow_id}".encode()).digest()[:8]) % (WHOLE * 100)
