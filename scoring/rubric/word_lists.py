"""The word lists shipped beside this package, one file each; lines that start with # are comments."""

from importlib.resources import files


def words_of(name: str) -> frozenset[str]:
    """The words of ``data/<name>.txt``."""
    return frozenset(word for line in _lines(name) for word in line.split())


def keyed_words_of(name: str) -> dict[str, frozenset[str]]:
    """The words of ``data/<name>.txt`` by the key before the colon; an indented line continues the last."""
    keyed: dict[str, set[str]] = {}
    key = ""
    for line in _lines(name):
        if not line.startswith(" "):
            key, _, line = line.partition(":")
        keyed.setdefault(key, set()).update(line.split())
    return {key: frozenset(words) for key, words in keyed.items()}


def _lines(name: str) -> list[str]:
    text = (files("scoring.rubric") / "data" / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
