"""A resume as a human reader would see it, or the reason why it could not be read."""

from dataclasses import dataclass
from enum import StrEnum


class AbstentionReason(StrEnum):
    """Why no score is given. An abstained application goes to a person; it never gets a low number."""

    NO_RESUME = "no_resume"  # the tracking system holds no file
    EMPTY_FILE = "empty_file"  # 0 bytes
    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"  # truncated or otherwise not parseable
    IMAGE_ONLY = "image_only"  # a scan or a picture without text
    TOO_SHORT = "too_short"  # too little text to be a resume
    TOO_LARGE = "too_large"  # bytes, pages, characters or unpacked size over the limit
    UNSUPPORTED_FORMAT = "unsupported_format"
    LEGACY_DOC = "legacy_doc"
    GARBLED_TEXT = "garbled_text"  # text that does not read as language (damaged ToUnicode and the like)
    TIMED_OUT = "timed_out"  # reading took more than it may
    CRASHED_READER = "crashed_reader"  # reading ended the reader process
    MANIPULATED = "manipulated"  # so much hidden text that the visible rest cannot be trusted
    QUARANTINED = "quarantined"  # the file ended three workers
    OPTED_OUT = "opted_out"  # the candidate wants no program to read it; nothing was read


class HiddenReason(StrEnum):
    """Why a piece of text was taken out of the scored text. Neutral words: hiding is a signal, not a verdict."""

    INVISIBLE_MODE = "invisible_render_mode"
    BACKGROUND_COLOUR = "same_colour_as_background"
    TINY = "too_small_to_read"
    TRANSPARENT = "transparent"
    OFF_PAGE = "off_page"
    CLIPPED = "clipped_away"
    COVERED = "painted_over"
    HIDDEN_LAYER = "hidden_layer"
    HIDDEN_FORMAT = "hidden_formatting"  # w:vanish, display:none and the like
    ZERO_WIDTH = "zero_width_characters"
    COMMENT = "comment_or_annotation"
    METADATA = "metadata"


@dataclass(frozen=True, slots=True)
class HiddenText:
    """``excerpt`` holds at most 200 characters of what was taken out.

    It stood right before the character ``offset`` of the resume's ``text`` (its length: after the last one); None for
    what belongs to no place in the text, such as properties. ``page`` counts from 1; None in formats without pages.
    """

    reason: HiddenReason
    excerpt: str
    page: int | None = None
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Resume:
    """``text`` is the visible text in reading order (NFKC, ``\\n`` line ends); evidence offsets index it.

    ``sha256`` is of the original file. ``quality`` (0 to 1) says how well the text came out of the file.
    """

    text: str
    sha256: str
    media_type: str
    pages: int = 1
    quality: float = 1.0
    hidden: tuple[HiddenText, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Abstention:
    """A resume that could not be read. ``detail`` is one line without personal data."""

    reason: AbstentionReason
    detail: str
    sha256: str
    hidden: tuple[HiddenText, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a candidate answered to a screening question (or to a configured custom field)."""

    question_id: str
    question: str
    text: str
