"""``icims-scoring run``: all of the Procfile for a configured tenant, under honcho."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType

import click
from dotenv import dotenv_values
from honcho.environ import parse_procfile
from honcho.manager import Manager
from honcho.printer import Printer

from demo.servers import EmbeddedServers
from scoring.errors import InvalidInputError
from settings import ROOT, Settings
from store import Store

RELEASE = "release"  # runs once, before the others
CLAUDE_WORKER = "worker_claude"


@click.command()
@click.option("--without", multiple=True, metavar="NAME", help="Leave out a process of the Procfile; repeatable.")
def run(without: tuple[str, ...]) -> None:
    """Run web, workers, beat and Flower for the tenant configured in the environment or in .env.

    Where DATABASE_URL or REDIS_URL is not set, this process starts an embedded server in VAR_DIR and owns it; its data
    stays there. Ctrl-C stops everything.
    """
    environ = _environment()
    settings = Settings.from_environ(environ)
    _check(settings)
    with _stopping_like_ctrl_c(), _servers(settings, environ):
        sys.exit(_supervise(environ, settings, without))


def _environment() -> dict[str, str]:
    """What every process gets: ``.env`` of the working directory, and above it the environment."""
    dotenv = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    scripts = str(Path(sys.executable).parent)  # the Procfile names gunicorn and celery without their place
    environ = {**dotenv, **os.environ, "PYTHONUNBUFFERED": "1"}
    environ["PATH"] = os.pathsep.join((scripts, environ.get("PATH", os.defpath)))
    return environ


def _check(settings: Settings) -> None:
    needed = ("secret_key", "flower_basic_auth")
    missing = [name.upper() for name in needed if not getattr(settings, name)]
    if not settings.tenants():
        missing.append("ICIMS_CUSTOMER_ID (or ICIMS_TENANTS_FILE)")
    if missing:
        raise InvalidInputError(f"set {', '.join(missing)} in the environment or in .env")


@contextmanager
def _servers(settings: Settings, environ: dict[str, str]) -> Iterator[None]:
    """Embedded servers for what is not configured; their addresses go into ``environ``."""
    if settings.database_url and settings.redis_url:
        yield
        return
    with EmbeddedServers(settings.var_dir) as servers:
        environ["DATABASE_URL"] = settings.database_url or servers.database_url
        environ["REDIS_URL"] = settings.redis_url or servers.redis_url
        yield


def _supervise(environ: dict[str, str], settings: Settings, without: tuple[str, ...]) -> int:
    """Run the release step, then the others until one of them ends or we are stopped; the exit status."""
    var_dir = Path(settings.var_dir).resolve()
    var_dir.mkdir(parents=True, exist_ok=True)
    environ.setdefault("BEAT_SCHEDULE_FILE", str(var_dir / "celerybeat-schedule"))
    processes = parse_procfile((ROOT / "Procfile").read_text(encoding="utf-8")).processes
    if unknown := set(without) - set(processes):
        raise InvalidInputError(f"the Procfile has no {', '.join(sorted(unknown))}; it has {', '.join(processes)}")
    status = _run_all({RELEASE: processes.pop(RELEASE)}, environ)
    if status:
        return status
    _say_how_to_begin(environ)
    left_out = {*without, *(() if settings.assessor == "claude" or settings.anthropic_api_key else (CLAUDE_WORKER,))}
    return _run_all({name: command for name, command in processes.items() if name not in left_out}, environ)


def _say_how_to_begin(environ: dict[str, str]) -> None:
    with closing(Store(environ["DATABASE_URL"])) as store:
        if not store.users.administrators():
            click.echo("nobody can sign in yet; in another terminal: icims-scoring users add NAME --role admin")


def _run_all(commands: dict[str, str], environ: dict[str, str]) -> int:
    manager = Manager(Printer(sys.stdout))
    for name, command in commands.items():
        manager.add_process(name, command, env=environ, cwd=str(ROOT))
    manager.loop()
    return manager.returncode or 0


@contextmanager
def _stopping_like_ctrl_c() -> Iterator[None]:
    """A closed terminal stops everything, as Ctrl-C does; honcho itself minds only SIGINT and SIGTERM."""

    def hang_up(_: int, __: FrameType | None) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    before = signal.signal(signal.SIGHUP, hang_up)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)
