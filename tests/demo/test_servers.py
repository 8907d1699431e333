"""The embedded servers: real, owned by one process, gone with it."""

import json
import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from threading import Thread

import psutil
import psycopg2
import pytest
import redis

from demo.child_process import GUARD, born
from demo.servers import EmbeddedServers, ServersInUseError

OWNER = """
import sys, time
from demo.servers import EmbeddedServers
servers = EmbeddedServers(sys.argv[1], durable=False)
servers.start()
print(*servers.pids, flush=True)
time.sleep(600)
"""


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    with EmbeddedServers(tmp_path_factory.mktemp("servers"), durable=False, discard=True) as running:
        yield running


@pytest.fixture
def valkey(servers):
    with closing(redis.Redis.from_url(servers.redis_url)) as client:
        yield client


def ask(url: str, statement: str):
    with closing(psycopg2.connect(url.replace("+psycopg2", ""))) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        connection.commit()
        return cursor.fetchone() if cursor.description else None


def gone(pid: int, seconds: float = 20.0) -> bool:
    deadline = time.monotonic() + seconds
    while born(pid) is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    return born(pid) is None


def an_owner(var_dir: Path) -> tuple[subprocess.Popen[str], list[int]]:
    owner = subprocess.Popen([sys.executable, "-c", OWNER, str(var_dir)], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    return owner, [int(pid) for pid in owner.stdout.readline().split()]


def test_what_was_committed_survives_a_crash_of_postgresql(servers):
    ask(servers.database_url, "CREATE TABLE kept AS SELECT 7 AS number")

    servers.restart_postgres(immediate=True)

    assert ask(servers.database_url, "SELECT number FROM kept") == (7,)


def test_nobody_reaches_postgresql_over_tcp(servers):
    sockets = Path(servers.database_url.partition("host=")[2])

    assert ask(servers.database_url, "SHOW listen_addresses") == ("",)
    assert sockets.stat().st_mode & 0o077 == 0


def test_postgresql_never_runs_as_root(servers):
    assert psutil.Process(servers.pids[0]).uids().effective != 0


def test_a_database_is_made_once_and_emptied_on_request(servers):
    url = servers.create_database("worker_1")
    ask(url, "CREATE TABLE mine (id int)")

    kept = servers.create_database("worker_1")
    still_there = ask(kept, "SELECT to_regclass('mine') IS NOT NULL")
    emptied = servers.create_database("worker_1", fresh=True)

    assert still_there == (True,)
    assert ask(emptied, "SELECT to_regclass('mine') IS NOT NULL") == (False,)


def test_valkey_is_set_up_to_lose_no_message(valkey):
    wanted = {"appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction", "save": ""}

    assert {name: valkey.config_get(name)[name] for name in wanted} == wanted


def test_valkey_answers_nobody_without_the_password(servers):
    port = servers.redis_url.rpartition(":")[2].removesuffix("/0")

    with closing(redis.Redis(port=int(port))) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()


def test_valkeys_password_stands_in_no_list_of_processes(servers):
    password = servers.redis_url.split("@")[0].rpartition(":")[2]

    assert password not in " ".join(psutil.Process(servers.pids[1]).cmdline())


def test_a_killed_valkey_can_come_back_empty_under_the_same_url(servers, valkey):
    valkey.set("message", "1")
    before = servers.redis_url

    servers.kill_redis()
    servers.start_redis(empty=True)

    assert servers.redis_url == before
    assert valkey.get("message") is None


def test_a_stopped_valkey_comes_back_with_what_it_held(servers, valkey):
    valkey.set("message", "1")
    valkey.execute_command("WAITAOF", 1, 0, 5000)

    servers.kill_redis()
    servers.start_redis()

    assert valkey.get("message") == b"1"


def test_a_server_outlives_the_thread_that_restarted_it(servers):
    thread = Thread(target=servers.restart_postgres)
    thread.start()
    thread.join()

    assert ask(servers.database_url, "SELECT 1") == (1,)


def test_a_second_owner_is_told_in_one_line_who_the_first_is(servers):
    with pytest.raises(ServersInUseError) as refused:
        EmbeddedServers(servers.var_dir).start()

    assert f"in use by process {os.getpid()}" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_second_owner_can_wait_for_the_first(tmp_path):
    first = EmbeddedServers(tmp_path, durable=False, discard=True)
    first.start()
    leaving = Thread(target=lambda: (time.sleep(0.5), first.stop()))
    leaving.start()

    with EmbeddedServers(tmp_path, durable=False, discard=True, wait_seconds=30) as second:
        answer = ask(second.database_url, "SELECT 1")

    leaving.join()
    assert answer == (1,)


def test_the_addresses_of_running_servers_are_for_this_user_only(servers):
    state_file = servers.var_dir / "servers.json"

    state = json.loads(state_file.read_text())

    assert state["database_url"] == servers.database_url
    assert state["redis_url"] == servers.redis_url
    assert state_file.stat().st_mode & 0o077 == 0


def test_stopped_servers_leave_no_process_and_no_address(tmp_path):
    with EmbeddedServers(tmp_path, durable=False, discard=True) as running:
        pids = running.pids

    assert all(born(pid) is None for pid in pids)
    assert not (tmp_path / "servers.json").exists()


def test_a_path_too_long_for_a_socket_is_no_obstacle(tmp_path):
    deep = tmp_path / ("d" * 60) / ("e" * 60)

    with EmbeddedServers(deep, durable=False, discard=True) as running:
        before = running.database_url
        running.restart_postgres()
        answer = ask(running.database_url, "SELECT 1")
        same = running.database_url == before
        sockets = Path(before.partition("host=")[2])

    assert answer == (1,)
    assert same
    assert not sockets.exists()


def test_servers_end_with_an_owner_that_is_killed_and_the_next_owner_goes_on(tmp_path):
    owner, pids = an_owner(tmp_path)

    owner.kill()
    owner.communicate()
    with EmbeddedServers(tmp_path, durable=False, discard=True) as running:
        answer = ask(running.database_url, "SELECT 1")

    assert len(pids) == 2
    assert all(gone(pid) for pid in pids)
    assert answer == (1,)


def test_the_kernel_ends_a_child_whose_parent_is_killed(tmp_path):
    starter = "import sys; from demo.child_process import start_child; print(start_child(['/bin/sleep', '600']).pid, "
    starter += "flush=True); sys.stdin.read()"
    parent = subprocess.Popen([sys.executable, "-c", starter], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    while psutil.Process(child).name() != "sleep":
        time.sleep(0.01)

    parent.kill()
    parent.communicate()

    assert gone(child)


def test_a_child_whose_parent_is_gone_already_does_not_start():
    orphan = subprocess.run(
        [sys.executable, "-I", "-S", str(GUARD), "1", "15", "-", "/bin/echo", "started"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert orphan.returncode != 0
    assert orphan.stdout == ""
