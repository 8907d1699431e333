"""The play of the demo: a tenant is filled, events come, every application becomes final, a colleague has his say."""

import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from demo.applications import Application, invent_applications
from demo.console import DemoConsole
from demo.installation import Installation
from demo.outcome import disagreements, progress, ranking
from demo.people_at_work import record_views, sign_and_promote
from demo.requisitions import demo_requisitions
from demo.resume_files import write_resumes
from demo.tenant import Seeded
from demo.users import DemoUser, create_users
from scoring.errors import PermanentError
from scoring.run import RolloutMode
from store import RankedApplication, Store

# To each other requisition: a fifth as many, within these.
LEAST_ELSEWHERE, MOST_ELSEWHERE = 6, 24
SOME_OF_WRITTEN = 3  # a view given after a score was written is none that was given blind
STALLED_SECONDS = 180.0
LOOK_EVERY_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Staged:
    """What there is to look at. ``ranked`` is of the first requisition, best first; ``problems`` are sentences about
    results in iCIMS that are not as they should be; ``views`` counts what the colleague rated."""

    users: tuple[DemoUser, ...]
    seeded: Seeded
    ranked: tuple[RankedApplication, ...]
    problems: list[str]
    seconds: float
    views: int


def invented(count: int, seed: int, console: DemoConsole) -> tuple[Application, ...]:
    """So many applications to the first requisition, and a few to each other one."""
    first, *others = demo_requisitions()
    found = [*invent_applications(first, count, seed)]
    elsewhere = min(max(count // 5, LEAST_ELSEWHERE), MOST_ELSEWHERE)
    for other in others:
        found += invent_applications(other, elsewhere, seed)
    console.say(f"{count} candidates for {first.title}, {len(found) - count} for {len(others)} other requisitions")
    return tuple(found)


def stage(
    installation: Installation, console: DemoConsole, plan: Sequence[Application], *, held_back: int = 0
) -> Staged:
    """Fill the tenant, let people sign, send the events and wait for the last result.

    The first requisition runs in mode assist, the last in guided, the others in shadow. The events of the first
    ``held_back`` applications are kept for later. Raises PermanentError when nothing goes on any more.
    """
    requisitions = demo_requisitions()
    assisted, in_shadow, *_, guided = requisitions
    files = write_resumes(plan, installation.var_dir / "resumes")
    console.say(f"{len(files)} resumes are written ({sum(f.filename.endswith('.pdf') for f in files)} PDF, rest DOCX)")
    tenant = installation.tenant
    tenant.seed_requisitions(requisitions, installation.webhook)
    everything = tenant.seed_applications(requisitions, plan, files)
    seeded = Seeded(dict(list(everything.applications.items())[held_back:]))
    with closing(Store(installation.settings.database_url)) as store:
        users = create_users(store, installation.credentials, str(assisted.job_id))
        modes = {assisted.key: RolloutMode.ASSIST, guided.key: RolloutMode.GUIDED}
        sign_and_promote(installation, requisitions, modes, users[0].login)
        console.say("the tenant is filled; its first requisition runs in mode assist, its last in guided, both signed")
        seconds = _follow(installation, console, store, seeded)
        ranked = ranking(store, assisted)
        problems = disagreements(seeded, (assisted, guided), (*ranked, *ranking(store, guided)), tenant.written())
        views = record_views(store, ranked, users[1].login, one_in=SOME_OF_WRITTEN)
        views += record_views(store, ranking(store, in_shadow), users[1].login)
    return Staged(users, seeded, ranked, problems, seconds, views)


def _follow(installation: Installation, console: DemoConsole, store: Store, seeded: Seeded) -> float:
    """Send the events and wait until every application is final; the seconds that took."""
    total = len(seeded.applications)
    started = changed = time.monotonic()
    batch = installation.tenant.send_events(list(seeded.applications))
    final = done = 0
    with console.progress(total) as bar:
        while final < total:
            time.sleep(LOOK_EVERY_SECONDS)
            installation.supervisor.check()
            now = progress(store)
            if now.steps_done != done:
                final, done, changed = now.final, now.steps_done, time.monotonic()
            bar.show(now, time.monotonic() - started)
            sent = installation.tenant.batch(batch)
            refused = {status: n for status, n in sent["answers"].items() if status not in ("200", "303")}
            if refused:
                raise PermanentError(
                    f"events were not accepted: {refused}; see {installation.supervisor.log_file('web')}"
                )
            if time.monotonic() - changed > STALLED_SECONDS:
                raise PermanentError(f"{total - final} applications made no progress for {STALLED_SECONDS:.0f} s")
    return time.monotonic() - started
