"""A ranking as a file for a spreadsheet, in which no cell is a formula."""

import csv
import io
from collections.abc import Iterable, Iterator

from store import RankedApplication

COLUMNS = (
    "place",
    "application",
    "person",
    "score",
    "confidence",
    "tier",
    "not scored because",
    "must-haves not shown",
    "must-haves to confirm",
    "strongest reason",
    "tags",
    "stage in iCIMS",
    "scored at (UTC)",
    "page",
)
# A spreadsheet takes what begins with these for a formula (OWASP, CSV injection); an apostrophe makes it a text.
STARTS_OF_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as something else


def ranking_csv(applications: Iterable[RankedApplication], address: str) -> Iterator[str]:
    """Line by line, best first as given. ``address`` is the page of an application, but for its id."""
    yield BYTE_ORDER_MARK + _line(COLUMNS)
    for place, application in enumerate(applications, start=1):
        missing = [(entry["verdict"], entry["text"]) for entry in application.missing]
        yield _line(
            (
                str(place),
                application.workflow_id,
                application.person_id,
                "" if application.score is None else f"{application.score:f}",
                "" if application.in_blind_review else f"{application.confidence:.2f}",
                application.tier,
                "in a blind review" if application.in_blind_review else application.abstained or "",
                "; ".join(text for verdict, text in missing if verdict == "unmet"),
                "; ".join(text for verdict, text in missing if verdict != "unmet"),
                application.strongest,
                ", ".join(application.tags),
                application.stage,
                f"{application.scored_at:%Y-%m-%d %H:%M:%S}",
                f"{address}{application.workflow_id}",
            )
        )


def _line(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([as_text(cell) for cell in cells])
    return written.getvalue()


def as_text(cell: str) -> str:
    """The cell as no spreadsheet computes it."""
    return f"'{cell}" if cell.lstrip(" ").startswith(STARTS_OF_FORMULAS) else cell
