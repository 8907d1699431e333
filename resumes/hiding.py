"""Hidden text as evidence: excerpts that hold all of it, up to a bound, and where each of them stood."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from resumes.characters import EXCERPT_LENGTH, excerpt, normalise
from resumes.extraction import Passage
from resumes.instructions import passages
from resumes.places import letters
from scoring.resume import HiddenReason

SHORTEST_INSTRUCTION = 12
LONG_NOTE = 300  # characters; titles, keywords and alternative texts of real resumes stay below
EXCERPTS_AT_MOST = 10  # for each reason and part of a document: 2,000 characters are evidence enough


def excerpts(found: Iterable[Passage]) -> list[Passage]:
    """Texts packed, by reason and place, into as few excerpts as hold them; empty ones are left out.

    Where that makes too many, texts from several places share an excerpt, which then has the place of the first.
    """
    by_reason: dict[HiddenReason, list[Passage]] = {}
    for passage in found:
        by_reason.setdefault(passage.reason, []).append(passage)
    return [item for hidden in by_reason.values() for item in _packed(hidden)]


def located(found: Iterable[Passage], shown: Sequence[str]) -> list[Passage]:
    """Excerpts of passages whose place is an index into the visible parts ``shown``, in letters and digits instead."""
    packed = excerpts(found)
    passed, start, counted = 0, 0, {}
    for place in sorted({passage.place for passage in packed if passage.place is not None}):
        passed += letters(normalise("".join(shown[start:place])))
        start, counted[place] = place, passed
    return [passage if passage.place is None else replace(passage, place=counted[passage.place]) for passage in packed]


def notes(reason: HiddenReason, texts: Iterable[str]) -> list[Passage]:
    """Excerpts of those comments or properties that are worth a look."""
    return excerpts(Passage(reason, text) for text in dict.fromkeys(texts) if noteworthy(text))


def noteworthy(text: str) -> bool:
    """Whether a comment or property is worth a look: too long for its purpose, or speaking to a machine."""
    size = len(text.strip())
    return size > LONG_NOTE or (size >= SHORTEST_INSTRUCTION and bool(passages(text)))


def _packed(hidden: Sequence[Passage]) -> list[Passage]:
    by_place = list(_pack(hidden, apart=True))
    return by_place if len(by_place) <= EXCERPTS_AT_MOST else list(_pack(hidden, apart=False))[:EXCERPTS_AT_MOST]


def _pack(hidden: Sequence[Passage], *, apart: bool) -> Iterator[Passage]:
    """Excerpts in order, one more than are allowed at most; ``apart`` keeps different places in different ones."""
    open_one: Passage | None = None
    closed = 0
    for passage in hidden:
        for text in _pieces(passage.text):
            together = open_one and (not apart or (open_one.place, open_one.page) == (passage.place, passage.page))
            if open_one and together and len(open_one.text) + 1 + len(text) <= EXCERPT_LENGTH:
                open_one = replace(open_one, text=f"{open_one.text} {text}")
                continue
            if open_one:
                yield open_one
                closed += 1
            if closed > EXCERPTS_AT_MOST:
                return
            open_one = replace(passage, text=text)
    if open_one:
        yield open_one


def _pieces(text: str) -> Iterator[str]:
    words = " ".join(text.split())
    while words:
        # A long text is cut between words where it has any.
        cut = len(words) if len(words) <= EXCERPT_LENGTH else words.rfind(" ", 1, EXCERPT_LENGTH)
        part, words = words[: cut if cut > 0 else EXCERPT_LENGTH], words[cut if cut > 0 else EXCERPT_LENGTH :]
        if shown := excerpt(part):
            yield shown
        words = words.lstrip()
