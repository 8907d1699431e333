"""Headings of jobs among the lines of a resume: by their dates, by their shape, or told in a sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scoring.profile.anchors import anchor_date, is_anchor, is_bare, named_length, named_pieces, own_pieces
from scoring.profile.dates import DateRange
from scoring.profile.headers import Header, Piece, pieces, read_header
from scoring.profile.lines import Line
from scoring.profile.places import without_place
from scoring.profile.sentences import role_in_sentence

_MOST_ABOVE = 3
_MOST_BELOW = 2
_SURE = 0.7


@dataclass(frozen=True, slots=True)
class Draft:
    """The heading of a job. ``first`` and ``last`` are the indexes of its outer lines."""

    header: Header
    found: DateRange | None
    first: int
    last: int


def find_drafts(work: Sequence[Line]) -> list[Draft]:
    """The headings of jobs in ``work``, in order."""
    anchors = [place for place, line in enumerate(work) if is_anchor(line)]
    drafts = list(_trailing(work, anchors) if _dates_trail(work, anchors) else _dated(work, anchors))
    drafts += _in_sentences(work, drafts)
    drafts += _dateless(work, drafts)
    return sorted(drafts, key=lambda draft: (draft.first, draft.last))


def _dated(work: Sequence[Line], anchors: Sequence[int]) -> Iterator[Draft]:
    date_first = bool(anchors) and is_bare(work[anchors[0]]) and _opens_section(work, anchors[0])
    taken = -1
    for number, place in enumerate(anchors):
        if several := _several(work[place]):
            yield from several
            taken = place
            continue
        limit = anchors[number + 1] if number + 1 < len(anchors) else len(work)
        above = [] if date_first else _above(work, place, taken)
        known = [piece for other in (*above,) for piece in named_pieces(work[other])] + list(own_pieces(work[place]))
        header = read_header(known)
        below: list[int] = []
        if not _is_complete(header):
            below = _below(work, place, limit, bare=not known)
            header = _completed(header, known, [named_pieces(work[other]) for other in below])
        used = {piece.line for piece in (header.title, header.employer) if piece}
        chosen = [place, *(other for other in (*above, *below) if work[other].index in used)]
        taken = max(chosen)
        yield Draft(header, anchor_date(work[place]), work[min(chosen)].index, work[taken].index)


def _several(line: Line) -> list[Draft]:
    """The jobs of a line that lists several, each followed by its dates ("Baker (2011 - 2014), Cook (2009 - 2011)")."""
    ranges = [found for found in line.dates if not found.single]
    drafts: list[Draft] = []
    low = 0
    for found in ranges if len(ranges) > 1 else []:
        high = found.span.start - line.start
        header = read_header(pieces(line.text[low:high], line.start + low, line.index))
        if header.title is None or header.title.title == 0:
            return []
        drafts.append(Draft(header, found, line.index, line.index))
        low = found.span.end - line.start
    return drafts


def _is_complete(header: Header) -> bool:
    return bool(header.title and header.employer and header.title.title > 0 and header.employer.employer > 0)


def _opens_section(work: Sequence[Line], place: int) -> bool:
    return place == 0 or work[place - 1].heading


def _above(work: Sequence[Line], place: int, taken: int) -> list[int]:
    """Heading lines right above the date, nearest last."""
    found: list[int] = []
    for candidate in range(place - 1, max(taken, place - 1 - _MOST_ABOVE), -1):
        line = work[candidate]
        if line.heading or anchor_date(line) or named_length(line.text) < len(line.text):
            break
        if line.bullet:
            # A bulleted employer with its place over an unbulleted title and date.
            if candidate == place - 1 and not work[place].bullet and without_place(line.text) != line.text:
                found.insert(0, candidate)
            break
        # A place may stand between the names and the date, in a column of its own.
        if not named_pieces(line):
            continue
        found.insert(0, candidate)
        if line.blank_before:
            break
    return found


def _below(work: Sequence[Line], place: int, limit: int, *, bare: bool) -> list[int]:
    """Heading lines right below the date. Under a ``bare`` date the first may carry a bullet."""
    found: list[int] = []
    for candidate in range(place + 1, min(limit, place + 1 + _MOST_BELOW)):
        line = work[candidate]
        length = 0 if line.heading or (line.bullet and not (bare and not found)) else named_length(line.text)
        if not length or (line.blank_before and found):
            break
        found.append(candidate)
        if length < len(line.text):
            break
    # What stands right above the next job's bare date is that job's heading.
    if found and found[-1] + 1 == limit < len(work) and is_bare(work[limit]):
        return found[:1] if bare and len(found) > 1 else []
    return found


def _completed(header: Header, known: Sequence[Piece], below: Sequence[Sequence[Piece]]) -> Header:
    """Complete a heading with the lines below it, nearest first, taking no more than what is missing."""
    pool = list(known)
    for extra in below:
        pool += extra
        widened = read_header(pool)
        if header.title and header.employer and header.title.title > 0:
            # The name beside the title may be a department; an employer below it is surer.
            surer = widened.employer and widened.employer in extra and widened.employer.employer >= _SURE
            header = widened if surer and widened.title else header
        elif header.title and header.title.title > 0 and widened.title is not header.title:
            employer = next((piece for piece in extra if piece.employer >= piece.title), None)
            header = Header(header.title, header.employer or employer)
        elif not header.title or header.title.title == 0 or widened.title:
            header = widened
        if _is_complete(header):
            break
    return header


def _dates_trail(work: Sequence[Line], anchors: Sequence[int]) -> bool:
    """Whether each job's date follows its description, as when a narrow column of dates is read after the text."""
    if not anchors or not all(is_bare(work[place]) for place in anchors):
        return False
    first = _first_heading(work, 0, anchors[0])
    if not first or not any(line.bullet for line in work[first[-1] + 1 : anchors[0]]):
        return False
    return not _above(work, anchors[0], first[-1])


