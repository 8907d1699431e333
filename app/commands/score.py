"""``icims-scoring score``: resumes and a requisition in, score cards out, without a database or a broker."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TextIO, TypeVar

import click

from app.commands.score_inputs import Inputs
from app.commands.screening import parse_answers, read_answers
from resumes.recognition import required_recogniser
from scoring.assess import assess_resume
from scoring.assessment import Assessor
from scoring.card import ScoreCard
from scoring.errors import InvalidInputError, ScoringError
from scoring.local import LocalAssessor
from scoring.resume import Answer
from scoring.taxonomy import load_taxonomy, use_extra_taxonomy
from settings import Settings

Item = TypeVar("Item")


@click.command()
@click.argument("resumes", nargs=-1, metavar="RESUME...", type=click.Path(path_type=Path))
@click.option(
    "--requisition",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The advertisement: text, JSON job object, PDF or DOCX.",
)
@click.option(
    "--pairs",
    metavar="FILE|-",
    type=click.File("r", encoding="utf-8", errors="replace", lazy=False),
    help='One JSON object a line: {"id", "requisition": text, path or job object, "resume": text or path, "answers"}.',
)
@click.option(
    "--answers",
    "answers_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help='Screening answers of one candidate: a JSON object, {"question": "answer"}.',
)
@click.option("--ocr", is_flag=True, help="Read scans by character recognition (needs Tesseract; also OCR=on).")
@click.option(
    "--assessor",
    type=click.Choice(["local", "claude"]),
    default="local",
    show_default=True,
    help="Who rates; claude needs ANTHROPIC_API_KEY.",
)
@click.option("--json", "as_json", is_flag=True, help="One score card a line, as JSON.")
@click.option("--text", "with_text", is_flag=True, help="Add the visible text that quotes refer to (with --json).")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help='The day that "Present" is read as; today without it.',
)
def score(
    resumes: tuple[Path, ...],
    requisition: Path | None,
    pairs: TextIO | None,
    answers_file: Path | None,
    ocr: bool,
    assessor: str,
    as_json: bool,
    with_text: bool,
    as_of: datetime | None,
) -> None:
    """Score resumes against a requisition and show the evidence for every point.

    One RESUME gives its card, several give a ranking. A file that cannot be read is not scored and says why. Exit code
    0 when every input was answered, 1 when one could not be, 2 for bad usage.
    """
    if pairs is not None and (resumes or requisition):
        raise click.UsageError("--pairs stands alone: its lines name both the requisition and the resume")
    if pairs is None and (not resumes or requisition is None):
        raise click.UsageError("name at least one RESUME and its --requisition, or give --pairs")
    if answers_file is not None and len(resumes) != 1:
        raise click.UsageError("--answers are those of one candidate: name one RESUME (a line of --pairs has its own)")
    settings = Settings.from_environ()
    day = as_of.date() if as_of else datetime.now(UTC).date()
    use_extra_taxonomy(settings.taxonomy_extra)
    answers = read_answers(answers_file) if answers_file is not None else ()
    recogniser = required_recogniser(settings.ocr_languages) if ocr or settings.ocr else None
    with _assessor(assessor, settings) as chosen, Inputs(recogniser) as inputs:
        if pairs is not None:
            with closing(pairs):
                _answer_pairs(pairs, inputs, chosen, day, as_json=as_json, with_text=with_text)
        elif requisition is not None:
            _score_files(resumes, requisition, answers, inputs, chosen, day, as_json=as_json, with_text=with_text)


def _assessor(name: str, settings: Settings) -> AbstractContextManager[Assessor]:
    if name == "local":
        return nullcontext(LocalAssessor(load_taxonomy()))
    from app.commands.claude_session import claude_alone  # noqa: PLC0415  half a second that the local rules do not need

    return claude_alone(settings)


def _score_files(
    paths: Sequence[Path],
    requisition: Path,
    answers: Sequence[Answer],
    inputs: Inputs,
    assessor: Assessor,
    day: date,
    *,
    as_json: bool,
    with_text: bool,
) -> None:
    rubric = inputs.rubric_file(requisition)
    cards: list[ScoreCard] = []
    failed = 0
    for path in _with_progress(paths, len(paths)):
        try:
            cards.append(assess_resume(rubric, inputs.resume_file(path), answers, assessor, day, str(path)))
        except InvalidInputError as error:
            failed += 1
            click.echo(f"icims-scoring: {_one_line(error)}", err=True)
    cards.sort(key=lambda card: (card.score is None, -(card.score or 0)))
    if as_json:
        for card in cards:
            _print_json(card.as_json(with_text=with_text))
    else:
        _show(cards)
    if failed:
        sys.exit(1)


def _show(cards: Sequence[ScoreCard]) -> None:
    # A terminal is only dressed up where cards are read by people.
    from rich.console import Console  # noqa: PLC0415

    from app.commands.score_rendering import print_card, print_ranking  # noqa: PLC0415

    console = Console(highlight=False, soft_wrap=False)
    if len(cards) > 1:
        print_ranking(cards, console)
    for card in cards if len(cards) == 1 else ():
        print_card(card, console)


def _answer_pairs(
    lines: Iterable[str], inputs: Inputs, assessor: Assessor, day: date, *, as_json: bool, with_text: bool
) -> None:
    failed = 0
    for line in _with_progress(lines, None):
        if not line.strip():
            continue
        answer = _answered(line, inputs, assessor, day, with_text=with_text)
        failed += "error" in answer
        if as_json or "error" in answer:
            _print_json(answer)
        else:
            shown = "–" if answer["score"] is None else f"{answer['score']:g}"
            click.echo(f"{shown}\t{answer['tier']}\t{answer['id']}")
    if failed:
        click.echo(f"icims-scoring: {failed} line{'s' * (failed != 1)} could not be scored", err=True)
        sys.exit(1)


def _answered(line: str, inputs: Inputs, assessor: Assessor, day: date, *, with_text: bool) -> dict[str, Any]:
    """The card with the line's id, or the id with a one-line error."""
    name: object = None
    try:
        pair = _parsed(line)
        name = pair.get("id")
        for key in ("requisition", "resume"):
            if key not in pair:
                raise InvalidInputError(f"the line has no {key}")
        rubric = inputs.rubric(pair["requisition"])
        reading = inputs.resume(pair["resume"])
        label = "" if name is None else str(name)
        card = assess_resume(rubric, reading, parse_answers(pair.get("answers", {})), assessor, day, label)
    except (ScoringError, OSError) as error:
        return {"id": name, "error": _one_line(error)}
    return {"id": name, **card.as_json(with_text=with_text)}


def _parsed(line: str) -> dict[str, Any]:
    try:
        pair = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InvalidInputError("the line is not valid JSON") from error
    if not isinstance(pair, dict):
        raise InvalidInputError("the line is not a JSON object")
    return pair


def _with_progress(items: Iterable[Item], total: int | None) -> Iterator[Item]:
    """The items, with a progress bar on stderr when that is a terminal and there is something to wait for."""
    if not sys.stderr.isatty() or total == 1:
        yield from items
        return
    from rich.console import Console  # noqa: PLC0415  a pipe needs no progress bar
    from rich.progress import track  # noqa: PLC0415

    yield from track(items, "Scoring", total=total, console=Console(stderr=True), transient=True)


def _print_json(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
