"""Claude for one command: no database, no other workers, the cost said at the end."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date

import click

from claude.alone import LoneAnswers, LoneLedger, LonePace, NoBreaker, NoRedactions
from claude.asking import Asker
from claude.assessor import ClaudeAssessor
from claude.messages import ClaudeAccess, MessagesClient
from scoring.assessment import Assessment, Assessor
from scoring.errors import TransientError
from scoring.model_call import CallContext
from scoring.profile import Profile
from scoring.resume import Answer, Resume
from scoring.rubric import Rubric
from settings import Settings
from tasks.claude_desk import profile_of, scorer_of
from telemetry import logging as telemetry_logging

TRIES = 3
FIRST_PAUSE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 60.0


@contextmanager
def claude_alone(settings: Settings) -> Iterator[Assessor]:
    """An assessor for the life of the block. Raises what ``asker_alone`` raises."""
    with asker_alone(settings) as asker:
        # Who the candidate is is known to nobody here: names are found in the resume itself.
        yield Persistent(ClaudeAssessor(asker, LoneAnswers(), NoRedactions(), CallContext("", "")))


@contextmanager
def asker_alone(settings: Settings) -> Iterator[Asker]:
    """Calls for the life of the block; what they cost is said on stderr, whatever happened.

    Raises KeyRejectedError without a key and InvalidInputError for a model that is not to be asked.
    """
    # Cards go to stdout, and what fails is said by the command itself.
    telemetry_logging.configure("ERROR")
    profile, ledger = profile_of(settings, scorer_of(settings)), LoneLedger()
    access = ClaudeAccess(
        settings.anthropic_api_key, settings.anthropic_base_url, settings.claude_timeout_seconds, connections=4
    )
    with closing(MessagesClient(access)) as messages:
        messages.check_key()
        try:
            yield Asker(messages, LonePace(), NoBreaker(), ledger, profile)
        finally:
            click.echo(
                f"{profile.model}, effort {profile.effort}: {ledger.calls} calls, {ledger.input_tokens} tokens in, "
                f"{ledger.cached_tokens} cached, {ledger.output_tokens} out, USD {ledger.usd:.4f}",
                err=True,
            )


@dataclass(frozen=True, slots=True)
class Persistent:
    """Implements scoring.assessment.Assessor: asks up to three times where waiting can help."""

    assessor: Assessor

    def assess(
        self, rubric: Rubric, resume: Resume, profile: Profile, answers: Sequence[Answer], as_of: date
    ) -> Assessment:
        for tried in range(1, TRIES):
            try:
                return self.assessor.assess(rubric, resume, profile, answers, as_of)
            except TransientError as error:
                pause = FIRST_PAUSE_SECONDS * tried if error.retry_after is None else error.retry_after
                if pause > LONGEST_PAUSE_SECONDS:
                    raise
                time.sleep(pause)
        return self.assessor.assess(rubric, resume, profile, answers, as_of)
