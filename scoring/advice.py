"""What a person should do with an application that could not be scored."""

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.resume import AbstentionReason
from scoring.score import NOTHING_TO_SCORE


@dataclass(frozen=True, slots=True)
class Advice:
    """``found`` says what is the matter, ``todo`` what to do about it; together at most 192 characters."""

    found: str
    todo: str

    def __str__(self) -> str:
        return f"{self.found} {self.todo}"


_NEW_COPY = "Open it in iCIMS; if it opens for you, read it, else ask for a new copy."

_ADVICE: Mapping[str, Advice] = {
    AbstentionReason.NO_RESUME: Advice(
        "The candidate's profile holds no resume.", "Ask the candidate for one, or decide by the other documents."
    ),
    AbstentionReason.EMPTY_FILE: Advice("The resume file is empty.", "Ask the candidate to upload it again."),
    AbstentionReason.ENCRYPTED: Advice(
        "The resume is locked with a password.", "Ask the candidate for a copy without one."
    ),
    AbstentionReason.CORRUPT: Advice("The resume file is damaged.", _NEW_COPY),
    AbstentionReason.IMAGE_ONLY: Advice(
        "The resume is a picture without text, such as a scan.", "Open it in iCIMS and read it yourself."
    ),
    AbstentionReason.TOO_SHORT: Advice(
        "The resume has too little text to be rated.", "Open it in iCIMS and read it, or ask for a fuller one."
    ),
    AbstentionReason.TOO_LARGE: Advice(
        "The resume is larger than what is read automatically.", "Open it in iCIMS, or ask for a shorter one."
    ),
    AbstentionReason.UNSUPPORTED_FORMAT: Advice(
        "The resume has a format that cannot be read here.", "Open it in iCIMS, or ask for a PDF or Word file."
    ),
    AbstentionReason.LEGACY_DOC: Advice(
        "The resume is an old Word file (.doc).", "Open it in iCIMS and read it, or ask for a PDF or .docx file."
    ),
    AbstentionReason.GARBLED_TEXT: Advice(
        "The text of the resume comes out of its file as garbage.", "Open it in iCIMS and read it yourself."
    ),
    AbstentionReason.TIMED_OUT: Advice("Reading the resume took too long.", "Open it in iCIMS and read it yourself."),
    AbstentionReason.CRASHED_READER: Advice("The resume file ended the program that reads it.", _NEW_COPY),
    AbstentionReason.MANIPULATED: Advice(
        "Much of the resume is text that a reader cannot see.",
        "Read what is visible and decide by that; there may be an innocent reason.",
    ),
    AbstentionReason.QUARANTINED: Advice(
        "Reading this file ended the program three times; it is not opened again.", "Ask for a new copy."
    ),
    AbstentionReason.OPTED_OUT: Advice(
        "The candidate asked that no program reads this application.",
        "Read it yourself; that it has no score says nothing about it.",
    ),
    NOTHING_TO_SCORE: Advice(
        "Nothing that the job asks for can be answered from this application.", "Read it and ask the candidate."
    ),
}
_ANYTHING_ELSE = Advice("This application could not be scored.", "Open it in iCIMS and read it yourself.")


def advice_for(reason: str) -> Advice:
    """Advice for the reason code of an abstention; a general one for a code that is not known here."""
    return _ADVICE.get(reason, _ANYTHING_ELSE)
