"""How long the server needs for the pages of a requisition with thousands of applications, and how much it sends."""

import json
import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import requests
import sqlalchemy as sa

from bench.installation import CUSTOMER, Installation
from demo.servers import EmbeddedServers
from scoring.access import Grant, Role
from scoring.requisition import Requisition, RequisitionId
from scoring.rubric import draft_rubric
from scoring.run import RolloutMode
from store import Store
from store.migrations import upgrade

JOB = "7001"
DESCRIPTION = """Requirements: five years of welding experience. A forklift licence is required. AWS certification is
required. Two years of leading a crew. Reading isometric drawings. AutoCAD. TIG and MIG welding. Willing to travel."""

# As the flag step leaves them: a score in quarters, a reason with a quote, up to three open must-haves; one in twenty
# abstained, and one in fifty on its way. Most have been moved once or twice; one in ten is in a blind review.
FILL = """
INSERT INTO applications (customer_id, workflow_id, job_id, person_id)
SELECT :customer, CAST(100000 + n AS text), :job, CAST(200000 + n AS text) FROM generate_series(1, :count) AS n;
INSERT INTO runs (id, application_id, cause, trace_id, as_of, state, next_step, finished_at)
SELECT gen_random_uuid(), id, 'event', 'bench', now(),
       CASE WHEN id % 50 = 0 THEN 'open' WHEN id % 20 = 1 THEN 'abstained' ELSE 'scored' END,
       CASE WHEN id % 50 = 0 THEN 'write_back' END, CASE WHEN id % 50 <> 0 THEN now() END
FROM applications;
INSERT INTO scores (run_id, application_id, requisition_id, rubric_id, score, confidence, tier, abstained, strongest,
                    missing, tags, assessor, model, prompt_version, scored_at)
SELECT runs.id, runs.application_id, requisition.id, requisition.rubric_id,
       CASE WHEN drawn.abstained IS NULL THEN drawn.score END, 0.4 + (runs.application_id % 60) / 100.0,
       CASE WHEN drawn.abstained IS NOT NULL THEN 'review' WHEN drawn.score >= 85 THEN 'strong'
            WHEN drawn.score >= 50 THEN 'possible' ELSE 'limited' END,
       drawn.abstained, '+12.5: Five years of welding — “Led a crew of six welders on pressure vessels, ' ||
       (2000 + runs.application_id % 25) || ' to present, and trained apprentices”',
       CAST(:missing AS jsonb) - (CASE WHEN runs.application_id % 3 = 0 THEN 0 ELSE 9 END),
       CASE WHEN runs.application_id % 4 = 0 THEN ARRAY['AI_Possible_Match', 'AI_Review_Required']
            ELSE ARRAY['AI_Possible_Match'] END, 'local', 'local-1', 'rules-1',
       now() - make_interval(secs => runs.application_id)
FROM runs
CROSS JOIN requisitions AS requisition
CROSS JOIN LATERAL (SELECT ((runs.application_id * 7919) % 401) / 4.0 AS score,
                           CASE WHEN runs.state = 'abstained' THEN 'scan' END AS abstained) AS drawn
WHERE requisition.job_id = :job;
INSERT INTO stage_outcomes (customer_id, job_id, workflow_id, old_status, new_status, stage, icims_user_id, event_key,
                            occurred_at)
SELECT customer_id, job_id, workflow_id, 'D1', 'D' || moved, CASE WHEN moved = 2 THEN 'interview' ELSE '' END, '7',
       workflow_id || '-' || moved, now() + make_interval(hours => moved)
FROM applications CROSS JOIN generate_series(2, 3) AS moved WHERE id % 3 >= moved - 2;
INSERT INTO reviews (customer_id, job_id, application_id, run_id, kind, reasons, blind, priority, due_at)
SELECT :customer, :job, application_id, id, 'blind_sample', '[]', true, 6, now()
FROM runs WHERE application_id % 10 = 3;
ANALYZE;
"""


@dataclass(frozen=True)
class PageFigures:
    """Server time in milliseconds; the bytes of the page itself, and as a browser that takes gzip would get them."""

    title: str
    p50: float
    p95: float
    kilobytes: float


def measure(
    servers: EmbeddedServers, directory: Path, applications: int = 5000, asked: int = 60
) -> tuple[PageFigures, ...]:
    """Pages under gunicorn with two workers, asked one after the other on a kept connection; the first three times
    of each do not count."""
    database_url = servers.create_database("bench_dashboard", fresh=True)
    upgrade(database_url)
    with Installation("http://127.0.0.1:9", database_url, servers.redis_url, directory / "log") as installation:
        _fill(installation.store, database_url, applications)
        web = installation.start_web()
        user = installation.store.users.add(
            "bench", None, "bench", grants=[Grant(Role.RECRUITER), Grant(Role.OPERATOR)]
        )
        with requests.Session() as browser:
            browser.trust_env = False
            browser.cookies.set("session", installation.store.sessions.open(user, "password", "bench"))
            return tuple(_figures(browser, title, f"{web}{path}", asked) for title, path in _paths(browser, web))


def _fill(store: Store, database_url: str, applications: int) -> None:
    requisition = Requisition(RequisitionId(JOB), "Welder", qualifications=DESCRIPTION)
    rubric = draft_rubric(requisition)
    store.requisitions.put(CUSTOMER, requisition, rubric, RolloutMode.ASSIST)
    missing = [
        {"criterion_id": criterion.id, "text": criterion.text, "verdict": "unmet", "question": "", "needs_review": True}
        for criterion in rubric.criteria[:3]
    ]
    engine = sa.create_engine(sa.make_url(database_url).set(drivername="postgresql+psycopg2"))
    values = {"customer": CUSTOMER, "job": JOB, "count": applications, "missing": json.dumps(missing)}
    with engine.begin() as connection:
        for one in FILL.strip().removesuffix(";").split(";\n"):
            connection.execute(sa.text(one), values)
    engine.dispose()


def _paths(browser: requests.Session, web: str) -> Iterator[tuple[str, str]]:
    base = f"/requisitions/{CUSTOMER}/{JOB}"
    first = browser.get(f"{web}{base}", timeout=30)
    first.raise_for_status()
    middle = re.search(r'href="([^"]*after=[^"#]*)', first.text)
    assert middle is not None
    yield "first page", base
    yield "second page", middle[1].replace("&amp;", "&")
    yield "last page", f"{base}?page=last"
    yield "words, tag and must-have", f"{base}?q=welders&tag=AI_Review_Required&sort=confidence"
    yield "newest first", f"{base}?sort=newest"
    yield "by stage", f"{base}?stage=interview"
    yield "progress", f"{base}/progress"
    yield "requisitions", "/"
    yield "operations", "/operations"


def _figures(browser: requests.Session, title: str, url: str, asked: int) -> PageFigures:
    taken, size = [], 0
    for _ in range(asked + 3):
        started = time.perf_counter()
        answer = browser.get(url, timeout=30)
        taken.append(1000 * (time.perf_counter() - started))
        answer.raise_for_status()
        size = len(answer.content)
    taken = sorted(taken[3:])
    return PageFigures(title, statistics.median(taken), taken[int(0.95 * len(taken))], size / 1000)
