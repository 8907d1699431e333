"""How much a resume may be: the file policy, enforced before a file is opened and while it is read."""

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes, counts and seconds. A file over any of them is abstained as too large (or as timed out), never cut."""

    file_bytes: int = 10 * MEGABYTE
    unpacked_bytes: int = 50 * MEGABYTE
    unpack_ratio: int = 100
    archive_entries: int = 200
    pages: int = 60
    characters: int = 200_000
    nesting: int = 200  # XML elements, RTF groups, forms inside forms
    cpu_seconds: int = 20
    wall_seconds: float = 30.0
    scan_text: bool = False  # whether the text layer that character recognition put under a scan counts as text
    memory_bytes: int = 512 * 1024 * 1024


LIMITS = Limits()
