"""``data/regulations.yml``, read once."""

from functools import lru_cache
from importlib.resources import files

import yaml

from scoring.regulations import Regulations, parse_regulations


@lru_cache(maxsize=1)
def regulations() -> Regulations:
    """The shipped file. Raises InvalidInputError naming the entry that is wrong."""
    return parse_regulations(yaml.safe_load((files("tasks") / "data" / "regulations.yml").read_text(encoding="utf-8")))
