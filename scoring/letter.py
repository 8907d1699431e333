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
        """For an e-mail or a file: lines of at most 80 characters."""
        lines = [self.title, "=" * min(len(self.title), WIDTH)]
        for section in self.sections:
            lines += ["", section.heading, "-" * min(len(section.heading), WIDTH)]
            lines += [line for sentence in section.sentences for line in textwrap.wrap(sentence, WIDTH)]
            for point in section.points:
                lines += textwrap.wrap(point, WIDTH, initial_indent="- ", subsequent_indent="  ")
        return "\n".join(lines) + "\n"
