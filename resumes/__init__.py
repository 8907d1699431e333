"""Files to visible text: one door, with limits, that answers with a resume or the reason why it could not be read."""

from typing import TYPE_CHECKING, Any

from resumes.limits import LIMITS, Limits

if TYPE_CHECKING:
    from resumes.reading import read_resume

__all__ = ["LIMITS", "Limits", "read_resume"]


def __getattr__(name: str) -> Any:
    # The readers take a quarter of a second to import; a process that reads only through the sandbox never needs them.
    if name == "read_resume":
        from resumes.reading import read_resume  # noqa: PLC0415

        return read_resume
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
