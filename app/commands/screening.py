"""Screening answers as a JSON object: question to answer."""

import json
from collections.abc import Mapping
from pathlib import Path

from icims.denied_fields import denied_topic
from scoring.errors import InvalidInputError
from scoring.resume import Answer

_MOST_BYTES = 1_000_000
_MOST_ANSWERS = 200
_WORDS = {True: "Yes", False: "No"}


def read_answers(path: Path) -> tuple[Answer, ...]:
    """The answers of a file. Raises InvalidInputError in one line for one that is not what ``parse_answers`` takes."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InvalidInputError(f"{path} has more than {_MOST_BYTES} bytes")
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InvalidInputError(f"{path}: {(error.strerror or 'cannot be read').lower()}") from None
    except (ValueError, RecursionError):
        raise InvalidInputError(f"{path} is not valid JSON") from None
    return parse_answers(content)


def parse_answers(content: object) -> tuple[Answer, ...]:
    """The answers of a JSON object. A key is the question, or its id in the requisition; a value is a text, a number,
    yes or no as true or false, or a list of texts; null leaves the question unanswered.

    Raises InvalidInputError for anything else, and for a question about a protected characteristic, which must not
    reach a score.
    """
    if not isinstance(content, Mapping) or len(content) > _MOST_ANSWERS:
        raise InvalidInputError(f"the answers are not a JSON object of at most {_MOST_ANSWERS} questions")
    answers = []
    for number, (question, given) in enumerate(content.items(), start=1):
        if topic := denied_topic(question):
            raise InvalidInputError(f"answer {number} is about {topic}, which must not reach a score")
        if given is not None:
            answers.append(Answer(question, question, _text(given, number)))
    return tuple(answers)


def _text(given: object, number: int) -> str:
    if isinstance(given, bool):
        return _WORDS[given]
    if isinstance(given, str | int | float):
        return str(given)
    if isinstance(given, list) and all(isinstance(each, str) for each in given):
        return ", ".join(given)
    raise InvalidInputError(f"answer {number} is not a text, a number, true, false or a list of texts")
