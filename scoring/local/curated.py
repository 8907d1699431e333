"""Reads the curated lists in ``data``: names separated by commas, groups of them by blank lines, areas by "# name"."""

from importlib.resources import files


def name_groups(filename: str) -> tuple[tuple[str, ...], ...]:
    """The names of each group, in order, whatever its area."""
    return tuple(group for _, group in areas_of_groups(filename))


def areas_of_groups(filename: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each group with the area that it stands in, '' where the list has no areas."""
    text = (files("scoring.local") / "data" / filename).read_text(encoding="utf-8")
    area, groups = "", []
    for paragraph in text.split("\n\n"):
        lines = paragraph.strip().splitlines()
        if lines and lines[0].startswith("# "):
            area = lines.pop(0).removeprefix("# ")
        if lines:
            groups.append((area, tuple(name.strip() for name in " ".join(lines).split(","))))
    return tuple(groups)
