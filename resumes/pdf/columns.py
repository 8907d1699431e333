"""Rows to reading order: columns and sidebars told apart from fields that stand on one line.

Most generators paint a column from top to bottom before the next one, so painting order is the first witness: where it
follows the rows, rows are read across. Where it does not, the white space decides.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from resumes.pdf.rows import Row, Segment

DATE_LIKE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}/\d{2,4}\b|present|current|ongoing|heute|actual", re.IGNORECASE)
SELDOM_SWITCHES = 0.35  # painting order jumps between two columns less often than this share of their lines
SEPARATE_BASELINES = 0.6  # below this share of lines on a common baseline, two sides are independent
ONE_BASELINE = 0.15  # font sizes
PROSE = 25  # characters a line of running text has on average, a field has not
CANDIDATES_AT_MOST = 40
ROWS_AT_MOST = 400


@dataclass(frozen=True, slots=True)
class _Zone:
    """Rows ``start`` to ``end`` (exclusive) with a clear gutter at ``x``."""

    start: int
    end: int
    x: float
    weight: int


def reading_order(rows: Sequence[Row]) -> list[list[Row]]:
    """Blocks in reading order, each a list of rows to be read across from top to bottom."""
    return _merged(_order(list(rows), 0))


def _order(rows: list[Row], depth: int) -> list[list[Row]]:
    if len(rows) < 2 or depth > 30 or len(rows) > ROWS_AT_MOST:
        return [rows] if rows else []
    if (zone := _best_zone(rows, _are_independent)) is not None:
        return _split(rows, zone, depth)
    blocks: list[list[Row]] = []
    for band in _bands(rows):
        blocks.extend([band] if len(band) == 1 else _columns(band, depth))
    return blocks


def _bands(rows: list[Row]) -> list[list[Row]]:
    """The rows cut wherever everything above was painted before everything below."""
    latest = 0
    earliest = [min(segment.order for segment in row) for row in rows]
    for place in range(len(rows) - 2, -1, -1):
        earliest[place] = min(earliest[place], earliest[place + 1])
    bands: list[list[Row]] = [[]]
    for place, row in enumerate(rows):
        bands[-1].append(row)
        latest = max(latest, *(segment.order for segment in row))
        if place + 1 < len(rows) and latest < earliest[place + 1]:
            bands.append([])
    return bands


def _columns(rows: list[Row], depth: int) -> list[list[Row]]:
    zone = _best_zone(rows, _are_columns)
    return [rows] if zone is None else _split(rows, zone, depth)


def _split(rows: list[Row], zone: _Zone, depth: int) -> list[list[Row]]:
    left = [[segment for segment in row if segment.x0 < zone.x] for row in rows[zone.start : zone.end]]
    right = [[segment for segment in row if segment.x0 >= zone.x] for row in rows[zone.start : zone.end]]
    parts = (rows[: zone.start], left, right, rows[zone.end :])
    return [block for part in parts for block in _order([row for row in part if row], depth + 1)]


def _best_zone(rows: list[Row], accepts: Callable[[list[Row], _Zone], bool]) -> _Zone | None:
    best: _Zone | None = None
    for x in _gutters(rows):
        for zone in _zones(rows, x):
            if (best is None or zone.weight > best.weight) and accepts(rows, zone):
                best = zone
    return best


def _gutters(rows: list[Row]) -> list[float]:
    """Where a right-hand column could begin: the left edges of segments that are not the first of their row."""
    edges: dict[int, tuple[int, float]] = {}
    leftmost = min(segment.x0 for row in rows for segment in row)
    for row in rows:
        for segment in row:
            if segment.x0 > leftmost + segment.size:
                key = round(segment.x0 / 4)
                count, x = edges.get(key, (0, segment.x0))
                edges[key] = count + 1, min(x, segment.x0)
    frequent = sorted(edges.values(), key=lambda edge: -edge[0])[:CANDIDATES_AT_MOST]
    return sorted(x - 1.0 for _, x in frequent)


def _zones(rows: list[Row], x: float) -> list[_Zone]:
    """The stretches of rows that no segment crosses at ``x`` and that have something on both sides."""
    zones: list[_Zone] = []
    start = 0
    for place in range(len(rows) + 1):
        if place < len(rows) and not any(segment.x0 < x < segment.x1 - 1.0 for segment in rows[place]):
            continue
        if place - start >= 2 and (zone := _trimmed(rows, start, place, x)) is not None:
            zones.append(zone)
        start = place + 1
    return zones


def _trimmed(rows: list[Row], start: int, end: int, x: float) -> _Zone | None:
    left = [(place, s) for place in range(start, end) for s in rows[place] if s.x0 < x]
    right = [(place, s) for place in range(start, end) for s in rows[place] if s.x0 >= x]
    if not left or not right:
        return None
    # Left-hand rows below the right column belong to it only if they were painted before it ended.
    last_right = max(place for place, _ in right)
    latest_right = max(segment.order for _, segment in right)
    while end - 1 > last_right and min(segment.order for segment in rows[end - 1]) > latest_right:
        end -= 1
    first_left = min(place for place, _ in left)
    earliest_left = min(segment.order for _, segment in left)
    while start < first_left and max(segment.order for segment in rows[start]) < earliest_left:
        start += 1
    sides = [sum(1 for place, _ in side if start <= place < end) for side in (left, right)]
    return _Zone(start, end, x, 2 * min(sides) + sum(sides)) if end - start >= 2 and min(sides) else None


def _are_independent(rows: list[Row], zone: _Zone) -> bool:
    """Whether two sides are running text on baselines of their own: columns, in whatever order they were painted."""
    left, right, aligned = _sides(rows, zone)
    fewer = min(len(left), len(right))
    return fewer >= 5 and aligned < SEPARATE_BASELINES * fewer and _is_prose(left) and _is_prose(right)


def _are_columns(rows: list[Row], zone: _Zone) -> bool:
    """Whether two sides, not painted row by row, are columns rather than texts with a field beside them."""
    left, right, aligned = _sides(rows, zone)
    fewer = min(len(left), len(right))
    if fewer < 2:
        return False
    shared = aligned / fewer
    if shared >= SEPARATE_BASELINES and (_are_dates(left) or _are_dates(right)):
        return False
    if _switches(left, right) <= SELDOM_SWITCHES * (2 * fewer):
        return True
    if shared < SEPARATE_BASELINES and fewer >= 3:
        return True
    return fewer >= 4 and _is_prose(left) and _is_prose(right)


def _is_prose(side: Sequence[Segment]) -> bool:
    return sum(len(segment.text) for segment in side) >= PROSE * len(side)


def _are_dates(side: Sequence[Segment]) -> bool:
    dates = sum(1 for segment in side if len(segment.text) <= 2 * PROSE and DATE_LIKE.search(segment.text))
    return 2 * dates >= len(side)


def _sides(rows: list[Row], zone: _Zone) -> tuple[list[Segment], list[Segment], int]:
    left: list[Segment] = []
    right: list[Segment] = []
    aligned = 0
    for row in rows[zone.start : zone.end]:
        here = [segment for segment in row if segment.x0 < zone.x]
        there = [segment for segment in row if segment.x0 >= zone.x]
        aligned += any(abs(s.y - t.y) < ONE_BASELINE * min(s.size, t.size) for s in here for t in there)
        left += here
        right += there
    return left, right, aligned


def _switches(left: list[Segment], right: list[Segment]) -> int:
    """How often painting went from one side to the other."""
    orders = sorted([(segment.order, False) for segment in left] + [(segment.order, True) for segment in right])
    return sum(1 for one, other in pairwise(orders) if one[1] != other[1])


def _merged(blocks: list[list[Row]]) -> list[list[Row]]:
    """Neighbouring blocks that follow each other down the same column read as one."""
    merged: list[list[Row]] = []
    for block in blocks:
        if merged and _follows(merged[-1][-1], block[0]):
            merged[-1] = merged[-1] + block
        else:
            merged.append(block)
    return merged


def _follows(above: Row, below: Row) -> bool:
    drop = above[0].y - below[0].y
    return 0 < drop < 3 * max(above[0].size, below[0].size)
