"""A PDF document: opened within limits, its pages drawn and judged, visible text put in reading order."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from pypdf import PdfReader, apply_configuration
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

from resumes.errors import UnreadableError
from resumes.extraction import Extraction
from resumes.hiding import excerpts
from resumes.limits import Limits
from resumes.pdf.canvas import Budget
from resumes.pdf.columns import reading_order
from resumes.pdf.fonts import DAMAGE
from resumes.pdf.layers import Layers
from resumes.pdf.lines import text_of, unbreak
from resumes.pdf.marks import Piece
from resumes.pdf.notes import notes
from resumes.pdf.page import DrawnPage, draw_page
from resumes.pdf.rows import rows
from scoring.resume import AbstentionReason, HiddenReason, HiddenText

DIRECTIONS = (0, 1, 3, 2, -1)  # upright text first, then what is turned
SCAN_LETTERS = 100  # a page of pictures with fewer visible letters than this is a scan
# A page number outside the crop or a letter cut by a clip is an accident of layout, not text.
FEWEST_CHARACTERS = {HiddenReason.CLIPPED: 12, HiddenReason.OFF_PAGE: 12, HiddenReason.COVERED: 12}
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
    return _extraction(pages, notes(reader), limits)


def _extraction(pages: Sequence[DrawnPage], beside: Sequence[HiddenText], limits: Limits) -> Extraction:
    texts: list[str] = []
    hidden: list[HiddenText] = []
    scans = layers = 0
    glyphs = unknown = 0
    for page in pages:
        shown = [piece for piece in page.pieces if piece.hidden is None]
        if _is_scan(page, shown):
            scans += 1
            layer = [piece for piece in page.pieces if piece.hidden in LAYER_REASONS]
            layers += bool(layer)
            shown += layer if limits.scan_text else []
        else:
            hidden.extend(_hidden(page.pieces))
        glyphs += sum(len(piece.text) for piece in shown)
        unknown += sum(piece.unknown for piece in shown)
        texts.append(_text(shown))
    return Extraction(
        unbreak("\n\n".join(texts)),
        pages=len(pages),
        hidden=(*hidden, *beside),
        warnings=_scan_warnings(scans, len(pages), limits),
        damage=unknown / glyphs if glyphs else 0.0,
        scan=_scan_detail(scans, layers, len(pages)),
    )


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


def _text(visible: Sequence[Piece]) -> str:
    by_direction = ([piece for piece in visible if piece.turn == turn] for turn in DIRECTIONS)
    return "\n\n".join(text_of(reading_order(rows(pieces))) for pieces in by_direction if pieces)


def _hidden(pieces: Iterable[Piece]) -> list[HiddenText]:
    """What a page hides, by reason, in excerpts of whole pieces; a few stray characters are no text."""
    found: dict[HiddenReason, list[str]] = {}
    for piece in pieces:
        if piece.hidden is not None:
            found.setdefault(piece.hidden, []).append(piece.text.strip())
    return [
        item
        for reason, texts in found.items()
        if sum(len(text) for text in texts) >= FEWEST_CHARACTERS.get(reason, 2)
        for item in excerpts(reason, texts)
    ]
