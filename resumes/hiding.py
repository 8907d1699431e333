"""Hidden text as evidence: excerpts that hold all of it, up to a bound."""

from collections.abc import Iterable, Iterator

from resumes.characters import EXCERPT_LENGTH, excerpt
from resumes.instructions import passages
from scoring.resume import HiddenReason, HiddenText

SHORTEST_INSTRUCTION = 12
LONG_NOTE = 300  # characters; titles, keywords and alternative texts of real resumes stay below
EXCERPTS_AT_MOST = 10  # for each reason and part of a document: 2,000 characters are evidence enough


def excerpts(reason: HiddenReason, texts: Iterable[str]) -> list[HiddenText]:
    """Texts hidden for one reason, packed into as few excerpts as hold them; empty ones are left out."""
    packed: list[str] = []
    for text in _pieces(texts):
        if packed and len(packed[-1]) + 1 + len(text) <= EXCERPT_LENGTH:
            packed[-1] = f"{packed[-1]} {text}"
        elif len(packed) == EXCERPTS_AT_MOST:
            break
        else:
            packed.append(text)
    return [HiddenText(reason, text) for text in packed]


def _pieces(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        words = " ".join(text.split())
        while words:
            # A long text is cut between words where it has any.
            cut = len(words) if len(words) <= EXCERPT_LENGTH else words.rfind(" ", 1, EXCERPT_LENGTH)
            part, words = words[: cut if cut > 0 else EXCERPT_LENGTH], words[cut if cut > 0 else EXCERPT_LENGTH :]
            if shown := excerpt(part):
                yield shown
            words = words.lstrip()


def noteworthy(text: str) -> bool:
    """Whether a comment or property is worth a look: too long for its purpose, or speaking to a machine."""
    size = len(text.strip())
    return size > LONG_NOTE or (size >= SHORTEST_INSTRUCTION and bool(passages(text)))