def _trailing(work: Sequence[Line], anchors: Sequence[int]) -> Iterator[Draft]:
    low = 0
    for place in anchors:
        block = _first_heading(work, low, place)
        low = place + 1
        if block:
            header = read_header([piece for other in block for piece in named_pieces(work[other])])
            yield Draft(header, anchor_date(work[place]), work[block[0]].index, work[block[-1]].index)


def _first_heading(work: Sequence[Line], low: int, high: int) -> list[int]:
    """The first one or two heading lines with a sure title between two places."""
    heads = [_is_heading(line) for line in work[:high]]
    for place in range(low, high):
        block = _block(heads, place)
        if block and any(piece.title >= _SURE for other in block for piece in named_pieces(work[other])):
            return block
    return []


def _in_sentences(work: Sequence[Line], drafts: Sequence[Draft]) -> list[Draft]:
    """Jobs told in sentences ("Worked as a welder at Acme from 2008 to 2013.")."""
    covered = {index for draft in drafts for index in range(draft.first, draft.last + 1)}
    return [
        Draft(role, found, line.index, line.index)
        for line in work
        if line.dates and not line.heading and line.index not in covered
        for found in line.dates
        if not found.single and (role := role_in_sentence(line, found))
    ]


def _dateless(work: Sequence[Line], drafts: Sequence[Draft]) -> list[Draft]:
    """Headings without dates: one or two names between descriptions, one of which is surely a title or labelled."""
    covered = {index for draft in drafts for index in range(draft.first, draft.last + 1)}
    found: list[Draft] = []
    heads = [line.index not in covered and _is_heading(line) for line in work]
    place = 0
    while place < len(work):
        block = _block(heads, place)
        if not block:
            place += 1
            continue
        place = block[-1] + 1
        header = read_header([piece for other in block for piece in named_pieces(work[other])])
        if _is_sure(header, block, work, dated=bool(drafts)):
            found.append(Draft(header, None, work[block[0]].index, work[block[-1]].index))
    return found


def _is_heading(line: Line) -> bool:
    named = not line.heading and not line.bullet and not line.dates
    return named and named_length(line.text) == len(line.text)


def _block(heads: Sequence[bool], place: int) -> list[int]:
    """The places of up to three heading lines in a row."""
    block: list[int] = []
    for candidate in range(place, min(place + 3, len(heads))):
        if not heads[candidate]:
            break
        block.append(candidate)
    return block


def _is_sure(header: Header, block: Sequence[int], work: Sequence[Line], *, dated: bool) -> bool:
    title, employer = header.title, header.employer
    if any(piece and max(piece.title, piece.employer) > 1 for piece in (title, employer)):
        return True
    if title is None or title.title < _SURE or employer is None:
        return False
    first, after = work[block[0]], block[-1] + 1
    begins = _opens_section(work, block[0]) or first.blank_before or work[block[0] - 1].bullet
    described = after < len(work) and not work[after].heading
    return begins and (not dated or (described and employer.employer > 0.5))
