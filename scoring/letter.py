"""A text for a candidate in plain words: headings with sentences and points, the same on a page and as text."""

import textwrap
from dataclasses import dataclass

WIDTH = 80


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    sentences: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    title: str
    sections: tuple[Section, ...]

    @property
    def text(self) -> str:
        """For an e-mail or a file: lines of at most 80 characters, but that an address is never broken."""
        lines = [self.title, "=" * min(len(self.title), WIDTH)]
        for section in self.sections:
            lines += ["", section.heading, "-" * min(len(section.heading), WIDTH)]
            lines += [line for sentence in section.sentences for line in _wrapped(sentence)]
            for point in section.points:
                lines += _wrapped(point, "- ", "  ")
        return "\n".join(lines) + "\n"


def _wrapped(text: str, first: str = "", others: str = "") -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=others, break_long_words=False, break_on_hyphens=False
    )
