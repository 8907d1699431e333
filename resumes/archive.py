"""Zip-based documents: what an archive would unpack to is checked before anything is unpacked."""

import lzma
import zipfile
import zlib
from io import BytesIO

from resumes.errors import UnreadableError
from resumes.limits import Limits
from scoring.resume import AbstentionReason

RATIO_FREE_BYTES = 1_000_000  # small members may compress well without being a bomb
UNPACKING_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


class Archive:
    """An opened archive whose directory is within the limits."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except UNPACKING_ERRORS as error:
            raise UnreadableError(AbstentionReason.CORRUPT, "the zip directory is damaged or cut off") from error
        members = self._zip.infolist()
        unpacked = sum(member.file_size for member in members)
        if len(members) > limits.archive_entries:
            raise UnreadableError(AbstentionReason.TOO_LARGE, f"{len(members)} parts, at most {limits.archive_entries}")
        if unpacked > limits.unpacked_bytes:
            raise UnreadableError(AbstentionReason.TOO_LARGE, f"unpacks to {unpacked} bytes")
        for member in members:
            if member.file_size > max(RATIO_FREE_BYTES, member.compress_size * limits.unpack_ratio):
                raise UnreadableError(AbstentionReason.TOO_LARGE, "a part unpacks to more than its ratio allows")
        if any(member.flag_bits & 1 for member in members):
            raise UnreadableError(AbstentionReason.ENCRYPTED, "the archive asks for a password")
        self.names = frozenset(member.filename for member in members)

    def read(self, name: str) -> bytes:
        """A part's bytes; empty if there is no such part."""
        if name not in self.names:
            return b""
        try:
            # A forged directory gains nothing: zipfile unpacks no more than it promised, and the checksum then fails.
            return self._zip.read(name)
        except UNPACKING_ERRORS as error:
            raise UnreadableError(AbstentionReason.CORRUPT, "a part of the archive cannot be unpacked") from error
