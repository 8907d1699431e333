"""What the reading process gives up before it sees a stranger's bytes. Linux; elsewhere what the system offers."""

import ctypes
import os
import resource
import signal
import sys

from resumes.limits import Limits

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
OPEN_FILES = 32
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CPU_FILES = 20  # the hard CPU limit, in files that each use up theirs; the parent renews the process long before

# Audit hooks cannot be taken out again and see every call, also those of C modules.
REFUSED_EVENTS = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.kill",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.chmod",
    "os.chown",
    "os.link",
    "os.symlink",
    "os.truncate",
    "shutil.",
    "ctypes.",
    "pty.",
    "urllib.",
    "http.",
    "ftplib.",
    "smtplib.",
)


def confine(limits: Limits, parent: int, *, may_start: bool = False) -> str:
    """Give up network, new processes, files to write and unbounded memory; ends with the process ``parent``.

    Returns how the network was cut: "namespace" (no interface at all) or "refused" (every socket call fails). With
    ``may_start`` other programs can be started; they inherit the namespace and the limits of the kernel.
    """
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
        cut = _leave_network(libc)
    else:
        cut = "refused"
    if os.getppid() != parent:  # it died before the death signal was asked for
        os._exit(0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    if hasattr(resource, "RLIMIT_NPROC") and not may_start:
        _limit(resource.RLIMIT_NPROC, 0)
    _limit(resource.RLIMIT_AS, limits.memory_bytes)
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds * CPU_FILES))
    if not may_start:
        sys.addaudithook(_refuse)
    return cut


def allow_cpu(seconds: int) -> None:
    """Let the process use this many more seconds of CPU; past them the kernel ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (min(soft, hard), hard))


def _leave_network(libc: ctypes.CDLL) -> str:
    """An empty network namespace: as root directly, else through a user namespace where the system allows these."""
    if libc.unshare(CLONE_NEWNET) == 0 or libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0:
        return "namespace"
    return "refused"


def _limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    lower = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (lower, lower))


def _refuse(event: str, args: tuple[object, ...]) -> None:
    writes = event == "open" and isinstance(args[2], int) and args[2] & WRITING
    if writes or event.startswith(REFUSED_EVENTS):
        raise PermissionError(f"{event} is not for the reading process")
