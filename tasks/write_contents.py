"""What a write-back says to iCIMS about one score card, under one tenant's mapping."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from icims.fields import FieldMapping, FieldPatches
from icims.models import ResultUpdate
from scoring.summary import field_values

# Changes with every write without meaning anything new.
CLOCK_FIELDS = ("processing_timestamp",)


@dataclass(frozen=True, slots=True)
class Contents:
    """``digest`` is equal for two write-backs that would leave the same in iCIMS: it covers values and mapping."""

    result: ResultUpdate
    patches: FieldPatches
    digest: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The custom fields that are written, by their ids."""
        grouped = sorted(name for entry in self.patches.entries for name in entry.values)
        return (*sorted(self.patches.workflow), *sorted(self.patches.person), *grouped)


def contents_of(card: dict[str, Any], mapping: FieldMapping, url: str, notes: str = "") -> Contents:
    """The assessment result and the mapped fields of this card; ``url`` is our page of the application.

    ``notes`` stand in the place of our own.
    """
    values = dict(field_values(card, processed_at=datetime.now(UTC)))
    own = str(values.pop("assessment_notes"))
    result = mapping.result_update(
        score=None if card["score"] is None else Decimal(str(card["score"])),
        result=str(values.pop("assessment_result")),
        notes=notes or own,
        url=url,
        complete=card["score"] is not None,
    )
    lasting = mapping.patches({name: value for name, value in values.items() if name not in CLOCK_FIELDS})
    said = json.dumps([asdict(result), asdict(lasting)], sort_keys=True, default=str)
    return Contents(result, mapping.patches(values), hashlib.sha256(said.encode()).hexdigest())
