"""A way of scoring under one name: everything that a score depends on beside the requisition and the application."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from scoring.errors import InvalidInputError
from scoring.rubric.model import DRAFTING_VERSION
from scoring.triage import CUT_OFFS, CutOffs

LOCAL = "local"
CLAUDE = "claude"


@dataclass(frozen=True, slots=True)
class ScorerVersion:
    """One way of scoring. What does not apply to an assessor is '' (0 samples for the local one).

    ``rules_version`` is that of the local assessor, ``sdk_version`` that of the model's client library; ``cut_offs``
    are those of the tiers possible and strong.
    """

    assessor: str
    model: str
    effort: str = ""
    prompt_version: str = ""
    schema_version: str = ""
    rules_version: str = ""
    sdk_version: str = ""
    max_samples: int = 0
    drafting_version: str = DRAFTING_VERSION
    cut_offs: CutOffs = CUT_OFFS

    def __post_init__(self) -> None:
        """Raises InvalidInputError for cut-offs that are not 0 < possible < strong <= 100."""
        possible, strong = self.cut_offs
        if not 0 < possible < strong <= 100:
            raise InvalidInputError("cut-offs are two numbers above 0 and up to 100, the lower one first")

    @property
    def version(self) -> str:
        """12 hex digits over the content: the same way of scoring has the same version."""
        content = json.dumps(self.as_json(), sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:12]

    def as_json(self) -> dict[str, Any]:
        """A flat JSON object from which ``from_json`` rebuilds an equal value; cut-offs as numbers."""
        return {**asdict(self), "cut_offs": [float(cut) for cut in self.cut_offs]}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "ScorerVersion":
        """Raises InvalidInputError for an object that ``as_json`` did not make."""
        try:
            possible, strong = (Decimal(str(cut)) for cut in stored["cut_offs"])
            return cls(**{**stored, "cut_offs": (possible, strong)})
        except (KeyError, TypeError, ValueError, ArithmeticError):
            raise InvalidInputError("this version's content was not written by this program") from None

    def differences(self, other: "ScorerVersion") -> tuple[str, ...]:
        """The names of what differs, in a fixed order; empty for the same version."""
        ours, theirs = self.as_json(), other.as_json()
        return tuple(name for name in ours if ours[name] != theirs[name])
