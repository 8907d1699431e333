"""``make fuzz``: every target for some minutes, one after the other; 0 when none broke.

What it learns stays in ``var/fuzz/corpus`` and makes the next run better; what breaks is kept in ``var/fuzz/crashes``
with its traceback, to become a test.
"""

import argparse
import importlib.util
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

import fuzz.targets

RUNS = re.compile(r"Done (\d+) runs")
COVERED = re.compile(r"\bcov: (\d+)")


def main() -> int:
    names = sorted(module.name for module in pkgutil.iter_modules(fuzz.targets.__path__) if module.name[0] != "_")
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", choices=[*names, []], help="All of them without.")
    parser.add_argument("--minutes", type=float, default=2, help="For each target.")
    parser.add_argument("--into", type=Path, default=Path("var/fuzz"))
    given = parser.parse_args()
    console = Console()
    if importlib.util.find_spec("atheris") is None:
        console.print("atheris is not installed: make fuzz installs it")
        return 1
    table = Table("target", "executions", "a second", "edges covered", "failures")
    broken = 0
    for name in given.targets or names:
        console.print(f"{name} …")
        before = _failures(given.into, name)
        executions, covered = _run(name, given.into, round(60 * given.minutes))
        found = _failures(given.into, name) - before
        broken += len(found)
        table.add_row(name, f"{executions}", f"{executions / (60 * given.minutes):.0f}", covered, f"{len(found)}")
        for path in sorted(found):
            console.print(f"  {path}")
    console.print(table)
    return int(broken > 0)


def _run(name: str, into: Path, seconds: int) -> tuple[int, str]:
    """Executions, and edges of the instrumented code that any of them reached."""
    corpus, crashes = into / "corpus" / name, into / "crashes"
    for folder in (corpus, crashes):
        folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "fuzz.harness", name, str(corpus), str(crashes), str(seconds)]
    with (into / f"{name}.log").open("w+", encoding="utf-8", errors="replace") as log:
        subprocess.run(command, stdout=log, stderr=log, check=False)
        log.seek(0)
        printed = log.read()
    done, covered = RUNS.search(printed), COVERED.findall(printed)
    return int(done[1]) if done else 0, covered[-1] if covered else "none: it ended early"


def _failures(into: Path, name: str) -> set[Path]:
    return {path for path in (into / "crashes").glob(f"{name}-*") if path.suffix != ".txt"}


if __name__ == "__main__":
    sys.exit(main())
