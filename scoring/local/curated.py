"""Reads the curated lists in ``data``: paragraphs of comma-separated names that belong together."""

from importlib.resources import files


def name_groups(filename: str) -> tuple[tuple[str, ...], ...]:
    """The names of each paragraph, in order."""
    text = (files("scoring.local") / "data" / filename).read_text(encoding="utf-8")
    return tuple(
        tuple(name.strip() for name in " ".join(paragraph.split()).split(",")) for paragraph in text.split("\n\n")
    )
