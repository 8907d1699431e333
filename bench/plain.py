"""The same work as the pipeline's, called in a plain loop: ``python -m bench.plain WARM_UP RUN_IDS_FILE``.

Every step is claimed, done and recorded in PostgreSQL exactly as by a worker; only Celery and Redis are missing. The
first WARM_UP runs are not counted. Prints the seconds since the epoch at which it began and ended counting.
"""

import sys
import time
from pathlib import Path

import tasks.audit
import tasks.extract
import tasks.flag
import tasks.match
import tasks.write_back
from scoring.run import ORDER, RunId, Step
from tasks.deps import Deps

WORK = {
    Step.EXTRACT: tasks.extract.extract,
    Step.MATCH: tasks.match.match,
    Step.FLAG: tasks.flag.flag,
    Step.WRITE_BACK: tasks.write_back.write_back,
    Step.AUDIT: tasks.audit.audit,
}


def main() -> None:
    deps = Deps.from_settings()
    warm_up, run_ids = int(sys.argv[1]), Path(sys.argv[2]).read_text(encoding="utf-8").split()
    for run_id in run_ids[:warm_up]:
        score(deps, RunId(run_id))
    began = time.time()
    for run_id in run_ids[warm_up:]:
        score(deps, RunId(run_id))
    print(began, time.time())
    deps.close()


def score(deps: Deps, run_id: RunId) -> None:
    for step in ORDER:
        claimed = deps.store.runs.claim(run_id, step, 300)
        assert claimed is not None
        started = time.monotonic()
        finding = WORK[step](claimed.dossier, deps)
        deps.store.runs.record(claimed.dossier, finding, int(1000 * (time.monotonic() - started)))


if __name__ == "__main__":
    main()
