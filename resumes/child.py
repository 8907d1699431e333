"""The restricted process: reads one file after another from its standard input, answers on its standard output."""

import logging
import resource
import sys
from typing import BinaryIO

from resumes.confinement import allow_cpu, confine
from resumes.limits import LIMITS
from resumes.reading import read_resume
from resumes.wire import Reply, decode_request, encode_reply, frame, read_frame

PAGE_BYTES = resource.getpagesize()


def main() -> None:
    """Serve until the pipe closes. The only argument is the process id of the parent that it must not outlive."""
    logging.disable(logging.CRITICAL)  # the libraries' warnings may quote the document
    network = confine(LIMITS, parent=int(sys.argv[1]))
    sys.stdout.buffer.write(frame(network.encode()))
    sys.stdout.buffer.flush()
    serve(sys.stdin.buffer, sys.stdout.buffer)


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer each request; returns when there are no more."""
    with open("/proc/self/statm", "rb", buffering=0) as statm:  # noqa: PTH123  unbuffered, opened once
        while (described := read_frame(requests)) is not None and (content := read_frame(requests)) is not None:
            request = decode_request(described, content)
            allow_cpu(request.limits.cpu_seconds)
            answer = read_resume(request.content, request.filename, request.media_type, request.limits)
            del request, content
            replies.write(encode_reply(Reply(answer, _cpu_seconds(), _resident_bytes(statm))))
            replies.flush()


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _resident_bytes(statm: BinaryIO) -> int:
    statm.seek(0)
    return int(statm.read().split()[1]) * PAGE_BYTES


if __name__ == "__main__":
    main()
