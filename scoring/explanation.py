"""Why an application was read as it was, told to the candidate: in the words of the job, without the score."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scoring.letter import Letter, Section
from scoring.resume import AbstentionReason

_FORMAT = "The program cannot read that kind of file. You can send a PDF or a Word file."
# What the candidate can do about a resume that could not be read; every other reason gets the general words.
_UNREAD: Mapping[str, str] = {
    AbstentionReason.OPTED_OUT: "You asked that no program reads your application, so none did.",
    AbstentionReason.NO_RESUME: "There was no resume with your application.",
    AbstentionReason.EMPTY_FILE: "The file of your resume was empty. You can send it again.",
    AbstentionReason.ENCRYPTED: "Your resume is locked with a password. You can send a copy without one.",
    AbstentionReason.IMAGE_ONLY: "Your resume is a picture. You can send one whose text can be selected.",
    AbstentionReason.UNSUPPORTED_FORMAT: _FORMAT,
    AbstentionReason.LEGACY_DOC: _FORMAT,
}
_UNREADABLE = "The program could not read your resume."
_A_PERSON = "A person decides about your application. The program rejects nobody."

# Headings by verdict, in this order.
_FOUND = (
    ("met", "What the job asks for and your application shows"),
    ("partly", "What it shows in part"),
    ("unmet", "What could not be found in it"),
    ("unknown", "What could not be told from it"),
)


def explanation(card: Mapping[str, Any], contact: str, *, answered: bool) -> Letter:
    """What was looked at, found and not found, and what can be corrected, from the JSON of a score card.

    It holds no score, weight or rank, nothing about other candidates, and no figure that the job does not name itself.
    ``answered`` says that the application form had questions.
    """
    title = f"Your application for “{card['requisition_title']}”"
    if card["score"] is None and card["abstained"] and not card["criteria"]:
        sections = [_unread(str(card["abstained"]))]
    else:
        sections = [_looked_at(card, answered=answered), *_findings(card["criteria"])]
    return Letter(title, (*sections, _rights(contact), Section("Who decides", (_A_PERSON,))))


def _unread(reason: str) -> Section:
    words = _UNREAD.get(reason, _UNREADABLE)
    return Section("What was looked at", (words, "A person reads your application instead."))


def _looked_at(card: Mapping[str, Any], *, answered: bool) -> Section:
    points = ["the text of the resume that you sent, as a person would see it"]
    points += ["your answers to the questions of the application form"] if answered else []
    sentences = ["This was looked at, and nothing from any other place."]
    if card["hidden_text"]:
        sentences.append("Your file also holds text that a reader cannot see. It was left out and counts for nothing.")
    return Section("What was looked at", tuple(sentences), tuple(points))


def _findings(criteria: Sequence[Mapping[str, Any]]) -> Iterable[Section]:
    """Each thing once, in the job's words. What is only noted counts for nothing and is not told."""
    verdicts: dict[str, str] = {}
    for criterion in criteria:
        if criterion["mode"] != "note":
            verdicts.setdefault(criterion["text"], criterion["verdict"])
    for verdict, heading in _FOUND:
        points = tuple(text for text, found in verdicts.items() if found == verdict)
        if points:
            yield Section(heading, _missing_words(verdict), points)


def _missing_words(verdict: str) -> tuple[str, ...]:
    if verdict == "unmet":
        return ("It may still be true of you. The program goes by what is written.",)
    return ("It was neither counted for you nor against you.",) if verdict == "unknown" else ()


def _rights(contact: str) -> Section:
    points = (
        "Have something corrected: a newer resume, an answer, a date, or a qualification that was not found.",
        "Have a person look at your application again, and at this explanation.",
        "Ask that no program reads your application. It is then read by a person, and that is no disadvantage.",
    )
    return Section("What you can do", (f"Write to {contact}.",), points)
