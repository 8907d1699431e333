"""Headings of jobs in the lines of a resume: by their dates, by their shape, or told in a sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scoring.profile.dates import DateRange
from scoring.profile.headers import Header, Piece, looks_like_a_name, pieces, read_header
from scoring.profile.headings import Section
from scoring.profile.lines import Line
from scoring.profile.sentences import role_in_sentence
from scoring.profile.titles import title_score

_MOST_ABOVE = 3
_MOST_BELOW = 2


@dataclass(frozen=True, slots=True)
class Draft:
    """The heading of a job. ``first`` and ``last`` are the indexes of its outer lines."""

    header: Header
    found: DateRange | None
    first: int
    last: int


def find_drafts(work: Sequence[Line]) -> list[Draft]:
    """The headings of jobs in ``work``, in order."""
    drafts = [*_dated(work), *_in_sentences(work)]
    drafts += _dateless(work, drafts)
    return sorted(drafts, key=lambda draft: (draft.first, draft.last))


def work_lines(lines: Sequence[Line]) -> list[Line]:
    """Lines of the experience sections; without any, all that no other heading claims."""
    work = [line for line in lines if line.section is Section.EXPERIENCE]
    if len([line for line in work if not line.heading]) > 0:
        return work
    return [line for line in lines if line.section in (Section.NONE, Section.SUMMARY, Section.OTHER, Section.SKILLS)]


def _ranges(line: Line) -> list[DateRange]:
    return [found for found in line.dates if not found.single]


def _anchor_date(line: Line) -> DateRange | None:
    """The date that makes ``line`` the heading of a job: a range, or a single date that ends or opens the line."""
    if line.heading or not line.dates:
        return None
    ranges = _ranges(line)
    if ranges:
        return ranges[0]
    found = line.dates[0]
    if len(line.dates) > 1 or line.bullet or found.start is None:
        return None
    outside = line.text[: found.span.start - line.start], line.text[found.span.end - line.start :]
    return found if not all(part.strip(" \xa0,()|·•-–—") for part in outside) else None


def _rest(line: Line) -> str:
    """The line without its dates."""
    text = line.text
    for found in reversed(line.dates):
        text = text[: found.span.start - line.start] + "\t" + text[found.span.end - line.start :]
    return text.strip(" \xa0\t,;:.()|/–—-•·\u00ad")


def _is_anchor(line: Line) -> bool:
    found = _anchor_date(line)
    if found is None:
        return False
    rest = _rest(line)
    if not rest:
        return True
    before = line.text[: found.span.start - line.start].strip(" \xa0,(|–—-:")
    if before and not looks_like_a_name(before):
        return False
    if line.bullet and title_score(rest) == 0 and not before:
        return False
    return looks_like_a_name(rest.replace("\t", " ")) or bool(before) or _opening(line, found) is not None


def _opening(line: Line, found: DateRange) -> str | None:
    """The name that follows a date at the start of a long line ("2014 - 2017: PHP Developer. Wrote ...")."""
    after = line.text[found.span.end - line.start :].strip(" \xa0,:;|)–—-.\t")
    name = after.split(". ")[0].split(": ")[0].split(" - ")[0]
    return name if looks_like_a_name(name) else None


def _dated(work: Sequence[Line]) -> Iterator[Draft]:
    anchors = [index for index, line in enumerate(work) if _is_anchor(line)]
    date_first = _date_comes_first(work, anchors)
    taken = -1
    for place, index in enumerate(anchors):
        line = work[index]
        found = _anchor_date(line)
        limit = anchors[place + 1] if place + 1 < len(anchors) else len(work)
        own = list(_own_pieces(line))
        above = [] if date_first else _above(work, index, taken)
        header = read_header([*_pieces(work, above), *own])
        below: list[int] = []
        if not (header.title and header.employer):
            below = _below(work, index, limit, bare=not own and not above)
            header = _best(header, [*_pieces(work, above), *own], _pieces(work, below), work, below)
        used = {piece.line for piece in (header.title, header.employer) if piece}
        lines = [work[i].index for i in above] + [line.index] + [work[i].index for i in below if work[i].index in used]
        last = max(lines)
        taken = max(i for i, candidate in enumerate(work) if candidate.index <= last)
        yield Draft(header, found, min(_first_used(lines, used, line.index), line.index), last)


def _first_used(lines: list[int], used: set[int], anchor: int) -> int:
    return min([index for index in lines if index in used or index == anchor])


def _date_comes_first(work: Sequence[Line], anchors: Sequence[int]) -> bool:
    """Whether dates open each job: the first one stands alone right under the heading of the section."""
    for index in anchors[:1]:
        return not _rest(work[index]) and (index == 0 or work[index - 1].heading)
    return False


def _own_pieces(line: Line) -> Iterator[Piece]:
    """The pieces of the anchor's line; of a long line only the part that reads as a heading."""
    found = _anchor_date(line)
    holes = [other.span for other in line.dates]
    if found is None or looks_like_a_name(_rest(line).replace("\t", " ")):
        yield from pieces(line.text, line.start, line.index, holes)
        return
    cut = found.span.start - line.start
    if line.text[:cut].strip(" (,|-–—:"):
        yield from pieces(line.text[:cut], line.start, line.index, [])
    elif name := _opening(line, found):
        offset = line.text.index(name, found.span.end - line.start)
        yield from pieces(name, line.start + offset, line.index, [])


