"""The error answers of the simulated API: HTTP status, error code, field and message."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

INTERNAL_ERROR = 0
FIELD_REQUIRED = 1
NOT_FOUND = 2
ACCESS_DENIED = 3
NOT_LOWER_CASE = 4
BAD_CREDENTIALS = 6
INVALID_VALUE = 7  # the rest of the table is cut in the stored page [?]


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason; ``field`` is empty where no field is to blame."""

    code: int
    message: str
    field: str = ""

    @property
    def header(self) -> str:
        return ":".join(filter(None, (str(self.code), self.field, self.message)))


class ApiError(Exception):
    """Ends a call with this status and these problems."""

    def __init__(self, status: HTTPStatus, *problems: Problem) -> None:
        super().__init__(status, *problems)
        self.status = status
        self.problems = problems


def not_found(thing: str) -> ApiError:
    return ApiError(HTTPStatus.NOT_FOUND, Problem(NOT_FOUND, f"{thing} not found."))


def access_denied(thing: str) -> ApiError:
    """Code 3 comes with the status of code 2: it exists, but not for this user."""
    return ApiError(HTTPStatus.NOT_FOUND, Problem(ACCESS_DENIED, f"{thing} not found."))


def invalid(message: str, field: str = "") -> ApiError:
    return ApiError(HTTPStatus.BAD_REQUEST, Problem(INVALID_VALUE, message, field))


def required(fields: Iterable[str]) -> ApiError:
    problems = (Problem(FIELD_REQUIRED, "This field is required.", field) for field in fields)
    return ApiError(HTTPStatus.BAD_REQUEST, *problems)
