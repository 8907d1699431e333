"""The word lists in ``words/``: sections in brackets, ``#`` starts a comment."""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "words"


@cache
def lines_of(name: str) -> dict[str, tuple[str, ...]]:
    """The lines of every section of ``words/<name>.txt``; lines before the first section are under ``""``."""
    sections: dict[str, list[str]] = {}
    current = ""
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        line = line.strip()
        if line.startswith("[") and line.endswith("]"):
            current = line[1:-1]
        elif line and not line.startswith("#"):
            sections.setdefault(current, []).append(line)
    return {section: tuple(lines) for section, lines in sections.items()}


def words_of_list(name: str, section: str) -> frozenset[str]:
    """The words of a section, parted by spaces."""
    return frozenset(" ".join(lines_of(name)[section]).split())


def phrases_of_list(name: str, section: str) -> tuple[str, ...]:
    """The phrases of a section, parted by bars."""
    return tuple(phrase.strip() for phrase in " ".join(lines_of(name)[section]).split("|") if phrase.strip())
