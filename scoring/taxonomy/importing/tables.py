"""Reads a published table row by row, within limits, and says in one line what is wrong with it."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from scoring.errors import InvalidInputError

MOST_BYTES = 200_000_000
MOST_ROWS = 1_000_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

Progress = Callable[[str, int], None]  # file name, rows read so far


def read_table(
    path: Path, columns: Sequence[str], *, delimiter: str = ",", progress: Progress
) -> Iterator[Mapping[str, str]]:
    """The named columns of every row; other columns are passed over.

    Raises InvalidInputError in one line, naming the file and, where there is one, the row: a file that is missing, too
    large, not UTF-8, without one of the columns, or with a row of another width.
    """
    _check_file(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield from _rows(path.name, lines, columns, delimiter, progress)
    except UnicodeDecodeError:
        raise InvalidInputError(f"{path.name} is not UTF-8: download it again, and do not save it from Excel") from None
    except OSError as error:
        raise InvalidInputError(f"{path.name} cannot be read: {error.strerror or type(error).__name__}") from None


def _check_file(path: Path) -> None:
    if not path.is_file():
        raise InvalidInputError(f"{path.name} is missing in {path.parent}")
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise InvalidInputError(f"{path.name} has {size} bytes, at most {MOST_BYTES} are read")


def _rows(
    name: str, lines: Iterator[str], columns: Sequence[str], delimiter: str, progress: Progress
) -> Iterator[Mapping[str, str]]:
    # The text database of O*NET is not quoted: an inch mark in it is an inch mark.
    reader = (
        csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        if delimiter == "\t"
        else csv.reader(lines, delimiter=delimiter, strict=True)
    )
    number = 0
    try:
        heading = [title.strip() for title in next(reader, [])]
        places = _places(name, heading, columns)
        for number, row in enumerate(reader, start=1):
            if not row:
                continue
            if len(row) != len(heading):
                raise InvalidInputError(
                    f"{name}, row {number}: {len(row)} columns where the heading has {len(heading)}"
                )
            if number > MOST_ROWS:
                raise InvalidInputError(f"{name} has more than {MOST_ROWS} rows")
            yield {column: _CONTROL.sub(" ", row[place]).strip() for column, place in places.items()}
            if number % 5_000 == 0:
                progress(name, number)
    except csv.Error as error:
        raise InvalidInputError(f"{name}, after row {number}: {error}") from None
    progress(name, number)


def _places(name: str, heading: Sequence[str], columns: Sequence[str]) -> dict[str, int]:
    if missing := [column for column in columns if column not in heading]:
        raise InvalidInputError(f"{name} has no column {', '.join(missing)}: is it another file, or another language?")
    return {column: heading.index(column) for column in columns}
