"""Prompts are files; the hash of a file is its version, so none can be edited without changing what it is called."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Prompt:
    """``version`` is the first 12 hex digits of the file's SHA-256."""

    name: str
    text: str
    version: str


@cache
def load_prompt(name: str) -> Prompt:
    """The prompt ``prompts/<name>.md``, read once. Raises FileNotFoundError for a name without a file."""
    content = (files("claude") / "prompts" / f"{name}.md").read_bytes()
    return Prompt(name, content.decode().strip(), hashlib.sha256(content).hexdigest()[:12])


def combined_version(*names: str) -> str:
    """12 hex digits that change when any of these prompts does."""
    return hashlib.sha256("\n".join(load_prompt(name).version for name in names).encode()).hexdigest()[:12]
