"""Become another program that dies with the process that started it: run as a script, standard library only.

    python -I -S guarded_exec.py PARENT_PID SIGNAL USER PROGRAM ARGUMENT...

Linux sends SIGNAL to the program when the parent's starting thread ends, even by SIGKILL; elsewhere nothing is sent and
whoever starts next cleans up. USER is a system user to become first, or ``-``. A script and not a ``preexec_fn``,
because Python code between fork and exec can deadlock in a process that has threads.
"""

import ctypes
import os
import pwd
import sys

PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    parent, death_signal, user, *program = arguments
    if user != "-":
        _become(user)
    if sys.platform == "linux":
        # After the change of user: the kernel forgets the setting when credentials change.
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
    if os.getppid() != int(parent):
        sys.exit("the process that started this one is gone")
    try:
        os.execv(program[0], program)  # noqa: S606  a fixed argument list, and no shell on purpose
    except OSError as error:
        sys.exit(f"{program[0]} cannot be started: {error.strerror}")


def _become(user: str) -> None:
    entry = pwd.getpwnam(user)
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)


if __name__ == "__main__":
    main(sys.argv[1:])
