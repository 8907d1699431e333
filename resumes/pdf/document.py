"""A PDF document: opened within limits, its pages drawn and judged, visible text put in reading order."""

from collections.abc import Sequence
from io import BytesIO
from itertools import islice

from pypdf import PdfReader, apply_configuration
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

from resumes.errors import UnreadableError
from resumes.extraction import Extraction, Passage
from resumes.limits import Limits
from resumes.pdf.canvas import Budget
from resumes.pdf.columns import reading_order
from resumes.pdf.fonts import DAMAGE
from resumes.pdf.layers import Layers
from resumes.pdf.lines import text_of, unbreak
from resumes.pdf.marks import Piece
from resumes.pdf.notes import notes_of
from resumes.pdf.page import DrawnPage, draw_page
from resumes.pdf.passages import Ordered, hidden_passages, letters_shown, placed
from resumes.pdf.rows import Row, rows
from resumes.pdf.wraps import Column, columns, seam
from scoring.resume import AbstentionReason, HiddenReason

DIRECTIONS = (0, 1, 3, 2, -1)  # upright text first, then what is turned
SCAN_LETTERS = 100  # a page of pictures with fewer visible letters than this is a scan
# Character recognition writes invisible text over the picture, or plain text under it.
LAYER_REASONS = (HiddenReason.INVISIBLE_MODE, HiddenReason.COVERED, HiddenReason.TRANSPARENT)
DRAWN_LETTERS = 100  # painted shapes on a page without text that may be outlined letters


def read_pdf(content: bytes, limits: Limits) -> Extraction:
    """The visible text of every page in reading order, and what was hidden.

    Raises UnreadableError for what is encrypted, damaged or over a limit.
    """
    with apply_configuration(
        disable_legacy_handling=True,
        page_tree_maximum_entries=limits.pages * 100,
        zlib_maximum_output_length=limits.unpacked_bytes,
        lzw_maximum_output_length=limits.unpacked_bytes,
        run_length_maximum_output_length=limits.unpacked_bytes,
        array_based_stream_maximum_output_length=limits.unpacked_bytes,
    ):
        try:
            return _read(content, limits)
        except (FileNotDecryptedError, DependencyError) as error:
            raise UnreadableError(AbstentionReason.ENCRYPTED, "the PDF is encrypted") from error
        except LimitReachedError as error:
            raise UnreadableError(AbstentionReason.TOO_LARGE, "a part of the PDF is over its limit") from error
        except DAMAGE as error:
            raise UnreadableError(AbstentionReason.CORRUPT, f"not a readable PDF: {type(error).__name__}") from error


def _read(content: bytes, limits: Limits) -> Extraction:
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError(AbstentionReason.ENCRYPTED, "the PDF asks for a password")
    count = len(reader.pages)
    if count > limits.pages:
        raise UnreadableError(AbstentionReason.TOO_LARGE, f"{count} pages, at most {limits.pages}")
    if not count:
        raise UnreadableError(AbstentionReason.CORRUPT, "the PDF holds no page")
    layers, budget = Layers(reader), Budget(limits)
    pages = [draw_page(page, layers, budget) for page in reader.pages]
    return _extraction(pages, notes_of(reader), limits)


def _extraction(pages: Sequence[DrawnPage], beside: Sequence[Passage], limits: Limits) -> Extraction:
    laid_out: list[Ordered] = []
    hidden: list[Passage] = []
    scans = layers = 0
    glyphs = unknown = 0
    for number, page in enumerate(pages, 1):
        shown = [piece for piece in page.pieces if piece.hidden is None]
        scan = _is_scan(page, shown)
        if scan:
            scans += 1
            layer = [piece for piece in page.pieces if piece.hidden in LAYER_REASONS]
            layers += bool(layer)
            shown += layer if limits.scan_text else []
        glyphs += sum(len(piece.text) for piece in shown)
        unknown += sum(piece.unknown for piece in shown)
        ordered = _ordered(shown)
        if not scan and (found := hidden_passages(page.pieces, number)):
            hidden.extend(placed(found, page.pieces, ordered, sum(map(letters_shown, laid_out))))
        laid_out.append(ordered)
    return Extraction(
        unbreak(_joined(laid_out)),
        pages=len(pages),
        hidden=(*hidden, *beside),
        warnings=_scan_warnings(scans, len(pages), limits),
        damage=unknown / glyphs if glyphs else 0.0,
        scan=_scan_detail(scans, layers, len(pages)),
    )


def _joined(pages: Sequence[Ordered]) -> str:
    """The text of all pages, with no more between two than the page break."""
    blocks = [[block for _, here in ordered for block in here] for ordered in pages]
    standing = iter(columns([block for page in blocks for block in page]))
    text = ""
    last: tuple[Row, Column] | None = None
    for page in filter(None, blocks):
        here = list(islice(standing, len(page)))
        text += (seam(*last, page[0][0]) if last else "") + text_of(page, here)
        last = page[-1][-1], here[-1]
    return text


def _ordered(visible: Sequence[Piece]) -> list[tuple[int, list[list[Row]]]]:
    """For each direction of writing the blocks in reading order."""
    by_direction = ((turn, [piece for piece in visible if piece.turn == turn]) for turn in DIRECTIONS)
    return [(turn, reading_order(rows(pieces))) for turn, pieces in by_direction if pieces]


def _is_scan(page: DrawnPage, shown: Sequence[Piece]) -> bool:
    """Whether a page without much visible text is a picture of text, or text drawn as shapes."""
    letters = sum(len(piece.text) for piece in shown)
    pictured = page.scan or page.drawings > DRAWN_LETTERS or (page.pictures > 0 and not letters)
    return letters < SCAN_LETTERS and pictured


def _scan_warnings(scans: int, pages: int, limits: Limits) -> tuple[str, ...]:
    if not scans:
        return ()
    if limits.scan_text:
        return (f"the text of {scans} of {pages} pages comes from character recognition",)
    return (f"{scans} of {pages} pages are pictures; what they say was not read",)


def _scan_detail(scans: int, layers: int, pages: int) -> str:
    if scans * 2 <= pages:
        return ""
    return "a scan; its text layer is of unknown accuracy" if layers else "the pages are pictures without text"
