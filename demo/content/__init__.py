"""What the invented tenant is made of: openings, occupations, names and phrases, as YAML that a person can read."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

# The C loader reads the same language ten times as fast; PyYAML may be built without it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def read_content(name: str) -> Any:
    """The parsed file ``name``.yaml of this package; callers must not change it, because it is shared."""
    with (Path(__file__).parent / f"{name}.yaml").open(encoding="utf-8") as file:
        return yaml.load(file, Loader=_LOADER)  # noqa: S506  a safe loader either way
