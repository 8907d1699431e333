"""``python -m evals``: is the scoring good? Prints every measure beside its baselines and its target.

Always on the small invented set in ``evals/sample``; also on the real data in the folder EVAL_DATA (default
../shared/eval) when it is there. Arguments name the modules to run, all of them without.
"""

import argparse
import importlib
import logging
import os
import pkgutil
import sys
import time
from pathlib import Path
from types import ModuleType

import structlog
from rich.console import Console
from rich.table import Table

import evals
from evals import attacks
from evals.table import Row
from scoring.attack_results import as_text

SAMPLE = Path(__file__).parent / "sample"


def main() -> int:
    """0 when everything ran, whatever the figures; 1 when a measure could not be taken."""
    modules, attacks_file = _chosen()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    console = Console(width=None if sys.stdout.isatty() else 160)
    failed = _print_set("the small set in the repository", SAMPLE, modules, console)
    real = Path(os.environ.get("EVAL_DATA", "../shared/eval"))
    if real.is_dir():
        failed |= _print_set("real data", real, modules, console)
    else:
        console.print("\nEVAL_DATA names no folder: nothing was measured on real data.")
    if attacks_file and not failed:
        attacks_file.write_text(as_text(attacks.results()), encoding="utf-8")
    return int(failed)


def _chosen() -> tuple[list[ModuleType], Path | None]:
    names = [module.name for module in pkgutil.iter_modules(evals.__path__)]
    loaded = [importlib.import_module(f"evals.{name}") for name in names if not name.startswith("_")]
    measures = {module.__name__.rpartition(".")[2]: module for module in loaded if hasattr(module, "measure")}
    parser = argparse.ArgumentParser(
        prog="python -m evals",
        description=(__doc__ or "").partition("\n\n")[0],
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(f"  {name:<12} {(module.__doc__ or '').splitlines()[0]}" for name, module in measures.items()),
    )
    parser.add_argument("name", nargs="*", help="measure only these; all of them without")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep what the bench of attacks counted")
    arguments = parser.parse_args()
    chosen = arguments.name
    unknown = set(chosen) - set(measures)
    if unknown:
        parser.error(f"no measure is called {', '.join(sorted(unknown))}")
    if arguments.json and chosen and "attacks" not in chosen:
        parser.error("--json keeps what the bench of attacks counted: measure attacks")
    return [module for name, module in measures.items() if not chosen or name in chosen], arguments.json


def _print_set(title: str, folder: Path, modules: list[ModuleType], console: Console) -> bool:
    table = Table(title=f"\n{title}", title_justify="left", box=None, pad_edge=False, header_style="bold")
    for heading in ("measure", "ours", "baseline", "target", ""):
        table.add_column(heading, overflow="fold")
    failed = False
    for module in modules:
        name = module.__name__.rpartition(".")[2]
        if not all(
            (folder / file).exists() for file in getattr(module, "FILES", ("category_resumes.dev.jsonl", "layout_pdfs"))
        ):
            continue
        started = time.monotonic()
        console.print(f"measuring {name} on {title} ...", style="dim")
        try:
            rows = module.measure(folder)
        except Exception as error:  # noqa: BLE001  one broken measure must not hide the others
            failed = True
            rows = [Row(f"{name}: {type(error).__name__}", "not measured", "", "", passed=False)]
        table.add_section()
        for row in rows:
            table.add_row(row.measure, row.ours, row.baseline, row.target, _mark(row))
        console.print(f"  {time.monotonic() - started:.0f} s", style="dim")
    console.print(table)
    return failed


def _mark(row: Row) -> str:
    return {None: "", True: "[green]yes[/green]", False: "[red]no[/red]"}[row.passed]


if __name__ == "__main__":
    sys.exit(main())
