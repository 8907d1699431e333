import re
import subprocess
import sys
from pathlib import Path

import pytest
from celery.app.defaults import DEFAULTS

import celeryconfig
from claude.asking import PATIENCE_SECONDS
from settings import CLAUDE_LEASE_FACTOR, Settings
from tasks.deps import LEASE_MARGIN_SECONDS

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "app",
    "tasks",
    "scoring",
    "resumes",
    "claude",
    "icims",
    "registries",
    "store",
    "telemetry",
    "demo",
    "evals",
    "bench",
    "fuzz",
    "tests",
)
MODULES = sorted(path.relative_to(ROOT) for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
PROCFILE = (ROOT / "Procfile").read_text(encoding="utf-8")


def tool(*command: str) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).parent / command[0])
    return subprocess.run([program, *command[1:]], cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)


def test_imports_point_down() -> None:
    checked = tool("lint-imports", "--no-cache")

    assert checked.returncode == 0, checked.stdout[-2000:]


def test_the_code_is_typed_strictly() -> None:
    checked = tool("mypy")

    assert checked.returncode == 0, checked.stdout[-2000:]


def test_the_code_is_linted_and_formatted() -> None:
    for checked in (tool("ruff", "check", "."), tool("ruff", "format", "--check", ".")):
        assert checked.returncode == 0, checked.stdout[-2000:]


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) <= 300


def test_a_step_that_is_still_running_is_never_given_to_a_second_worker() -> None:
    lease = Settings.from_environ({}).step_lease_seconds

    assert celeryconfig.task_soft_time_limit < celeryconfig.task_time_limit < lease
    assert lease < celeryconfig.visibility_timeout
    assert celeryconfig.message_wait_ceiling < celeryconfig.visibility_timeout
    assert celeryconfig.broker_transport_options["visibility_timeout"] == celeryconfig.visibility_timeout


def test_an_answer_of_the_model_and_its_repair_fit_into_one_lease() -> None:
    settings = Settings.from_environ({"ASSESSOR": "claude"})
    longest_call = settings.claude_timeout_seconds + min(PATIENCE_SECONDS, settings.claude_timeout_seconds / 4)

    assert 2 * longest_call + LEASE_MARGIN_SECONDS < settings.step_lease_seconds
    assert 2.5 + LEASE_MARGIN_SECONDS / settings.claude_timeout_seconds < CLAUDE_LEASE_FACTOR


def test_messages_are_acknowledged_late_one_at_a_time_and_carry_json_without_results() -> None:
    assert celeryconfig.task_acks_late
    assert celeryconfig.worker_prefetch_multiplier == 1
    assert celeryconfig.task_ignore_result
    assert celeryconfig.accept_content == ["json"]
    assert not hasattr(celeryconfig, "result_backend")
    assert not hasattr(celeryconfig, "task_always_eager")


def test_a_message_survives_its_worker_and_a_failure_stays_out_of_redis() -> None:
    assert celeryconfig.task_reject_on_worker_lost
    assert celeryconfig.task_acks_on_failure
    assert celeryconfig.task_acks_on_timeout
    assert celeryconfig.worker_cancel_long_running_tasks_on_connection_loss
    assert celeryconfig.broker_connection_retry_on_startup
    assert celeryconfig.broker_connection_max_retries is None
    assert celeryconfig.broker_transport_options["unacked_restore_interval"] <= 5
    assert not celeryconfig.broker_transport_options["retry_on_timeout"]


def test_workers_and_beat_stop_and_start_without_losing_or_repeating() -> None:
    assert celeryconfig.worker_soft_shutdown_timeout >= 60
    assert celeryconfig.worker_enable_soft_shutdown_on_idle
    assert celeryconfig.worker_max_memory_per_child == 400_000
    assert celeryconfig.worker_eta_task_limit == 200
    assert celeryconfig.beat_max_loop_interval <= 10
    assert celeryconfig.beat_cron_starting_deadline == 1800


def test_every_setting_is_one_that_celery_knows() -> None:
    known = set(DEFAULTS)
    ours = {"message_wait_ceiling", "visibility_timeout"}
    named = {name for name in vars(celeryconfig) if name.islower() and not name.startswith("_")} - {"os", "crontab"}

    assert named - ours <= known


def test_every_queue_has_a_worker() -> None:
    served = {queue for queues in re.findall(r"--queues[ =](\S+)", PROCFILE) for queue in queues.split(",")}
    routed = {route["queue"] for route in celeryconfig.task_routes.values()}

    assert routed | {"claude"} == served


def test_every_task_has_a_route_and_every_beat_entry_a_task() -> None:
    from tasks import app

    app.loader.import_default_modules()
    ours = {name for name in app.tasks if name.startswith("scoring.")}

    assert ours == set(celeryconfig.task_routes)
    assert {entry["task"] for entry in celeryconfig.beat_schedule.values()} <= ours


def test_one_beat_and_a_flower_that_can_change_nothing() -> None:
    assert len(re.findall(r"^beat:", PROCFILE, re.MULTILINE)) == 1
    assert re.search(r"^flower: .*(read-only|read_only)", PROCFILE, re.MULTILINE)


def test_the_lock_file_pins_every_requirement_with_its_hash() -> None:
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pinned = re.findall(r"^([A-Za-z0-9_.-]+)==\S+(?: ;[^\\\n]*)? \\\n    --hash=sha256:", locked, re.MULTILINE)

    assert len(pinned) == len(re.findall(r"^\S+==", locked, re.MULTILINE)) > 50
    assert "http" not in re.sub(r"httpx?\w*|httpcore\w*", "", locked)