def _pieces(work: Sequence[Line], indexes: Sequence[int]) -> list[Piece]:
    return [
        piece
        for index in indexes
        for piece in pieces(work[index].text, work[index].start, work[index].index, [d.span for d in work[index].dates])
    ]


def _above(work: Sequence[Line], index: int, taken: int) -> list[int]:
    """Heading lines right above the date, nearest last."""
    found: list[int] = []
    for candidate in range(index - 1, max(taken, index - 1 - _MOST_ABOVE), -1):
        line = work[candidate]
        if line.heading or line.bullet or _anchor_date(line) is not None or not looks_like_a_name(line.text):
            break
        found.insert(0, candidate)
        if line.blank_before:
            break
    return found


def _below(work: Sequence[Line], index: int, limit: int, *, bare: bool) -> list[int]:
    """Heading lines right below the date. Under a ``bare`` date the first may carry a bullet."""
    found: list[int] = []
    for candidate in range(index + 1, min(limit, index + 1 + _MOST_BELOW)):
        line = work[candidate]
        bulleted = line.bullet and not (bare and not found)
        if line.heading or bulleted or not looks_like_a_name(line.text):
            break
        if line.blank_before and found:
            break
        found.append(candidate)
    # What stands right above the next job's bare date is that job's heading.
    if found and found[-1] + 1 == limit < len(work) and not _rest(work[limit]):
        spare = found if len(found) == 1 or not bare else found[1:]
        found = [candidate for candidate in found if candidate not in spare]
    return found


def _best(header: Header, known: list[Piece], extra: list[Piece], work: Sequence[Line], below: list[int]) -> Header:
    """Complete a heading with the lines below it, nearest first, taking no more than what is missing."""
    pool = list(known)
    for index in below:
        pool += [piece for piece in extra if piece.line == work[index].index]
        widened = read_header(pool)
        if header.title and not widened.title:
            continue
        if header.title and widened.title and widened.title.line != header.title.line and header.title.title > 0:
            employer = next((p for p in pool if p.line == work[index].index and p.employer >= p.title), None)
            header = Header(header.title, header.employer or employer)
        else:
            header = widened
        if header.title and header.employer:
            break
    return header


def _in_sentences(work: Sequence[Line]) -> Iterator[Draft]:
    """Jobs told in sentences ("Worked as a welder at Acme from 2008 to 2013.")."""
    for line in work:
        if line.heading or not line.dates or _is_anchor(line):
            continue
        for found in _ranges(line):
            if role := role_in_sentence(line, found):
                yield Draft(role, found, line.index, line.index)


def _dateless(work: Sequence[Line], drafts: Sequence[Draft]) -> list[Draft]:
    """Headings without dates: one or two names between descriptions, one of which is surely a title or labelled."""
    covered = {index for draft in drafts for index in range(draft.first, draft.last + 1)}
    found: list[Draft] = []
    index = 0
    while index < len(work):
        block = _block(work, index, covered)
        if not block:
            index += 1
            continue
        index = block[-1] + 1
        header = read_header(_pieces(work, block))
        if _is_sure(header, block, work, dated=bool(drafts)):
            found.append(Draft(header, None, work[block[0]].index, work[block[-1]].index))
    return found


def _block(work: Sequence[Line], index: int, covered: set[int]) -> list[int]:
    block: list[int] = []
    for candidate in range(index, min(index + 3, len(work))):
        line = work[candidate]
        if line.heading or line.bullet or line.index in covered or line.dates or not looks_like_a_name(line.text):
            break
        block.append(candidate)
    return block


def _is_sure(header: Header, block: Sequence[int], work: Sequence[Line], *, dated: bool) -> bool:
    labelled = any(piece and max(piece.title, piece.employer) > 1 for piece in (header.title, header.employer))
    if labelled:
        return True
    first, last = work[block[0]], block[-1]
    after_text = last + 1 < len(work) and not work[last + 1].heading
    before = block[0] == 0 or work[block[0] - 1].heading or first.blank_before or work[block[0] - 1].bullet
    complete = header.title is not None and header.title.title >= 0.7 and header.employer is not None
    if dated:
        return bool(complete and after_text and before and header.employer and header.employer.employer > 0.5)
    return complete and before
