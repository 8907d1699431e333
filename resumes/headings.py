"""Section headings as resumes write them, also with letters spaced out for looks."""

import re

from resumes.vocabulary import HEADING_WORDS, SECTION_WORDS

LONGEST_WORD = max(map(len, HEADING_WORDS))
SPACED = re.compile(r"(?:[^\W_]|&)(?: {1,9}(?:[^\W_]|&)){5,}")


def is_heading(text: str) -> bool:
    """Whether a short line is the heading of a section ("WORK EXPERIENCE", "Skills & Tools:")."""
    words = text.lower().strip(" :•-–—|").split()
    if not 1 <= len(words) <= 4:
        return False
    plain = [word.strip(",/") for word in words]
    return any(word in SECTION_WORDS for word in plain) and all(word in HEADING_WORDS for word in plain)


def rejoin(line: str) -> str:
    """The line put together where it is one spaced-out heading: "E X P E R I E N C E" becomes "EXPERIENCE".

    Wider gaps part the words. Where there are none, the words of headings do ("W O R K E X P E R I E N C E").
    """
    if SPACED.fullmatch(line) is None:
        return line
    words = ["".join(word.split()) for word in re.split(r" {2,}", line)]
    letters = "".join(words)
    known = bool(_words(letters.lower().replace("&", "")))
    # A row of single letters in small print or in twos is a table or a list of initials.
    if not known and not (letters.isupper() and max(map(len, words)) >= 3):
        return line
    return " ".join(part(word) for word in words)


def part(letters: str) -> str:
    """Letters that ran together, parted into heading words; unchanged where they are not made of these."""
    found = _words(letters.lower())
    if not found:
        return letters
    parted, start = [], 0
    for word in found:
        parted.append(letters[start : start + len(word)])
        start += len(word)
    return " ".join(parted)


def _words(letters: str) -> list[str]:
    """Heading words that make up the letters exactly, as few as possible; none if that cannot be done."""
    best: list[list[str] | None] = [[]] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - LONGEST_WORD), end):
            before = best[start]
            word = letters[start:end]
            if before is not None and word in HEADING_WORDS and len(before) < 5:
                current = best[end]
                if current is None or len(before) + 1 < len(current):
                    best[end] = [*before, word]
    return best[-1] or []
