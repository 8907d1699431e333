"""One application as the model may see it, with the way back from what it quotes to what people see."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from claude.answer import Source
from claude.errors import PersonalDataLeftError
from claude.request import Document
from scoring.instructions import without_instructions
from scoring.redaction import Identity, leaks, redact
from scoring.resume import Answer, Resume


@dataclass(frozen=True, slots=True)
class Application:
    """``document`` is what leaves; ``sources`` lead its quotes back, and stay here."""

    document: Document
    sources: tuple[Source, ...]

    @property
    def visible(self) -> str:
        """The resume as people see it, without what addresses a screening system; its offsets are the resume's."""
        return self.sources[0].original

    @property
    def placeholders(self) -> dict[str, str]:
        """What every placeholder stands for. Personal data: it never leaves the database."""
        return {name: value for source in self.sources for name, value in source.redaction.mapping().items()}


def redacted_application(resume: Resume, answers: Sequence[Answer], as_of: date, identity: Identity) -> Application:
    """The same input always gives the same document, whether it is asked about online or in a batch.

    Raises PersonalDataLeftError when personal data would leave.
    """
    # Lines that address a screening system are not about the candidate; blanked, so that offsets stay.
    visible = without_instructions(resume.text)
    sources = _sources(visible, answers, identity)
    seen = tuple(replace(a, text=source.redaction.text) for a, source in zip(answers, sources[1:], strict=True))
    document = Document(sources[0].redaction.text, seen, as_of)
    _guard(document, sources, identity)
    return Application(document, sources)


def _sources(visible: str, answers: Sequence[Answer], identity: Identity) -> tuple[Source, ...]:
    resume = Source("resume", visible, redact(visible, identity))
    known = tuple({removal.original for removal in resume.redaction.removals if removal.kind.value == "name"})
    identity = replace(identity, names=(*identity.names, *known))
    rest = (Source(f"answer:{a.question_id}", a.text, redact(a.text, identity)) for a in answers)
    return (resume, *rest)


def _guard(document: Document, sources: Sequence[Source], identity: Identity) -> None:
    """The last look at what is about to leave."""
    written = "\n".join((document.resume, *(answer.text for answer in document.answers)))
    found = set(leaks(written, identity))
    found |= {kind for source in sources for kind in leaks(written, source.redaction)}
    if found:
        kinds = ", ".join(sorted(found))
        raise PersonalDataLeftError(f"not sent to the model: redaction left {kinds} in the application")
