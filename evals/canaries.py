"""Does anything personal arrive at the model? Planted in applications, and looked for in every request."""

from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from random import Random

from demo.people import invent_person
from evals.attack_families.base import bases
from evals.model_desk import ModelDesk, card_by, simulated_desk
from evals.plantings import PLANTINGS
from evals.table import Row
from scoring.errors import PermanentError
from scoring.redaction import Identity
from scoring.resume import Answer, Resume
from scoring.rubric import Rubric

FILES = ("injections.json",)

_APPLICATIONS = 240
_SHORTEST = 5  # "ledig" and the like stand in ordinary words; a canary is more than a syllable

Planted = tuple[Rubric, str, tuple[Answer, ...], Identity, list[str]]


def measure(eval_dir: Path) -> list[Row]:
    """The real assessor, client and wire; the simulator holds every request against the planted strings."""
    del eval_dir
    with simulated_desk() as desk:
        return [planted_row(desk, _APPLICATIONS)]


def planted_row(desk: ModelDesk, count: int) -> Row:
    strings = sent = kept_back = 0
    for rubric, text, answers, identity, secrets in islice(planted(), count):
        desk.watch_for(secrets)
        strings += len(secrets)
        try:
            card_by(desk.assessor(identity), rubric, Resume(text, "f" * 64, "text/plain"), answers)
            sent += 1
        except PermanentError:  # the check on the way out held it back
            kept_back += 1
    hits = desk.report()["canary_hits"]
    label = f"requests with personal data ({count} applications, {strings} planted strings)"
    return Row(label, f"{hits}, {kept_back} held back", "-", "0", not hits and sent > 0)


def planted() -> Iterator[Planted]:
    """Endless applications with heads and feet of several countries; the names are invented."""
    random = Random(11)  # noqa: S311  invented people need no secret numbers
    for number, (base, planting) in enumerate(zip(cycle(bases()), cycle(PLANTINGS), strict=False)):
        person = invent_person(random, number)
        first, last = person.first_name, person.last_name
        values = {
            "first": first,
            "last": last,
            "FIRST": first.upper(),
            "LAST": last.upper(),
            "initial": first[0],
            "email": person.email,
            "phone": person.phone,
            "handle": f"handle-{number}-{last.lower()}",
            "number": str(100 + number % 8999),
            "year": str(1960 + number % 40),
            "letters": " ".join(f"{first}  {last}".upper()),
        }
        body = base.text.partition("\n\n")[2]
        head, foot = planting.head.format_map(values), planting.foot.format_map(values)
        text = f"{head}\n\n{body}\n\n{foot}\n"
        answer = Answer("contact", "How can we reach you?", f"{person.name}, {person.phone} or {person.email}")
        literals = [literal.format_map(values) for _, literal in planting.literals]
        secrets = [person.name, person.email, person.phone, *literals]
        # What the resume says anyway is not planted: "Main Street" may also be an employer's.
        secrets = [each for each in secrets if len(each) >= _SHORTEST and each.casefold() not in body.casefold()]
        identity = Identity((person.name,), (person.email,), (person.phone,), ())
        yield base.rubric, text, (*base.answers, answer), identity, secrets
