"""What was taken out of a text, and where it stood."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum


class RedactionKind(StrEnum):
    """Why a piece of text is kept from a model. In placeholders the words stand in capitals: "[BIRTH DATE 1]"."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"
    BIRTH_DATE = "birth_date"
    BIRTHPLACE = "birthplace"
    AGE = "age"
    GENDER = "gender"  # and pronouns
    FAMILY = "family"
    NATIONALITY = "nationality"  # citizenship, visa and residence status; not whether a person may work somewhere
    RELIGION = "religion"
    STREET = "street"  # and the postcode; the town stays, because a requisition may ask for it
    PHOTO = "photo"
    GRADUATION_YEAR = "graduation_year"
    NATIONAL_ID = "national_id"

    @property
    def word(self) -> str:
        return self.value.upper().replace("_", " ")


PLACEHOLDER = re.compile(rf"\[({'|'.join(kind.word for kind in RedactionKind)}) (\d{{1,4}})\]")


@dataclass(frozen=True, slots=True)
class Identity:
    """What the tracking system knows about a candidate, in whatever spelling it has. Everything may be empty."""

    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Removal:
    """``original`` is what stood at ``start`` to ``end`` of the ORIGINAL text; ``placeholder`` stands there now."""

    start: int
    end: int
    kind: RedactionKind
    original: str
    placeholder: str


@dataclass(frozen=True, slots=True)
class Redaction:
    """``text`` is what may leave; ``removals``, in text order, belong in the database only.

    Equal originals of one kind have the same placeholder.
    """

    text: str
    removals: tuple[Removal, ...] = ()
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)  # of the placeholders in ``text``

    def __post_init__(self) -> None:
        starts, shift = [], 0
        for removal in self.removals:
            starts.append(removal.start + shift)
            shift += len(removal.placeholder) - (removal.end - removal.start)
        object.__setattr__(self, "_starts", tuple(starts))

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stood in the original. A range that touches a placeholder gets all it stands for.

        Raises ValueError for a range outside the text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"{start} to {end} is no range of a text of {len(self.text)} characters")
        if start == end:
            place = self._original(start, after=False)
            return place, place
        return self._original(start, after=False), self._original(end, after=True)

    def mapping(self) -> dict[str, str]:
        """What every placeholder stands for. Personal data: it never leaves the database."""
        return {removal.placeholder: removal.original for removal in self.removals}

    def _original(self, position: int, *, after: bool) -> int:
        """``after`` asks for the end of a range, which does not touch a placeholder that begins there."""
        number = bisect_right(self._starts, position - 1 if after else position) - 1
        if number < 0:
            return position
        removal, start = self.removals[number], self._starts[number]
        if position < start + len(removal.placeholder) or (after and position == start + len(removal.placeholder)):
            return removal.end if after else removal.start
        return removal.end + position - start - len(removal.placeholder)
