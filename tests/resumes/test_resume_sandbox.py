"""Files from outside are read in a process that has little, is reused, and never outlives its parent."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from resumes import LIMITS, read_resume
from resumes.sandbox import ResumeReader
from scoring.resume import AbstentionReason, Resume

ROOT = Path(__file__).resolve().parents[2]
TEXT = "\n".join(
    f"Nurse {number}: cared for the patients of ward {number} in Exampleton" for number in range(9)
).encode()


@pytest.fixture
def reader():
    with ResumeReader() as reader:
        yield reader


def children() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "resumes.child" in child.cmdline()]


def confined(statement: str, before: str = "") -> str:
    """What a statement prints in a process that has confined itself as the reading process does."""
    lines = [
        "import os, socket",
        "from resumes.confinement import confine",
        "from resumes.limits import LIMITS",
        before,
        "confine(LIMITS, os.getppid())",
        statement,
    ]
    command = [sys.executable, "-c", "\n".join(lines)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    return done.stdout.strip() + done.stderr.strip().rpartition("\n")[2]


def test_the_sandbox_answers_what_reading_in_process_answers(reader):
    answer = reader.read(TEXT, "resume.txt", "text/plain")

    assert isinstance(answer, Resume)
    assert answer == read_resume(TEXT, "resume.txt", "text/plain")


def test_the_process_is_cut_off_the_network(reader):
    reader.read(TEXT)

    (child,) = reader._children
    assert child.network in ("namespace", "refused")
    assert reader.read(TEXT).text


def test_one_process_reads_many_files(reader):
    reader.read(TEXT)
    (first,) = children()

    for _ in range(5):
        reader.read(TEXT)

    assert [child.pid for child in children()] == [first.pid]


def test_a_killed_process_is_replaced_without_blaming_the_next_file(reader):
    reader.read(TEXT)
    (child,) = children()
    child.kill()
    child.wait()

    assert isinstance(reader.read(TEXT), Resume)


def test_a_process_that_ends_while_reading_gives_an_abstention_and_a_new_process(reader):
    reader.read(TEXT)
    (child,) = children()
    _stop(child)

    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(reader.read, TEXT)
        while not _has_unread_input(child.pid):
            time.sleep(0.01)
        child.kill()

    assert answer.result().reason is AbstentionReason.CRASHED_READER
    assert isinstance(reader.read(TEXT), Resume)


def test_a_file_that_takes_too_long_is_timed_out_and_the_next_one_is_read():
    with ResumeReader(replace(LIMITS, wall_seconds=1.0)) as reader:
        reader.read(TEXT)
        (child,) = children()
        _stop(child)

        answer = reader.read(TEXT)

        assert answer.reason is AbstentionReason.TIMED_OUT
        assert not child.is_running()
        assert isinstance(reader.read(TEXT), Resume)


def test_many_threads_share_a_reader():
    texts = [TEXT + f"\nReference {number}".encode() for number in range(24)]

    with ResumeReader(children=2) as reader, ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(reader.read, texts))

    assert [answer.text.rpartition("\n")[2] for answer in answers] == [f"Reference {number}" for number in range(24)]


def test_the_process_stays_in_the_group_of_its_parent(reader):
    reader.read(TEXT)

    (child,) = children()

    assert os.getpgid(child.pid) == os.getpgrp()


def test_the_process_survives_the_thread_that_asked_first(reader):
    thread = threading.Thread(target=reader.read, args=(TEXT,))
    thread.start()
    thread.join()
    (first,) = children()

    reader.read(TEXT)

    assert [child.pid for child in children()] == [first.pid]


def test_the_process_dies_with_its_killed_parent():
    script = textwrap.dedent(
        """
        import sys, time
        from resumes.sandbox import ResumeReader
        reader = ResumeReader()
        reader.read(b"x " * 500)
        print(reader._children[0]._process.pid, flush=True)
        time.sleep(60)
        """
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        _stop(child)  # so that it cannot notice by itself
        parent.send_signal(signal.SIGKILL)

        child.wait(timeout=5)

    assert not child.is_running()


def test_no_secret_of_the_parent_reaches_the_process(reader, monkeypatch):
    monkeypatch.setenv("ICIMS_CLIENT_SECRET", "canary-5501")

    reader.read(TEXT)

    (child,) = children()
    assert "canary-5501" not in Path(f"/proc/{child.pid}/environ").read_text()


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("socket.socket()", id="socket"),
        pytest.param("os.system('true')", id="shell"),
        pytest.param("os.fork()", id="fork"),
        pytest.param("os.execv('/bin/true', ['true'])", id="exec"),
        pytest.param("os.remove('/nowhere')", id="remove"),
        pytest.param("os.kill(1, 0)", id="kill"),
    ],
)
def test_a_confined_process_may_not(statement):
    assert "is not for the reading process" in confined(statement)


def test_a_confined_process_creates_no_file(tmp_path):
    outcome = confined(f"open({str(tmp_path / 'note')!r}, 'w')")

    assert "is not for the reading process" in outcome
    assert list(tmp_path.iterdir()) == []


def test_a_confined_process_writes_to_no_file_that_was_open(tmp_path):
    note = tmp_path / "note"

    outcome = confined("os.write(5, b'x')", before=f"os.dup2(os.open({str(note)!r}, os.O_CREAT | os.O_WRONLY), 5)")

    assert "File too large" in outcome
    assert note.read_bytes() == b""


def test_a_confined_process_has_bounded_memory():
    assert confined("bytearray(600_000_000)").endswith("MemoryError")


def test_a_closed_reader_leaves_no_process():
    reader = ResumeReader(children=2)
    reader.read(TEXT)

    reader.close()
    reader.close()

    assert children() == []
    with pytest.raises(RuntimeError):
        reader.read(TEXT)


def _has_unread_input(pid: int) -> bool:
    """Whether bytes wait in the standard input of a process."""
    import array
    import fcntl
    import termios

    waiting = array.array("i", [0])
    with Path(f"/proc/{pid}/fd/0").open("rb", buffering=0) as pipe:
        fcntl.ioctl(pipe, termios.FIONREAD, waiting)
    return waiting[0] > 0


def _stop(process: psutil.Process) -> None:
    """Suspend a process and wait until it is: only then does what is sent to it stay unread."""
    process.suspend()
    while process.status() != psutil.STATUS_STOPPED:
        time.sleep(0.01)
