"""What is asked of a registry and what it answers: the JSON of one look-up."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

PATH = "/v1/credentials/lookup"


class State(StrEnum):
    """What a registry says about one number. ``name_mismatch`` says that somebody else holds it, and nothing more."""

    ACTIVE = "active"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"
    NAME_MISMATCH = "name_mismatch"
    NOT_COVERED = "not_covered"


class Holder(BaseModel):
    """Whose credential it is claimed to be. Names are compared by the registry, so that it need not show its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    given: str = Field(default="", max_length=200)
    family: str = Field(default="", max_length=200)


class Question(BaseModel):
    """``credential`` is one of the kinds of ``scoring.credential_numbers``. It travels in a body, never in a URL: URLs
    end up in logs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    credential: str = Field(max_length=40)
    number: str = Field(max_length=60)
    holder: Holder | None = None


class Answer(BaseModel):
    """Keys that we do not know are passed over; a state that we do not know is no answer."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    state: State
    expires: date | None = None
