"""What a published table says about one skill, before its labels are sorted."""

from dataclasses import dataclass

from scoring.taxonomy.model import Kind


@dataclass(frozen=True, slots=True)
class Concept:
    """``key`` is the publisher's. ``broader`` and ``uses`` are keys of other concepts. Labels of a ``generic`` concept
    name it only in a list of skills."""

    key: str
    labels: tuple[str, ...]  # the preferred one first
    category: str
    kind: Kind = Kind.SKILL
    generic: bool = False
    broader: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
