"""The console script ``icims-scoring``: each command is imported only when it is asked for."""

import sys
from importlib import import_module
from pathlib import Path
from traceback import extract_tb

import click

from scoring.errors import ScoringError

COMMANDS = {
    "score": "app.commands.score:score",
    "rubric": "app.commands.rubric:rubric",
    "taxonomy": "app.commands.taxonomy:taxonomy",
    "demo": "demo.command:demo",
    "simulator": "icims.simulator.command:simulator",
    "claude-simulator": "claude.simulator.command:claude_simulator",
    "registry-simulator": "registries.command:registry_simulator",
    "run": "demo.procfile:run",
    "db": "app.commands.db:db",
    "runs": "app.commands.runs:runs",
    "requisitions": "app.commands.requisitions:requisitions",
    "requests": "app.commands.requests:requests",
    "explain": "app.commands.letters:explain",
    "notice": "app.commands.letters:notice",
    "regulations": "app.commands.regulations:regulations",
    "rescore": "app.commands.rescore:rescore",
    "policy": "app.commands.policy:policy",
    "notices": "app.commands.notices:notices",
    "rollout": "app.commands.rollout:rollout",
    "reconcile": "app.commands.reconcile:reconcile",
    "users": "app.commands.users:users",
    "doctor": "app.commands.doctor:doctor",
}


class LazyGroup(click.Group):
    """Keeps ``score`` quick to start: Celery, Flask and SQLAlchemy are loaded by the commands that need them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="icims-candidate-scoring")
def cli() -> None:
    """Explained candidate scores beside iCIMS.

    Try it on two files, without any server: icims-scoring score resume.pdf --requisition job.txt
    """


def main() -> None:
    """Exit 0 when done, 2 for bad usage, 1 for anything else with a one-line reason on stderr."""
    try:
        # Outside standalone mode click returns the code of ``context.exit`` instead of raising it.
        code = cli.main(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(1)
    except (ScoringError, OSError) as error:
        click.echo(f"icims-scoring: {' '.join(str(error).split())}", err=True)
        sys.exit(1)
    except Exception as error:  # noqa: BLE001  a bug, or a library's word: its message may hold anybody's words
        click.echo(f"icims-scoring: internal error, {type(error).__name__} at {_place(error)}", err=True)
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


def _place(error: Exception) -> str:
    """Files and lines that lead to it, innermost last."""
    frames = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
    return " > ".join(frames[-6:])
