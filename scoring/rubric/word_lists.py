"""The word lists shipped beside this package, one file each."""

from importlib.resources import files


def words_of(name: str) -> frozenset[str]:
    """The words of ``data/<name>.txt``; lines that start with # are comments."""
    lines = (files("scoring.rubric") / "data" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
